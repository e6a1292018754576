"""How often visits, contacts and meetings are asked for; the office changes it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from db.access import Right
from db.commands.intervals import set_interval
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.intervals import Interval, intervals
from db.queries.pages import ListPages
from db.session import Session
from screens.list_screen import ListScreen
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


class IntervalsScreen(ListScreen[None, Interval]):
    """Enter changes the days of a line."""

    TITLE = mark("How often things are due")
    HELP_TEXT = mark("Every so many days something is due again; Enter changes the days.")
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session) -> None:
        columns = [
            Column[Interval]("name", _("Duty"), 30, lambda line: line.name, grow=True),
            Column[Interval]("days", _("Every so many days"), 18, lambda line: str(line.days), align="right"),
        ]
        super().__init__(session, columns)

    async def read(self) -> None:
        found = await self.in_thread(intervals, self.session)
        if found is not None:
            self._table.show(ListPages(found, key=lambda line: line.id), keep=self._table.current)

    @on(RecordTable.Selected)
    @work
    async def _change(self, event: RecordTable.Selected) -> None:
        from screens.dialogs.ask import Ask

        line: Interval = event.row
        if not self.session.may(Right.OFFICE):
            self.set_status(_("The township office settles this."))
            return
        typed = await self.app.push_screen_wait(Ask(line.name, str(line.days), max_length=3))
        if typed is None:
            return
        try:
            await asyncio.to_thread(set_interval, self.session, line.id, line.version, typed)
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            self.reload()
