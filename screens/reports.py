"""Reports: choose one, see it as it will print, save it as text or CSV."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.filters import place_choices
from db.queries.pages import ListPages
from db.session import Session
from exports.report import Report, Request, available
from exports.saving import printed, save
from screens.base import BaseScreen
from screens.dialogs.choose import Choose
from screens.dialogs.message import ShowMessage
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.pager import Pager
from screens.widgets.record_table import RecordTable


class ReportsScreen(BaseScreen[None]):
    """The reports there are."""

    TITLE = mark("Reports")
    HELP_TEXT = mark("Enter shows a report as it will print; from there it can be saved.")

    def __init__(self, session: Session, folder: Path) -> None:
        """`folder` is where reports are saved."""
        super().__init__()
        self.session = session
        self.folder = folder

    def body(self) -> Iterable[Widget]:
        columns = [
            Column[Report]("title", _("Report"), 24, lambda report: _(report.title)),
            Column[Report]("help", _("What it shows"), 40, lambda report: _(report.help), grow=True),
        ]
        yield RecordTable(columns, ListPages(list(available().values())), threaded=False)

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.app.push_screen(PreviewScreen(self.session, event.row, self.folder))


class PreviewScreen(BaseScreen[None]):
    """A report line by line, as text of 80 columns."""

    TITLE = mark("Report")
    HELP_TEXT = mark("The report as it will print. ID numbers and phones are masked.")
    BINDING_GROUP_TITLE = mark("Report")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "save('text')", mark("save text"), id="report.text", tooltip=mark("Save the report as text.")),
        Binding("x", "save('csv')", mark("save CSV"), id="report.csv",
                tooltip=mark("Save the report as CSV for a spreadsheet.")),
        Binding("f", "narrow", mark("school/village"), id="report.narrow",
                tooltip=mark("Only the children of one school or village.")),
    ]  # fmt: skip

    @dataclass
    class _Printed(Message):
        lines: list[str] | GuanaiError

    def __init__(self, session: Session, report: Report, folder: Path) -> None:
        super().__init__()
        self.session = session
        self.report = report
        self.folder = folder
        self.request = Request(on=session.clock.today())
        self._pager = Pager()

    def body(self) -> Iterable[Widget]:
        yield self._pager

    def on_mount(self) -> None:
        self._head()
        self._pager.focus()
        self._print()

    @work(thread=True, exclusive=True, group="preview")
    def _print(self) -> None:
        try:
            lines: list[str] | GuanaiError = list(printed(self.session, self.report, self.request))
        except GuanaiError as error:
            lines = error
        self.post_message(self._Printed(lines))

    @on(_Printed)
    def _show(self, message: _Printed) -> None:
        message.stop()
        if isinstance(message.lines, GuanaiError):
            self.set_status(message.lines.sentence)
        else:
            self._pager.lines = message.lines

    @on(Pager.Moved)
    def _moved(self, event: Pager.Moved) -> None:
        self.set_status(f"{event.top}-{event.bottom}/{event.count}")

    @work
    async def action_save(self, form: str) -> None:
        try:
            path = await asyncio.to_thread(save, self.session, self.report, self.request, form, self.folder)
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            self.app.push_screen(ShowMessage(str(path), _("Saved")))

    @work
    async def action_narrow(self) -> None:
        found = await self.in_thread(place_choices, self.session)
        if found is None:
            return
        places = {str(number): place for number, place in enumerate(found) if place.field != "school_class"}
        options = [Option("", _("all")), *(Option(key, place.name) for key, place in places.items())]
        chosen = await self.app.push_screen_wait(Choose(_("Show only"), options))
        if chosen:
            place = places.get(chosen.value)
            self.request = Request(
                on=self.request.on,
                school=place.id if place and place.field == "school" else None,
                village=place.id if place and place.field == "village" else None,
            )
            self._head(place.name if place else "")
            self._print()

    def _head(self, place: str = "") -> None:
        self.set_heading("  ".join(part for part in (place, _(self.report.help)) if part))
