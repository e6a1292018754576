"""The list of pairings of a day, and how far each kind covers the children."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sys import intern
from typing import Any

from peewee import JOIN, fn

from db.models import Carer, Child, Pairing, School, SchoolClass, Staff, Village
from db.queries.file_numbers import FILE
from db.queries.pairing_helpers import helpers_of, needs
from db.queries.pairing_rules import kind_rules
from db.queries.roster import on_register
from db.queries.scope import name_seen
from db.rules.class_names import class_name
from db.session import Session
from db.vocabulary import PairingKind


@dataclass(frozen=True, slots=True)
class PairedRow:
    """A child with one of its helpers; codes and dates as stored."""

    kind: str
    child: str
    sex: str | None
    birth_date: str | None
    village: str
    school: str
    school_class: str
    helper: str
    unit: str
    post: str
    phone: str
    from_on: str
    carer: str
    carer_phone: str
    file: str


@dataclass(frozen=True)
class Coverage:
    """How far a kind reaches: children it is meant for, those who have one, helpers, and the room that is left."""

    kind: PairingKind
    needed: int
    paired: int
    helpers: int
    room: int


def pairings(
    session: Session, on: date, *, school: int | None = None, village: int | None = None, kind: str = "",
    helper: int | None = None, by: str = "village",
) -> Iterator[PairedRow]:  # fmt: skip
    """The pairings open on a day of children then on the register; sorted by "village", "school" or "kind"."""
    day = on.isoformat()
    pupil, pupil_class = Child.alias(), SchoolClass.alias()
    conditions = [
        Pairing.from_on <= day, Pairing.to_on.is_null() | (Pairing.to_on > day),
        *on_register(session, on, school=school, village=village),
    ]  # fmt: skip
    if kind:
        conditions.append(Pairing.kind == kind)
    if helper is not None:
        conditions.append(Pairing.staff == helper)
    carer = Carer.select(fn.MAX(Carer.id)).where((Carer.child == Child.id) & Carer.to_on.is_null())
    query = (
        Pairing.select(
            Pairing.kind, Child.name, Child.sex, Child.birth_date, Village.name, School.name, SchoolClass.stage,
            SchoolClass.grade, SchoolClass.number, fn.COALESCE(Staff.name, name_seen(session.scope, pupil)),
            Staff.unit, pupil_class.stage, pupil_class.grade, pupil_class.number, Staff.post, Staff.phone,
            Pairing.from_on, Carer.name, Carer.phone, FILE,
        )
        .join(Child, on=(Pairing.child == Child.id))
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
        .join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id), src=Child)
        .join(Carer, JOIN.LEFT_OUTER, on=(Carer.id == carer), src=Child)
        .join(Staff, JOIN.LEFT_OUTER, on=(Pairing.staff == Staff.id), src=Pairing)
        .join(pupil, JOIN.LEFT_OUTER, on=(Pairing.helper_child == pupil.id), src=Pairing)
        .join(pupil_class, JOIN.LEFT_OUTER, on=(pupil.school_class == pupil_class.id), src=pupil)
        .where(*conditions)
        .order_by(*_ORDERS[by or "village"], Child.name_key, Child.id, Pairing.id)
    )  # fmt: skip
    with session.reading():
        rows = list(map(_paired, query.tuples().iterator()))
    yield from rows


def _paired(row: tuple[Any, ...]) -> PairedRow:
    """A row with every word that comes back in others kept once: half the memory at 100,000 children."""
    code, child, sex, born, village_name, school_name, stage, grade, number, helper_name = row[:10]
    unit, stage_of, grade_of, number_of, post, phone, from_on, carer_name, carer_phone, file = row[10:]
    return PairedRow(
        intern(code), child, sex and intern(sex), born, intern(village_name or ""), intern(school_name or ""),
        intern(class_name(stage, grade, number)), intern(helper_name or ""),
        intern(unit or class_name(stage_of, grade_of, number_of)), intern(post or ""), phone or "", intern(from_on),
        carer_name or "", carer_phone or "", file,
    )  # fmt: skip


def coverage(session: Session, on: date, kind: str = "") -> list[Coverage]:
    """Every kind, or one, as of a day; helpers and their room are those of today."""
    found = []
    for one in PairingKind:
        if kind and one.value != kind:
            continue
        rules = kind_rules(session, one)
        day = on.isoformat()
        paired = Pairing.select(Pairing.child).where(
            (Pairing.kind == one.value) & (Pairing.from_on <= day) & (Pairing.to_on.is_null() | (Pairing.to_on > day))
        )
        with session.reading():
            wanted = [*on_register(session, on), *needs(session, rules)]
            needed = Child.select(fn.COUNT(Child.id)).where(*wanted).scalar()
            having = Child.select(fn.COUNT(Child.id)).where(*wanted, Child.id.in_(paired)).scalar()
            lines = list(helpers_of(session, rules))
        found.append(Coverage(one, needed, having, len(lines), sum(line.helper.room for line in lines)))
    return found


_ORDERS: dict[str, tuple[Any, ...]] = {
    "village": (Village.name, Pairing.kind),
    "school": (School.name, SchoolClass.grade, SchoolClass.number, Pairing.kind),
    "kind": (Pairing.kind, fn.COALESCE(Staff.name_key, "")),
}
