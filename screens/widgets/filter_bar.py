"""The line over a list: what is searched for, and the filters in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from db.i18n import _, mark
from screens.widgets.line import Line
from screens.widgets.options import Option
from screens.widgets.text_input import TextInput


class FilterBar(Horizontal):
    """A search input and, beside it, a label for each filter.

    Backspace in the empty input takes the last filter away.
    """

    BINDING_GROUP_TITLE = mark("Search")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "down",
            "leave",
            mark("to the list"),
            show=False,
            id="filter.leave",
            tooltip=mark("From the search to the list."),
        ),
        Binding(
            "backspace",
            "drop",
            mark("drop filter"),
            show=False,
            id="filter.drop",
            tooltip=mark("Take the last filter away, when nothing is typed."),
            priority=True,
        ),
    ]
    DEFAULT_CSS = """
    FilterBar { height: 1; }
    FilterBar > TextInput { width: 24; margin: 0 2 0 0; }
    FilterBar > .filters { width: 1fr; }
    """

    @dataclass
    class Searched(Message):
        """The text that is searched for is another one."""

        bar: FilterBar
        text: str

        @property
        def control(self) -> FilterBar:
            return self.bar

    @dataclass
    class Dropped(Message):
        """A filter was taken away; `key` is its option's value."""

        bar: FilterBar
        key: str

        @property
        def control(self) -> FilterBar:
            return self.bar

    @dataclass
    class Left(Message):
        """One went on to the list; `entered` if with Enter."""

        bar: FilterBar
        entered: bool

        @property
        def control(self) -> FilterBar:
            return self.bar

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        caption = _("Search:") + " "
        self._caption = Line(caption)
        self._caption.styles.width = cell_len(caption)
        self._input = TextInput(placeholder=placeholder, max_length=100)
        self._labels = Line(classes="filters")
        self._filters: list[Option] = []
        self._text = ""

    @property
    def text(self) -> str:
        """What is searched for."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._input.value = text

    @property
    def filters(self) -> Sequence[Option]:
        """The filters in force: the value is a filter's key, the label what is shown."""
        return self._filters

    @filters.setter
    def filters(self, filters: Sequence[Option]) -> None:
        self._filters = list(filters)
        self._labels.text = "  ".join(f"[{option.label}]" for option in filters)

    def compose(self) -> ComposeResult:
        yield self._caption
        yield self._input
        yield self._labels

    def focus_input(self) -> None:
        """Go to the search input, before the next key is handed on."""
        self.screen.set_focus(self._input)

    def take(self, event: Key) -> None:
        """Search for a Chinese character typed in the list: none is a key there, so nothing else can be meant."""
        character = event.character or ""
        if self._input.has_focus or character.isascii() or not character.isprintable():
            return
        event.stop()
        self.focus_input()
        self._input.value = character
        self._input.cursor_position = len(character)

    def action_leave(self) -> None:
        self.post_message(self.Left(self, entered=False))

    def action_drop(self) -> None:
        if self._input.value or not self._filters:
            raise SkipAction
        self.post_message(self.Dropped(self, self._filters[-1].value))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._text:
            self._text = event.value
            self.post_message(self.Searched(self, event.value))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Left(self, entered=True))
