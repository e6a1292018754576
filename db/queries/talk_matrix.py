"""The talks of a semester as a grid: a child a line, a calendar month a column, the days of the talks in the cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sys import intern

from db.models import CareRecord, Child, Staff
from db.queries.by_class import by_class
from db.queries.file_numbers import FILE
from db.queries.roster import on_register
from db.queries.terms import current_semester
from db.rules.care_duties import may_talk, month_end
from db.rules.class_names import class_name
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import RecordKind

Days = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A child with its class and class teacher; `days` has for each month of the semester the days of its talks."""

    id: int
    name: str
    school: str
    class_title: str
    teacher: str
    registered_on: str
    birth_date: str | None
    days: Days
    file: str


def months_of(semester: Semester) -> list[date]:
    """The first days of the calendar months that a semester touches."""
    months = [semester.starts_on.replace(day=1)]
    while (following := month_end(months[-1]).toordinal() + 1) <= semester.ends_on.toordinal():
        months.append(date.fromordinal(following))
    return months


def missed(line: TalkLine, month: date, index: int, semester: Semester, today: date) -> bool:
    """Whether a month is over without a talk, though the child was on the register then, and old enough."""
    last = min(month_end(month), semester.ends_on)
    owed = line.registered_on <= last.isoformat() and may_talk(line.birth_date, last)
    return owed and not line.days[index] and last < today


def talk_matrix(
    session: Session, semester: Semester | None = None, *, on: date | None = None, school: int | None = None,
    village: int | None = None, school_class: int | None = None,
) -> list[TalkLine]:  # fmt: skip
    """The children of the register by school, class and name; talks that were withdrawn do not count."""
    day = on or session.clock.today()
    term = semester or current_semester(session, day)
    conditions = on_register(session, min(day, term.ends_on), school=school, village=village)
    if school_class is not None:
        conditions.append(Child.school_class == school_class)
    months = {month.isoformat()[:7]: index for index, month in enumerate(months_of(term))}
    none: Days = ((),) * len(months)
    days: dict[int, Days] = {}
    known: dict[Days, Days] = {}  # few days are those of one child alone: half the memory at 100,000 children
    talked = CareRecord.select(CareRecord.child, CareRecord.happened_on).where(
        (CareRecord.kind == RecordKind.TALK.value) & CareRecord.withdrawn_on.is_null(),
        CareRecord.happened_on.between(term.starts_on.isoformat(), min(day, term.ends_on).isoformat()),
        CareRecord.child.in_(Child.select(Child.id).where(*conditions)),
    )
    with session.reading():
        for child, happened in talked.order_by(CareRecord.happened_on).tuples().iterator():
            now = _with_day(days.get(child, none), months[happened[:7]], int(happened[8:]))
            days[child] = known.setdefault(now, now)
        rows = by_class(Staff.name, Child.registered_on, Child.birth_date, FILE).where(*conditions).tuples().iterator()
        return [
            TalkLine(
                child, name, intern(school_name or ""), intern(class_name(stage, grade, number)),
                intern(teacher or ""), intern(registered), born, days.get(child, none), file,
            )
            for child, name, school_name, stage, grade, number, teacher, registered, born, file in rows
        ]  # fmt: skip


def _with_day(days: Days, month: int, day: int) -> Days:
    return (*days[:month], (*days[month], day), *days[month + 1 :])


def totals(lines: list[TalkLine], months: int) -> Iterator[int]:
    """How many children were talked with, month by month."""
    for index in range(months):
        yield sum(bool(line.days[index]) for line in lines)
