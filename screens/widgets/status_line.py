"""The bottom line: the keys that work here, and where one stands."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import _
from screens.widgets.cells import fit, visible
from screens.widgets.keys import key_name

KEY = Style(bold=True)
MOST_HINTS = 8
GAP = 2


class StatusLine(Widget):
    """Key hints from the left, as many as fit; `status` at the right.

    Drawn as one line and not as a widget a key: Textual's own footer rebuilds all of them on every change of focus.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "StatusLine { dock: bottom; height: 1; width: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._status = ""
        self._hints: list[tuple[str, str]] = []

    @property
    def status(self) -> str:
        """What is shown at the right, translated."""
        return self._status

    @status.setter
    def status(self, status: str) -> None:
        if status != self._status:
            self._status = status
            self.refresh()

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._take_bindings)
        self._take_bindings(self.screen)

    def _take_bindings(self, screen: Screen[Any]) -> None:
        """Show the verbs that are active now; a change of focus that changes none of them draws nothing."""
        if not self.is_attached:
            return
        hints = [(key_name(binding.key), _(binding.description)) for binding in shown(screen)]
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        status = visible(self._status)
        room = width - (cell_len(status) + GAP if status else 0)
        segments: list[Segment] = []
        used = 0
        for key, label in self._hints[:MOST_HINTS]:
            cells = cell_len(key) + 1 + cell_len(label) + GAP
            if used + cells - GAP > room:
                break
            segments += [Segment(key, KEY), Segment(f" {label}" + " " * GAP)]
            used += cells
        segments.append(Segment(fit(status, width - used, "right")))
        return Strip(segments).adjust_cell_length(width)


def shown(screen: Screen[Any]) -> list[Binding]:
    """One binding a verb, of those that are active on `screen` and want to be seen.

    The way to all the others first, then the verbs of the screen, then those that work everywhere.
    """
    verbs: dict[str, tuple[int, Binding]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.show and active.enabled:
            verbs.setdefault(binding.action, (_rank(binding, own=active.node is not screen.app), binding))
    return [binding for _place, binding in sorted(verbs.values(), key=lambda verb: verb[0])]


def _rank(binding: Binding, *, own: bool) -> int:
    key = binding.key
    number = int(key[1:]) if key[0] == "f" and key[1:].isdecimal() else 0
    if number in (1, 9):
        return number - 20
    return (0 if own else 20) + number
