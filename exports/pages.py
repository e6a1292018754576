"""Blocks as lines of text in pages: 80 cells wide, PAGE lines long, the head of a table again on every page of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from exports import text
from exports.blocks import Block, Fields, Heading, NewPage, Paragraph, Table, Verbatim, cells
from exports.masking import Mask

PAGE = 60
"""Lines on a page: A4 takes 66 at six lines an inch, less the margins of an office printer."""
WITH_HEADING = 9
"""Lines that a heading takes along, with itself: it does not stand at the foot of a page, its table on the next."""
BREAK = "\f"
"""Stands before the first line of every page but the first; printers and `lp` begin a new sheet at it."""


class _Pages:
    """Counts the lines of the page that is being filled."""

    def __init__(self, title: str, endless: bool) -> None:
        self.title = title
        self.page = sys.maxsize if endless else PAGE
        self.number = 1
        self.used = 0
        self.turning = False

    def put(self, line: str, again: Sequence[str] = ()) -> Iterator[str]:
        """The line, after the head of a new page and `again` where the page is full; no page begins with a blank."""
        if self.used >= self.page or self.turning:
            if not line:
                return
            self.number += 1
            self.turning = False
            head = [f"{BREAK}{self.title} ({self.number})", "", *again]
            self.used = len(head)
            yield from head
        self.used += 1
        yield line


def paged(
    title: str, head: Iterable[str], blocks: Iterable[Block], hidden: frozenset[Mask], *, wrapped: bool = True,
    endless: bool = False, width: int = text.WIDTH,
) -> Iterator[str]:  # fmt: skip
    """The lines of a report under its `title` and the lines of its `head`.

    What is no table is wrapped to `width` cells; unless `wrapped`, paragraphs stay whole. An `endless` report has no
    pages: a word processor makes them.
    Nothing is yielded before the first block could be read: a report that fails has printed nothing.
    """
    pages = _Pages(title, endless)
    pages.used = 1 + len(head := list(head))
    body = _drawn(pages, blocks, hidden, wrapped, width)
    first = next(body, None)
    yield title
    yield from head
    if first is not None:
        yield first
    yield from body


def _drawn(
    pages: _Pages, blocks: Iterable[Block], hidden: frozenset[Mask], wrapped: bool, width: int
) -> Iterator[str]:  # fmt: skip
    begun = False
    for block in blocks:
        if isinstance(block, NewPage):
            pages.turning = begun
            continue
        if isinstance(block, Heading) and pages.used + WITH_HEADING > pages.page:
            pages.turning = True
        if begun and not pages.turning:
            yield from pages.put("")
        begun = True
        if isinstance(block, Table):
            yield from _table(pages, block, hidden)
        else:
            for line in _lines(block, hidden, wrapped, width):
                yield from pages.put(line)


def _lines(
    block: Heading | Paragraph | Verbatim | Fields, hidden: frozenset[Mask], wrapped: bool, width: int
) -> Iterator[str]:  # fmt: skip
    if isinstance(block, Heading):
        yield from text.wrap(text.visible(block.text), width)
    elif isinstance(block, Paragraph):
        for paragraph in block.text.splitlines() or [""]:
            yield from _paragraph(text.visible(paragraph), wrapped, width)
    elif isinstance(block, Verbatim):
        yield from map(text.visible, block.lines)
    else:
        for item in block.items:
            label = text.pad(item.label, block.width)
            for line in text.broken(item.shown(hidden), width - block.width):
                yield (label + line).rstrip()
                label = " " * block.width


def _paragraph(line: str, wrapped: bool, width: int) -> Iterator[str]:
    """A paragraph keeps the blanks that its first line begins with, such as the two that open a Chinese one."""
    inner = line.lstrip()
    if not wrapped or not inner:
        yield line.rstrip()
        return
    indent = line[: len(line) - len(inner)]
    first = text.wrap(inner, width - text.cells(indent))[0]
    yield indent + first
    rest = inner[len(first) :].lstrip()
    if rest:
        yield from text.wrap(rest, width)


def _table(pages: _Pages, table: Table, hidden: frozenset[Mask]) -> Iterator[str]:
    columns = [column.drawn(hidden) for column in table.shown]
    rows = cells(columns, table.rows, hidden, table.few)
    widths = [column.width for column in columns]
    numbers = [column.number for column in columns]
    drawn = text.lines(table.titles(), rows, widths, numbers)
    height = text.head_height(table.titles(), widths)
    head = [next(drawn) for _line in range(height)]
    if table.title:
        yield from pages.put(table.title)
    room = pages.used + height + 1 <= pages.page
    pages.turning |= not room
    for line in head:
        yield from pages.put(line)
    for line in drawn:
        yield from pages.put(line, head)
