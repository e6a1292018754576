"""Text as terminal cells: cut, padded, and without a character that could move the cursor."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from rich.cells import cell_len, get_character_cell_size, set_cell_size

Align = Literal["left", "right"]

CUT = ".."
"""Ends a text that did not fit. Not the one-character ellipsis: Chinese fonts draw it two cells wide."""

_BLANK = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
# Controls, surrogates, zero-width and direction marks: a terminal obeys them, drops them or draws them anywhere.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str) -> str:
    """`text` on one line, with every character that would not be seen shown as `?`."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("?", _BLANK.sub(" ", text))


def fit(text: str, width: int, align: Align = "left") -> str:
    """`text` in exactly `width` cells; what does not fit is cut and ends with `..`."""
    text = visible(text)
    spare = width - cell_len(text)
    if spare >= 0:
        return text + " " * spare if align == "left" else " " * spare + text
    if width <= len(CUT):
        return set_cell_size(text, max(0, width))
    cut = set_cell_size(text, width - len(CUT))  # half of a wide character is a blank
    return (cut.rstrip() + CUT).ljust(len(cut) + len(CUT))


def fit_ends(text: str, width: int) -> str:
    """`text` in exactly `width` cells; of what does not fit, both ends are kept: names begin alike."""
    text = visible(text)
    over = cell_len(text) > width and width > len(CUT) + 4
    if not over:
        return fit(text, width)
    head = (width - len(CUT)) // 4 * 2
    tail = text
    while cell_len(tail) > width - len(CUT) - head:
        tail = tail[1:]
    return fit(set_cell_size(text, head) + CUT + tail, width)


class Wrapped(NamedTuple):
    """A line of a wrapped text: where it starts and ends in the text, without the line break or blank after it."""

    start: int
    end: int


def wrap(text: str, width: int) -> list[Wrapped]:
    """`text` in lines of at most `width` cells; Latin words stay whole where they can. At least one line."""
    lines: list[Wrapped] = []
    start = cells = 0
    blank = -1
    for index, char in enumerate(text):
        if char == "\n":
            lines.append(Wrapped(start, index))
            start, cells, blank = index + 1, 0, -1
            continue
        size = get_character_cell_size(char)
        if cells + size > width and index > start:
            # A word that began on this line goes whole to the next one.
            cut = blank + 1 if blank >= start and char.isascii() and char != " " else index
            lines.append(Wrapped(start, cut))
            start, blank = cut, -1
            cells = cell_len(text[start:index])
        cells += size
        if char == " " or size == 2:
            blank = index
    lines.append(Wrapped(start, len(text)))
    return lines
