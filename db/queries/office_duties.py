"""What schools and the office owe: symposia, guardian trainings, meetings of the working group, and the nine ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from peewee import fn

from db.models import Activity, School
from db.queries.duties.duty import Moment, moment
from db.queries.nine_ones import SchoolCells, nine_ones
from db.rules.care_duties import SOON, again
from db.rules.duties import owed
from db.rules.nine_ones import CellState
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState, DutyState

HELD = (ActivityKind.SYMPOSIUM, ActivityKind.GUARDIAN_TRAINING, ActivityKind.GROUP_MEETING)
NINE_ONES = "nine_ones"


@dataclass(frozen=True)
class OfficeLine:
    """One duty: of how many schools it is done, due and overdue; of the working group, of the office alone."""

    what: str
    """An ActivityKind, or NINE_ONES, whose cells are counted."""
    done: int
    due: int
    overdue: int
    week: int = 0
    """So many of those due fall due within a week."""

    @property
    def all(self) -> int:
        return self.done + self.due + self.overdue


@dataclass(frozen=True)
class HeldLine:
    """A school, or the office (no name), that has to hold something again; `held_on` is the last time."""

    place: str
    held_on: date | None
    due_on: date
    state: DutyState


def office_lines(session: Session) -> list[OfficeLine]:
    """The duties of schools and, for those who see every child, of the working group; without one that nobody owes."""
    at, grid = moment(session), nine_ones(session)
    lines = [_counted(kind, _held(session, kind, at, grid), at.day) for kind in HELD]
    cells = Counter(cell.state for line in grid for cell in line.cells)
    missing = sum(cells[state] for state in (CellState.PARTLY, CellState.PLANNED, CellState.MISSING))
    soon = missing if at.semester.ends_on <= at.day + SOON else 0
    lines.append(OfficeLine(NINE_ONES, cells[CellState.MET], missing, 0, soon))
    return [line for line in lines if line.all]


def held_lines(session: Session, kind: ActivityKind) -> list[HeldLine]:
    """Who has to hold an activity of a kind again, the latest first: what stands behind its line of `office_lines`."""
    return sorted(_held(session, kind, moment(session), nine_ones(session)), key=lambda line: (line.due_on, line.place))


def _held(session: Session, kind: ActivityKind, at: Moment, grid: list[SchoolCells]) -> list[HeldLine]:
    """Never held is never done: it falls due as long after the start of the semester, and is owed until then."""
    days = at.intervals.get((kind.value, None))
    if days is None:
        return []
    with session.reading():
        last = _last(kind, at)
    if kind is not ActivityKind.GROUP_MEETING:
        places = {line.name: last.get(line.school) for line in grid if line.school is not None}
    elif session.scope.everything:
        places = {"": max(last.values(), default=None)}
    else:
        return []
    first = owed(at.semester.starts_on + timedelta(days=days), None, at.day)
    duties = {place: again(held, held, days, at.day) if held else first for place, held in places.items()}
    return [HeldLine(place, places[place], duty.due_on, duty.state) for place, duty in duties.items() if duty.due_on]


def _counted(kind: ActivityKind, lines: list[HeldLine], today: date) -> OfficeLine:
    states = Counter(line.state for line in lines)
    week = sum(line.state is DutyState.DUE and line.due_on <= today + SOON for line in lines)
    return OfficeLine(kind.value, states[DutyState.DONE], states[DutyState.DUE], states[DutyState.OVERDUE], week)


def _last(kind: ActivityKind, at: Moment) -> Mapping[int | None, date]:
    """The last day on which it was held, by school; what the whole township held counts for each school, too."""
    query = Activity.select(Activity.school, fn.MAX(Activity.on_date)).where(
        (Activity.kind == kind.value) & (Activity.state == ActivityState.DONE.value),
        Activity.on_date <= at.day.isoformat(),
    )
    found = {school: date.fromisoformat(day) for school, day in query.group_by(Activity.school).tuples()}
    of_all = found.get(None)
    if of_all is None:
        return found
    schools = {row[0] for row in School.select(School.id).tuples()}
    return {**{school: max(of_all, found.get(school, of_all)) for school in schools}, None: of_all}
