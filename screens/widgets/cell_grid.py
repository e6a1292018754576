"""A table whose cells are gone to one by one: a title and a few short cells a line, all in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import mark
from screens.widgets.cells import fit, fit_ends

MARGIN = 2
"""Cells before the title: the marker of the cursor and a blank."""
NARROWEST, WIDEST, GAP = 4, 8, 1
"""Cells of a column, and between two; the gaps hold the brackets around the cell under the cursor.

Brackets cost 18 bytes a step and leave the colour of the cell in sight; two cells drawn anew in reverse cost 50.
"""
TITLE = 12
"""Cells the title has at least: nine columns beside it are whole in 60."""
HEAD, BRACKET = Style(underline=True), Style(bold=True)


@dataclass(frozen=True)
class GridLine:
    """One line: its title and the text and style of each cell."""

    title: str
    cells: tuple[str, ...]
    styles: tuple[Style | None, ...]


class CellGrid(Widget, can_focus=True):
    """A step changes two cells and the markers; when the cursor leaves the view, the view jumps by most of a page."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = mark("Grid")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, label, show=False, id=f"grid.{name}", tooltip=tooltip)
        for name, keys, action, label, tooltip in (
            ("left", "left", "step(0, -1)", mark("cell before"), mark("To the cell on the left.")),
            ("right", "right", "step(0, 1)", mark("cell after"), mark("To the cell on the right.")),
            ("up", "up,k", "step(-1, 0)", mark("up"), mark("To the row above.")),
            ("down", "down,j", "step(1, 0)", mark("down"), mark("To the row below.")),
            ("page_up", "pageup", "page(-1)", mark("page up"), mark("A page up.")),
            ("page_down", "pagedown", "page(1)", mark("page down"), mark("A page down.")),
            ("home", "home", "edge(0)", mark("first"), mark("To the first row.")),
            ("end", "end", "edge(1)", mark("last"), mark("To the last row.")),
            ("open", "enter,space", "open", mark("open"), mark("Open the cell.")),
        )
    ]
    DEFAULT_CSS = "CellGrid { height: 1fr; }"

    @dataclass
    class Moved(Message):
        """The cursor stands on another cell, or the lines are others."""

        row: int
        column: int

    @dataclass
    class Opened(Message):
        """A cell was chosen with Enter or the mouse."""

        row: int
        column: int

    def __init__(self, title: str, heads: Sequence[str]) -> None:
        """Texts of the head, translated."""
        super().__init__()
        self._title, self._heads = title, heads
        self._lines: Sequence[GridLine] = ()
        self._top = 0
        self.row = self.column = 0

    def show(self, lines: Sequence[GridLine], row: int = 0) -> None:
        """Show other lines, with the cursor in one of them."""
        self._lines = lines
        self.row = max(0, min(row, len(lines) - 1))
        self._keep_in_view()
        self.refresh()
        self._park()
        if lines:
            self.post_message(self.Moved(self.row, self.column))

    # Keys and mouse

    def action_step(self, rows: int, columns: int) -> None:
        self._go(self.row + rows, self.column + columns)

    def action_page(self, pages: int) -> None:
        self._go(self.row + pages * max(1, self._page - 1), self.column)

    def action_edge(self, end: int) -> None:
        self._go(len(self._lines) if end else 0, self.column)

    def action_open(self) -> None:
        if self._lines:
            self.post_message(self.Opened(self.row, self.column))

    def on_click(self, event: events.Click) -> None:
        row, column = self._top + event.y - 1, (event.x - MARGIN - self._title_width - GAP) // (self._width + GAP)
        if event.y >= 1 and row < len(self._lines) and 0 <= column < len(self._heads):
            if (row, column) == (self.row, self.column):
                self.action_open()
            self._go(row, column)

    def on_focus(self) -> None:
        self.refresh()
        self._park()

    def on_blur(self) -> None:
        self.refresh()

    def on_resize(self) -> None:
        self._keep_in_view()
        self.refresh()

    # Where things are

    @property
    def _page(self) -> int:
        return max(1, self.size.height - 1)

    @property
    def _width(self) -> int:
        """Cells of a column: more in a wide window."""
        spare = (self.size.width - MARGIN - 2 * TITLE) // max(1, len(self._heads)) - GAP
        return max(NARROWEST, min(WIDEST, spare))

    @property
    def _title_width(self) -> int:
        return max(1, self.size.width - MARGIN - GAP - len(self._heads) * (self._width + GAP))

    def _x(self, column: int) -> int:
        return MARGIN + self._title_width + GAP + column * (self._width + GAP)

    def _go(self, row: int, column: int) -> None:
        row = max(0, min(row, len(self._lines) - 1))
        column = max(0, min(column, len(self._heads) - 1))
        if not self._lines or (row, column) == (self.row, self.column):
            return
        before = self.row, self.column
        self.row, self.column = row, column
        if self._keep_in_view():
            self.refresh()
        else:
            for one in (before, (row, column)):
                self._refresh_cell(*one)
        self._park()
        self.post_message(self.Moved(row, column))

    def _keep_in_view(self) -> bool:
        """Jump by most of a page where the cursor is out of sight; tells whether it did."""
        top = self._top
        if not top <= self.row < top + self._page:
            top = self.row - 1 if self.row > top else self.row - self._page + 2
        self._top, top = max(0, min(top, len(self._lines) - self._page)), self._top
        return self._top != top

    def _refresh_cell(self, row: int, column: int) -> None:
        y, x = row - self._top + 1, self._x(column)
        self.refresh(Region(0, y, 1, 1), Region(x - GAP, y, GAP, 1), Region(x + self._width, y, GAP, 1))

    def _park(self) -> None:
        """Leave the terminal's own cursor at the cell, where a braille display looks."""
        if self.has_focus and self._lines:
            at = Offset(self._x(self.column), self.row - self._top + 1)
            self.app.cursor_position = self.content_region.offset + at

    # Drawing

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            heads = "".join(fit(head, self._width) + " " * GAP for head in self._heads)
            text = " " * MARGIN + fit(self._title, self._title_width) + " " * GAP + heads
            return Strip([Segment(fit(text[:-GAP], width), HEAD)], width)
        row = self._top + y - 1
        if row >= len(self._lines):
            return Strip.blank(width)
        line = self._lines[row]
        marker = ">" if row == self.row else ""
        segments = [Segment(marker.ljust(MARGIN) + fit_ends(line.title, self._title_width)), self._gap(row, 0)]
        for column, text in enumerate(line.cells):
            segments += [Segment(fit(text, self._width), line.styles[column]), self._gap(row, column + 1)]
        return Strip(segments).adjust_cell_length(width)

    def _gap(self, row: int, column: int) -> Segment:
        """What stands before a column."""
        if not self.has_focus or row != self.row or column - self.column not in (0, 1):
            return Segment(" " * GAP)
        return Segment("[" if column == self.column else "]", BRACKET)
