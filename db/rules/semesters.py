"""School years and semesters: the dates suggested before the office enters those of the education bureau's calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from db.i18n import _
from db.rules.dates import add_months
from db.rules.festivals import lantern_festival

AUTUMN, SPRING = 1, 2


@dataclass(frozen=True)
class Semester:
    """One of the two terms of a school year, which is named by the year in which it starts; both ends belong to it."""

    school_year: int
    term: int
    starts_on: date
    ends_on: date
    survey_due_on: date

    @property
    def name(self) -> str:
        return semester_name(self.school_year, self.term)


def school_year(day: date) -> int:
    """The year in which the school year of `day` started, on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def semester_name(year: int, term: int) -> str:
    """2025-2026学年第一学期."""
    name = _("{year}-{next} autumn semester") if term == AUTUMN else _("{year}-{next} spring semester")
    return name.format(year=year, next=year + 1)


def semester_title(year: int | None, term: int | None) -> str:
    """The name of a semester as it is stored, in the language of the person; empty where there is none."""
    return semester_name(year, term) if year and term else ""


def survey_deadline(starts_on: date) -> date:
    """One month after the semester starts: by then every child has been surveyed."""
    return add_months(starts_on, 1)


def default_semesters(year: int) -> tuple[Semester, Semester]:
    """Autumn from 1 September to 20 January; spring from the first Monday after lunar 1/15 to 5 July."""
    after_lantern = lantern_festival(year + 1) + timedelta(days=1)
    spring = after_lantern + timedelta(days=-after_lantern.weekday() % 7)
    return (
        _semester(year, AUTUMN, date(year, 9, 1), date(year + 1, 1, 20)),
        _semester(year, SPRING, spring, date(year + 1, 7, 5)),
    )


def semester_of(day: date, semesters: Iterable[Semester] = ()) -> Semester:
    """The semester that counts on `day`: the one it lies in, in the holidays the one before.

    `semesters` are those that the office has entered; the defaults stand in where none of them has begun.
    """
    begun = [semester for semester in semesters if semester.starts_on <= day]
    if not begun:
        year = school_year(day)
        begun = [s for s in (*default_semesters(year - 1), *default_semesters(year)) if s.starts_on <= day]
    return max(begun, key=lambda semester: semester.starts_on)


def changed_sides(starts: Mapping[int, date], changed: int, to: date) -> list[tuple[int, date, date]]:
    """The days that lie in another semester once the one named `changed` starts on `to`.

    `starts` are the first days of all by a name, the holidays after a semester being its own. Returns stretches of
    days, with both ends, each after the name of the semester that it belongs to then.
    """
    low, high = sorted((starts[changed], to))
    ordered = sorted({**starts, changed: to}.items(), key=lambda one: one[1])
    found = []
    for (name, first), following in zip_longest(ordered, ordered[1:]):
        begins, ends = max(first, low), min(following[1], high) if following else high
        if begins < ends:
            found.append((name, begins, ends - timedelta(days=1)))
    return found


def _semester(year: int, term: int, starts_on: date, ends_on: date) -> Semester:
    return Semester(year, term, starts_on, ends_on, survey_deadline(starts_on))
