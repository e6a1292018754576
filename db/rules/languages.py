"""Languages and dialects as a clerk writes them down, 普通话、苗语; and which of them are the same."""

from __future__ import annotations

import re

from db.rules.names import clean_name

_BETWEEN = r"[、,，;；/]|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
_ENDINGS = ("方言", "语", "话")
"""苗语, 苗话 and 苗 are one; 四川方言 and 四川话, too."""
_STANDARD = {"汉": "普通", "国": "普通"}


def clean_languages(text: str) -> str:
    """Several languages as they are stored: each once, in the order in which they were given, between 、.

    Raises RuleError as `clean_name` does.
    """
    return "、".join(dict.fromkeys(filter(None, map(clean_name, re.split(_BETWEEN, text)))))


def spoken(text: str | None) -> tuple[str, ...]:
    """The languages of a stored text, in a form in which two names of one are equal."""
    return tuple(dict.fromkeys(_folded(one) for one in (text or "").split("、") if one))


def _folded(name: str) -> str:
    ending = next((end for end in _ENDINGS if name.endswith(end) and name != end), "")
    root = name.removesuffix(ending).casefold()
    return _STANDARD.get(root, root)
