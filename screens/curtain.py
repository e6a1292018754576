"""What hides everything when nobody has pressed a key for long."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from db.i18n import _, mark
from screens.widgets.line import Line


class Curtain(Screen[None]):
    """Covers the screens and shows nothing of them; Enter draws it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "lift", mark("go on"), id="curtain.lift", tooltip=mark("Go on where you were.")),
    ]

    def compose(self) -> ComposeResult:
        yield Line(_("guanai is covered, for nobody has pressed a key for a while. Enter goes on."))

    def action_lift(self) -> None:
        self.dismiss(None)
