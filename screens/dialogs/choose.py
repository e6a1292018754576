"""Pick one from a list, narrowed by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import get_current_worker

from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.pages import ListPages
from screens.dialogs.dialog import Dialog
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.options import Option, matching
from screens.widgets.record_table import RecordTable
from screens.widgets.text_input import TextInput

Search = Callable[[str, int], Sequence[Option]]

LIMIT = 50
"""Options that are asked of a search: who has to scroll further should type another letter."""
HEIGHT = 10


class Choose(Dialog[Option]):
    """Returns the option picked, or None.

    Options are a list, or a function of what was typed and a limit, which runs in a thread.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", mark("up"), show=False),
        Binding("down", "move(1)", mark("down"), show=False),
        Binding("pageup", "page(-1)", mark("page up"), show=False),
        Binding("pagedown", "page(1)", mark("page down"), show=False),
    ]
    DEFAULT_CSS = "Choose RecordTable { height: auto; }"

    @dataclass
    class _Found(Message):
        typed: str
        options: Sequence[Option]
        sentence: str = ""

    def __init__(self, title: str, options: Sequence[Option] | Search, *, current: str = "", typed: str = "") -> None:
        """`current` is the value the cursor starts on; `typed` stands in the input already."""
        super().__init__(title)
        self._options = options
        self._current = current
        self._typed = typed
        self._numbered = False
        width = self.WIDTH - 6
        # What a search will find is not known yet: half of the width is for its notes.
        notes = width // 2 if callable(options) else max((cell_len(option.note) for option in options), default=0)
        notes = min(notes, width // 2)
        self.label_width = width - notes - bool(notes)
        columns = [Column[Option]("label", "", self.label_width, lambda option: option.label)]
        if notes:
            columns.append(Column("note", "", notes, lambda option: option.note))
        self._table: RecordTable[Option] = RecordTable(columns, empty=_("Nothing found."), head=False, threaded=False)
        self._table.can_focus = False
        self._table.styles.height = HEIGHT if callable(options) else max(1, min(HEIGHT, len(options)))
        self._message = Line()
        self._input = TextInput(typed, placeholder=_("type to narrow"), max_length=50)

    def body(self) -> list[Widget]:
        return [self._input, self._table, self._message]

    def keys(self) -> str:
        return _("Enter choose  Esc cancel")

    def on_mount(self) -> None:
        self._look_for(self._typed)

    def on_key(self, event: events.Key) -> None:
        # Only what was typed before the input had the focus comes by here: the input keeps what it gets.
        if event.is_printable and event.character:
            event.stop()
            self._input.insert_text_at_cursor(event.character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._input.insert_text_at_cursor(self._input.clean(event.text))

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._typed:
            self._typed = event.value
            self._look_for(event.value)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self._table.action_select()

    @on(RecordTable.Selected)
    def _pick(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.dismiss(event.row)

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        if event.count:  # what a search failed with stays
            self._message.text = self._table.view_text if event.count > HEIGHT else ""

    def action_move(self, rows: int) -> None:
        self._table.action_move(rows)

    def action_page(self, pages: int) -> None:
        self._table.action_page(pages)

    def _look_for(self, typed: str) -> None:
        self._message.text = ""
        if callable(self._options):
            self._table.expect()
            self._search(self._options, typed)
        else:
            self._show(matching(self._options, typed))

    @work(thread=True, exclusive=True, group="choose")
    def _search(self, search: Search, typed: str) -> None:
        try:
            found = self._Found(typed, search(typed, LIMIT))
        except GuanaiError as error:
            found = self._Found(typed, (), error.sentence)
        if not get_current_worker().is_cancelled:
            self.post_message(found)

    @on(_Found)
    def _take(self, message: _Found) -> None:
        message.stop()
        if message.typed == self._typed:
            self._message.text = message.sentence
            self._show(message.options)

    def _show(self, options: Sequence[Option]) -> None:
        current = next((option for option in options if option.value == self._current), None)
        self._table.show(ListPages(options, key=lambda option: option.value), keep=current)
