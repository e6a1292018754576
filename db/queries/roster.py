"""The register as a roster of any day, streamed: the order is fixed first, then the rows are read by the hundred.

No read stays open between two portions, so a long report never holds up a writer.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.models import Child, School, SchoolClass, Village
from db.queries.registry_columns import COLUMNS, Father, Mother, PresentCarer
from db.queries.scope import child_conditions
from db.session import Session
from db.vocabulary import ExitReason

PORTION = 500


@dataclass(frozen=True)
class RosterRow:
    """A child as the roster shows it: codes and ISO dates as stored, None for what was not collected."""

    id: int
    name: str
    sex: str | None
    birth_date: str | None
    id_no: str | None
    nation: str | None
    village: str | None
    village_group: str | None
    school: str | None
    stage: str | None
    grade: int | None
    class_number: int | None
    schooling: str | None
    boarding: bool | None
    health: str | None
    care_reason: str | None
    actual_care: str | None
    living: str | None
    guardianship_grade: str | None
    risk: str | None
    civil: bool | None
    school_practice: bool | None
    phone: str | None
    carer: str | None
    carer_relation: str | None
    carer_phone: str | None
    father: str | None
    father_whereabouts: str | None
    father_phone: str | None
    mother: str | None
    mother_whereabouts: str | None
    mother_phone: str | None
    file_no: str | None
    registered_on: str
    surveyed_on: str | None


_FIELDS = (
    Child.id, Child.name, Child.sex, Child.birth_date, Child.id_no, Child.nation, Village.name, Child.village_group,
    School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number, Child.schooling, Child.boarding,
    Child.health, Child.care_reason, Child.actual_care, Child.living, Child.guardianship_grade, Child.risk,
    Child.civil, Child.school_practice, Child.phone, PresentCarer.name, PresentCarer.relation, PresentCarer.phone,
    Father.name, Father.whereabouts, Father.phone, Mother.name, Mother.whereabouts, Mother.phone,
    Child.file_no, Child.registered_on, Child.surveyed_on,
)  # fmt: skip


def roster(
    session: Session, on: date, *, school: int | None = None, village: int | None = None,
    school_class: int | None = None,
) -> Iterator[RosterRow]:  # fmt: skip
    """The children who were on the register on that day, by village and name, with their data of now."""
    conditions = on_register(session, on, school=school, village=village)
    if school_class is not None:
        conditions.append(Child.school_class == school_class)
    query = Child.select(Child.id).where(*conditions).order_by(Child.village, Child.name_key, Child.id)
    yield from rows_of(session, ids_of(session, query))


def on_register(session: Session, on: date, *, school: int | None = None, village: int | None = None) -> list[Any]:
    """Conditions on the children who were on the register on that day, within the person's scope.

    An entry that left as a mistake (merged, or its import undone) never was a child of the register.
    """
    day = on.isoformat()
    meant = Child.left_reason.is_null() | (Child.left_reason != ExitReason.WRONG_ENTRY.value)
    conditions = [Child.registered_on <= day, Child.left_on.is_null() | ((Child.left_on > day) & meant)]
    if school is not None:
        conditions.append(Child.school == school)
    if village is not None:
        conditions.append(Child.village == village)
    return [*conditions, *child_conditions(session.scope)]


def ids_of(session: Session, query: Any) -> array[int]:
    """The ids a query selects, in its order; eight bytes each."""
    with session.reading():
        return array("q", (row[0] for row in query.tuples().iterator()))


def rows_of(session: Session, ids: Sequence[int]) -> Iterator[RosterRow]:
    """The rows of these children, in this order; one that was removed meanwhile is left out."""
    query = Child.select(*_FIELDS)
    for key in ("village", "school", "school_class", "carer", "father", "mother"):
        query = COLUMNS[key].join(query)
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        with session.reading():
            found = {row[0]: RosterRow(*row) for row in query.where(Child.id.in_(list(portion))).tuples()}
        yield from (found[child] for child in portion if child in found)
