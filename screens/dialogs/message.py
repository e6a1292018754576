"""Say one sentence and wait until it was read."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import _, mark
from screens.dialogs.dialog import Dialog
from screens.widgets.cells import fit, wrap


class Sentence(Widget):
    """Plain text, wrapped; as high as it needs."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Sentence { height: auto; width: 100%; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(wrap(self._text, width))

    def render_line(self, y: int) -> Strip:
        lines = wrap(self._text, self.size.width)
        text = self._text[lines[y].start : lines[y].end] if y < len(lines) else ""
        return Strip([Segment(fit(text, self.size.width))], self.size.width)


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
