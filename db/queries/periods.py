"""What was done in a time, counted: the register, care records, activities, agreements, plans, pairings."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import and_
from typing import Any

from peewee import SQL, fn

from db.models import CarePlan, Carer, CareRecord, Child, Incident, Pairing
from db.queries.activities import ActivityFilter
from db.queries.activities_counted import counted_lines
from db.queries.history import day_end
from db.queries.roster import on_register
from db.queries.scope import child_conditions
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState, ExitReason, PairingKind, RecordKind

Figures = dict[str, int]


def figures(
    session: Session, first: date, last: date, *, school: int | None = None, village: int | None = None
) -> Figures:
    """Every count of the days from `first` to `last`, both within, by its key.

    The keys: at_start, new, left, net, at_end; of a record kind `talk` and `talk_children` (how many were reached); of
    an activity kind `outing_held` and `outing_people`; activities, people, agreements, plans_begun, plans_closed,
    plans_open, incidents; of a pairing kind `paired_loving_mother`.

    The school and village are those that the children and activities have now. An activity of the whole township counts
    for a place whose children or carers came to it, with those alone. Plans and incidents are left out for whoever may
    not see them.
    """
    here = _children(session, school, village)
    with session.reading():
        counts = {
            **_register(session, first, last, school, village),
            **_records(here, first, last),
            **_activities(session, first, last, ActivityFilter(school, village)),
            "agreements": _between(Carer, Carer.agreement_on, first, last, here),
            **_pairings(session, last, school, village),
        }
        if session.scope.plans:
            counts.update(
                plans_begun=_between(CarePlan, CarePlan.starts_on, first, last, here),
                plans_closed=_between(CarePlan, CarePlan.closed_on, first, last, here),
                plans_open=CarePlan.select().where(
                    CarePlan.child.in_(here), CarePlan.starts_on <= last.isoformat(), _open(CarePlan.closed_on, last)
                ).count(),
            )  # fmt: skip
        if session.scope.incidents:
            found = (Incident.found_at >= day_end(first - timedelta(days=1))) & (Incident.found_at < day_end(last))
            counts["incidents"] = Incident.select().where(found, Incident.child.in_(here)).count()
    return counts


def _children(session: Session, school: int | None, village: int | None) -> Any:
    """The ids of the children within the request and the person's scope, on the register or not."""
    conditions = list(child_conditions(session.scope))
    if school is not None:
        conditions.append(Child.school == school)
    if village is not None:
        conditions.append(Child.village == village)
    query = Child.select(Child.id)
    return query.where(reduce(and_, conditions)) if conditions else query


def _open(field: Any, day: date) -> Any:
    return field.is_null() | (field > day.isoformat())


def _between(model: Any, field: Any, first: date, last: date, children: Any) -> int:
    """Rows of the children with a day in the time."""
    inside = field.between(first.isoformat(), last.isoformat())
    return int(model.select().where(inside, model.child.in_(children)).count())


def _register(session: Session, first: date, last: date, school: int | None, village: int | None) -> Figures:
    def standing(day: date) -> int:
        return int(Child.select().where(*on_register(session, day, school=school, village=village)).count())

    here = _children(session, school, village)
    entered = Child.registered_on.between(first.isoformat(), last.isoformat())
    meant = Child.left_reason.is_null() | (Child.left_reason != ExitReason.WRONG_ENTRY.value)
    left = Child.left_on.between(first.isoformat(), last.isoformat())
    begin, new = standing(first - timedelta(days=1)), Child.select().where(Child.id.in_(here), entered, meant).count()
    gone = Child.select().where(Child.id.in_(here), left, meant).count()
    return {"at_start": begin, "new": new, "left": gone, "net": new - gone, "at_end": standing(last)}


def _records(children: Any, first: date, last: date) -> Figures:
    # Child by child in the order of the index: to sort a year's 200,000 records by kind took 10 MB more.
    of_child = (
        CareRecord.select(CareRecord.kind, fn.COUNT(SQL("*")).alias("records"))
        .where(CareRecord.child.in_(children), CareRecord.withdrawn_on.is_null(),
               CareRecord.happened_on.between(first.isoformat(), last.isoformat()))
        .group_by(CareRecord.child, CareRecord.kind)
    )  # fmt: skip
    kind = of_child.c.kind
    query = of_child.select_from(kind, fn.SUM(of_child.c.records), fn.COUNT(SQL("*"))).group_by(kind)
    counts = {f"{kind.value}{part}": 0 for kind in RecordKind for part in ("", "_children")}
    for kind, records, reached in query.tuples():
        counts[kind], counts[f"{kind}_children"] = records, reached
    return counts


def _activities(session: Session, first: date, last: date, narrowed: ActivityFilter) -> Figures:
    counts = {f"{kind.value}{part}": 0 for kind in ActivityKind for part in ("_held", "_people")}
    for line in counted_lines(session, first, last, narrowed):
        if line.state == ActivityState.DONE and line.on_date >= first.isoformat():
            counts[f"{line.kind}_held"] += 1
            counts[f"{line.kind}_people"] += line.people.all
    counts["activities"] = sum(counts[f"{kind.value}_held"] for kind in ActivityKind)
    counts["people"] = sum(counts[f"{kind.value}_people"] for kind in ActivityKind)
    return counts


def _pairings(session: Session, day: date, school: int | None, village: int | None) -> Figures:
    """Of the children on the register at the end of that day, how many had somebody of each kind."""
    children = Child.select(Child.id).where(*on_register(session, day, school=school, village=village))
    query = (
        Pairing.select(Pairing.kind, fn.COUNT(Pairing.child.distinct()))
        .where(Pairing.child.in_(children), Pairing.from_on <= day.isoformat(), _open(Pairing.to_on, day))
        .group_by(Pairing.kind)
    )
    found = dict(query.tuples())
    return {f"paired_{kind.value}": found.get(kind.value, 0) for kind in PairingKind}


def mothered_by_village(
    session: Session, day: date, *, school: int | None = None, village: int | None = None
) -> dict[int | None, tuple[int, int]]:
    """Of each village by row id: how many children on the register have a loving mother that day, and how many are."""
    children = on_register(session, day, school=school, village=village)
    paired = Pairing.select(Pairing.child).where(
        Pairing.kind == PairingKind.LOVING_MOTHER.value, Pairing.from_on <= day.isoformat(), _open(Pairing.to_on, day)
    )
    query = Child.select(Child.village, fn.SUM(Child.id.in_(paired)), fn.COUNT(Child.id)).where(*children)
    with session.reading():
        return {row_id: (part, whole) for row_id, part, whole in
                query.group_by(Child.village).order_by(Child.village).tuples()}  # fmt: skip
