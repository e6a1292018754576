"""Who stands behind the figures of the day: red alerts, and each duty that is due or overdue with who owes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL

from db.models import Child, ChildSummary, Pairing, School, SchoolClass, Village
from db.queries.alerts import alert_condition
from db.queries.duties import OPEN, THIS_WEEK, duty_of, mothered_by, state_of, with_duty
from db.queries.duties.duty import Moment, moment
from db.queries.file_numbers import FILE
from db.queries.registry_columns import COLUMNS, PresentCarer
from db.queries.roster import PORTION, ids_of, on_register
from db.queries.summaries import mothered
from db.queries.today import Owner, kinds, owner_names
from db.session import Session
from db.vocabulary import Alert, DutyKind, DutyState

ALERTS = "alerts"
"""As the kind of a request: red alerts alone."""
_ORDER = {DutyState.OVERDUE.value: 0, THIS_WEEK: 1, DutyState.DUE.value: 2}


@dataclass(frozen=True, slots=True)
class DueRow:
    """Which child it is, and whom to ask about it."""

    id: int
    name: str
    village: str | None
    school: str | None
    stage: str | None
    grade: int | None
    class_number: int | None
    carer: str | None
    carer_phone: str | None
    file: str


@dataclass(frozen=True, slots=True)
class DueChild:
    """A child and one thing that is due for it: an alert, or a duty and its state (THIS_WEEK is due in 7 days)."""

    child: DueRow
    alert: Alert | None
    duty: DutyKind | None
    state: str
    owner: str
    """Who owes it, where that was asked for."""
    due_on: date | None = None
    """The day on which it falls due, by the rule itself; none for an alert."""


@dataclass(frozen=True, slots=True)
class _Found:
    child: int
    what: int
    """The place of the alert or duty in its list."""
    state: str
    owner: int | None
    due_on: date | None = None
    alert: bool = False


def due_children(
    session: Session, on: date, *, school: int | None = None, village: int | None = None,
    school_class: int | None = None, helper: int | None = None, kind: str = "", by: Owner | None = None,
) -> Iterator[DueChild]:  # fmt: skip
    """Red alerts first, then each duty, the overdue first, by village and name; with `by`, owner after owner.

    `kind` is a DutyKind or ALERTS, empty for everything.
    """
    at = moment(session, on)
    conditions = on_register(session, on, school=school, village=village)
    if school_class is not None:
        conditions.append(Child.school_class == school_class)
    if helper is not None:
        conditions.append(mothered_by(helper, on))
    # Read once and kept as places: of 100,000 children each duty took half a second to read in this order, not 0.15.
    in_order = Child.select(Child.id).where(*conditions).order_by(Child.village, Child.name_key, Child.id)
    place = {child: number for number, child in enumerate(ids_of(session, in_order))}

    def sort_key(one: _Found) -> tuple[int, int, int]:
        return one.what, _ORDER.get(one.state, 0), place.get(one.child, len(place))

    found: list[_Found] = []
    if kind in ("", ALERTS):
        found += sorted(_alerts(session, conditions, at, by), key=sort_key)
    for index, duty in enumerate(kinds(session)):
        if kind in ("", duty.value):
            found += sorted(_open(session, duty, index, conditions, at, by), key=sort_key)
    names = owner_names(session, by) if by else {}
    if by:
        found.sort(key=lambda one: (one.owner is None, names.get(one.owner, ""), not one.alert, one.what))
    yield from _rows(session, found, names)


def _alerts(session: Session, conditions: Sequence[Any], at: Moment, by: Owner | None) -> list[_Found]:
    found = []
    for index, alert in enumerate(Alert):
        if alert is Alert.INCIDENT_UNREPORTED and not session.scope.incidents:
            continue
        query, owner = _owned(by, at)
        query = query.select(Child.id, owner).where(*conditions, alert_condition(alert, at.day))
        with session.reading():
            found += [_Found(child, index, "", whose, alert=True) for child, whose in query.tuples().iterator()]
    return found


def _open(
    session: Session, kind: DutyKind, index: int, conditions: Sequence[Any], at: Moment, by: Owner | None
) -> list[_Found]:
    duty = duty_of(kind)
    query, owner = _owned(by, at)
    query = query.join(ChildSummary, on=(ChildSummary.child == Child.id), src=Child)
    query = query.select(Child.id, state_of(duty, at), owner, *duty.facts(at))
    query = query.where(*conditions, *with_duty(kind, OPEN, at))
    with session.reading():
        return [
            _Found(child, index, state, whose, duty.rule(at, *facts).due_on)
            for child, state, whose, *facts in query.tuples().iterator()
        ]


def _owned(by: Owner | None, at: Moment) -> tuple[Any, Any]:
    query = Child.select(Child.id)
    if by is Owner.HELPER:
        return query.join(Pairing, JOIN.LEFT_OUTER, on=mothered(at.day)), Pairing.staff
    return query, SQL("NULL") if by is None else Child._meta.fields[by.value]


def _rows(session: Session, found: Sequence[_Found], names: dict[int | None, str]) -> Iterator[DueChild]:
    duties, alerts = kinds(session), list(Alert)
    for start in range(0, len(found), PORTION):
        portion = found[start : start + PORTION]
        children = _children(session, list({one.child for one in portion}))
        for one in portion:
            if one.child in children:
                alert, duty = (alerts[one.what], None) if one.alert else (None, duties[one.what])
                yield DueChild(children[one.child], alert, duty, one.state, names.get(one.owner, ""), one.due_on)


def _children(session: Session, ids: Sequence[int]) -> dict[int, DueRow]:
    query = Child.select(
        Child.id, Child.name, Village.name, School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number,
        PresentCarer.name, PresentCarer.phone, FILE,
    )  # fmt: skip
    for key in ("village", "school", "school_class", "carer"):
        query = COLUMNS[key].join(query)
    with session.reading():
        return {row[0]: DueRow(*row) for row in query.where(Child.id.in_(ids)).tuples()}
