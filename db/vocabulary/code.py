"""What a coded value is: the database stores the code, the catalogs give its name in each language."""

from __future__ import annotations

from enum import Enum

from db.i18n import _


class Code(str, Enum):
    """A code with a translatable name; compares equal to the plain string that the database stores."""

    msgid: str

    def __new__(cls, code: str, msgid: str = "") -> Code:
        member = str.__new__(cls, code)
        member._value_ = code
        member.msgid = msgid or code
        return member

    @property
    def label(self) -> str:
        """The name in the language in force."""
        return _(self.msgid)

    def __str__(self) -> str:
        return str(self.value)


def label(vocabulary: type[Code], code: str | None) -> str:
    """The name of `code`; nothing for a value that was not collected, the code itself where it is unknown."""
    if not code:
        return ""
    try:
        return vocabulary(code).label
    except ValueError:
        return code


def labels(vocabulary: type[Code], codes: str | None) -> str:
    """The names of a space-separated set of codes, joined by the list comma."""
    return _(", ").join(label(vocabulary, code) for code in (codes or "").split())
