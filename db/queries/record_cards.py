"""Care records as they are printed: whole, with the child and who made them, streamed by the hundred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from db.models import CareRecord, Child, School, SchoolClass, Semester, Staff, Village
from db.queries.roster import PORTION, ids_of
from db.queries.scope import child_conditions
from db.rules.class_names import class_name
from db.rules.semesters import semester_title
from db.session import Session
from db.vocabulary import RegistryState


@dataclass(frozen=True, slots=True)
class Pupil:
    """A child as it stands at the head of a card."""

    id: int
    name: str
    sex: str | None
    birth_date: str | None
    file_no: str | None
    village: str
    school: str
    school_class: str
    teacher: str


@dataclass(frozen=True, slots=True)
class Card:
    """A record that was not withdrawn; `values` are its columns as stored."""

    id: int
    pupil: Pupil
    kind: str
    day: str
    who: str
    semester: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which records: of what period and kind, of which children, by whom; None is any."""

    first: date | None = None
    last: date | None = None
    kind: str | None = None
    child: int | None = None
    school_class: int | None = None
    school: int | None = None
    village: int | None = None
    staff: int | None = None


def pupils_of(session: Session, wanted: Wanted) -> Iterator[Pupil]:
    """The registered children of a class or place, or the one child wherever it is, by name.

    No read stays open between two portions.
    """
    conditions = _children(session, wanted)
    if wanted.child is None:
        conditions.append(Child.registry_state == RegistryState.REGISTERED.value)
    ids = ids_of(session, Child.select(Child.id).where(*conditions).order_by(Child.name_key, Child.id))
    query = _with_places(Child.select(*_PUPIL))
    for at in range(0, len(ids), PORTION):
        portion = ids[at : at + PORTION].tolist()
        with session.reading():
            read = {row[0]: _pupil(row) for row in query.where(Child.id.in_(portion)).tuples()}
        yield from (read[child] for child in portion if child in read)


def cards(session: Session, wanted: Wanted) -> Iterator[Card]:
    """The records by day; no read stays open between two portions."""
    conditions = [CareRecord.withdrawn_on.is_null(), *_children(session, wanted)]
    equal = ((CareRecord.kind, wanted.kind), (CareRecord.staff, wanted.staff))
    conditions += [column == value for column, value in equal if value is not None]
    if wanted.first:
        conditions.append(CareRecord.happened_on >= wanted.first.isoformat())
    if wanted.last:
        conditions.append(CareRecord.happened_on <= wanted.last.isoformat())
    order = (CareRecord.happened_on, Child.name_key, CareRecord.id)
    query = CareRecord.select(CareRecord.id).join(Child, on=(CareRecord.child == Child.id)).where(*conditions)
    ids = ids_of(session, query.order_by(*order))
    for at in range(0, len(ids), PORTION):
        portion = ids[at : at + PORTION].tolist()
        with session.reading():
            read = {card.id: card for card in map(_card, _whole().where(CareRecord.id.in_(portion)).tuples())}
        yield from (read[record_id] for record_id in portion if record_id in read)


_TEACHER = Staff.alias()
_PUPIL = (Child.id, Child.name, Child.sex, Child.birth_date, Child.file_no, Village.name, School.name,
          SchoolClass.stage, SchoolClass.grade, SchoolClass.number, _TEACHER.name)  # fmt: skip
_COLUMNS = tuple(CareRecord._meta.sorted_fields)
_NAMES = tuple(field.name for field in _COLUMNS)


def _children(session: Session, wanted: Wanted) -> list[Any]:
    equal = (
        (Child.id, wanted.child), (Child.school_class, wanted.school_class), (Child.school, wanted.school),
        (Child.village, wanted.village),
    )  # fmt: skip
    chosen = [column == value for column, value in equal if value is not None]
    return [*chosen, *child_conditions(session.scope)] or [Child.id.is_null(False)]


def _with_places(query: Any) -> Any:
    return (
        query.join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
        .join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id), src=Child)
        .join(_TEACHER, JOIN.LEFT_OUTER, on=(SchoolClass.teacher == _TEACHER.id), src=SchoolClass)
    )


def _whole() -> Any:
    query = CareRecord.select(*_COLUMNS, Staff.name, Semester.school_year, Semester.term, *_PUPIL)
    query = query.join(Child, on=(CareRecord.child == Child.id))
    query = _with_places(query).join(Staff, JOIN.LEFT_OUTER, on=(CareRecord.staff == Staff.id), src=CareRecord)
    return query.join(Semester, JOIN.LEFT_OUTER, on=(CareRecord.semester == Semester.id), src=CareRecord)


def _card(row: tuple[Any, ...]) -> Card:
    values = dict(zip(_NAMES, row, strict=False))
    staff, year, term, *pupil = row[len(_NAMES) :]
    who = staff or values["by_name"] or ""
    semester = semester_title(year, term)
    return Card(values["id"], _pupil(tuple(pupil)), values["kind"], values["happened_on"], who, semester, values)


def _pupil(row: tuple[Any, ...]) -> Pupil:
    child, name, sex, born, file_no, village, school, stage, grade, number, teacher = row
    title = class_name(stage, grade, number)
    return Pupil(child, name, sex, born, file_no, village or "", school or "", title, teacher or "")
