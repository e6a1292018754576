"""Shown while the window is too small for any screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Resize
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

from db.i18n import _

SMALLEST = Size(40, 10)
"""Below this no form shows a whole field; the screens are made for 80x24 and whole at 60x20."""


def fits(size: Size) -> bool:
    return size.width >= SMALLEST.width and size.height >= SMALLEST.height


class TooSmallScreen(ModalScreen[None]):
    """One sentence; the screen below waits untouched, and no key leads elsewhere until the window fits again."""

    def compose(self) -> ComposeResult:
        sentence = _("The window is too small. Make it at least {width} by {height}; nothing is lost.")
        yield Static(sentence.format(width=60, height=20), markup=False)

    def on_resize(self, event: Resize) -> None:
        self._leave_if_it_fits(event.size)

    def on_screen_resume(self) -> None:
        self._leave_if_it_fits(self.app.size)

    def _leave_if_it_fits(self, size: Size) -> None:
        if fits(size) and self.is_current:
            self.dismiss()
