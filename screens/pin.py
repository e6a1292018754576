"""The PIN that draws the cover back, asked for without showing it."""

from __future__ import annotations

from textual import on
from textual.widget import Widget

from db.commands.users import is_pin, set_pin
from db.i18n import _
from db.queries.users import has_pin
from db.session import Session
from screens.base import BaseScreen
from screens.dialogs.dialog import Dialog
from screens.widgets.pin_line import PinLine


class AskPin(Dialog[str]):
    """Returns what was typed, perhaps nothing, or None."""

    WIDTH = 60

    def body(self) -> list[Widget]:
        return [PinLine()]

    def keys(self) -> str:
        return _("Enter done  Esc cancel")

    @on(PinLine.Given)
    def _given(self, event: PinLine.Given) -> None:
        event.stop()
        self.dismiss(event.pin)


async def change_pin(screen: BaseScreen[object], session: Session) -> None:
    """Ask for the present PIN and twice for the new one; the status line of `screen` says what came of it."""

    async def ask(question: str) -> str | None:
        return await screen.app.push_screen_wait(AskPin(question))

    asked = await screen.in_thread(has_pin, session)
    if asked is None:
        return
    if asked:
        present = await ask(_("Your present PIN"))
        if present is None:
            return
        if not await screen.in_thread(is_pin, session, present):
            screen.set_status(_("This is not your PIN. Nothing was changed."))
            return
    new = await ask(_("New PIN, 4 to 12 digits; empty: none"))
    again = None if new is None else await ask(_("Once more"))
    if new is None or again is None:
        return
    if new != again:
        screen.set_status(_("The two are not the same. Nothing was changed."))
        return

    def save() -> str:
        set_pin(session, new)
        return _("The cover now asks for your PIN.") if new else _("The cover now asks for no PIN.")

    if done := await screen.in_thread(save):
        screen.set_status(done)
