"""What stands behind one cell of the nine ones: the things, activities, children and calls that it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from db.i18n import _
from db.models import Activity, CareRecord, Child, School
from db.queries.homes import inventory, requirements
from db.queries.nine_ones import published
from db.queries.nine_ones_children import children_cells, wanted_by_item
from db.queries.nine_ones_period import Period, activities, joint_activities, period_of, records
from db.queries.scope import child_conditions
from db.rules.homes import fulfil
from db.rules.nine_ones import ACTIVITIES, PERSONAL, CellState
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState, HomeItemKind, HomeItemState, NineOne, RecordKind, label

CALLS_SHOWN = 500
"""The latest calls of a semester; a school of 400 children makes thousands."""


@dataclass(frozen=True)
class Evidence:
    """One line behind a cell: what it is, how it stands, when, and the record it leads to."""

    what: str
    state: CellState
    day: str = ""
    detail: str = ""
    child: int | None = None
    activity: int | None = None
    kind: str = ""
    """The kind of the activity, or of the thing or activity that is missing."""


def evidence(
    session: Session, item: NineOne, school: int | None, semester: Semester | None = None, *, on: date | None = None
) -> list[Evidence]:
    """The lines behind a cell, those that are missing first; `school` is None for the children of no school."""
    if item in PERSONAL:
        return sorted(_children(session, item, school, semester, on), key=lambda line: line.state is CellState.MET)
    if school is None:
        return []
    period = period_of(session, semester, on)
    if item is NineOne.HOME:
        return list(_things(session, school))
    with session.reading():
        if item is NineOne.HOTLINE:
            return list(_calls(session, school, period))
        return list(_held(item, school, period))


def _children(
    session: Session, item: NineOne, school: int | None, semester: Semester | None, on: date | None
) -> Iterator[Evidence]:
    for line in children_cells(session, semester, on=on, school=school, without_school=school is None):
        state = line.state(item)
        if state is CellState.NOT_APPLICABLE:
            continue
        details = {
            NineOne.LOVING_MOTHER: line.mother, NineOne.LITTLE_TEACHER: line.teacher,
            NineOne.LETTER: _("{n} letters").format(n=line.letters) if line.letters else "",
            NineOne.GOOD_DEED: _("{n} good deeds").format(n=line.deeds) if line.deeds else "",
        }  # fmt: skip
        detail = "  ".join(part for part in (line.class_title, details[item]) if part)
        yield Evidence(line.name, state, detail=detail, child=line.id)


def _things(session: Session, school: int) -> Iterator[Evidence]:
    items = inventory(session, school=school)
    with session.reading():
        checks = fulfil(requirements(), [item.thing for item in items])
    for check in sorted(checks, key=lambda check: check.fulfilled):
        state = CellState.MET if check.fulfilled else CellState.PARTLY if check.have else CellState.MISSING
        asked = _("{have} there, {wanted} needed").format(have=check.have, wanted=check.requirement.quantity)
        lacking = "" if check.fulfilled else check.requirement.kind.value
        yield Evidence(check.requirement.name, state, detail=asked, kind=lacking)
    for item in items:
        facts = [f"{item.quantity}{item.unit or ''}", label(HomeItemKind, item.kind), label(HomeItemState, item.state)]
        state = CellState.MET if item.thing.usable else CellState.PARTLY
        yield Evidence(item.name, state, item.acquired_on or "", "  ".join(fact for fact in facts if fact))


def _calls(session: Session, school: int, period: Period) -> Iterator[Evidence]:
    numbers = published(School.select(School.hotline).where(School.id == school).scalar())
    for number in numbers:
        yield Evidence(number, CellState.MET, detail=_("published number"))
    if not numbers:
        yield Evidence(_("No number is published yet."), CellState.MISSING)
    query = (
        CareRecord.select(
            CareRecord.happened_on, CareRecord.met_name, CareRecord.met_relation, CareRecord.minutes, Child.id,
            Child.name,
        )
        .join(Child, on=(CareRecord.child == Child.id))
        .where(*records(period, RecordKind.CALL), Child.school == school, *child_conditions(session.scope))
        .order_by(CareRecord.happened_on.desc(), CareRecord.id.desc())
        .limit(CALLS_SHOWN)
    )  # fmt: skip
    for day, met, relation, minutes, child, name in query.tuples():
        long = _("{n} minutes").format(n=minutes) if minutes else ""
        called = "  ".join(part for part in (relation, met, long) if part)
        yield Evidence(name, CellState.MET, day, called, child=child)


def _held(item: NineOne, school: int, period: Period) -> Iterator[Evidence]:
    kinds = ACTIVITIES[item]
    joint = joint_activities(period, kinds).alias("joint")
    columns = (Activity.id, Activity.kind, Activity.title, Activity.on_date, Activity.state)
    own = Activity.select(*columns).where(*activities(period, kinds), Activity.school == school)
    shared = Activity.select(*columns).join(joint, on=(joint.c.activity == Activity.id)).where(joint.c.school == school)
    rows = [*own.tuples(), *shared.tuples()]
    day = period.day.isoformat()
    done = [row for row in rows if row[4] == ActivityState.DONE and row[3] <= day]
    wanted = wanted_by_item()[item]
    for kind in kinds:
        lacking = wanted - sum(row[1] == kind for row in done)
        if lacking > 0:
            planned = sorted((row[3], row[0]) for row in rows if row[1] == kind and row not in done)
            sentence = _("{n} more wanted, {planned} planned") if planned else _("{n} more wanted")
            detail = sentence.format(n=lacking, planned=len(planned))
            enough = len(planned) >= lacking  # what leads to the first of them is not planned once more
            state, first = (CellState.PLANNED, planned[0][1]) if enough else (CellState.MISSING, None)
            yield Evidence(ActivityKind(kind).label, state, detail=detail, activity=first, kind=kind)
    for row in sorted(rows, key=lambda row: (row[3], row[0]), reverse=True):
        state = CellState.MET if row in done else CellState.PLANNED
        late = state is CellState.PLANNED and row[3] < day
        detail = _("past, and not yet marked done") if late else ""
        yield Evidence(row[2], state, row[3], detail, activity=row[0], kind=row[1])
