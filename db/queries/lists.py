"""Lists that an office keeps beside the register: leavers, 16th birthdays, agreements to renew, a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from db.models import Carer, CareRecord, Child, Pairing, School, SchoolClass, Staff, Village
from db.queries.roster import on_register
from db.queries.scope import child_conditions
from db.queries.terms import current_semester
from db.rules.agreements import AgreementState, agreement_state
from db.rules.class_names import class_title
from db.rules.dates import add_months, birthday, last_day
from db.rules.definitions import AGE_LIMIT
from db.session import Session
from db.vocabulary import ExitReason, PairingKind, RecordKind

MONTHS_AHEAD = 12
"""How far a list of 16th birthdays looks ahead."""
RENEWAL_DAYS = 60
"""An agreement that ends within so many days is to be renewed."""


@dataclass(frozen=True)
class Listed:
    """A child of a list, with names of its places; `day` and `what` are what the list is about."""

    id: int
    name: str
    birth_date: str | None
    village: str | None
    school: str | None
    file_no: str | None
    day: str | None
    what: str | None = None
    note: str | None = None
    phone: str | None = None


_PLACED = (Child.id, Child.name, Child.birth_date, Village.name, School.name, Child.file_no)


def leavers(
    session: Session, first: date, last: date, *, school: int | None = None, village: int | None = None
) -> list[Listed]:
    """Who left the register from `first` to `last`, the earliest first; `what` is the code of the reason.

    Entries that were mistakes never were children of the register.
    """
    conditions = [
        Child.left_on.between(first.isoformat(), last.isoformat()),
        Child.left_reason.is_null() | (Child.left_reason != ExitReason.WRONG_ENTRY.value),
        *_within(session, school, village),
    ]
    return _listed(session, conditions, (Child.left_on, Child.left_reason, Child.left_note), Child.left_on)


def turning_16(session: Session, on: date, *, school: int | None = None, village: int | None = None) -> list[Listed]:
    """Who of the register turns 16 within a year or is 16 already, by that day, which is `day`."""
    latest = add_months(on, MONTHS_AHEAD - 12 * AGE_LIMIT).isoformat()
    conditions = [Child.birth_date <= latest, *on_register(session, on, school=school, village=village)]
    found = (
        Listed(row.id, row.name, row.birth_date, row.village, row.school, row.file_no,
               birthday(last_day(row.birth_date), AGE_LIMIT).isoformat() if row.birth_date else None)
        for row in _listed(session, conditions, (), Child.birth_date)
    )  # fmt: skip
    return sorted(found, key=lambda row: row.day or "")  # of a birth known to its month only, the last day


def agreements_to_renew(
    session: Session, on: date, *, school: int | None = None, village: int | None = None
) -> list[Listed]:
    """Present carers without an agreement, or with one that ends soon or has ended; `day` is its end."""
    soon = date.fromordinal(on.toordinal() + RENEWAL_DAYS).isoformat()
    lacking = Carer.agreement_on.is_null() | (Carer.agreement_until <= soon)
    return _of_carers(session, lacking, on, school, village)


def agreements(
    session: Session, on: date, *, state: AgreementState | None = None, school: int | None = None,
    village: int | None = None,
) -> list[Listed]:  # fmt: skip
    """Present carers by the state of their agreement, None for all; `day` is its end and `note` when it was signed."""
    found = _of_carers(session, None, on, school, village)
    return [row for row in found if state in (None, agreement_state(row.note, row.day, on))]


def _of_carers(session: Session, condition: Any, on: date, school: int | None, village: int | None) -> list[Listed]:
    conditions = [Carer.to_on.is_null(), *on_register(session, on, school=school, village=village)]
    if condition is not None:
        conditions.append(condition)
    fields = (Carer.agreement_until, Carer.name, Carer.agreement_on, Carer.phone)
    return _listed(session, conditions, fields, Carer.agreement_until, carers=True)


def _within(session: Session, school: int | None, village: int | None) -> list[Any]:
    conditions = list(child_conditions(session.scope))
    if school is not None:
        conditions.append(Child.school == school)
    if village is not None:
        conditions.append(Child.village == village)
    return conditions


def _listed(
    session: Session, conditions: list[Any], fields: tuple[Any, ...], order: Any, *, carers: bool = False
) -> list[Listed]:  # fmt: skip
    query = Child.select(*_PLACED, *fields)
    query = query.join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
    query = query.join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
    if carers:
        query = query.join(Carer, on=(Carer.child == Child.id), src=Child)
    with session.reading():
        rows = list(query.where(*conditions).order_by(order, Child.name_key, Child.id).tuples())
    return [Listed(*row, *([None] if not fields else [])) for row in rows]


@dataclass(frozen=True)
class Companion:
    """A child of a class with the teacher who helps it, and what it did this semester."""

    name: str
    partner: str | None
    letters: int
    deeds: int


def class_companions(session: Session, school_class: int, on: date) -> Iterator[Companion]:
    """The children of the register in a class, by name, with letters and good deeds of the semester up to that day."""
    semester = current_semester(session, on)
    conditions = [Child.school_class == school_class, *on_register(session, on)]
    with session.reading():
        children = list(Child.select(Child.id, Child.name).where(*conditions).order_by(Child.name_key).tuples())
        ids = [child for child, _name in children]
        helped = (
            Pairing.select(Pairing.child, Staff.name)
            .join(Staff, on=(Pairing.staff == Staff.id))
            .where(Pairing.child.in_(ids), Pairing.kind == PairingKind.HELP_TEACHER.value, Pairing.to_on.is_null())
        )
        partners = dict(helped.tuples())
        done = (
            CareRecord.select(CareRecord.child, CareRecord.kind, fn.COUNT(CareRecord.id))
            .where(
                CareRecord.child.in_(ids),
                CareRecord.withdrawn_on.is_null(),
                CareRecord.happened_on.between(semester.starts_on.isoformat(), on.isoformat()),
            )
            .group_by(CareRecord.child, CareRecord.kind)
        )
        counts = {(child, kind): count for child, kind, count in done.tuples()}  # fmt: skip
    for child, name in children:
        letters, deeds = (counts.get((child, kind.value), 0) for kind in (RecordKind.LETTER, RecordKind.GOOD_DEED))
        yield Companion(name, partners.get(child), letters, deeds)


def class_name(session: Session, school_class: int) -> str:
    """The class as its school writes it, with the school."""
    columns = (School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number)
    query = SchoolClass.select(*columns).join(School).where(SchoolClass.id == school_class)
    with session.reading():
        school, stage, grade, number = query.tuples().get()
    return f"{school} {class_title(stage, grade, number)}"
