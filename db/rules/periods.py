"""Months, quarters, semesters and years of work, and the one before each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from db.i18n import _
from db.rules.dates import add_months
from db.rules.semesters import Semester, semester_of

KINDS = ("month", "quarter", "semester", "year")


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    name: str
    first: date
    last: date

    def until(self, day: date) -> Period:
        """The part of it that has passed by the end of a day."""
        return Period(self.name, self.first, min(self.last, max(day, self.first)))


def period_of(kind: str, day: date, semesters: Iterable[Semester] = ()) -> Period:
    """The period of a kind in which the day lies; a day in the holidays belongs to the semester before."""
    if kind == "semester":
        semester = semester_of(day, semesters)
        return Period(semester.name, semester.starts_on, semester.ends_on)
    months = {"month": 1, "quarter": 3, "year": 12}[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    names = {"month": _("{year}-{month}"), "quarter": _("{year}, quarter {quarter}"), "year": _("{year}")}
    name = names[kind].format(year=first.year, month=first.month, quarter=(first.month + 2) // 3)
    return Period(name, first, add_months(first, months) - timedelta(days=1))


def period_before(kind: str, period: Period, semesters: Iterable[Semester] = ()) -> Period:
    """The period of the same kind before it; for a semester the one that begins before it."""
    return period_of(kind, period.first - timedelta(days=1), semesters)
