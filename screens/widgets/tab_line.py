"""The parts of something in one line, with their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import _

HERE = Style(bold=True, reverse=True)
EDGES = 2
"""Cells around a title: brackets or blanks."""


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
        width = self.size.width
        titles = {part: f"{number} {_(name)}" for number, (part, name) in enumerate(self._parts.items(), 1)}
        if sum(cell_len(title) + EDGES for title in titles.values()) > width:
            # Every part keeps its number and the beginning of its name: one out of sight could not be chosen.
            spare = width - cell_len(titles[self._here]) - EDGES * len(titles)
            room = max(1, spare // max(1, len(titles) - 1))
            titles = {part: title if part == self._here else set_cell_size(title, min(room, cell_len(title)))
                      for part, title in titles.items()}  # fmt: skip
        segments = []
        for part, title in titles.items():
            segments.append(Segment(f"[{title}]", HERE) if part == self._here else Segment(f" {title} "))
        return Strip(segments).adjust_cell_length(width)
