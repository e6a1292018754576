"""A form on a screen of its own: checked, kept as a draft while it is typed, saved in a thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual import on, work
from textual.widget import Widget

from db.clock import local_time
from db.errors import ConflictError, GuanaiError, RuleError
from db.i18n import _
from db.queries.drafts import PendingDraft, draft_of
from db.session import Session
from screens.base import BaseScreen, Result
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.dialogs.message import ShowMessage
from screens.drafts import DraftKeeper, KeepsDrafts
from screens.widgets.fields import Section
from screens.widgets.form import Form
from screens.widgets.options import Option

logger = logging.getLogger("guanai")


class FormScreen(BaseScreen[Result]):
    """Returns what `save` returns, or None where nothing was saved."""

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
        self._doubted: dict[str, str] = {}
        self.form = Form(self.sections(), self.opening(), proposed=self.proposes())
        self._opened_with = self.form.entries

    # What a subclass declares

    def sections(self) -> Sequence[Section]:
        """The fields."""
        raise NotImplementedError

    def opening(self) -> Mapping[str, Any]:
        """The values that the form opens with."""
        return {}

    def proposes(self) -> bool:
        """Whether the opening values are proposals for something new, which nobody has typed."""
        return False

    def doubts(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        """Sentences, by field, about what may be saved but is probably wrong."""
        return {}

    def save(self, values: dict[str, Any], changed: dict[str, Any]) -> Result:
        """Do the deed, in a thread. Raises RuleError with a sentence a field, ConflictError, GuanaiError."""
        raise NotImplementedError

    async def agreed(self, changed: Mapping[str, Any]) -> bool:
        """Whether the person wants it after they were told what else it changes; asked before it is saved."""
        return True

    async def settle(self, error: ConflictError) -> bool:
        """Somebody else changed the record meanwhile; tells whether to save once more."""
        await self.app.push_screen_wait(ShowMessage(error.sentence))
        return False

    # The screen

    def entry(self, name: str) -> str:
        """What stands in a field just now."""
        return self.form.entries.get(name, "")

    def body(self) -> Iterable[Widget]:
        yield self.form

    def on_mount(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.set_heading(self._what)
        if isinstance(self.app, KeepsDrafts):
            self.app.register_draft(self._keeper)
        self._offer_draft()

    async def turn_to(self, title: str, object_id: int, version: int) -> None:
        """Go on with another record of the same form; what was typed and not saved is kept as a draft."""
        await self._close_keeper()
        self._what, self._doubted = title, {}
        self._keeper = DraftKeeper(self.session, self._keeper.form, object_id, version)
        former, self.form = self.form, Form(self.sections(), self.opening(), proposed=self.proposes())
        self._opened_with = self.form.entries
        with self.app.batch_update():
            await self.mount(self.form, after=former)
            await former.remove()
        self._begin()

    async def on_unmount(self) -> None:
        await self._close_keeper()

    async def _close_keeper(self) -> None:
        try:
            await asyncio.to_thread(self._keeper.close)
        except GuanaiError as error:
            logger.warning("draft not written: %s", type(error).__name__)
        if isinstance(self.app, KeepsDrafts):  # a hang-up until now would still have written it
            self.app.release_draft(self._keeper)

    def action_back(self) -> None:
        if not self.held():
            self.form.action_cancel()

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
            self.form.restore(draft.entries)
            return
        options = [
            Option("take", _("Go on with it")),
            Option("drop", _("Drop the draft")),
        ]
        chosen = await self.app.push_screen_wait(Choose(self._offer(draft), options))
        if chosen is None:
            return
        if chosen.value == "take":
            self.form.restore(draft.entries)
        else:
            await self.in_thread(self._forget_draft)
            self.draft_dropped()

    def draft_dropped(self) -> None:
        """The person threw the draft away."""

    def _offer(self, draft: PendingDraft) -> str:
        sentence = _("Not saved on {time}").format(time=local_time(draft.updated_at))
        if draft.base_version != self._keeper.base_version:
            sentence = _("{sentence}, changed since").format(sentence=sentence)
        return sentence

    def _forget_draft(self) -> None:
        self._keeper.note({})
        self._keeper.flush()

    @on(Form.Changed)
    def _typed(self, event: Form.Changed) -> None:
        event.stop()
        if self._doubted:
            self._doubted = {}
            self.set_status("")
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
        self.dismiss(None)

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        event.stop()
        if self.held():
            return
        doubts = dict(self.doubts(event.values))
        if doubts and doubts != self._doubted:
            self._doubted = doubts
            self.form.set_errors(doubts)
            self.set_status(_("F8 again saves it as it is."))
            return
        self.under_way = _("Saving")
        self.set_status(self.under_way)
        self._save(event.values, event.changed)

    @work(exclusive=True, group="save")
    async def _save(self, values: dict[str, Any], changed: dict[str, Any]) -> None:
        if not await self.agreed(changed):
            self.under_way = ""
            self.set_status("")
            return
        try:
            result = await asyncio.to_thread(self.save, values, changed)
        except GuanaiError as error:
            self.under_way = ""
            self.set_status("")
            await self._refused(error)
            return
        await self._discard_draft()
        await self.finish(result)

    async def finish(self, result: Result) -> None:
        """What follows once it is saved: the screen closes."""
        await self.uppermost()
        self.under_way = ""
        self.dismiss(result)

    async def _refused(self, error: GuanaiError) -> None:
        if isinstance(error, RuleError) and error.fields:
            self.form.set_errors(error.fields)
        elif not isinstance(error, ConflictError):
            await self.app.push_screen_wait(ShowMessage(error.sentence))
        elif await self.settle(error):
            self.form.action_save()

    async def _discard_draft(self) -> None:
        await self.in_thread(self._keeper.discard)
