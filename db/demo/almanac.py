"""The days that the made-up township lives by, all counted back from today: semesters, school days, birthdays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from db.demo.dice import pick
from db.rules.class_names import stage_of_grade
from db.rules.dates import add_months, birthday
from db.rules.festivals import festivals_between
from db.rules.semesters import Semester, default_semesters, school_year, semester_of
from db.vocabulary import Festival, Stage

SURVEY_DAYS = 31
AGREEMENT_YEARS = 2
_HISTORY_YEARS = 3
_KINDERGARTEN_YEARS = 3

# Age structure of 2018: of 65,536 throws so many fall below 6 years, below 14 and below 16.
_AGE_BOUNDS = ((14_221, 0, 6), (58_393, 6, 14), (65_536, 14, 16))


class Born(NamedTuple):
    """A birth date as stored and as an ID number has it, with the stage and grade of this and of the last term."""

    day: date
    ordinal: int
    iso: str
    digits: str
    stage: str | None
    grade: int
    last_stage: str | None


@dataclass(frozen=True)
class Term:
    """A semester as far as it has passed: its school days by month, and the days on which children are surveyed."""

    id: int
    semester: Semester
    months: tuple[tuple[str, ...], ...]
    survey_days: tuple[str, ...]

    @property
    def starts_on(self) -> str:
        return self.semester.starts_on.isoformat()

    @property
    def days(self) -> tuple[str, ...]:
        return tuple(day for month in self.months for day in month)

    def letter_days(self, festivals: Collection[Festival]) -> tuple[tuple[str, str], ...]:
        """The festivals of these that have come since it started, each with its day."""
        if not self.days:
            return ()
        between = festivals_between(date.fromisoformat(self.days[0]), date.fromisoformat(self.days[-1]))
        return tuple((festival.value, day.isoformat()) for day, festival in between if festival in festivals)


class Almanac:
    """Everything about days that does not depend on chance."""

    def __init__(self, today: date) -> None:
        self.today = today
        year = school_year(today)
        known = [s for y in range(year - _HISTORY_YEARS, year + 1) for s in default_semesters(y)]
        begun = [s for s in known if s.starts_on <= semester_of(today).starts_on]
        self.semesters = tuple(begun[-3:])
        self.coming_semesters = tuple(s for s in known if s.school_year == year and s not in begun)
        self.registration_days = tuple(
            (s.starts_on + timedelta(days=days)).isoformat()
            for s in begun[-5:]
            for days in range(3, 28, 2)
            if s.starts_on + timedelta(days=days) <= today
        )
        self.born = cache(self._born)
        self.after = cache(self._after)
        self.before = cache(self._before)
        self.years_later = cache(self._years_later)
        self._age_limits = [(limit, self._days_old(low), self._days_old(high)) for limit, low, high in _AGE_BOUNDS]

    @property
    def school_year_starts_on(self) -> str:
        return date(self.semesters[-1].school_year, 9, 1).isoformat()

    def term(self, semester: Semester, row_id: int) -> Term:
        """The semester that is stored under the id, up to today."""
        months: dict[int, list[str]] = {}
        for day in _days(semester.starts_on, min(semester.ends_on, self.today)):
            if day.weekday() < 5:
                months.setdefault(day.month, []).append(day.isoformat())
        last = min(semester.starts_on + timedelta(days=SURVEY_DAYS + 12), self.today)
        surveys = tuple(day.isoformat() for day in _days(semester.starts_on, last))
        return Term(row_id, semester, tuple(map(tuple, months.values())), surveys)

    def age_in_days(self, throw: int) -> int:
        """The age that one of 65,536 throws stands for."""
        below = 0
        for limit, youngest, oldest in self._age_limits:
            if throw < limit:
                return youngest + (throw - below) * (oldest - youngest) // (limit - below)
            below = limit
        raise ValueError(throw)

    def registered_on(self, byte: int, born: str) -> str:
        """A day on which children were entered, after the birth."""
        day = pick(byte, self.registration_days)
        if day > born:
            return day
        later = bisect_right(self.registration_days, born)
        return self.registration_days[later] if later < len(self.registration_days) else self.today.isoformat()

    def aged(self, years: int, days: int = 0) -> int:
        """The age in days of somebody who became so many years old so many days ago."""
        return self._days_old(years) + days

    def _after(self, day: str, days: int) -> str:
        """So many days after a day, as stored."""
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()

    def _years_later(self, day: str) -> str:
        return add_months(date.fromisoformat(day), 12 * AGREEMENT_YEARS).isoformat()

    def _before(self, days: int) -> str:
        """The day so many days ago, as stored."""
        return (self.today - timedelta(days=days)).isoformat()

    def _days_old(self, years: int) -> int:
        return (self.today - birthday(self.today, -years)).days

    def _born(self, days_old: int) -> Born:
        day = self.today - timedelta(days=days_old)
        stage, grade = _class_of(day, self.semesters[-1].school_year)
        last_stage, _grade = _class_of(day, self.semesters[-2].school_year)
        return Born(day, day.toordinal(), day.isoformat(), day.strftime("%Y%m%d"), stage, grade, last_stage)


def _class_of(birth: date, year: int) -> tuple[str | None, int]:
    """Stage and grade in a school year for who enters primary school at six before September."""
    grade = year - (school_year(birth) + 7) + 1
    if 1 <= grade <= 12:
        return stage_of_grade(grade).value, grade
    if -_KINDERGARTEN_YEARS < grade <= 0:
        return Stage.KINDERGARTEN.value, grade + _KINDERGARTEN_YEARS
    return None, 0


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=days) for days in range((last - first).days + 1)]
