"""The semesters of the office, and the one that counts today."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from db.models import Semester as SemesterRow
from db.rules.festivals import LAST_YEAR
from db.rules.semesters import Semester, default_semesters, school_year, semester_name, semester_of
from db.session import Session


@dataclass(frozen=True)
class SemesterLine:
    """A semester as it is edited, with the dates that the program would suggest."""

    id: int
    version: int
    school_year: int
    term: int
    starts_on: str
    ends_on: str
    survey_due_on: str

    @property
    def name(self) -> str:
        return semester_name(self.school_year, self.term)

    @property
    def default(self) -> Semester:
        return default_semesters(self.school_year)[self.term - 1]


def semester_lines(session: Session) -> list[SemesterLine]:
    """Every semester the office has entered, the earliest first."""
    columns = [SemesterRow._meta.fields[one.name] for one in fields(SemesterLine)]
    with session.reading():
        return [SemesterLine(*row) for row in SemesterRow.select(*columns).order_by(SemesterRow.starts_on).tuples()]


def semesters(session: Session) -> list[Semester]:
    """Every semester the office has entered, the earliest first."""
    with session.reading():
        rows = list(SemesterRow.select().order_by(SemesterRow.starts_on))
    parse = date.fromisoformat
    return [
        Semester(row.school_year, row.term, parse(row.starts_on), parse(row.ends_on), parse(row.survey_due_on))
        for row in rows
    ]


def coming_semesters(session: Session, until: date) -> list[Semester]:
    """The semesters of the office and, up to the school year of `until`, those suggested for years not entered.

    Suggestions end in 2098, with the lunar calendar.
    """
    known = semesters(session)
    entered = {(one.school_year, one.term) for one in known}
    years = range(school_year(session.clock.today()), min(school_year(until), LAST_YEAR - 1) + 1)
    suggested = (one for year in years for one in default_semesters(year))
    found = [*known, *(one for one in suggested if (one.school_year, one.term) not in entered)]
    return sorted(found, key=lambda one: one.starts_on)


def current_semester(session: Session, on: date | None = None) -> Semester:
    """The semester that counts on a day, today by default: in the holidays the one before."""
    return semester_of(on or session.clock.today(), semesters(session))
