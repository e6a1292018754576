"""Reports as text of 80 columns, where a Chinese character takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, zip_longest

import tabulate as _tabulate
from wcwidth import wcswidth, wcwidth

WIDTH = 80
LABEL = 14
"""Cells of the titles of a sheet."""
_FIRST = 60
"""Rows that tabulate lays out. The columns are as wide as they are, so the rest follows in them one by one: a report of
any length starts at once, fits the memory, and 200,000 rows take a second where tabulate took seven."""
_GAP = "  "
"""What tabulate sets between two columns."""
_CLOSING = frozenset("，。、；：？！）》」』”’…")
_OPENING = frozenset("（《「『“‘【〔")
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# Header cells are padded to the column's width and not beyond, so that every row stands under them.
_tabulate.PRESERVE_WHITESPACE = True
_tabulate.MIN_PADDING = 0


def cells(text: str) -> int:
    """The width of a text on a terminal."""
    if text.isascii() and text.isprintable():
        return len(text)
    return max(0, wcswidth(text))


def pad(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def visible(text: str) -> str:
    """The text with nothing that a terminal would obey: controls, direction marks and invisible characters are "?"."""
    if text.isprintable():
        return text
    return "".join("?" if unicodedata.category(char) in _OBEYED else char for char in text)


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken at blanks where there are, else between any two characters."""
    if text.isprintable() and cells(text) <= width:
        return [text.rstrip()]
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in _words(paragraph):
            if line and cells(line) + cells(word) > width:
                lines.append(line.rstrip())
                line = ""
                word = word.lstrip()
            line += word
        lines.append(line.rstrip())
    return lines


def _words(text: str) -> Iterator[str]:
    """Pieces that may not be broken: a run of narrow characters with the blank before it, or one wide character.

    Closing punctuation belongs to what stands before it: no line of Chinese begins with a full stop or ends
    with an opening bracket.
    """
    word = ""
    for char in text:
        wide = wcwidth(char) == 2
        if (
            word
            and char not in _CLOSING
            and word[-1] not in _OPENING
            and (char == " " or wide or wcwidth(word[-1]) == 2)
        ):
            yield word
            word = ""
        word += char
    if word:
        yield word


def lines(
    titles: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], numbers: Sequence[bool] = ()
) -> Iterator[str]:
    """A table line by line, each column wrapped to its width; `numbers` and their titles to the right."""
    numbers = numbers or [False] * len(widths)
    headers = ["\n".join(_head(*title)) for title in zip(titles, widths, numbers, strict=True)]
    source = iter(rows)
    first = [["\n".join(broken(*cell)) for cell in zip(row, widths, strict=True)] for row in islice(source, _FIRST)]
    align = ["right" if number else "left" for number in numbers] if first else None
    table = _tabulate.tabulate(first, headers, tablefmt="simple", disable_numparse=True, colalign=align)
    yield from (line.rstrip() for line in table.split("\n"))
    blank = [" " * width for width in widths]
    for row in source:
        drawn = [_padded(*cell) for cell in zip(row, widths, numbers, strict=True)]
        for line in zip_longest(*drawn):
            yield _GAP.join(cell or empty for cell, empty in zip(line, blank, strict=True)).rstrip()


def head_height(titles: Sequence[str], widths: Sequence[int]) -> int:
    """How many of the first `lines` are the header and its rule."""
    return max(len(broken(title, width)) for title, width in zip(titles, widths, strict=True)) + 1


def _head(title: str, width: int, number: bool) -> list[str]:
    """The lines of a title, over numbers as a block at the right: it reads from the left as the others do."""
    lines = broken(title, width)
    block = max(map(cells, lines)) if number else width
    return [" " * (width - block) + pad(line, block) for line in lines]


@lru_cache(4096)
def _padded(cell: str, width: int, number: bool) -> tuple[str, ...]:
    """The lines of a cell, each as wide as its column."""
    if number:
        return tuple(" " * (width - cells(line)) + line for line in broken(cell, width))
    return tuple(pad(line, width) for line in broken(cell, width))


@lru_cache(4096)
def broken(cell: str, width: int) -> tuple[str, ...]:
    """A cell in lines of at most `width` cells, with nothing in it that a terminal would obey.

    A column says the same again and again: remembered, 200,000 rows took 9 s instead of 15.
    """
    lines: list[str] = []
    for line in wrap(visible(cell.replace("\n", " ")), width):
        while cells(line) > width:  # a narrow run with no blank, such as a long number
            lines.append(line[:width])
            line = line[width:]
        lines.append(line)
    return tuple(lines)


def labelled(title: str, value: str) -> Iterator[str]:
    """A value behind its title, wrapped; without blanks at the ends of the lines."""
    room = WIDTH - LABEL - 1
    width = max(LABEL, cells(title) + 1)
    for number, line in enumerate(part for row in value.splitlines() or [""] for part in wrap(visible(row), room)):
        yield (pad(title if number == 0 else "", width) + line).rstrip()
