"""Who lacks the talk of a month, and what a teacher wants to see of a child before the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import SQL, fn

from db.models import Child, ChildSummary, School, SchoolClass
from db.queries.care_records import RecordFile, class_teacher, last_talk
from db.queries.duties.duty import Moment, moment
from db.queries.duties.talk import to_talk_with
from db.queries.family import child_row
from db.queries.registry import RegistryFilter, RegistryPages
from db.queries.summaries import TALKS, recorded
from db.queries.talk_matrix import months_of
from db.queries.users import as_staff
from db.rules.care_duties import month_end, month_start
from db.rules.class_names import class_title
from db.rules.dates import age, first_day
from db.session import Session
from db.vocabulary import RegistryState

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
    talker: int | None
    talker_name: str
    """Who is proposed: the person who enters it, where they are one of the staff, or else the class teacher."""
    last: RecordFile | None


@dataclass(frozen=True)
class MonthLacking:
    """A calendar month by its first day, the last day of it that counts, and how many children lack its talk."""

    month: date
    last: date
    children: int


def months_lacking(session: Session, narrowed: RegistryFilter) -> list[MonthLacking]:
    """The months of the semester, the latest first, of which children of a filter lack the talk."""
    at = moment(session)
    months = [month for month in reversed(months_of(at.semester)) if month <= at.last]
    found = (
        MonthLacking(month, _span(month, at)[1], _lacking(session, narrowed, month, at).count()) for month in months
    )
    return [one for one in found if one.children]


def lacking_talk(session: Session, narrowed: RegistryFilter, month: date | None = None) -> list[int]:
    """The children of a filter who lack the talk of a month of the semester, by default the present one.

    By name, at most MOST.
    """
    at = moment(session)
    return [row.id for row in _lacking(session, narrowed, month or month_start(at.last), at).first(MOST)]


def _lacking(session: Session, narrowed: RegistryFilter, month: date, at: Moment) -> RegistryPages:
    first, last = _span(month, at)
    without = ChildSummary.select(SQL("1")).where(ChildSummary.child == Child.id, ~recorded(TALKS, first, last))
    owed: list[Any] = [to_talk_with(last), fn.EXISTS(without)]
    registered = replace(narrowed, state=RegistryState.REGISTERED.value)
    return RegistryPages(session, registered, ["name"], also=owed if first <= last else [SQL("0")])


def _span(month: date, at: Moment) -> tuple[date, date]:
    return max(month, at.semester.starts_on), min(month_end(month), at.last)


def talk_child(session: Session, child_id: int) -> TalkChild:
    """A child before its next talk; raises NotFoundError where it is out of the person's scope."""
    child = child_row(session, child_id)
    born = child["birth_date"]
    with session.reading():
        talker, talker_name = as_staff(session) or class_teacher(child["school_class"])
        place = _class(child["school_class"]) or School.select(School.name).where(School.id == child["school"]).scalar()
    return TalkChild(
        child_id, child["version"], child["name"], child["sex"], born,
        age(first_day(born), session.clock.today()) if born else None, place or "", talker, talker_name,
        last_talk(session, child_id),
    )  # fmt: skip


def _class(school_class: int | None) -> str:
    columns = (SchoolClass.stage, SchoolClass.grade, SchoolClass.number)
    found = SchoolClass.select(*columns).where(SchoolClass.id == school_class).tuples().first()
    return class_title(*found) if found else ""
