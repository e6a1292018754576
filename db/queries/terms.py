"""The semesters of the office, and the one that counts today."""

from __future__ import annotations

from datetime import date

from db.models import Semester as SemesterRow
from db.rules.semesters import Semester, semester_of
from db.session import Session


def semesters(session: Session) -> list[Semester]:
    """Every semester the office has entered, the earliest first."""
    with session.reading():
        rows = list(SemesterRow.select().order_by(SemesterRow.starts_on))
    parse = date.fromisoformat
    return [
        Semester(row.school_year, row.term, parse(row.starts_on), parse(row.ends_on), parse(row.survey_due_on))
        for row in rows
    ]


def current_semester(session: Session, on: date | None = None) -> Semester:
    """The semester that counts on a day, today by default: in the holidays the one before."""
    return semester_of(on or session.clock.today(), semesters(session))
