"""A form whose text is kept as a draft while it is typed, and offered when the form is opened again."""

from __future__ import annotations

import asyncio
import logging

from textual import on, work

from db.clock import local_time
from db.errors import GuanaiError
from db.i18n import _
from db.queries.drafts import PendingDraft, draft_of
from db.session import Session
from screens.base import BaseScreen, Result
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.drafts import DraftKeeper, KeepsDrafts
from screens.widgets.form import Form
from screens.widgets.options import Option

logger = logging.getLogger("guanai")


class DraftScreen(BaseScreen[Result]):
    """A screen around one form; subclasses make `form` and take what was submitted."""

    form: Form

    def __init__(
        self, session: Session, title: str, form: str, object_id: int, version: int, *, resume: bool = False
    ) -> None:
        """`title` is translated; a draft belongs to `form` (a name), the record and its version as it was read.

        `resume` goes on with the draft without asking: the person has just chosen it.
        """
        super().__init__()
        self.session = session
        self._resume = resume
        self._what = title
        self._keeper = DraftKeeper(session, form, object_id, version)
        self._opened_with: dict[str, str] = {}

    def on_mount(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.set_heading(self._what)
        self._register()
        self._offer_draft()

    def _register(self) -> None:
        if isinstance(self.app, KeepsDrafts):
            self.app.register_draft(self._keeper)

    async def on_unmount(self) -> None:
        await self._close_keeper()

    async def _close_keeper(self) -> None:
        """Write what is not written yet and keep no more."""
        try:
            await asyncio.to_thread(self._keeper.close)
        except GuanaiError as error:
            logger.warning("draft not written: %s", type(error).__name__)
        if isinstance(self.app, KeepsDrafts):  # a hang-up until now would still have written it
            self.app.release_draft(self._keeper)

    def action_back(self) -> None:
        if not self.held():
            self.form.action_cancel()

    # The draft that was left

    @work
    async def _offer_draft(self) -> None:
        keeper = self._keeper
        draft = await self.in_thread(draft_of, self.session, keeper.form, keeper.object_id)
        if keeper is not self._keeper:  # the form has turned to another record meanwhile
            return
        if draft is None or not draft.entries:
            if unsaved := self._unsaved():  # a new record opens with what was found out before
                self._keeper.note(unsaved)
            return
        if self._resume and draft.base_version == self._keeper.base_version:
            self.take_up(draft)
            return
        changed = draft.base_version != self._keeper.base_version
        go_on = _("Go on, changed since") if changed else _("Go on with it")
        options = [Option("take", go_on, local_time(draft.updated_at)), Option("drop", _("Drop the draft"))]
        question = _("Not saved: {draft}").format(draft=self.draft_title(draft))
        chosen = await self.app.push_screen_wait(Choose(question, options))
        if chosen is None:  # what is typed here now would take the draft's place
            self.action_back()
        elif chosen.value == "take":
            self.take_up(draft)
        else:
            await self.in_thread(self._forget_draft)

    def take_up(self, draft: PendingDraft) -> None:
        """Go on with a draft."""
        self.form.restore(draft.entries)

    def draft_title(self, draft: PendingDraft) -> str:
        """Which form and whose a draft is."""
        return self._what

    def _forget_draft(self) -> None:
        self._keeper.note({})
        self._keeper.flush()

    async def _discard_draft(self) -> None:
        await self.in_thread(self._keeper.discard)

    # What is typed

    @on(Form.Changed)
    def _typed(self, event: Form.Changed) -> None:
        event.stop()
        self._keeper.note(self._unsaved())

    def _unsaved(self) -> dict[str, str]:
        """The entries that a draft keeps."""
        return {name: text for name, text in self.form.entries.items() if text != self._opened_with.get(name, "")}

    def unfinished(self) -> bool:
        return super().unfinished() or bool(self._unsaved())

    async def may_close(self) -> bool:
        if self.held():
            return False
        unsaved = self._unsaved()
        if not unsaved:
            return True
        promise = _("What was typed is kept as a draft. Open the form again to go on with it.")
        leave = await self.app.push_screen_wait(Confirm(_("Leave this form?"), promise, _("Keep and leave"))) is True
        if leave:
            self._keeper.note(unsaved)
        return leave

    @on(Form.Cancelled)
    @work
    async def _cancelled(self, event: Form.Cancelled) -> None:
        event.stop()
        if self.held():
            return
        if self.form.entries != self._opened_with:
            await self._discard_draft()
        if self.is_current:  # a second Esc, while the draft was taken away, has closed it by now
            self.dismiss(None)
