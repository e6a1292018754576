"""What every screen shares: a title line, a body, the line of keys, the way back and the help."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, ParamSpec, TypeVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from db.errors import GuanaiError
from db.i18n import _, mark
from screens.widgets.line import Line
from screens.widgets.status_line import StatusLine
from screens.widgets.text_input import TextInput

Result = TypeVar("Result")
Answer = TypeVar("Answer")
Parameters = ParamSpec("Parameters")


class BaseScreen(Screen[Result]):
    """A screen: subclasses give `TITLE` (a msgid) and `body`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("back"), show=False, id="screen.back", tooltip=mark("Back by one level.")),
        Binding("f1", "help", mark("help"), id="screen.help", tooltip=mark("What the keys of this screen do.")),
    ]
    # A notice lies over the list instead of shortening it: a list of another height would tell its place at once, and
    # so take the notice away.
    DEFAULT_CSS = """
    BaseScreen { background: ansi_default; color: ansi_default; layers: default notice; }
    BaseScreen > .notice { layer: notice; dock: bottom; background: ansi_default; }
    """
    HELP_TEXT: ClassVar[str] = ""
    """A sentence about what the screen is for, a msgid; stands first in its help."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Line(_(self.TITLE) if self.TITLE else "", bold=True, classes="title")
        self._bottom = StatusLine()
        self._notice: Widget | None = None
        self.under_way = ""
        """What runs in a thread and must end before the screen is left, a sentence."""
        self._uppermost = asyncio.Event()

    def body(self) -> Iterable[Widget]:
        """The widgets between the title and the line of keys."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        self.set_heading("")
        yield self._heading
        yield from self.body()
        yield self._bottom

    def set_heading(self, what: str) -> None:
        """Show the title, what sets this sitting apart, and what this screen is about just now, which is cut first."""
        title = _(self.TITLE) if self.TITLE else ""
        self._heading.text = "  ".join(part for part in (title, self.app.sub_title, what) if part)

    def set_status(self, status: str) -> None:
        """Show `status`, translated, at the right of the line of keys; whole over the last lines if it is longer."""
        self._bottom.status = status
        if self._notice is not None:
            self._notice.remove()
            self._notice = None
        if cell_len(status) > self.app.size.width:
            from screens.widgets.sentence import Sentence

            self._notice = Sentence(status)
            self._notice.add_class("notice")
            self.mount(self._notice)

    @on(TextInput.Refused)
    def _did_not_fit(self, event: TextInput.Refused) -> None:
        event.stop()
        self.set_status(event.sentence)

    async def in_thread(
        self, deed: Callable[Parameters, Answer], *args: Parameters.args, **options: Parameters.kwargs
    ) -> Answer | None:
        """What `deed` returns, done in a thread; None where it failed, which the status line says."""
        try:
            return await asyncio.to_thread(deed, *args, **options)
        except GuanaiError as error:
            self.set_status(error.sentence)
            return None

    def others_wrote(self) -> None:
        """Somebody else has changed the register: a screen that shows it reads anew, with the cursor where it is."""

    def come_home(self) -> None:
        """The key of its room has led back to this first screen: it drops what another room has made it show."""

    def taken_back(self, done: str) -> None:
        """The person has taken their last deed back, which the sentence `done` says."""
        self.others_wrote()
        self.set_status(done)

    def held(self) -> bool:
        """Whether something is under way that must end first; the status line says what."""
        if self.under_way:
            self.set_status(self.under_way)
        return bool(self.under_way)

    async def uppermost(self) -> None:
        """Wait until nothing lies over the screen: dismissed earlier, it would close what does."""
        await self._uppermost.wait()

    def on_screen_resume(self) -> None:
        self._uppermost.set()

    def on_screen_suspend(self) -> None:
        self._uppermost.clear()

    async def may_close(self) -> bool:
        """Whether a key that leads elsewhere may close the screen; called in a worker, so that it can ask."""
        return not self.held()

    def unfinished(self) -> bool:
        """Whether somebody who comes back from another room wants to find the screen still open."""
        return bool(self.under_way)

    def action_back(self) -> None:
        """Close the screen; the lowest one of its stack stays."""
        if not self.held() and len(self.app.screen_stack) > 1:
            self.dismiss(None)

    def action_help(self) -> None:
        from screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))


def unfinished(screen: Screen[Any]) -> bool:
    """Whether a screen holds something that is not done yet."""
    return isinstance(screen, BaseScreen) and screen.unfinished()
