"""The drafts of forms: those of an earlier sitting are offered, those of open forms are written at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import work

from db.clock import local_time
from db.errors import GuanaiError
from db.i18n import _
from db.session import Session
from screens.base import BaseScreen
from tui import hangup
from tui.cover import CoveredApp

if TYPE_CHECKING:
    from db.queries.drafts import PendingDraft
    from screens.calendar import CalendarScreen
    from screens.drafts import DraftKeeper
    from screens.registry import RegistryScreen

ENDED_BY_THEN = hangup.LIMIT + 1
"""Seconds: whose line was just cut comes back while the sitting before is still about to end."""


class DraftsApp(CoveredApp):
    """An app that keeps drafts and leads to them."""

    def __init__(self, session: Session, **options: Any) -> None:
        super().__init__(**options)
        self.session = session
        self.begun = False
        """Whether a key was pressed: what opened by itself now would take the next ones."""
        self._drafts: set[DraftKeeper] = set()

    def in_registry(self, deed: Callable[[RegistryScreen], object]) -> None:
        """Go to the register, close what is open above it, and do something there."""
        raise NotImplementedError

    def in_calendar(self, deed: Callable[[CalendarScreen], object]) -> None:
        """Go to the calendar, close what is open above it, and do something there."""
        raise NotImplementedError

    def register_draft(self, keeper: DraftKeeper) -> None:
        """Save this draft, too, when the line is lost."""
        self._drafts.add(keeper)

    def release_draft(self, keeper: DraftKeeper) -> None:
        self._drafts.discard(keeper)

    def save_drafts(self) -> None:
        """Write what is typed and not saved; called from a thread of its own at a hang-up.

        Raises the last GuanaiError, after every draft was tried.
        """
        failure: GuanaiError | None = None
        for keeper in tuple(self._drafts):
            try:
                keeper.flush()
            except GuanaiError as error:
                failure = error
        if failure is not None:
            raise failure

    @work
    async def offer_drafts(self) -> None:
        """At the start, ask whether to go on with what was left; whoever has begun by then is only told of the key."""
        try:
            drafts = await self._left_before()
            if not drafts:
                await asyncio.sleep(ENDED_BY_THEN)
                drafts = await self._left_before()
        except GuanaiError:  # the first screen says so, for it reads, too; the next start offers them
            return
        if not drafts:
            return
        if not self.begun:
            await self._choose(_("Not saved last time; go on with it?"), drafts)
        elif isinstance(self.screen, BaseScreen):
            from screens.draft_titles import draft_title

            told = _("Not saved last time: {draft}. Ctrl+N goes on with it.")
            self.screen.set_status(told.format(draft=draft_title(drafts[0])))

    async def _left_before(self) -> list[PendingDraft]:
        """What was there before anybody typed here."""
        return [draft for draft in await self._pending() if not (draft.here and self.begun)]

    async def _pending(self) -> list[PendingDraft]:
        from db.queries.drafts import AT_ITS_FORM, pending

        drafts = await asyncio.to_thread(pending, self.session)
        return [draft for draft in drafts if not draft.form.startswith(AT_ITS_FORM)]

    @work(exclusive=True, group="drafts")
    async def action_drafts(self) -> None:
        screen = self.screen
        if not isinstance(screen, BaseScreen):
            return
        try:
            drafts = await self._pending()
        except GuanaiError as error:
            screen.set_status(error.sentence)
            return
        if drafts:
            await self._choose(_("Which form do you go on with?"), drafts)
        else:
            screen.set_status(_("No form was left without saving."))

    async def _choose(self, question: str, drafts: Sequence[PendingDraft]) -> None:
        from db.queries.drafts import ELSEWHERE
        from screens.dialogs.choose import Choose
        from screens.draft_titles import draft_title
        from screens.widgets.options import Option

        options = [Option(str(at), draft_title(one), local_time(one.updated_at)) for at, one in enumerate(drafts)]
        chosen = await self.push_screen_wait(Choose(question, options))
        if chosen is None:
            return
        draft = drafts[int(chosen.value)]
        if draft.form.startswith(ELSEWHERE):
            self.in_calendar(lambda calendar: calendar.resume(draft.form, draft.object_id))
        elif draft.object_id:
            self.in_registry(
                lambda registry: registry.open_child(draft.object_id, edit=draft.form.removeprefix("child."))
            )
        else:
            self.in_registry(lambda registry: registry.action_new_child(resume=True))
