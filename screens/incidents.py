"""Incidents under mandatory reporting: those not reported on top, in red; found, reported and closed from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.access import Right
from db.clock import local_time
from db.i18n import _, mark
from db.queries.incidents import IncidentLine, incidents
from db.queries.pages import ListPages
from db.session import Session
from db.vocabulary import IncidentKind, label
from exports.incident_sheet import told
from screens.incident_forms import close_deed, found_deed, report_deed
from screens.list_screen import ListScreen
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable
from screens.widgets.text_pane import Said, TextPane

LATE, OVER = Style(color="red", bold=True), Style(dim=True)


class IncidentsScreen(ListScreen[None, IncidentLine]):
    """The incidents of all children or of one, for those who may see them."""

    TITLE = mark("Incidents to be reported")
    HELP_TEXT = mark("Harm to a child is reported to the police at once. Enter corrects a line, r reports it.")
    BINDING_GROUP_TITLE = mark("Incidents")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "find", mark("new"), id="incidents.find", tooltip=mark("Write down what was found.")),
        Binding("r", "report", mark("report"), id="incidents.report",
                tooltip=mark("To whom it was reported, when, and the receipt.")),
        Binding("x", "close", mark("close"), id="incidents.close", tooltip=mark("End it with what came of it.")),
        Binding("o", "old", mark("closed too"), id="incidents.old",
                tooltip=mark("Show the closed incidents too, or hide them.")),
        Binding("t", "text", mark("print"), id="incidents.text",
                tooltip=mark("The incident under the cursor as it prints, to be saved.")),
    ]  # fmt: skip

    DEFAULT_CSS = "IncidentsScreen TextPane { height: 40%; }"

    def __init__(self, session: Session, folder: Path, child: Option | None = None) -> None:
        """`child` is the one whose incidents are shown, None for all; what is printed is saved in `folder`."""
        columns = [
            Column[IncidentLine]("name", _("Name"), 8, lambda line: line.name, style=_ink),
            Column[IncidentLine]("found", _("Found"), 16, lambda line: local_time(line.found_at)),
            Column[IncidentLine]("kind", _("Kind"), 12, lambda line: label(IncidentKind, line.kind)),
            Column[IncidentLine]("state", _("Reported"), 16, _state, style=_ink),
            Column[IncidentLine]("to", _("Reported to"), 12, lambda line: line.reported_to or ""),
            Column[IncidentLine]("facts", _("Facts"), 20, lambda line: line.facts, grow=True),
            Column[IncidentLine]("receipt", _("Receipt number"), 12, lambda line: line.receipt_no or ""),
            Column[IncidentLine]("outcome", _("Outcome"), 16, lambda line: line.outcome or ""),
        ]
        super().__init__(session, columns, empty=_("There is no incident. F8 writes one down."))
        self.folder = folder
        self.child = child
        self._closed_too = child is not None
        self._whole = TextPane()
        self._done: int | None = None
        """The incident that was entered or changed last, until the cursor stands on it."""

    def body(self) -> Iterable[Widget]:
        yield self._table
        yield self._whole

    def on_mount(self) -> None:
        self.set_heading(self.child.label if self.child else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("find", "report", "close") or self.session.may(Right.INCIDENTS)

    async def read(self) -> None:
        child = int(self.child.value) if self.child else None
        found = await self.in_thread(incidents, self.session, closed=self._closed_too, child=child)
        if found is None:
            return
        done = next((line for line in found if line.id == self._done), None)
        self._done = None
        self._table.show(ListPages(found, key=lambda line: line.id), keep=done or self._table.current)
        waiting = sum(not line.reported for line in found)
        self.set_status(_("{n} not reported").format(n=waiting) if waiting else _("Every incident is reported."))

    @on(RecordTable.Moved)
    def _show_whole(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._whole.said = list(_said(event.row)) if event.row else []

    @on(RecordTable.Selected)
    def _correct(self, event: RecordTable.Selected) -> None:
        if self.session.may(Right.INCIDENTS) and not event.row.closed_on:
            self._fill_in(found_deed(self.session, event.row))

    def action_find(self) -> None:
        self._fill_in(found_deed(self.session, child=self.child))

    def action_report(self) -> None:
        if (line := self._table.current) is not None and not line.closed_on:
            self._fill_in(report_deed(self.session, line))

    def action_close(self) -> None:
        line = self._table.current
        if line is None or line.closed_on:
            return
        if not line.reported:
            self.set_status(_("It has not been reported yet: report it first, with r."))
            return
        self._fill_in(close_deed(self.session, line))

    @work
    async def _fill_in(self, deed: PlainDeed) -> None:
        form = PlainFormScreen(self.session, deed)
        if await self.app.push_screen_wait(form) and isinstance(form.saved, int):
            self._done = form.saved
            self.reload()

    def action_text(self) -> None:
        from exports.incident_sheet import lines, save_sheet
        from screens.text import TextScreen

        if (line := self._table.current) is not None:
            self.app.push_screen(TextScreen(list(lines(line)), partial(save_sheet, self.session, line, self.folder)))

    def action_old(self) -> None:
        self._closed_too = not self._closed_too
        self.reload()


def _state(line: IncidentLine) -> str:
    return local_time(line.reported_at) if line.reported_at else _("not yet")


def _said(line: IncidentLine) -> Iterator[Said]:
    style = LATE if not line.reported else None
    for title, value in told(line):
        yield Said(_("{label}: {value}").format(label=title, value=value), style)
        style = None


def _ink(line: IncidentLine) -> Style | None:
    if line.closed_on:
        return OVER
    return None if line.reported else LATE
