"""Months, lunar days, repetitions and the rules of activities, against borax and the dates of the domain notes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from borax.calendars.festivals2 import FestivalLibrary
from borax.calendars.lunardate import LCalendars, LunarDate
from hypothesis import given
from hypothesis import strategies as st

from db import i18n
from db.errors import RuleError
from db.rules.activities import days_of, doubts, moved, parse_time, problems
from db.rules.almanac import festivals_by_day, lunar_day, month_span, month_weeks, week_span
from db.rules.recurrence import MOST, Repeat, repetitions, weekdays_later
from db.rules.semesters import default_semesters, semester_title
from db.vocabulary import Festival
from tests.conftest import CATALOGS

DAYS = st.dates(date(2020, 1, 1), date(2050, 12, 31))
SEMESTERS = [one for year in range(2024, 2030) for one in default_semesters(year)]


# Months and lunar days


@given(DAYS)
def test_a_month_has_each_of_its_days_once_under_its_weekday(day: date) -> None:
    weeks = month_weeks(day)
    assert all(len(week) == 7 for week in weeks)
    assert 4 <= len(weeks) <= 6
    assert all(found is None or found.weekday() == at for week in weeks for at, found in enumerate(week))
    first, last = month_span(day)
    assert [found for week in weeks for found in week if found] == [
        first + timedelta(days=n) for n in range((last - first).days + 1)
    ]


def test_every_lunar_day_from_2020_to_2050_is_that_of_borax() -> None:
    day = date(2020, 1, 1)
    leaps = set()
    while day.year <= 2050:
        found, told = lunar_day(day), LunarDate.from_solar(day)
        assert found is not None
        assert (found.year, found.month, found.day, found.leap) == (told.year, told.month, told.day, bool(told.leap))
        assert found.day_name == told.cn_day
        assert found.month_name == f"{'闰' if told.leap else ''}{told.cn_month}月"
        if found.leap:
            leaps.add((found.year, found.month))
        day += timedelta(days=1)
    assert leaps == {(year, LCalendars.leap_month(year)) for year in range(2020, 2051) if LCalendars.leap_month(year)}


def test_the_leap_month_is_named_and_does_not_repeat_a_festival() -> None:
    first = lunar_day(date(2025, 7, 25))
    assert first is not None
    assert (first.short, first.name) == ("闰六月", "闰六月初一")
    i18n.install("en", CATALOGS)
    assert (first.short, first.name) == ("leap 6", "lunar leap 6/1")
    assert (semester_title(2026, 1), semester_title(None, None)) == ("2026-2027 autumn semester", "")
    # 2028 has a leap fifth month: one dragon boat festival all the same.
    days = [day for day, found in festivals_by_day(date(2028, 1, 1), date(2028, 12, 31)).items()
            if Festival.DRAGON_BOAT in found]  # fmt: skip
    assert days == [date(2028, 5, 28)]


def test_no_lunar_day_outside_the_tables() -> None:
    assert lunar_day(date(1999, 12, 31)) is None
    assert lunar_day(date(2100, 1, 1)) is None


@pytest.mark.parametrize("year", range(2020, 2051))
def test_moving_festivals_are_those_of_borax(year: int) -> None:
    library = FestivalLibrary.load_builtin()
    names = {Festival.SPRING_FESTIVAL: "春节", Festival.DRAGON_BOAT: "端午节", Festival.MID_AUTUMN: "中秋节",
             Festival.DOUBLE_NINTH: "重阳节", Festival.QINGMING: "清明", Festival.NEW_YEAR_EVE: "除夕",
             Festival.MOTHERS_DAY: "母亲节"}  # fmt: skip
    ours = festivals_by_day(date(year, 1, 1), date(year, 12, 31))
    for festival, name in names.items():
        (day,) = [day for day, found in ours.items() if festival in found]
        told = [item for item in library.get_festival_names(date_obj=day) if item.startswith(name)]
        assert told, (festival, day)


# Repetitions


@given(DAYS, st.integers(0, 7 * MOST + 6))
def test_weekly_keeps_the_weekday(first: date, days: int) -> None:
    until = first + timedelta(days=days)
    if days < 7:
        with pytest.raises(RuleError):
            repetitions(first, Repeat.WEEKLY, until)
    else:
        found = repetitions(first, Repeat.WEEKLY, until)
        assert {day.weekday() for day in found} == {first.weekday()}
        assert first < found[0]
        assert found[-1] <= until < found[-1] + timedelta(days=7)


def test_monthly_takes_the_last_day_where_there_is_no_31st_of_february() -> None:
    found = repetitions(date(2028, 1, 31), Repeat.MONTHLY, date(2028, 5, 30))
    assert found == [date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]
    assert repetitions(date(2027, 1, 31), Repeat.MONTHLY, date(2027, 2, 28)) == [date(2027, 2, 28)]


def test_each_semester_keeps_week_and_weekday_whatever_lantern_festival_does_to_spring() -> None:
    first = date(2026, 9, 16)  # the Wednesday of the third week
    found = repetitions(first, Repeat.SEMESTER, date(2028, 12, 31), SEMESTERS)
    assert found == [date(2027, 3, 10), date(2027, 9, 15), date(2028, 3, 1), date(2028, 9, 13)]
    assert {day.weekday() for day in found} == {2}


def test_a_day_in_the_holidays_has_no_same_week() -> None:
    with pytest.raises(RuleError) as caught:
        repetitions(date(2026, 8, 3), Repeat.SEMESTER, date(2028, 1, 1), SEMESTERS)
    assert "repeat" in caught.value.fields


@given(DAYS, st.integers(0, 60))
def test_weekdays_later_are_so_many_weekdays_later(day: date, number: int) -> None:
    found = weekdays_later(day, number)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == number
    assert number == 0 or found.weekday() < 5


def test_too_many_are_a_slip_of_the_keyboard() -> None:
    with pytest.raises(RuleError) as caught:
        repetitions(date(2026, 9, 1), Repeat.WEEKLY, date(2206, 9, 1))
    assert caught.value.fields


# Days and times of an activity


@pytest.mark.parametrize(
    ("text", "stored"),
    [("14:30", "14:30"), ("1430", "14:30"), ("9", "09:00"), ("14点半", "14:30"), ("下午2:30", "14:30"),
     ("下午2点半", "14:30"), ("2:30pm", "14:30"), ("pm2:30", "14:30"), ("8时5分", "08:05"), ("０９：００", "09:00"),
     ("上午8点", "08:00"), ("0:00", "00:00"), ("23:59", "23:59"), ("930", "09:30")],
)  # fmt: skip
def test_times_in_any_spelling(text: str, stored: str) -> None:
    assert parse_time(text) == stored


@pytest.mark.parametrize("text", ["24:00", "14:60", "午后", "-1:00", "14:30:15", "下午", "1:2:3", "25点", "x" * 500])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(RuleError):
        parse_time(text)


def test_over_midnight_takes_the_day_on_which_it_ends() -> None:
    evening = {"on_date": "2026-12-31", "starts_at": "22:00", "ends_at": "00:30"}
    assert set(problems(evening)) == {"ends_at"}
    over = {**evening, "until_date": "2027-01-01"}
    assert problems(over) == {}
    assert days_of(over) == [date(2026, 12, 31), date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("values", "field"),
    [({"on_date": "2026-12-02", "until_date": "2026-12-01"}, "until_date"),
     ({"on_date": "2026-12-01", "until_date": "2027-02-01"}, "until_date"),
     ({"on_date": "2026-12-01", "ends_at": "10:00"}, "starts_at"),
     ({"on_date": "2026-12-01", "starts_at": "10:00", "ends_at": "10:00"}, "ends_at")],
)  # fmt: skip
def test_what_cannot_be(values: dict[str, str], field: str) -> None:
    assert set(problems(values)) == {field}


def test_over_the_end_of_a_semester_and_in_the_holidays_is_doubted() -> None:
    autumn = default_semesters(2026)[0]
    over = {"on_date": autumn.ends_on.isoformat(), "until_date": (autumn.ends_on + timedelta(days=2)).isoformat()}
    assert set(doubts(over, SEMESTERS)) == {"until_date"}
    assert set(doubts({"on_date": "2026-08-01"}, SEMESTERS)) == {"on_date"}
    assert doubts({"on_date": "2026-12-01"}, SEMESTERS) == {}
    assert doubts({"on_date": "2026-08-01"}, []) == {}


@given(DAYS, st.integers(0, 30), DAYS)
def test_moved_it_is_as_long_as_before(first: date, days: int, to: date) -> None:
    values = {"on_date": first.isoformat(), "until_date": (first + timedelta(days=days)).isoformat() if days else None}
    assert len(days_of(moved(values, to))) == days + 1
    assert moved(values, to)["on_date"] == to.isoformat()


@given(DAYS)
def test_a_week_begins_on_monday(day: date) -> None:
    first, last = week_span(day)
    assert first.weekday() == 0
    assert first <= day <= last
    assert (last - first).days == 6
