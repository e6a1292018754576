"""The parts of something in one line, with their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import _

HERE = Style(bold=True, reverse=True)


class TabLine(Widget):
    """The parts with their numbers; the one in sight is marked."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TabLine { height: 1; width: 100%; }"

    def __init__(self, parts: Mapping[str, str]) -> None:
        """`parts` are msgids by key; the first is in sight."""
        super().__init__()
        self._parts = parts
        self._here = next(iter(parts))

    def show(self, part: str) -> None:
        self._here = part
        self.refresh()

    def render_line(self, y: int) -> Strip:
        segments = []
        for number, (part, name) in enumerate(self._parts.items(), 1):
            title = f"{number} {_(name)}"
            segments.append(Segment(f"[{title}]", HERE) if part == self._here else Segment(f" {title} "))
        return Strip(segments).adjust_cell_length(self.size.width)
