"""A line for a PIN: the digits are counted, not shown."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import mark
from db.rules.pins import LONGEST


class PinLine(Widget, can_focus=True):
    """Takes digits, those of an input method, too; Enter gives them away, Backspace takes one back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "give", mark("done"), show=False),
        Binding("backspace", "take_back", mark("delete"), show=False),
    ]
    DEFAULT_CSS = "PinLine { height: 1; }"

    class Given(Message):
        """A PIN was typed, perhaps an empty one."""

        def __init__(self, pin: str) -> None:
            super().__init__()
            self.pin = pin

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isdecimal()

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character.isdecimal() and len(self._typed) < LONGEST:
            event.stop()
            self._typed += str(int(event.character))
            self.refresh()

    def action_take_back(self) -> None:
        self._typed = self._typed[:-1]
        self.refresh()

    def action_give(self) -> None:
        pin, self._typed = self._typed, ""
        self.refresh()
        self.post_message(self.Given(pin))

    def render_line(self, y: int) -> Strip:
        return Strip([Segment("*" * len(self._typed) + ("_" if self.has_focus else ""))]).adjust_cell_length(
            self.size.width
        )
