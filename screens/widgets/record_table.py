"""The one table of every list: a cursor over rows that stay in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from db.errors import GuanaiError
from db.i18n import mark
from db.queries.pages import PageSource, Row, stop_counting
from screens.widgets.cells import fit
from screens.widgets.columns import MARGIN, Column, Layout, cells, cursor_ink, head, place
from screens.widgets.window import Fetch, Fetched, Window

HEAD = Style(underline=True)
WHEEL = 3
"""Rows a notch of the mouse wheel moves."""


class RecordTable(Widget, Generic[Row], can_focus=True):
    """Rows of a page source under a line of heads; the source is read in a thread, a page at a time.

    The cursor is a marker and the first cell, so that a step changes a few cells; when it leaves the view, the view
    jumps by a page, so that most steps change no more than that.
    """

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = mark("List")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, label, show=False, id=f"table.{name}", tooltip=tooltip)
        for name, keys, action, label, tooltip in (
            ("up", "up,k", "move(-1)", mark("up"), mark("To the row above.")),
            ("down", "down,j", "move(1)", mark("down"), mark("To the row below.")),
            ("page_up", "pageup", "page(-1)", mark("page up"), mark("A page up.")),
            ("page_down", "pagedown,space", "page(1)", mark("page down"), mark("A page down.")),
            ("home", "home,g", "home", mark("first"), mark("To the first row.")),
            ("end", "end,G", "end", mark("last"), mark("To the last row.")),
            ("left", "left", "scroll_columns(-1)", mark("columns left"), mark("Show the columns to the left.")),
            ("right", "right", "scroll_columns(1)", mark("columns right"), mark("Show the columns to the right.")),
            ("select", "enter", "select", mark("open"), mark("Open the row.")),
        )
    ]
    DEFAULT_CSS = "RecordTable { height: 1fr; }"

    @dataclass
    class Moved(Message):
        """The cursor stands on another row, other rows are in sight, or their place or number became known."""

        table: RecordTable[Any]
        row: Any
        """The row under the cursor; None in an empty list."""
        position: int | None
        """Its place, from 1; None while unknown."""
        count: int | None
        """The length of the list; None while unknown."""

        @property
        def control(self) -> RecordTable[Any]:
            return self.table

    @dataclass
    class Selected(Message):
        """A row was chosen with Enter or the mouse."""

        table: RecordTable[Any]
        row: Any

        @property
        def control(self) -> RecordTable[Any]:
            return self.table

    @dataclass
    class Failed(Message):
        """The source could not be read; what was shown stays."""

        table: RecordTable[Any]
        sentence: str

        @property
        def control(self) -> RecordTable[Any]:
            return self.table

    @dataclass
    class _Read(Message):
        fetch: Fetch[Any]
        fetched: Fetched[Any] | GuanaiError

    @dataclass
    class _Counted(Message):
        count: int | GuanaiError
        row: Any
        before: int | None

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        source: PageSource[Row] | None = None,
        *,
        empty: str = "",
        sort: tuple[str, bool] | None = None,
        head: bool = True,
        threaded: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        """`empty` is shown instead of rows; `sort` is a column's key and whether it descends.

        `head=False` leaves out the heads. A source in memory needs no thread: `threaded=False` reads it at once.
        """
        super().__init__(id=id, classes=classes)
        self.window: Window[Row] = Window()
        self._columns = columns
        self._source = source
        self._empty = empty
        self._sort = sort
        self._head = int(head)
        self._threaded = threaded
        self._skip = 0
        self._layout: Layout[Row] = place(columns, 0)
        self._painted: tuple[list[Row], int] = ([], 0)
        self._told: tuple[Row | None, str, int | None, int | None] | None = None
        self._counting = False
        self._count_holds = False
        """Whether what is being counted is still the list that is shown."""
        # Enter can be faster than the rows of a new search: it must not open a row of the old one.
        self._expecting = False
        self._select_when_settled = False

    # What a screen asks and says

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.window.current

    @property
    def kept(self) -> Row | None:
        """The row that a reload keeps the cursor on."""
        return self.window.kept

    @property
    def view_text(self) -> str:
        """The rows in sight as "41-60/600": unlike the place of the cursor, it changes only with the view."""
        window = self.window
        count = ".." if window.count is None else window.count
        if window.position is None or not window.rows:
            return f"../{count}" if window.rows else "0/0"
        first = window.position - window.cursor + window.top
        return f"{first}-{first + len(window.visible) - 1}/{count}"

    def show(self, source: PageSource[Row], *, keep: Row | None = None, sort: tuple[str, bool] | None = None) -> None:
        """Show another list or order, with the cursor on the record of `keep` or on the first row."""
        if self._counting:
            stop_counting(self._source)
        self._source = source
        self._expecting = False
        if not self.window.height:  # not laid out yet: the rows are read meanwhile
            self.window.resize(self.app.size.height)
        if sort != self._sort:
            self._sort = sort
            self._refresh_head()
        self.reload(keep)

    def expect(self) -> None:
        """Take note that another list is being looked for: Enter waits for `show`."""
        self._expecting = True

    def reload(self, keep: Row | None = None) -> None:
        """Read everything anew, with the cursor on the record of `keep` or on the first row."""
        self._count_holds = False
        self._told = None
        self.window.reload(keep)
        self._after()

    def set_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Show other columns."""
        self._columns = columns
        self._skip = 0
        self._lay_out()

    def set_empty(self, text: str) -> None:
        """Say something else while there are no rows."""
        self._empty = text
        if not self.window.rows:
            self.refresh()

    # Keys and mouse

    def action_move(self, rows: int) -> None:
        self.window.move(rows)
        self._after()

    def action_page(self, pages: int) -> None:
        self.window.page(pages)
        self._after()

    def action_home(self) -> None:
        self.window.home()
        self._after()

    def action_end(self) -> None:
        self.window.end()
        self._after()

    def action_scroll_columns(self, columns: int) -> None:
        if (columns > 0 and self._layout.after) or (columns < 0 and self._layout.before):
            self._skip += columns
            self._lay_out()

    def action_select(self) -> None:
        self._select_when_settled = self._expecting or not self.window.settled
        if not self._select_when_settled and self.current is not None:
            self.post_message(self.Selected(self, self.current))

    def on_click(self, event: events.Click) -> None:
        line = event.y - self._head
        if line == self.window.cursor - self.window.top:
            self.action_select()
        self.window.point(line)
        self._after()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-WHEEL)

    def watch_has_focus(self, _has_focus: bool) -> None:
        super().watch_has_focus(_has_focus)
        self._park()

    def on_resize(self, event: events.Resize) -> None:
        self.window.resize(max(0, event.size.height - self._head))
        self._lay_out()
        self._after()

    # Reading

    def _after(self) -> None:
        """Bring screen, source and listeners in line with the window."""
        self._fetch()
        self._repaint()
        self._park()
        self._tell()

    def _fetch(self) -> None:
        source = self._source
        if source is None:
            return
        while fetch := self.window.wanted():
            if self._threaded:
                self._read(source, fetch)
                break
            self.window.accept(fetch, fetch.run(source))
            self.window.counted(source.count())
        # One at a time: to count a broad search takes 400 ms at a million rows, and the next page needs the thread.
        if (self.window.count is None or self._lost) and self.window.settled and not self._counting:
            self._counting, self._count_holds = True, True
            self._count(source, self.window.current if self._lost else None)

    @property
    def _lost(self) -> bool:
        return self.window.position is None and self.window.current is not None and not self.window.ends

    @work(thread=True, exclusive=True, group="rows")
    def _read(self, source: PageSource[Row], fetch: Fetch[Row]) -> None:
        try:
            fetched: Fetched[Row] | GuanaiError = fetch.run(source)
        except GuanaiError as error:
            fetched = error
        self.post_message(self._Read(fetch, fetched))

    @work(thread=True, group="count")
    def _count(self, source: PageSource[Row], row: Row | None) -> None:
        count: int | GuanaiError
        before = None
        try:
            count = source.count()
            before = None if row is None else source.position(row)
        except GuanaiError as error:
            count = error
        self.post_message(self._Counted(count, row, before))

    @on(_Read)
    def _take(self, message: _Read) -> None:
        message.stop()
        if isinstance(message.fetched, GuanaiError):
            self.window.give_up(message.fetch)
            self.post_message(self.Failed(self, message.fetched.sentence))
        elif self.window.accept(message.fetch, message.fetched):
            self._after()

    @on(_Counted)
    def _take_count(self, message: _Counted) -> None:
        message.stop()
        self._counting = False
        if not self._count_holds:
            self._after()
            return
        if isinstance(message.count, GuanaiError):
            self.post_message(self.Failed(self, message.count.sentence))
            return
        self.window.counted(message.count)
        if message.before is not None:
            self.window.placed(message.row, message.before)
        self._after()

    # Drawing

    def _tell(self) -> None:
        told = (self.window.current, self.view_text, self.window.position, self.window.count)
        if not self.window.settled:
            return
        if told != self._told:
            self._told = told
            self.post_message(self.Moved(self, self.window.current, self.window.position, self.window.count))
        if self._select_when_settled and not self._expecting:
            self.action_select()

    def _lay_out(self) -> None:
        self._layout = place(self._columns, max(0, self.size.width - MARGIN), self._skip)
        self.refresh()

    def _repaint(self) -> None:
        """Mark as dirty what differs from what was painted: lines with another row, and the cursor's cells."""
        rows, line = list(self.window.visible), self.window.cursor - self.window.top
        old_rows, old_line = self._painted
        if rows == old_rows and line == old_line and rows:
            return
        self._painted = rows, line
        if not rows or not old_rows:
            self.refresh()
            return
        for y in range(max(len(rows), len(old_rows))):
            if rows[y : y + 1] != old_rows[y : y + 1]:
                self.refresh(Region(0, y + self._head, self.size.width, 1))
        if line != old_line:
            self._refresh_cursor(old_line)
            self._refresh_cursor(line)

    def _park(self) -> None:
        """Leave the terminal's own cursor after what is bold under ours.

        That is where a step down ends writing, so moving it costs nothing, and where a braille display looks.
        """
        row = self.current
        if self.has_focus and row is not None and self._layout.cells:
            name = self._layout.cells[0]
            used = cell_len(cursor_ink(fit(name.column.render(row), name.width).rstrip()))
            line = self.window.cursor - self.window.top
            self.app.cursor_position = self.content_region.offset + Offset(MARGIN + used, self._head + line)

    def _refresh_cursor(self, line: int) -> None:
        width = self._layout.cells[0].width if self._layout.cells else 0
        self.refresh(Region(0, line + self._head, MARGIN + width, 1))

    def _refresh_head(self) -> None:
        self.refresh(Region(0, 0, self.size.width, self._head))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        line = y - self._head
        if line < 0:
            return Strip([Segment(head(self._layout, self._sort, width), HEAD)], width)
        rows, cursor = self._painted
        if line < len(rows):
            marker = (">" if self.has_focus or not self.can_focus else "-") if line == cursor else ""
            return Strip(cells(self._layout, rows[line], marker)).adjust_cell_length(width)
        if line == 0 and self.window.loaded:
            return Strip([Segment(fit(" " * MARGIN + self._empty, width))], width)
        return Strip.blank(width)
