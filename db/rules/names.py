"""The text policy of names, lines and notes: what is kept as typed, what is tidied, what is refused.

Stored text is never normalised (even NFC rewrites compatibility ideographs that stand in people's papers);
only the search key that `fold` makes is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from db.errors import RuleError
from db.i18n import _

NAME_LIMIT = 60
LINE_LIMIT = 200
NOTE_LIMIT = 10_000

NAME_DOT = "·"
_DOTS = str.maketrans(dict.fromkeys("•・．‧･∙⋅", NAME_DOT))
_BLANKS = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Patterns are compiled when they are first needed: those with the ranges of ideographs take 5 ms each.
_BLANK_RUN = f"[{_BLANKS}]+"
_AROUND_DOT = f"[{_BLANKS}]*{NAME_DOT}[{_BLANKS}]*"
_HAN = "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
_COMMON = "[\u4e00-\u9fff]{1,20}"
_SHORT_NAME = f"{_HAN}{{2,3}}"
_FULL_STOP = rf"(?<={_HAN})\.(?={_HAN})"
_BRACKETS = r"^(?P<name>[^()（）\[\]【】]+)[(（\[【](?P<note>[^()（）\[\]【】]*)[)）\]】]\s*$"

# Most texts are of nothing else, and then no character has to be asked for its category.
_ORDINARY = "[\u4e00-\u9fff0-9A-Za-z ()（）、，。：·.-]*"
# Characters that move, hide or reorder what stands beside them, or draw nothing at all.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u180e\u200b\u200c\u200d\u2028\u2029\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d"
    "\u206e\u206f\u3164\ufeff\uffa0\ufff9\ufffa\ufffb"
)
# Mongolian and Arabic (Uyghur, Kazakh) spelling needs these between two of its own letters.
_JOINERS = frozenset("\u180e\u200c\u200d")


def clean_name(text: str) -> str:
    """A person's or place's name as it is stored: outer blanks and the inner ones of 张　三 gone, one kind of name dot.

    Raises RuleError for a character that a terminal must never be sent, with its position, and beyond NAME_LIMIT.
    """
    if _is_common(text):
        return text
    # A tab or a line end within a name means that two cells were pasted.
    name = re.sub(_BLANK_RUN, " ", _checked(text, NAME_LIMIT, allowed="")).translate(_DOTS)
    # 阿依古丽.买买提 is typed with a full stop where the name has its dot; J.Smith keeps it.
    name = re.sub(_AROUND_DOT, NAME_DOT, re.sub(_FULL_STOP, NAME_DOT, name)).strip(NAME_DOT)
    joined = name.replace(" ", "")
    return joined if re.fullmatch(_SHORT_NAME, joined) else name


def clean_line(text: str) -> str:
    """One line of free text (an address, a work place): outer blanks gone, inner runs of them one blank.

    Raises RuleError as `clean_name` does, beyond LINE_LIMIT characters.
    """
    line = _checked(text, LINE_LIMIT)
    return line if line.isalnum() else re.sub(_BLANK_RUN, " ", line)


def clean_note(text: str) -> str:
    """A text of several lines, with line feeds and tabs kept and blank ends removed.

    Raises RuleError as `clean_name` does, beyond NOTE_LIMIT characters.
    """
    note = _checked(text, NOTE_LIMIT).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip(_BLANKS) for line in note.split("\n"))


def split_note(name: str) -> tuple[str, str]:
    """`张三(双胞胎弟)` as the name and what the brackets say; the second part is empty without brackets."""
    found = None if _is_common(name) else re.match(_BRACKETS, name)
    return (found["name"].strip(_BLANKS), found["note"].strip(_BLANKS)) if found else (name, "")


def doubts(text: str) -> tuple[str, ...]:
    """What may be wrong with a text that is accepted: leftovers of old encodings, one sentence each."""
    if text.isprintable() and "\ufffd" not in text:
        return ()
    found = []
    if any(unicodedata.category(char) == "Co" for char in text):
        found.append(_("A character exists only in an old font; type it again so that other machines can show it."))
    if "\ufffd" in text:
        found.append(_("A character was lost when the file was made; compare it with the paper."))
    return tuple(found)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The search key of a text: full width, case, blanks and name dots make no difference."""
    if _is_common(text):
        return text
    key = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
    key = unicodedata.normalize("NFKC", key.casefold())
    return "".join(char for char in key.translate(_DOTS) if char not in _BLANKS and char != NAME_DOT)


@lru_cache(maxsize=8192)
def _is_common(text: str) -> bool:
    """Whether a text is of some common ideographs alone, as nearly every name is: then nothing is done to it.

    A roster asks it of each name five times.
    """
    return re.fullmatch(_COMMON, text) is not None


@lru_cache(maxsize=8192)
def is_han(char: str) -> bool:
    """Whether the character is a Chinese ideograph, in any of the planes."""
    return bool(re.fullmatch(_HAN, char))


def _checked(text: str, limit: int, allowed: str = "\t\r\n") -> str:
    """The text without its outer blanks, or RuleError where it is too long or holds a forbidden character."""
    stripped = text.strip(_BLANKS)
    if len(stripped) > limit:
        raise RuleError(
            _("The text has {n} characters, at most {limit} are possible.").format(n=len(stripped), limit=limit)
        )
    if re.fullmatch(_ORDINARY, stripped):
        return stripped
    offset = len(text) - len(text.lstrip(_BLANKS))
    for index, char in enumerate(stripped):
        if char not in allowed and _is_forbidden(stripped, index):
            raise RuleError(
                _("Character {position} ({code}) cannot be stored; delete it and type that place again.").format(
                    position=offset + index + 1, code=f"U+{ord(char):04X}"
                )
            )
    return stripped


def _is_forbidden(text: str, index: int) -> bool:
    char = text[index]
    code = ord(char)
    if char in _JOINERS:
        return not (0 < index < len(text) - 1 and _joins(text[index - 1]) and _joins(text[index + 1]))
    return (
        unicodedata.category(char) in ("Cc", "Cs")
        or char in _BIDI
        or char in _INVISIBLE
        or 0xE0000 <= code <= 0xE007F
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
    )


def _joins(char: str) -> bool:
    code = ord(char)
    return 0x0620 <= code <= 0x06FF or 0x0750 <= code <= 0x077F or 0x08A0 <= code <= 0x08FF or 0x1800 <= code <= 0x18AA
