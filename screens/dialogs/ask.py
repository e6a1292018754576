"""Ask for one line of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from db.errors import DataError
from db.i18n import _
from screens.dialogs.dialog import Dialog
from screens.widgets.line import Line
from screens.widgets.text_input import TextInput


class Ask(Dialog[str]):
    """Returns the text, without outer blanks and never empty, or None."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self, question: str, value: str = "", *, max_length: int = 50, parse: Callable[[str], object] | None = None
    ) -> None:
        """What `parse` raises DataError for is told, and the box stays open."""
        super().__init__(question)
        self._parse = parse
        self._input = TextInput(value, max_length=max_length)
        self._note = Line()

    def body(self) -> list[Widget]:
        return [self._input, self._note]

    def keys(self) -> str:
        return _("Enter done  Esc cancel")

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        if not text:
            return
        try:
            if self._parse is not None:
                self._parse(text)
        except DataError as error:
            self._note.text = error.sentence
        else:
            self.dismiss(text)

    @on(TextInput.Refused)
    def _refused(self, event: TextInput.Refused) -> None:
        event.stop()
        self._note.text = event.sentence
