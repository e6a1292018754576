"""The first letters of Chinese labels, from the order of GB2312: a list is picked from without loading a dictionary."""

from __future__ import annotations

from bisect import bisect_right

# GB2312 orders its 3,755 everyday characters (rows 16 to 55) by pinyin: the first code of each initial.
_FIRST_CODES = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
_LETTERS = "abcdefghjklmnopqrstwxyz"
_LAST_CODE = 0xD7F9


def initials(text: str) -> str:
    """The initials of `text` in lower case; rarer characters and punctuation have none."""
    return "".join(_initial(char) for char in text)


def _initial(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    code = int.from_bytes(char.encode("gb2312", "ignore"), "big")
    if not _FIRST_CODES[0] <= code <= _LAST_CODE:
        return ""
    return _LETTERS[bisect_right(_FIRST_CODES, code) - 1]
