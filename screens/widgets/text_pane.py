"""A few paragraphs beside a list, wrapped to their width; what does not fit is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.cells import fit, visible, wrap

HEAD = Style(bold=True)
ALARM = Style(color="red", bold=True)


@dataclass(frozen=True)
class Said:
    """One paragraph, and how it is drawn."""

    text: str
    style: Style | None = None


class TextPane(Widget):
    """Shows paragraphs; only lines that changed are drawn anew."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TextPane { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._said: Sequence[Said] = ()
        self._lines: list[tuple[str, Style | None]] = []

    @property
    def said(self) -> Sequence[Said]:
        """What is shown."""
        return self._said

    @said.setter
    def said(self, said: Sequence[Said]) -> None:
        if said != self._said:
            self._said = said
            self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        self._lines = list(self._wrapped(self.size.width)) if self.size.width else []
        self.refresh()

    def _wrapped(self, width: int) -> Iterator[tuple[str, Style | None]]:
        for one in self._said:
            text = visible(one.text)
            for line in wrap(text, width):
                yield text[line.start : line.end], one.style

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        text, style = self._lines[y] if y < len(self._lines) else ("", None)
        return Strip([Segment(fit(text, width), style)], width)
