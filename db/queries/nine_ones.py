"""The nine ones of a semester: a grid of schools and nine cells, each counted against what the office wants.

`nine_ones` is the one way to the figures; screens, reports and the summary all read it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, Case, fn

from db.models import Activity, CareRecord, Child, NineOneItem, School
from db.queries.homes import requirements, things_by_school
from db.queries.nine_ones_children import applicable, covered, letter_rounds, wanted_by_item
from db.queries.nine_ones_period import Period, activities, joint_activities, period_of, records
from db.queries.roster import on_register
from db.queries.scope_places import within_places
from db.queries.summaries import found_once
from db.rules.homes import fulfil
from db.rules.nine_ones import ACTIVITIES, PERSONAL, Cell
from db.rules.phones import parse_phones
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import ActivityState, NineOne, RecordKind


@dataclass(frozen=True)
class SchoolCells:
    """One line of the grid; `school` is None for the children who are in no school."""

    school: int | None
    name: str
    children: int
    cells: tuple[Cell, ...]
    """In the order of NineOne."""

    def cell(self, item: NineOne) -> Cell:
        return self.cells[list(NineOne).index(item)]


@dataclass(frozen=True)
class Wanted:
    """How often the office wants one of the nine, with the version of its row; 0 where it does not ask for it."""

    id: int
    version: int
    item: NineOne
    wanted: int


def nine_ones(
    session: Session, semester: Semester | None = None, *, on: date | None = None, school: int | None = None,
    village: int | None = None,
) -> list[SchoolCells]:  # fmt: skip
    """Every school that the person may see with its nine cells, by entry, then the children of no school.

    The figures are those of a day, today by default, or of the last day of a semester that is over. `village` narrows
    the schools to those its children go to, and the counts of children to them.
    """
    period = period_of(session, semester, on)
    with session.reading():
        wanted = wanted_by_item()
        if not letter_rounds(period):
            wanted[NineOne.LETTER] = 0
        children = on_register(session, period.day, school=school, village=village)
        count, personal = _personal(session, wanted, children, period)
        names = _schools(session, school, village, [row_id for row_id in count if row_id is not None])
        cells = {
            NineOne.HOME: _homes(wanted[NineOne.HOME], names),
            NineOne.HOTLINE: _hotlines(wanted[NineOne.HOTLINE], names, period),
            **{item: _held(item, wanted[item], names, period) for item in ACTIVITIES},
            **personal,
        }
    lines: list[tuple[int | None, str]] = [*names.items()]
    if count.get(None) and school is None:
        lines.append((None, ""))
    return [
        SchoolCells(
            row_id, name, count.get(row_id, 0), tuple(cells[item].get(row_id, Cell(item, 0, 0)) for item in NineOne)
        )
        for row_id, name in lines
    ]


def wanted_rows(session: Session) -> list[Wanted]:
    """What the office wants of each of the nine, in their order."""
    columns = (NineOneItem.id, NineOneItem.version, NineOneItem.item, NineOneItem.wanted)
    with session.reading():
        rows = list(NineOneItem.select(*columns).order_by(NineOneItem.position).tuples())
    return [Wanted(row_id, version, NineOne(item), wanted) for row_id, version, item, wanted in rows]


def published(hotline: str | None) -> list[str]:
    """The numbers that stand in the column of a school's family phone line."""
    return [phone.number for phone in parse_phones(hotline or "")]


def _schools(session: Session, school: int | None, village: int | None, with_children: Sequence[int]) -> dict[int, str]:
    """The schools in use that the person may see, by entry: their own, and those that their children go to."""
    query = School.select(School.id, School.name).order_by(School.id)
    if village is not None:
        query = query.where(School.id.in_(with_children))
    else:
        query = query.where(within_places(session.scope, School.id) | School.id.in_(with_children))
    if school is not None:
        query = query.where(School.id == school)
    return dict(query.where((School.active == 1) | School.id.in_(with_children)).tuples())


