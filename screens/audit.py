"""The change log on the screen: who did what to which file, by person, child and day. Nobody can change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.clock import local_time
from db.errors import RuleError
from db.i18n import _, mark
from db.queries.audit import AuditFilter, AuditLine, AuditPages, people
from db.rules.dates import parse_date
from db.session import Session
from db.vocabulary import Action, label
from screens.base import BaseScreen
from screens.dialogs.ask import Ask
from screens.dialogs.choose import Choose
from screens.dialogs.message import ShowMessage
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable


class AuditScreen(BaseScreen[None]):
    """The lines of the log, the newest first."""

    TITLE = mark("Change log")
    HELP_TEXT = mark("Who looked at, changed or took away what. `guanai check` proves that no line was altered.")
    BINDING_GROUP_TITLE = mark("Change log")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "person", mark("person"), id="audit.person", tooltip=mark("Only what one person did.")),
        Binding("d", "day", mark("day"), id="audit.day", tooltip=mark("Only what was done on one day.")),
        Binding("c", "child", mark("child"), id="audit.child",
                tooltip=mark("Only what was done to the file under the cursor.")),
        Binding("w", "deed", mark("what"), id="audit.deed", tooltip=mark("Only deeds of one kind.")),
        Binding("x", "all", mark("all"), id="audit.all", tooltip=mark("The whole log again.")),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._filter = AuditFilter()
        columns = [
            Column[AuditLine]("at", _("Time"), 16, lambda line: local_time(line.at)),
            Column[AuditLine]("by", _("Who"), 10, lambda line: line.by),
            Column[AuditLine]("action", _("Entry in the log"), 12, lambda line: label(Action, line.action)),
            Column[AuditLine]("child", _("Child"), 12, _child),
            Column[AuditLine]("what", _("Fields"), 20, _what, grow=True),
        ]
        self._table: RecordTable[AuditLine] = RecordTable(columns, empty=_("No line of the log matches."))

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._show(self._filter)

    def others_wrote(self) -> None:
        self._show(self._filter)

    def _show(self, narrowed: AuditFilter) -> None:
        self._filter = narrowed
        of_child = _("file {n}").format(n=narrowed.child) if narrowed.child else ""
        day = narrowed.first.isoformat() if narrowed.first else ""
        parts = (narrowed.by, of_child, label(Action, narrowed.action), day)
        self.set_heading("  ".join(part for part in parts if part))
        self._table.show(AuditPages(self.session, narrowed), keep=self._table.current)

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        self.set_status(self._table.view_text)

    @on(RecordTable.Failed)
    def _failed(self, event: RecordTable.Failed) -> None:
        self.set_status(event.sentence)

    @on(RecordTable.Selected)
    def _whole(self, event: RecordTable.Selected) -> None:
        line: AuditLine = event.row
        done = f"{local_time(line.at)}  {line.by}  {label(Action, line.action)}"
        said = [done, _child(line), _what(line), line.reason]
        self.app.push_screen(ShowMessage("  ".join(part for part in said if part), _("Line {n}").format(n=line.id)))

    @work
    async def action_person(self) -> None:
        names = await self.in_thread(people, self.session) or []
        chosen = await self.app.push_screen_wait(Choose(_("Person"), [Option(name, name) for name in names]))
        if chosen:
            self._show(replace(self._filter, by=chosen.value))

    @work
    async def action_deed(self) -> None:
        options = [Option(action.value, action.label) for action in Action]
        chosen = await self.app.push_screen_wait(Choose(_("Entry in the log"), options))
        if chosen:
            self._show(replace(self._filter, action=chosen.value))

    @work
    async def action_day(self) -> None:
        text = await self.app.push_screen_wait(Ask(_("Day"), max_length=20))
        if not text:
            return
        today: date = self.session.clock.today()
        try:
            day = parse_date(text, today).first
        except RuleError as error:
            self.set_status(error.sentence)
        else:
            self._show(replace(self._filter, first=day, last=day))

    def action_child(self) -> None:
        if (line := self._table.current) is not None and line.child_id:
            self._show(replace(self._filter, child=line.child_id))

    def action_all(self) -> None:
        self._show(AuditFilter())


def _child(line: AuditLine) -> str:
    return f"{line.child} {line.child_id}".strip() if line.child_id else ""


def _what(line: AuditLine) -> str:
    return "  ".join(part for part in (line.table, line.what) if part)
