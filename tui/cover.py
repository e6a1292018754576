"""What hides the screens: the cover of somebody who has left, a mode of its own behind which everything stays; and the
sentence that a window is too small.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.events import Resize, ScreenResume
from textual.geometry import Size
from textual.widget import AwaitMount

from db.errors import UpgradedError
from screens.too_small import TooSmallScreen, fits

COVER = "cover"


class CoveredApp(App[int]):
    """An app whose screens can be hidden; what opens or leads elsewhere meanwhile waits behind the cover."""

    _behind = ""
    """The mode that the cover hides; empty while there is none."""

    @property
    def covered(self) -> bool:
        return bool(self._behind)

    def cover(self) -> None:
        """Hide the screens, whatever is open."""
        if not self.covered:
            behind = self.current_mode
            self.switch_mode(COVER)
            self._behind = behind

    def uncover(self) -> None:
        """Show what is open by now; Enter may have been pressed twice."""
        if self.covered:
            behind, self._behind = self._behind, ""
            super().switch_mode(behind)

    def switch_mode(self, mode: str) -> AwaitMount:
        if not self.covered:
            try:
                return super().switch_mode(mode)
            except UpgradedError:  # the screen that was there stays
                self.screen.post_message(ScreenResume())
                raise
        self._behind = mode
        return AwaitMount(self.screen, [])

    def push_screen(self, *args: Any, mode: str | None = None, **options: Any) -> Any:
        return super().push_screen(*args, mode=mode or self._behind or None, **options)

    def action_cover(self) -> None:
        self.cover()

    def on_curtain_lifted(self) -> None:
        self.uncover()
        self._look_at_size(self.size)

    def on_resize(self, event: Resize) -> None:
        self._look_at_size(event.size)  # the app itself learns of its new size only after this

    def _look_at_size(self, size: Size) -> None:
        if not (fits(size) or self.covered or isinstance(self.screen, TooSmallScreen)):
            self.push_screen(TooSmallScreen())
