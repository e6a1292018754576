"""Who still lacks this month's talk, and what a teacher wants to see of a child before the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from db.models import School, SchoolClass
from db.queries.care_records import RecordFile, class_teacher, last_talk
from db.queries.duties import OPEN, with_duty
from db.queries.duties.duty import moment
from db.queries.family import child_row
from db.queries.registry import RegistryFilter, RegistryPages
from db.rules.classes import class_title
from db.rules.dates import age, first_day
from db.session import Session
from db.vocabulary import DutyKind, RegistryState

MOST = 300
"""Children of one sitting: the classes of a small school; who has more narrows the list first."""


@dataclass(frozen=True)
class TalkChild:
    """A child as the card of its next talk shows it; twins are told apart by sex and birth date."""

    id: int
    version: int
    name: str
    sex: str | None
    birth_date: str | None
    age: int | None
    place: str
    """The class, or the school without one."""
    teacher: int | None
    teacher_name: str
    last: RecordFile | None


def lacking_talk(session: Session, narrowed: RegistryFilter) -> list[int]:
    """The children of a filter who lack the talk of this month, by name, at most MOST; none in the holidays."""
    registered = replace(narrowed, state=RegistryState.REGISTERED.value)
    with session.reading():
        owed = with_duty(DutyKind.TALK, OPEN, moment(session))
    return [row.id for row in RegistryPages(session, registered, ["name"], also=owed).first(MOST)]


def talk_child(session: Session, child_id: int) -> TalkChild:
    """A child before its next talk; raises NotFoundError where it is out of the person's scope."""
    child = child_row(session, child_id)
    born = child["birth_date"]
    with session.reading():
        teacher, teacher_name = class_teacher(child["school_class"])
        place = _class(child["school_class"]) or School.select(School.name).where(School.id == child["school"]).scalar()
    return TalkChild(
        child_id, child["version"], child["name"], child["sex"], born,
        age(first_day(born), session.clock.today()) if born else None, place or "", teacher, teacher_name,
        last_talk(session, child_id),
    )  # fmt: skip


def _class(school_class: int | None) -> str:
    columns = (SchoolClass.stage, SchoolClass.grade, SchoolClass.number)
    found = SchoolClass.select(*columns).where(SchoolClass.id == school_class).tuples().first()
    return class_title(*found) if found else ""
