"""What every screen shares: a title line, a body, the line of keys, the way back and the help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from db.i18n import _, mark
from screens.widgets.line import Line
from screens.widgets.status_line import StatusLine

Result = TypeVar("Result")


class BaseScreen(Screen[Result]):
    """A screen: subclasses give `TITLE` (a msgid) and `body`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", mark("back"), show=False, id="screen.back", tooltip=mark("Back by one level.")),
        Binding("f1", "help", mark("help"), id="screen.help", tooltip=mark("What the keys of this screen do.")),
    ]
    DEFAULT_CSS = "BaseScreen { background: ansi_default; color: ansi_default; }"
    HELP_TEXT: ClassVar[str] = ""
    """A sentence about what the screen is for, a msgid; stands first in its help."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Line(_(self.TITLE) if self.TITLE else "", bold=True, classes="title")
        self._bottom = StatusLine()

    def body(self) -> Iterable[Widget]:
        """The widgets between the title and the line of keys."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        self.set_heading("")
        yield self._heading
        yield from self.body()
        yield self._bottom

    def set_heading(self, what: str) -> None:
        """Show the title and, after it, what this screen is about just now, and what sets this sitting apart."""
        title = _(self.TITLE) if self.TITLE else ""
        self._heading.text = "  ".join(part for part in (title, what, self.app.sub_title) if part)

    def set_status(self, status: str) -> None:
        """Show `status`, translated, at the right of the line of keys."""
        self._bottom.status = status

    async def may_close(self) -> bool:
        """Whether a key that leads elsewhere may close the screen; called in a worker, so that it can ask."""
        return True

    def action_back(self) -> None:
        """Close the screen; the lowest one of its stack stays."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)

    def action_help(self) -> None:
        from screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))
