"""One line of plain text, never markup."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.cells import Align, fit


class Line(Widget):
    """Text in one row, cut to its width; setting `text` redraws it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Line { height: 1; width: 100%; }"

    def __init__(
        self,
        text: str = "",
        *,
        bold: bool = False,
        align: Align = "left",
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._text = text
        self._align: Align = align
        self._style = Style(bold=True) if bold else None

    @property
    def text(self) -> str:
        """What is shown, before it is cut."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        return Strip([Segment(fit(self._text, width, self._align), self._style)], width)
