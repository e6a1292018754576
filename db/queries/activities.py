"""Activities of the calendar: what is on a day, one activity whole, who was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import JOIN, Case, fn

from db.errors import NotFoundError
from db.i18n import _
from db.models import Activity, Attendance, Carer, Child, Phase, School, SchoolClass, Staff, Village, WorkingGroupMember
from db.queries.scope import child_conditions
from db.queries.scope_places import within_places
from db.rules.activities import days_of
from db.rules.class_names import class_name
from db.scope import Scope
from db.session import Session
from db.vocabulary import ActivityState, CarerRelation, label


@dataclass(frozen=True)
class ActivityFilter:
    """What the calendar is narrowed to; None for no limit. Those of the whole township belong to every place."""

    school: int | None = None
    village: int | None = None
    kind: str | None = None

    def __bool__(self) -> bool:
        return self != ActivityFilter()


@dataclass(frozen=True)
class AgendaLine:
    """One activity as a list shows it."""

    id: int
    kind: str
    title: str
    on_date: str
    until_date: str | None
    starts_at: str | None
    ends_at: str | None
    place: str | None
    where: str
    """The school or village, empty for the township."""
    state: str
    present: int
    """Children, carers, staff and others who were there."""
    own: bool
    """Whether the person may change it, as far as its place goes."""


@dataclass(frozen=True)
class DayCount:
    """How many activities of each kind are on a day, cancelled ones left out; `late`: one is past and still planned."""

    kinds: Mapping[str, int]
    late: bool = False


@dataclass(frozen=True)
class People:
    """How many were there."""

    children: int = 0
    carers: int = 0
    staff: int = 0
    others: int = 0

    @property
    def all(self) -> int:
        return self.children + self.carers + self.staff + self.others


@dataclass(frozen=True)
class ActivityFile:
    """One activity: its row by column, the names of its places, and who was there."""

    id: int
    version: int
    values: Mapping[str, Any]
    school: str
    village: str
    present: People
    listed: int
    """Children, carers and staff on the list of attendance, there or not."""
    following: int
    """How many that are still planned come later in its series."""
    own: bool
    """Whether it is of a place that the person plans for: what the township holds, only the office changes."""

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass(frozen=True)
class Guest:
    """One person on the list of attendance."""

    id: int
    version: int
    kind: str
    """child, carer, staff, or member of the working group."""
    name: str
    what: str
    """The class of a child, the child of a carer and what they are to it, the unit of staff, the post of a member."""
    present: bool


@dataclass(frozen=True)
class Band:
    """A phase of the campaign, with both ends."""

    position: int
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class MonthFacts:
    """What is on from the first to the last day of a month."""

    first: date
    last: date
    days: Mapping[date, DayCount] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()


def activity_conditions(scope: Scope) -> list[Any]:
    """Conditions on `Activity` that leave what the scope admits: those of its places, and of the whole township."""
    if scope.everything:
        return []
    return [(Activity.school.is_null() & Activity.village.is_null()) | _own_place(scope)]


def month_facts(session: Session, first: date, last: date, narrowed: ActivityFilter) -> MonthFacts:
    """The counts of each day and the phases of the campaign."""
    columns = (Activity.kind, Activity.on_date, Activity.until_date, Activity.state)
    query = Activity.select(*columns).where(*between(session, first, last, narrowed))
    today = session.clock.today().isoformat()
    kinds: dict[date, Counter[str]] = {}
    late: set[date] = set()
    with session.reading():
        rows = list(query.where(Activity.state != ActivityState.CANCELLED).dicts())
        bands = _bands(first, last)
    for row in rows:
        for day in days_of(row):
            kinds.setdefault(day, Counter())[row["kind"]] += 1
            if row["state"] == ActivityState.PLANNED and (row["until_date"] or row["on_date"]) < today:
                late.add(day)
    return MonthFacts(first, last, {day: DayCount(kinds[day], day in late) for day in kinds}, bands)


def agenda(session: Session, first: date, last: date, narrowed: ActivityFilter) -> list[AgendaLine]:
    """The activities from `first` to `last`, by day and time."""
    present = fn.COALESCE(fn.SUM(Attendance.present), 0) + fn.COALESCE(Activity.others_present, 0)
    query = (
        Activity.select(
            Activity.id, Activity.kind, Activity.title, Activity.on_date, Activity.until_date, Activity.starts_at,
            Activity.ends_at, Activity.place, fn.COALESCE(School.name, Village.name, ""), Activity.state, present,
            Case(None, [(_own_place(session.scope), 1)], 0).converter(bool),
        )
        .join(School, JOIN.LEFT_OUTER, on=(Activity.school == School.id))
        .switch(Activity)
        .join(Village, JOIN.LEFT_OUTER, on=(Activity.village == Village.id))
        .switch(Activity)
        .join(Attendance, JOIN.LEFT_OUTER, on=(Attendance.activity == Activity.id))
        .where(*between(session, first, last, narrowed))
        .group_by(Activity.id)
        .order_by(Activity.on_date, Activity.starts_at, Activity.id)
    )  # fmt: skip
    with session.reading():
        return [AgendaLine(*row) for row in query.tuples()]


def activity_row(session: Session, activity_id: int) -> dict[str, Any]:
    """The row by column, inside the caller's transaction; raises NotFoundError for one out of the person's scope."""
    query = Activity.select().where(Activity.id == activity_id, *activity_conditions(session.scope))
    row: dict[str, Any] | None = query.dicts().first()
    if row is None:
        raise NotFoundError(_("This activity is not in the calendar any more. Go back to the calendar."))
    return row


def activity_file(session: Session, activity_id: int) -> ActivityFile:
    """One activity; raises NotFoundError."""
    with session.reading():
        row = activity_row(session, activity_id)
        counts = people_of([activity_id]).get(activity_id, People())
        listed = Attendance.select().where(Attendance.activity == activity_id).count()
        following = following_in_series(session, row).count()
        own = Activity.select(Activity.id).where(Activity.id == activity_id, _own_place(session.scope)).exists()
        school, village = (
            str(model.select(model.name).where(model.id == row[column]).scalar() or "")
            for model, column in ((School, "school"), (Village, "village"))
        )
    present = People(counts.children, counts.carers, counts.staff, row["others_present"] or 0)
    return ActivityFile(activity_id, row["version"], row, school, village, present, listed, following, own)


def following_in_series(session: Session, row: Mapping[str, Any]) -> Any:
    """A query of what is still planned later in the series of an activity, of the places that the person plans for."""
    return Activity.select().where(
        Activity.series == row["series"], Activity.series.is_null(False), Activity.on_date > row["on_date"],
        Activity.state == ActivityState.PLANNED, _own_place(session.scope),
    )  # fmt: skip


def people_of(activities: Any) -> dict[int, People]:
    """Who was there, others left out, by activity; `activities` is a list of ids or a query of them."""

    def came(column: Any) -> Any:
        return fn.SUM(Case(None, [((Attendance.present == 1) & column.is_null(False), 1)], 0))

    official = fn.COALESCE(Attendance.staff, Attendance.member)
    counts = (came(Attendance.child), came(Attendance.carer), came(official))
    query = Attendance.select(Attendance.activity, *counts).where(Attendance.activity.in_(activities))
    return {row[0]: People(*row[1:]) for row in query.group_by(Attendance.activity).tuples()}


def guests(session: Session, activity_id: int) -> list[Guest]:
    """The list of attendance: children, carers, staff, each by name, and the working group, its head first; of the
    children those within the scope.
    """
    cared = Child.alias()
    query = (
        Attendance.select(
            Attendance.id, Attendance.version, Attendance.present, Child.name, SchoolClass.stage, SchoolClass.grade,
            SchoolClass.number, Carer.name, cared.name, Carer.relation, Staff.name, Staff.unit,
            WorkingGroupMember.name, WorkingGroupMember.post,
        )
        .join(Child, JOIN.LEFT_OUTER, on=(Attendance.child == Child.id))
        .join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id))
        .join(Carer, JOIN.LEFT_OUTER, on=(Attendance.carer == Carer.id))
        .join(cared, JOIN.LEFT_OUTER, on=(Carer.child == cared.id))
        .join(Staff, JOIN.LEFT_OUTER, on=(Attendance.staff == Staff.id))
        .join(WorkingGroupMember, JOIN.LEFT_OUTER, on=(Attendance.member == WorkingGroupMember.id))
        .where(Attendance.activity == activity_id)
        .order_by(
            Attendance.child.is_null(), Attendance.carer.is_null(), SchoolClass.stage.desc(), SchoolClass.grade,
            SchoolClass.number, Child.name_key, cared.name_key, Staff.name_key,
            WorkingGroupMember.leads.desc(), Attendance.id,
        )
    )  # fmt: skip
    within = child_conditions(session.scope)
    if within:
        seen = Child.select(Child.id).where(*within)
        of_child = fn.COALESCE(Attendance.child, Carer.child)
        query = query.where(of_child.is_null() | of_child.in_(seen))
    with session.reading():
        activity_row(session, activity_id)
        return [_guest(*row) for row in query.tuples()]


def _guest(
    row_id: int, version: int, present: int, child: str | None, stage: str | None, grade: int | None,
    number: int | None, carer: str | None, cared: str | None, relation: str | None, staff: str | None,
    unit: str | None, member: str | None, post: str | None,
) -> Guest:  # fmt: skip
    if child is not None:
        what = class_name(stage, grade, number)
        return Guest(row_id, version, "child", child, what, bool(present))
    if carer is not None:
        what = f"{cared or ''} {label(CarerRelation, relation) if relation else ''}".strip()
        return Guest(row_id, version, "carer", carer, what, bool(present))
    if member is not None:
        return Guest(row_id, version, "member", member, post or "", bool(present))
    return Guest(row_id, version, "staff", staff or "", unit or "", bool(present))


def between(session: Session, first: date, last: date, narrowed: ActivityFilter) -> list[Any]:
    """Conditions for those that go on at any of the days; narrowed to a school, those of the township stay in sight."""
    until = fn.COALESCE(Activity.until_date, Activity.on_date)
    conditions = [Activity.on_date <= last.isoformat(), until >= first.isoformat()]
    conditions += activity_conditions(session.scope)
    township = Activity.school.is_null() & Activity.village.is_null()
    if narrowed.school is not None:
        conditions.append(township | (Activity.school == narrowed.school))
    if narrowed.village is not None:
        conditions.append(township | (Activity.village == narrowed.village))
    if narrowed.kind is not None:
        conditions.append(Activity.kind == narrowed.kind)
    return conditions


def _own_place(scope: Scope) -> Any:
    return within_places(scope, Activity.school, Activity.village)


def _bands(first: date, last: date) -> tuple[Band, ...]:
    query = Phase.select().where(Phase.starts_on <= last.isoformat(), Phase.ends_on >= first.isoformat())
    parse = date.fromisoformat
    return tuple(
        Band(row.position, row.name or "", parse(row.starts_on), parse(row.ends_on))
        for row in query.order_by(Phase.position)
    )
