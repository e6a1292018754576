"""A screen on which a person settles things that are done together at the end."""

from __future__ import annotations

from typing import ClassVar

from textual import work

from db.i18n import _
from screens.base import BaseScreen, Result
from screens.dialogs.confirm import Confirm


class UnfinishedScreen(BaseScreen[Result]):
    """Once anything was settled, a key that leaves the screen asks first; subclasses say what is forgotten."""

    LEAVE: ClassVar[str] = ""
    """The question before it is left, a msgid."""
    FORGOTTEN: ClassVar[str] = ""
    """What is not done then, a msgid."""

    def settled(self) -> bool:
        """Whether a person has changed anything of what the screen began with."""
        raise NotImplementedError

    def unfinished(self) -> bool:
        return True

    async def may_close(self) -> bool:
        if self.held():
            return False
        question = Confirm(_(self.LEAVE), _(self.FORGOTTEN), _("Leave"))
        return not self.settled() or await self.app.push_screen_wait(question) is True

    def action_back(self) -> None:
        self._leave()

    @work(exclusive=True, group="leave")
    async def _leave(self) -> None:
        if await self.may_close():
            self.dismiss(None)
