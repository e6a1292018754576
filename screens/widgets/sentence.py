"""Plain text of any length, wrapped to the width it has."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.cells import fit, wrap


class Sentence(Widget):
    """Plain text, wrapped; as high as it needs, or as the `longest` that may come in its place would."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Sentence { height: auto; width: 100%; }"

    def __init__(self, text: str = "", *, longest: str = "", bold: bool = False) -> None:
        super().__init__()
        self._text = text
        self._longest = longest
        self._style = Style(bold=True) if bold else None

    @property
    def text(self) -> str:
        """What is shown; setting it redraws it."""
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        if text != self._text:
            before, self._text = self._height(self.size.width), text
            self.refresh(layout=self._height(self.size.width) != before)

    def _height(self, width: int) -> int:
        return max(len(wrap(text, width)) for text in (self._text, self._longest)) if width else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._height(width)

    def render_line(self, y: int) -> Strip:
        lines = wrap(self._text, self.size.width)
        text = self._text[lines[y].start : lines[y].end] if y < len(lines) else ""
        return Strip([Segment(fit(text, self.size.width), self._style)], self.size.width)
