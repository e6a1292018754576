"""A form on a screen of its own: checked, kept as a draft while it is typed, saved in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual import on, work
from textual.widget import Widget

from db.errors import ConflictError, GuanaiError, RuleError
from db.i18n import _
from db.session import Session
from screens.base import Result
from screens.dialogs.message import ShowMessage
from screens.draft_screen import DraftScreen
from screens.drafts import DraftKeeper
from screens.widgets.fields import Section
from screens.widgets.form import Form


class FormScreen(DraftScreen[Result]):
    """Returns what `save` returns, or None where nothing was saved."""

    def __init__(
        self, session: Session, title: str, form: str, object_id: int, version: int, *, resume: bool = False
    ) -> None:
        super().__init__(session, title, form, object_id, version, resume=resume)
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

    @on(Form.Changed)
    def _no_more_doubts(self) -> None:
        if self._doubted:
            self._doubted = {}
            self.set_status("")

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