def _homes(wanted: int, schools: Iterable[int]) -> dict[int | None, Cell]:
    required = requirements() if wanted else []
    things = things_by_school()
    found: dict[int | None, Cell] = {}
    for school in schools:
        own = things.get(school, [])
        have = sum(one.fulfilled for one in fulfil(required, own))
        found[school] = Cell(NineOne.HOME, have, len(required), begun=bool(own))
    return found


def _hotlines(wanted: int, schools: Iterable[int], period: Period) -> dict[int | None, Cell]:
    numbers = dict(School.select(School.id, School.hotline).tuples())
    of_period = records(period, RecordKind.CALL)
    called = set()
    if CareRecord.select(CareRecord.id).where(*of_period).limit(1).exists():
        # Of each school up to the first child with a call; a join goes through all calls for each school without one.
        calls = CareRecord.select(SQL("1")).where(CareRecord.child == Child.id, *of_period)
        theirs = Child.select(SQL("1")).where(Child.school == School.id, fn.EXISTS(calls))
        called = {row[0] for row in School.select(School.id).where(fn.EXISTS(theirs)).tuples()}
    return {
        school: Cell(NineOne.HOTLINE, len(published(numbers.get(school))), wanted, begun=school in called)
        for school in schools
    }


def _held(item: NineOne, wanted: int, schools: Iterable[int], period: Period) -> dict[int | None, Cell]:
    kinds = ACTIVITIES[item]
    columns = (Activity.kind, Activity.state, Activity.on_date)
    joint = joint_activities(period, kinds).alias("joint")
    queries = (
        Activity.select(Activity.school, *columns).where(*activities(period, kinds), Activity.school.is_null(False)),
        Activity.select(joint.c.school, *columns).join(joint, on=(joint.c.activity == Activity.id)),
    )
    done: dict[int, Counter[str]] = {}
    planned: Counter[int] = Counter()
    for query in queries:
        for school, kind, state, day in query.tuples():
            if state == ActivityState.DONE and day <= period.day.isoformat():
                done.setdefault(school, Counter())[kind] += 1
            elif state == ActivityState.PLANNED:
                planned[school] += 1
    return {
        school: Cell(item, _counted(done.get(school, {}), kinds, wanted), wanted * len(kinds), planned[school])
        for school in schools
    }


def _counted(done: Mapping[str, int], kinds: Sequence[str], wanted: int) -> int:
    """Of several kinds each is wanted so often: a second lecture on safety does not stand for one on law."""
    most = wanted if len(kinds) > 1 else sum(done.values())
    return sum(min(done.get(kind, 0), most) for kind in kinds)


def _personal(
    session: Session, wanted: Mapping[NineOne, int], children: Sequence[Any], period: Period
) -> tuple[dict[int | None, int], dict[NineOne, dict[int | None, Cell]]]:  # fmt: skip
    """How many children there are at each school, and their cells: all counted in one reading of the children.

    Each child is one number, its school and to the base 3 a digit for each of the four: SQLite sorts and counts 100,000
    of them in three quarters of the time that it takes for a column each.
    """
    asked = [item for item in PERSONAL if wanted[item]]
    number = fn.IFNULL(Child.school, 0) * 3 ** len(asked)
    for at, item in enumerate(asked):
        state = Case(None, ((covered(item, period, wanted[item]), 2 * 3**at),), 3**at)
        number += Case(None, ((applicable(item, period), state),), 0)
    found = found_once(session, {"number": number}, *children)
    query = Child.select(found.c.number, fn.COUNT(found.c.number)).from_(found).group_by(found.c.number)
    count: Counter[int | None] = Counter()
    owing = {item: Counter[int | None]() for item in PERSONAL}
    having = {item: Counter[int | None]() for item in PERSONAL}
    for digits, alike in query.tuples():
        school = digits // 3 ** len(asked) or None
        count[school] += alike
        for at, item in enumerate(asked):
            digit = digits // 3**at % 3
            owing[item][school] += alike * (digit > 0)
            having[item][school] += alike * (digit > 1)
    cells = {
        item: {school: Cell(item, having[item][school], owed) for school, owed in owing[item].items()}
        for item in PERSONAL
    }
    return count, cells
