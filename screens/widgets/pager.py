"""A text to be read: lines as they would print, moved through by line and by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import _, mark
from screens.widgets.cells import fit
from screens.widgets.keys import key_name

SIDE_STEP = 20
"""Cells a step to the side moves."""
MORE = Segment(">", Style(bold=True))
"""Ends a line that runs on beyond the right edge."""


class Pager(Widget, can_focus=True):
    """Lines without a cursor; setting `lines` starts at the top."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = mark("Text")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll(-1)", mark("up"), show=False, id="pager.up", tooltip=mark("A line up.")),
        Binding("down,j", "scroll(1)", mark("down"), show=False, id="pager.down", tooltip=mark("A line down.")),
        Binding("pageup", "page(-1)", mark("page up"), show=False, id="pager.page_up", tooltip=mark("A page up.")),
        Binding("pagedown,space", "page(1)", mark("page down"), show=False, id="pager.page_down",
                tooltip=mark("A page down.")),
        Binding("home,g", "go(0)", mark("start"), show=False, id="pager.home", tooltip=mark("To the first line.")),
        Binding("end,G", "go(-1)", mark("end"), show=False, id="pager.end", tooltip=mark("To the last line.")),
        Binding("left", "side(-1)", mark("left part"), show=False, id="pager.left",
                tooltip=mark("Show the left part of long lines.")),
        Binding("right", "side(1)", mark("right part"), show=False, id="pager.right",
                tooltip=mark("Show the right part of long lines.")),
    ]  # fmt: skip
    DEFAULT_CSS = "Pager { height: 1fr; }"

    @dataclass
    class Moved(Message):
        """Other lines are in sight: from `top` (from 1) to `bottom` of `count`; some run on `beyond` the right edge."""

        top: int
        bottom: int
        count: int
        beyond: bool

        def told(self, *, whole: bool = True) -> str:
            """Where one stands, of how many lines where the `whole` text is known, and how to see what is cut."""
            place = f"{self.top}-{self.bottom}/{self.count if whole else '..'}"
            return _("> {key}: more  {place}").format(key=key_name("right"), place=place) if self.beyond else place

    def __init__(self, lines: Sequence[str] = ()) -> None:
        super().__init__()
        self._lines = lines
        self._top = 0
        self._side = 0

    @property
    def lines(self) -> Sequence[str]:
        return self._lines

    @lines.setter
    def lines(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._side = 0
        self._go(0)

    def grow(self, lines: Sequence[str]) -> None:
        """Show more of the same text, at the same place."""
        self._lines = lines
        self._go(self._top)

    def action_scroll(self, by: int) -> None:
        self._go(self._top + by)

    def action_page(self, by: int) -> None:
        self._go(self._top + by * max(1, self.size.height - 1))

    def action_go(self, to: int) -> None:
        self._go(to if to >= 0 else len(self._lines))

    def action_side(self, by: int) -> None:
        widest = max((cell_len(line) for line in self._shown()), default=0)
        # Where the longest line ends, there is nothing more to see.
        self._side = max(0, min(self._side + by * SIDE_STEP, widest - self.size.width))
        self._go(self._top)

    def on_resize(self) -> None:
        self._go(self._top)

    def _go(self, top: int) -> None:
        self._top = max(0, min(top, len(self._lines) - self.size.height))
        bottom = min(self._top + self.size.height, len(self._lines))
        if self._lines:  # a text that could not be read has no place to tell, and its screen says why
            beyond = any(self._runs_on(line) for line in self._shown())
            self.post_message(self.Moved(self._top + 1, bottom, len(self._lines), beyond))
        self.refresh()

    def _shown(self) -> Sequence[str]:
        return self._lines[self._top : self._top + self.size.height]

    def _runs_on(self, line: str) -> bool:
        return cell_len(line) > self._side + self.size.width

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        at = self._top + y
        line = self._lines[at] if at < len(self._lines) else ""
        whole = Strip([Segment(fit(line, max(width + self._side, cell_len(line))))])
        if not self._runs_on(line):
            return whole.crop(self._side, self._side + width)
        return Strip([*whole.crop(self._side, self._side + width - 1), MORE])
