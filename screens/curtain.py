"""What hides everything when nobody has pressed a key for long, or somebody asks for it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from db.commands.users import PinGuard
from db.errors import GuanaiError
from db.i18n import _, mark
from db.session import Session
from screens.widgets.line import Line
from screens.widgets.pin_line import PinLine
from screens.widgets.sentence import Sentence

TRIES = 5
"""Wrong PINs after which the sitting ends."""


class Curtain(Screen[None]):
    """Shows nothing of the screens; Enter draws it back, and a PIN where the person has one."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "lift", mark("go on"), id="curtain.lift", tooltip=mark("Go on where you were.")),
    ]

    class Lifted(Message):
        """Whoever sits here may go on."""

    class Forced(Message):
        """Too many wrong PINs were tried."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pin = PinLine()
        self._guard = PinGuard(session)
        self._said = Line()

    def compose(self) -> ComposeResult:
        yield Sentence(_("guanai is covered. Enter goes on where you were; F10 quits, what you typed is kept."))
        yield self._said
        yield self._pin

    def on_screen_resume(self) -> None:
        self._guard = PinGuard(self._session)
        self._ask("")

    def _ask(self, sentence: str, *, shown: bool = False) -> None:
        self._said.text = sentence
        self._pin.display = shown
        self.set_focus(self._pin if shown else None)

    @work(exclusive=True)
    async def action_lift(self) -> None:
        try:
            asked = await asyncio.to_thread(self._guard.asks)
        except GuanaiError as error:
            self._said.text = error.sentence
            return
        if asked:
            self._ask(_("PIN, then Enter:"), shown=True)
        else:
            self.post_message(self.Lifted())

    @on(PinLine.Given)
    def _given(self, event: PinLine.Given) -> None:
        event.stop()
        if event.pin:  # Enter alone, pressed twice by habit, is no guess
            self._try(event.pin)

    @work(exclusive=True)
    async def _try(self, pin: str) -> None:
        guard = self._guard
        right = await asyncio.to_thread(guard.lets_in, pin)
        if guard.wrong >= TRIES:
            self.post_message(self.Forced())
        elif right:
            self.post_message(self.Lifted())
        else:
            self._said.text = _("This is not your PIN; after {n} more the sitting ends.").format(n=TRIES - guard.wrong)
