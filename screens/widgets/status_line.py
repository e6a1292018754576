"""The bottom line: the keys that work here, and where one stands."""

from __future__ import annotations

from typing import Any, NamedTuple

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


class Hint(NamedTuple):
    """A key and what it does; one that is not `active` leaves its place empty."""

    key: str
    label: str
    active: bool = True

    @property
    def width(self) -> int:
        return cell_len(f"{self.key} {self.label}")

    @property
    def segments(self) -> list[Segment]:
        if not self.active:
            return [Segment(" " * (self.width + GAP))]
        # Bold costs 7 bytes a key; letters go without, for they come and go with the focus.
        return [Segment(self.key, KEY if len(self.key) > 1 else None), Segment(f" {self.label}" + " " * GAP)]


class StatusLine(Widget):
    """Key hints from the left, as many as fit; `status` at the right.

    Drawn as one line and not as a widget a key: Textual's own footer rebuilds all of them on every change of focus.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "StatusLine { dock: bottom; height: 1; width: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self._status = ""
        self._hints: list[Hint] = []

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
        """Show the verbs that are active now; a change of focus that changes none of them draws nothing.

        A field takes letters for itself. The verbs under them leave their places empty while it has the focus, or Tab
        to the search and back would cost twice the 120 bytes that it may.
        """
        if not self.is_attached:
            return
        hints = [Hint(key_name(binding.key), _(binding.description)) for binding in shown(screen)]
        known = [hint._replace(active=True) for hint in self._hints]
        typing = screen.focused is not None and screen.focused.check_consume_key("x", "x")
        # A form brings verbs of its own, which have no place yet.
        if typing and set(hints) <= set(known):
            hints = [hint._replace(active=hint in hints) for hint in known]
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        status = visible(self._status)
        room = width - (cell_len(status) + GAP if status else 0)
        segments: list[Segment] = []
        used = 0
        for hint in self._hints[:MOST_HINTS]:
            if used + hint.width > room:
                break
            segments += hint.segments
            used += hint.width + GAP
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
    if number and own:  # the deed that a screen is for goes before its letters, where not all have room
        return number - 18
    return (0 if own else 20) + number
