"""What the register knows of the children that a file may mean, read for many rows at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import JOIN

from db.models import Carer, Child, Enrolment, Grandparent, Pairing, Parent, School, SchoolClass, Staff, Village
from db.queries.pairing_helpers import barred_staff, load_of
from db.rules.classes import ClassName
from db.rules.semesters import school_year
from db.scope import Scope
from db.session import Session
from db.vocabulary import RegistryState, Stage

Row = Mapping[str, Any]
_AT_ONCE = 400
"""Values in one list of a query; SQLite takes 999 of older builds."""


@dataclass(frozen=True)
class Known:
    """A child as it is stored, with its family: parents and grandparents by role, the present carer."""

    child: Row
    parents: Mapping[str, Row] = field(default_factory=dict)
    grandparents: Mapping[str, Row] = field(default_factory=dict)
    carer: Row | None = None
    enrolments: tuple[Row, ...] = ()
    """Those that have not ended."""
    helpers: Mapping[str, int | None] = field(default_factory=dict)
    """Who helps at present, by kind: a member of staff; None for a little teacher."""

    @property
    def id(self) -> int:
        return int(self.child["id"])


@dataclass
class Places:
    """Villages and schools by id, and the classes of all years by id with their school."""

    villages: dict[int, str]
    schools: dict[int, str]
    classes: dict[int, tuple[int, int, ClassName]]
    """School, school year and name of each class."""


def places(session: Session) -> Places:
    """Every place that the register has."""
    with session.reading():
        classes = SchoolClass.select(
            SchoolClass.id, SchoolClass.school, SchoolClass.school_year, SchoolClass.stage, SchoolClass.grade,
            SchoolClass.number,
        )  # fmt: skip
        return Places(
            dict(Village.select(Village.id, Village.name).tuples()),
            dict(School.select(School.id, School.name).tuples()),
            {row[0]: (row[1], row[2], ClassName(Stage(row[3]), row[4], row[5])) for row in classes.tuples()},
        )


@dataclass(frozen=True)
class Member:
    """Somebody who still helps or teaches, as a file may name them."""

    id: int
    name: str
    roles: frozenset[str]
    phone: str
    school: str
    capacity: int = 0
    """Children whom they can take; 0 where the rules of the kind say it."""


def members(session: Session) -> list[Member]:
    """All staff who have not left."""
    query = (
        Staff.select(Staff.id, Staff.name, Staff.roles, Staff.phone, School.name, Staff.capacity)
        .join(School, JOIN.LEFT_OUTER, on=(Staff.school == School.id), src=Staff)
        .where(Staff.active == 1)
        .order_by(Staff.id)
    )
    with session.reading():
        return [
            Member(staff, name, frozenset((roles or "").split()), phone or "", school or "", capacity)
            for staff, name, roles, phone, school, capacity in query.tuples()
        ]


def helped_at_present(session: Session) -> dict[int, int]:
    """How many children each member of staff helps."""
    with session.reading():
        return load_of(Pairing.staff)


def class_teachers(session: Session) -> dict[tuple[str, ClassName], Member]:
    """Whoever teaches a class of this school year, by school and class."""
    query = (
        SchoolClass.select(School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number, Staff.id, Staff.name)
        .join(School)
        .join(Staff, on=(SchoolClass.teacher == Staff.id), src=SchoolClass)
        .where(SchoolClass.school_year == school_year(session.clock.today()))
    )
    with session.reading():
        return {
            (school, ClassName(Stage(stage), grade, number)): Member(staff, name, frozenset(), "", school)
            for school, stage, grade, number, staff, name in query.tuples()
        }


def barred_members(session: Session) -> set[int]:
    """The staff whom the law forbids to entrust a child to."""
    with session.reading():
        return barred_staff()


def known_children(session: Session, id_numbers: Iterable[str], name_keys: Iterable[str]) -> list[Known]:
    """The children with any of these ID numbers or names, whoever may see them; merged and mistaken ones left out."""
    states = [state.value for state in RegistryState]
    ids: set[int] = set()
    with session.reading():
        for numbers in _portions(id_numbers):
            ids.update(row[0] for row in Child.select(Child.id).where(Child.id_no.in_(numbers)).tuples())
        for keys in _portions(name_keys):
            named = Child.registry_state.in_(states) & Child.name_key.in_(keys)
            ids.update(row[0] for row in Child.select(Child.id).where(named).tuples())
        return [known for portion in _portions(ids) for known in _read(portion)]


def visible(scope: Scope, child: Row) -> bool:
    """Whether a person may see the child, as `child_conditions` asks it of the database."""
    return all(child[name] in allowed for name, allowed in scope.limits.items())


def _read(ids: list[Any]) -> list[Known]:
    families: dict[type, dict[int, dict[str, Row]]] = {}
    for model in (Parent, Grandparent):
        families[model] = defaultdict(dict)
        for row in model.select().where(model.child.in_(ids)).dicts():
            families[model][row["child"]][row["role"]] = row
    carers = Carer.select().where(Carer.child.in_(ids) & Carer.to_on.is_null()).order_by(Carer.id)
    present = {row["child"]: row for row in carers.dicts()}
    enrolled: dict[int, list[Row]] = defaultdict(list)
    for row in Enrolment.select().where(Enrolment.child.in_(ids) & Enrolment.to_on.is_null()).dicts():
        enrolled[row["child"]].append(row)
    helped: dict[int, dict[str, int | None]] = defaultdict(dict)
    pairings = Pairing.select(Pairing.child, Pairing.kind, Pairing.staff)
    for child, kind, staff in pairings.where(Pairing.child.in_(ids) & Pairing.to_on.is_null()).tuples():
        helped[child][kind] = staff
    children = Child.select().where(Child.id.in_(ids)).order_by(Child.id)
    return [
        Known(
            row,
            families[Parent][row["id"]],
            families[Grandparent][row["id"]],
            present.get(row["id"]),
            tuple(enrolled[row["id"]]),
            helped[row["id"]],
        )
        for row in children.dicts()
    ]


def _portions(values: Iterable[Any]) -> Iterable[list[Any]]:
    chosen = sorted(set(values))
    for start in range(0, len(chosen), _AT_ONCE):
        yield chosen[start : start + _AT_ONCE]
