"""How often visits, contacts and meetings are asked for; the office changes it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.widget import Widget

from db.access import Right
from db.commands.intervals import set_interval
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.intervals import Interval, intervals
from db.queries.pages import ListPages
from db.session import Session
from screens.base import BaseScreen
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


class IntervalsScreen(BaseScreen[None]):
    """Enter changes the days of a line."""

    TITLE = mark("How often things are due")
    HELP_TEXT = mark("Every so many days something is due again; Enter changes the days.")
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        columns = [
            Column[Interval]("name", _("Duty"), 30, lambda line: line.name, grow=True),
            Column[Interval]("days", _("Every so many days"), 18, lambda line: str(line.days), align="right"),
        ]
        self._table: RecordTable[Interval] = RecordTable(columns, threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._read()

    def others_wrote(self) -> None:
        self._read()

    @work(exclusive=True, group="intervals")
    async def _read(self) -> None:
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
            self._read()
