"""Today: red alerts first, then what is due and overdue, duty by duty; Enter opens those behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.incidents import unreported
from db.queries.office_duties import NINE_ONES, OfficeLine, office_lines
from db.queries.pages import ListPages
from db.queries.registry import RegistryFilter
from db.queries.terms import current_semester
from db.queries.today import alerts, duty_lines, registered
from db.session import Session
from db.vocabulary import ActivityKind, Alert, DutyKind
from screens.base import BaseScreen
from screens.first_step import first_step
from screens.widgets.duty_columns import DutyRow, counted, duty_columns
from screens.widgets.record_table import RecordTable

INCIDENTS, CALENDAR = "incidents", "calendar"


@dataclass(frozen=True)
class Place:
    """Where what is no duty towards children is looked at: INCIDENTS, CALENDAR or NINE_ONES."""

    name: str


class TodayScreen(BaseScreen[None]):
    """What a person looks at first."""

    TITLE = mark("Today")
    HELP_TEXT = mark("What is due and overdue by today. Enter shows the children behind a line; w shows who owes it.")
    BINDING_GROUP_TITLE = mark("Today")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "owners", mark("who owes it"), id="today.owners",
                tooltip=mark("This duty by school, class, village or loving mother.")),
        Binding("p", "plans", mark("plans"), id="today.plans", tooltip=mark("The special education plans.")),
        Binding("m", "matrix", mark("talks by month"), show=False, id="today.matrix",
                tooltip=mark("Which child was talked with in which month of the semester.")),
        Binding("h", "intervals", mark("how often"), show=False, id="today.intervals",
                tooltip=mark("How often visits, contacts and meetings are asked for.")),
        Binding("i", "incidents", mark("incidents"), id="today.incidents",
                tooltip=mark("Incidents under mandatory reporting.")),
    ]  # fmt: skip

    @dataclass
    class Opened(Message):
        """Somebody wants to see the children behind a figure."""

        filter: RegistryFilter

    @dataclass
    class Went(Message):
        """Somebody wants to see what schools and the office owe."""

        place: str

    @dataclass
    class _Counted(Message):
        """What is due for children, or what schools and the office owe: counted side by side by two processors."""

        rows: list[DutyRow]
        office: bool = False

    @dataclass
    class _Begun(Message):
        heading: str
        registered: int

    @dataclass
    class _Failed(Message):
        sentence: str

    def __init__(self, session: Session, folder: Path) -> None:
        """Sheets are saved in `folder`."""
        super().__init__()
        self.session = session
        self.folder = folder
        self._table: RecordTable[DutyRow] = RecordTable(
            duty_columns(_("Duty")), empty=_("Nothing is due."), threaded=False
        )
        self._of_children: list[DutyRow] | None = None
        self._of_office: list[DutyRow] = []
        self._registered = ""
        self._told: DutyRow | None = None

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.others_wrote()

    def others_wrote(self) -> None:
        self._count()
        self._count_office()

    @work(thread=True, exclusive=True, group="today")
    def _count(self) -> None:
        try:
            self.post_message(self._Begun(_heading(self.session), registered(self.session)))
            self.post_message(self._Counted(list(_rows(self.session))))
        except GuanaiError as error:
            self.post_message(self._Failed(error.sentence))

    @work(thread=True, exclusive=True, group="office")
    def _count_office(self) -> None:
        try:
            self.post_message(self._Counted([_office(line) for line in office_lines(self.session)], office=True))
        except GuanaiError as error:
            self.post_message(self._Failed(error.sentence))

    @on(_Begun)
    def _begin(self, message: _Begun) -> None:
        message.stop()
        self.set_heading(message.heading)
        sentence = _("{n} children registered").format(n=message.registered)
        self._registered = sentence if message.registered else first_step(self.session)
        self.set_status(self._registered)

    @on(_Failed)
    def _say(self, message: _Failed) -> None:
        message.stop()
        self.set_status(message.sentence)

    @on(_Counted)
    def _take(self, message: _Counted) -> None:
        message.stop()
        if message.office:
            self._of_office = message.rows
        else:
            self._of_children = message.rows
        if self._of_children is None:
            return  # what is shown first is what the cursor would stay on
        rows = [*self._of_children, *self._of_office]
        kept = self._table.current
        same = next((row for row in rows if kept and row.target == kept.target), None)
        self._table.show(ListPages(rows, key=lambda row: row.target), keep=same)

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        if event.row and event.row != self._told:
            self._told = event.row
            self.set_status(event.row.told or self._registered)

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        target = event.row.target
        if target == Place(INCIDENTS):
            self.action_incidents()
        elif isinstance(target, ActivityKind):
            self._show_held(target)
        else:
            self.post_message(self.Went(target.name) if isinstance(target, Place) else self.Opened(target))

    @work
    async def _show_held(self, kind: ActivityKind) -> None:
        from screens.held import HeldScreen

        if await self.app.push_screen_wait(HeldScreen(self.session, kind)):
            self.post_message(self.Went(CALENDAR))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "incidents":
            return self.session.scope.incidents
        return action != "plans" or self.session.scope.plans

    @work
    async def action_owners(self) -> None:
        from screens.owners import OwnersScreen

        row = self._table.current
        if row is None or not isinstance(row.target, RegistryFilter) or not row.target.duty:
            self.set_status(_("This line has one owner only; Enter opens it."))
            return
        chosen = await self.app.push_screen_wait(OwnersScreen(self.session, DutyKind(row.target.duty)))
        if chosen is not None:
            self.post_message(self.Opened(chosen))

    def action_plans(self) -> None:
        from screens.plans import PlansScreen

        self.app.push_screen(PlansScreen(self.session, self.folder))

    def action_incidents(self) -> None:
        from screens.incidents import IncidentsScreen

        self.app.push_screen(IncidentsScreen(self.session, self.folder))

    def action_intervals(self) -> None:
        from screens.intervals import IntervalsScreen

        self.app.push_screen(IntervalsScreen(self.session))

    def action_matrix(self) -> None:
        from screens.talk_matrix import TalkMatrixScreen

        self.app.push_screen(TalkMatrixScreen(self.session))


def _heading(session: Session) -> str:
    semester = current_semester(session)
    sentence = _("{day}  survey due by {due}  {semester}")
    return sentence.format(day=session.clock.today(), semester=semester.name, due=semester.survey_due_on)


def _rows(session: Session) -> Iterator[DutyRow]:
    # Also of children who have left the register: what happened to them is still to be reported.
    if waiting := unreported(session):
        yield _alert(Alert.INCIDENT_UNREPORTED, waiting, Place(INCIDENTS))
    for alert in alerts(session):
        if alert.alert is Alert.INCIDENT_UNREPORTED:
            continue
        yield _alert(alert.alert, alert.children, alert.filter)
    for line in duty_lines(session):
        yield counted(line.kind.label, line, line.filter, line.later)


def _alert(alert: Alert, number: int, target: Any) -> DutyRow:
    """The sentence without its stop: a table has none, and two cells are two."""
    return DutyRow(f"! {alert.label.rstrip('。.')}", str(number), "", "", target, alert=True)


def _office(line: OfficeLine) -> DutyRow:
    if line.what == NINE_ONES:
        return counted(_("the nine ones, cells of all schools"), line, Place(NINE_ONES))
    kind = ActivityKind(line.what)
    what = _("{kind}, schools") if kind is not ActivityKind.GROUP_MEETING else "{kind}"
    return counted(what.format(kind=kind.label), line, kind)
