"""Semesters and festivals: the dates listed for 2025-2030, and borax's for the years after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from borax.calendars.lunardate import LunarDate, TermUtils
from hypothesis import given
from hypothesis import strategies as st

from db.rules.dates import add_months
from db.rules.festivals import festival_dates, festivals_between, lunar_to_solar, qingming
from db.rules.semesters import (
    AUTUMN,
    SPRING,
    Semester,
    changed_sides,
    default_semesters,
    school_year,
    semester_name,
    semester_of,
    survey_deadline,
)
from db.vocabulary import Festival

LISTED = {
    2025: "01-29 02-12 05-31 10-06 10-29",
    2026: "02-17 03-03 06-19 09-25 10-18",
    2027: "02-06 02-20 06-09 09-15 10-08",
    2028: "01-26 02-09 05-28 10-03 10-26",
    2029: "02-13 02-27 06-16 09-22 10-16",
    2030: "02-03 02-17 06-05 09-12 10-05",
}
LUNAR = (
    Festival.SPRING_FESTIVAL,
    Festival.LANTERN,
    Festival.DRAGON_BOAT,
    Festival.MID_AUTUMN,
    Festival.DOUBLE_NINTH,
)


@pytest.mark.parametrize("year", LISTED)
def test_lunar_festivals_fall_on_the_listed_days(year: int) -> None:
    days = festival_dates(year)
    assert [days[code].isoformat() for code in LUNAR] == [f"{year}-{day}" for day in LISTED[year].split()]


def test_the_other_festivals_of_2026() -> None:
    days = festival_dates(2026)
    assert days[Festival.NEW_YEAR_EVE] == date(2026, 2, 16)
    assert days[Festival.QINGMING] == date(2026, 4, 5)
    assert days[Festival.MOTHERS_DAY] == date(2026, 5, 10)
    assert days[Festival.FATHERS_DAY] == date(2026, 6, 21)
    assert days[Festival.TEACHERS_DAY] == date(2026, 9, 10)
    assert days[Festival.LABA] == date(2027, 1, 15)
    assert list(days) == list(Festival)


@pytest.mark.parametrize("year", range(2020, 2051))
def test_festivals_are_those_of_the_lunar_calendar(year: int) -> None:
    days = festival_dates(year)
    for code, month, day in zip(LUNAR, (1, 1, 5, 8, 9), (1, 15, 5, 15, 9), strict=True):
        lunar = LunarDate.from_solar(days[code])
        assert (lunar.year, lunar.month, lunar.day, lunar.leap) == (year, month, day, 0)
    eve = LunarDate.from_solar(days[Festival.NEW_YEAR_EVE])
    assert (eve.year, eve.month) == (year - 1, 12)
    laba = LunarDate.from_solar(days[Festival.LABA])
    assert (laba.year, laba.month, laba.day) == (year, 12, 8)
    assert days[Festival.MOTHERS_DAY].weekday() == days[Festival.FATHERS_DAY].weekday() == 6


@pytest.mark.parametrize("year", range(2000, 2100))
def test_qingming_is_the_solar_term(year: int) -> None:
    assert qingming(year) == TermUtils.nth_term_day(year, term_name="清明")


def test_a_lunar_day_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="Invalid"):
        lunar_to_solar(2026, 4, 1, leap=True)
    assert lunar_to_solar(2023, 2, 1, leap=True) == date(2023, 3, 22)


def test_the_festivals_of_a_month_include_the_laba_of_the_lunar_year_before() -> None:
    assert festivals_between(date(2027, 1, 1), date(2027, 2, 20)) == [
        (date(2027, 1, 1), Festival.NEW_YEAR),
        (date(2027, 1, 15), Festival.LABA),
        (date(2027, 2, 5), Festival.NEW_YEAR_EVE),
        (date(2027, 2, 6), Festival.SPRING_FESTIVAL),
        (date(2027, 2, 20), Festival.LANTERN),
    ]
    assert festivals_between(date(2027, 1, 2), date(2027, 1, 14)) == []


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026), (date(2026, 12, 31), 2026)],
)
def test_the_school_year_starts_in_september(day: date, year: int) -> None:
    assert school_year(day) == year


def test_the_default_semesters_of_a_school_year() -> None:
    autumn, spring = default_semesters(2025)
    assert autumn == Semester(2025, AUTUMN, date(2025, 9, 1), date(2026, 1, 20), date(2025, 10, 1))
    # 元宵 is Tuesday 3 March 2026, so school starts on Monday the 9th.
    assert spring == Semester(2025, SPRING, date(2026, 3, 9), date(2026, 7, 5), date(2026, 4, 9))
    assert (autumn.name, spring.name) == ("2025-2026学年第一学期", "2025-2026学年第二学期")
    assert semester_name(2026, AUTUMN) == "2026-2027学年第一学期"


@given(st.integers(2000, 2098))
def test_default_semesters_follow_each_other(year: int) -> None:
    autumn, spring = default_semesters(year)
    assert spring.starts_on.weekday() == 0
    lantern = festival_dates(year + 1)[Festival.LANTERN]
    assert lantern < spring.starts_on <= lantern + timedelta(days=7)
    days = [
        autumn.starts_on,
        autumn.survey_due_on,
        autumn.ends_on,
        spring.starts_on,
        spring.survey_due_on,
        spring.ends_on,
    ]
    assert days == sorted(days)
    assert spring.ends_on < default_semesters(year + 1)[0].starts_on


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_every_day_has_the_semester_that_began_last(day: date) -> None:
    semester = semester_of(day)
    assert semester.starts_on <= day < add_months(semester.starts_on, 8)


def test_the_semesters_of_the_office_come_first() -> None:
    late = Semester(2026, AUTUMN, date(2026, 9, 3), date(2027, 1, 25), date(2026, 10, 3))
    assert semester_of(date(2026, 9, 3), [late]) == late
    assert semester_of(date(2027, 2, 1), [late]) == late
    assert semester_of(date(2026, 9, 2), [late]).name == "2026-2027学年第一学期"
    assert survey_deadline(date(2026, 8, 31)) == date(2026, 9, 30)


@given(st.integers(0, 5), st.integers(-40, 40))
def test_days_that_change_sides_are_those_whose_semester_is_another(at: int, by: int) -> None:
    known = [one for year in (2025, 2026, 2027) for one in default_semesters(year)]
    starts = {number: one.starts_on for number, one in enumerate(known)}
    to = starts[at] + timedelta(days=by)
    found = changed_sides(starts, at, to)
    moved = [replace(one, starts_on=to) if number == at else one for number, one in enumerate(known)]
    first, last = min(starts[at], to), max(starts[at], to) - timedelta(days=1)
    told = {
        begins + timedelta(days=n): name
        for name, begins, ends in found
        for n in range((ends - begins).days + 1)
    }  # fmt: skip
    begun = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    begun = [day for day in begun if day >= min(one.starts_on for one in moved)]
    assert told == {day: moved.index(semester_of(day, moved)) for day in begun}
