"""What the two halves of a contact card tell: how helper, child and family reach one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from db.models import Child, Pairing, School, SchoolClass, Staff, Village
from db.queries.registry_columns import COLUMNS, Father, Mother, PresentCarer
from db.queries.roster import ids_of, on_register
from db.rules.class_names import class_name
from db.session import Session

PORTION = 300


@dataclass(frozen=True)
class Reached:
    """Somebody with a phone; `told` is what else the card says of them, each empty where it is not known."""

    name: str
    phone: str
    told: str = ""


@dataclass(frozen=True)
class ContactCard:
    """A child with one helper of the staff; codes and dates as stored, texts empty where nothing is known."""

    kind: str
    from_on: str
    helper: Reached
    helper_languages: str
    child: Reached
    sex: str | None
    birth_date: str | None
    languages: str
    village: str
    address: str
    school: str
    school_class: str
    carer: Reached
    relation: str | None
    father: Reached
    mother: Reached
    teacher: Reached
    school_phone: str
    hotline: str
    director: Reached


_TEACHER, _DIRECTOR = Staff.alias(), Staff.alias()
_FIELDS = (
    Pairing.id, Pairing.kind, Pairing.from_on, Staff.name, Staff.phone, Staff.unit, Staff.post, Staff.languages,
    Child.name, Child.phone, Child.sex, Child.birth_date, Child.languages, Village.name, Child.village_group,
    Child.address, School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number, PresentCarer.name,
    PresentCarer.phone, PresentCarer.relation, Father.name, Father.phone, Father.work_place, Mother.name, Mother.phone,
    Mother.work_place, _TEACHER.name, _TEACHER.phone, School.phone, School.hotline, _DIRECTOR.name, _DIRECTOR.phone,
)  # fmt: skip


def contact_cards(
    session: Session, on: date, *, school: int | None = None, village: int | None = None, child: int | None = None,
    helper: int | None = None, kind: str = "",
) -> Iterator[ContactCard]:  # fmt: skip
    """A card for each pairing open on a day of a child then on the register, by helper and child."""
    day = on.isoformat()
    conditions = [
        Pairing.from_on <= day, Pairing.to_on.is_null() | (Pairing.to_on > day),
        *on_register(session, on, school=school, village=village),
    ]  # fmt: skip
    equal = ((Pairing.child, child), (Pairing.staff, helper), (Pairing.kind, kind or None))
    conditions += [column == value for column, value in equal if value is not None]
    pairs = Pairing.select(Pairing.id).join(Child, on=(Pairing.child == Child.id)).where(*conditions)
    pairs = pairs.join(Staff, on=(Pairing.staff == Staff.id), src=Pairing)
    ids = ids_of(session, pairs.order_by(Staff.name_key, Staff.id, Child.name_key, Pairing.id))
    query = Pairing.select(*_FIELDS).join(Child, on=(Pairing.child == Child.id))
    query = query.join(Staff, on=(Pairing.staff == Staff.id), src=Pairing)
    for key in ("village", "school", "school_class", "carer", "father", "mother"):
        query = COLUMNS[key].join(query)
    query = query.join(_TEACHER, JOIN.LEFT_OUTER, on=(SchoolClass.teacher == _TEACHER.id), src=SchoolClass)
    directs = (_DIRECTOR.directs_village == Village.id) & (_DIRECTOR.active == 1)
    query = query.join(_DIRECTOR, JOIN.LEFT_OUTER, on=directs, src=Village)
    for at in range(0, len(ids), PORTION):
        portion = ids[at : at + PORTION].tolist()
        with session.reading():
            found = {row[0]: _card(row[1:]) for row in query.where(Pairing.id.in_(portion)).tuples()}
        yield from (found[pairing] for pairing in portion if pairing in found)


def _card(row: tuple[str | None, ...]) -> ContactCard:
    (kind, since, helper, phone, unit, post, spoken, name, own, sex, born, languages, village, group, address, school,
     stage, grade, number, carer, carer_phone, relation, father, father_phone, father_at, mother, mother_phone,
     mother_at, teacher, teacher_phone, school_phone, hotline, director, director_phone) = row  # fmt: skip
    where = address or " ".join(part for part in (village, group) if part)
    title = class_name(stage, grade, number)  # type: ignore[arg-type]  # two of the columns are numbers
    return ContactCard(
        kind or "", since or "", _reached(helper, phone, " ".join(part for part in (unit, post) if part)), spoken or "",
        _reached(name, own), sex, born, languages or "", village or "", where, school or "", title,
        _reached(carer, carer_phone), relation, _reached(father, father_phone, father_at),
        _reached(mother, mother_phone, mother_at), _reached(teacher, teacher_phone), school_phone or "", hotline or "",
        _reached(director, director_phone),
    )  # fmt: skip


def _reached(name: str | None, phone: str | None, told: str | None = None) -> Reached:
    return Reached(name or "", phone or "", told or "")
