"""A file to be read: blocks of labelled values, in two columns where there is room, one block under the cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import language, mark
from exports.child_sheet import Block, Item
from screens.widgets.cells import fit, visible, wrap

MARGIN = 2
"""Cells before a block, for the cursor."""
GAP = 2
"""Cells between the two columns."""
TWO_COLUMNS = 72
"""From this width on, values stand side by side."""
MOST_LABEL = {True: 14, False: 24}
"""Cells of a label, by whether it is Chinese: other languages need more."""

HEAD = Style(bold=True, underline=True)
HELD = Style(bold=True, reverse=True)
LABEL = Style(dim=True)
ALARM = Style(color="red", bold=True)


@dataclass
class _Row:
    """One line on the screen."""

    block: int
    head: bool = False
    cells: list[Segment] = field(default_factory=list)


class BlockView(Widget, can_focus=True):
    """Up and down go from block to block, and through one that is higher than the view; Enter asks to change it."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = mark("File")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", mark("up"), show=False, id="blocks.up", tooltip=mark("To the block above.")),
        Binding("down,j", "move(1)", mark("down"), show=False, id="blocks.down", tooltip=mark("To the block below.")),
        Binding("home,g", "go(0)", mark("first"), show=False, id="blocks.home", tooltip=mark("To the first block.")),
        Binding("end,G", "go(-1)", mark("last"), show=False, id="blocks.end", tooltip=mark("To the last block.")),
        Binding("enter", "choose", mark("change"), show=False, id="blocks.choose",
                tooltip=mark("Change the block under the cursor.")),
    ]  # fmt: skip
    DEFAULT_CSS = "BlockView { height: 1fr; }"

    @dataclass
    class Chosen(Message):
        """The block under the cursor is to be changed."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self._blocks: Sequence[Block] = ()
        self._rows: list[_Row] = []
        self._at = 0
        self._top = 0

    @property
    def current(self) -> Block | None:
        """The block under the cursor."""
        return self._blocks[self._at] if self._blocks else None

    def show(self, blocks: Sequence[Block], *, keep: bool = False) -> None:
        """Show other blocks; `keep` leaves the cursor and the view where they are."""
        self._blocks = blocks
        if not keep:
            self._at = self._top = 0
        self._at = max(0, min(self._at, len(blocks) - 1))
        self._lay_out()

    # Keys

    def action_move(self, by: int) -> None:
        first, last = self._span(self._at)
        height = self.size.height
        if by > 0 and last >= self._top + height:
            # The rest of a block that is higher than the view comes before the next block.
            self._scroll(self._top + max(1, height - 1), last)
        elif by < 0 and first < self._top:
            self._scroll(self._top - max(1, height - 1), last)
        elif 0 <= self._at + by < len(self._blocks):
            self._go(self._at + by)

    def action_go(self, index: int) -> None:
        if self._blocks:
            self._go(index % len(self._blocks))

    def action_choose(self) -> None:
        block = self.current
        if block is not None and block.key:
            self.post_message(self.Chosen(block.key))

    def on_click(self, event: events.Click) -> None:
        row = self._top + event.y
        if row < len(self._rows):
            self._go(self._rows[row].block)

    # Inside

    def _go(self, index: int) -> None:
        self._at = index
        first, last = self._span(index)
        height = self.size.height
        if first < self._top or last >= self._top + height:
            self._top = max(0, min(first, len(self._rows) - height))
        self.refresh()

    def _scroll(self, top: int, last: int) -> None:
        self._top = max(0, min(top, last + 1 - min(self.size.height, last + 1)))
        self.refresh()

    def _span(self, index: int) -> tuple[int, int]:
        """The first and the last row of a block."""
        rows = [number for number, row in enumerate(self._rows) if row.block == index]
        return (rows[0], rows[-1]) if rows else (0, 0)

    def on_resize(self) -> None:
        self._lay_out()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _lay_out(self) -> None:
        width = self.size.width
        self._rows = []
        if width:
            for index, block in enumerate(self._blocks):
                self._rows.append(_Row(index, head=True))
                self._rows += [_Row(index, cells=cells) for cells in _lines(block.items, width - MARGIN)]
        self._top = max(0, min(self._top, len(self._rows) - self.size.height))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        number = self._top + y
        if number >= len(self._rows):
            return Strip.blank(width)
        row = self._rows[number]
        held = row.block == self._at and self.has_focus
        mark_ = ">" if held and row.head else " "
        if row.head:
            title = visible(self._blocks[row.block].title)
            return Strip([Segment(f"{mark_} "), Segment(title, HELD if held else HEAD)]).adjust_cell_length(width)
        return Strip([Segment("  "), *row.cells]).adjust_cell_length(width)


def _lines(items: Sequence[Item], width: int) -> Iterator[list[Segment]]:
    """The lines of a block: two short values side by side, a long one wrapped over the whole width."""
    label = min(MOST_LABEL[language() == "zh"], max((cell_len(item.label) for item in items), default=0))
    half = (width - GAP) // 2 if width >= TWO_COLUMNS - MARGIN else width
    waiting: list[Segment] | None = None
    for item in items:
        room = half - label - 1
        value = visible(item.value)
        if cell_len(value) <= room and half < width:
            cells = _cell(item, value, label, room)
            if waiting is None:
                waiting = [*cells, Segment(" " * GAP)]
            else:
                yield [*waiting, *cells]
                waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        room = width - label - 1
        for number, line in enumerate(wrap(value, max(2, room))):
            shown = item if number == 0 else Item("", "", item.alarming)
            yield _cell(shown, value[line.start : line.end], label, room)
    if waiting is not None:
        yield waiting


def _cell(item: Item, value: str, label: int, room: int) -> list[Segment]:
    return [Segment(fit(item.label, label) + " ", LABEL), Segment(fit(value, room), ALARM if item.alarming else None)]
