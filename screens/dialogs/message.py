"""Say one sentence and wait until it was read."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.i18n import _, mark
from screens.dialogs.dialog import Dialog
from screens.widgets.sentence import Sentence


class ShowMessage(Dialog[None]):
    """A sentence in a box, closed by Enter, Space or Esc."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "give_up", mark("close"), show=False, id="message.close", tooltip=mark("Close."))
    ]

    def __init__(self, sentence: str, title: str = "") -> None:
        super().__init__(title or _("Please note"))
        self._sentence = sentence

    def body(self) -> list[Widget]:
        return [Sentence(self._sentence)]

    def keys(self) -> str:
        return _("Enter close")
