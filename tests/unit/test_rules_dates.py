"""Dates in every spelling of a clerk's list, and ages around birthdays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import RuleError
from db.rules.dates import (
    Precision,
    add_months,
    age,
    birthday,
    first_day,
    last_day,
    parse_date,
    parse_day,
)

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1900, 3, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2013.5.2",
        "2013-5-2",
        "2013/05/02",
        "20130502",
        "2013年5月2日",
        "2013年05月02",
        "2013年5月2号",
        "13.5.2",
        "13年5月2日",
        "130502",
        "41396",
        "41396.0",
        "41396.5",
        "２０１３．５．２",
        "２０１３年５月２日",
        "２０１３－５－２",
        "二〇一三年五月二日",
        "二○一三年五月二日",
        "二零一三年五月二日",
        "2013年五月二日",
        "2013 5 2",
        "2013、5、2",
        "2013—5—2",
        "2013.5.2.",
        " '2013-05-02 ",
        "2013-05-02 00:00:00",
        "2013-05-02T00:00:00",
        "2013年5月2日(星期四)",
    ],
)
@pytest.mark.parametrize("typed", [True, False])
def test_a_day_in_every_spelling(text: str, typed: bool) -> None:
    found = parse_date(text, TODAY, past=True, typed=typed)
    assert (found.text, found.precision, found.note, found.lunar) == ("2013-05-02", Precision.DAY, "", False)
    assert found.first == found.last == date(2013, 5, 2)


@pytest.mark.parametrize(
    "text", ["2013年5月", "2013.05", "2013-5", "2013/05", "201305", "二〇一三年五月", "13年5月", "13.5"]
)
def test_a_month_keeps_its_precision(text: str) -> None:
    found = parse_date(text, TODAY, past=True)
    assert (found.text, found.precision, found.note) == ("2013-05", Precision.MONTH, "")
    assert (found.first, found.last) == (date(2013, 5, 1), date(2013, 5, 31))


@pytest.mark.parametrize("text", ["2013", "2013年", "２０１３", "二〇一三年"])
def test_a_year_keeps_its_precision(text: str) -> None:
    found = parse_date(text, TODAY)
    assert (found.text, found.precision) == ("2013", Precision.YEAR)
    assert (found.first, found.last) == (date(2013, 1, 1), date(2013, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", "2026-11-24"),
        ("今日", "2026-11-24"),
        ("昨天", "2026-11-23"),
        ("前天", "2026-11-22"),
        ("明天", "2026-11-25"),
        ("+3", "2026-11-27"),
        ("-3", "2026-11-21"),
        ("＋３", "2026-11-27"),
        ("- 30", "2026-10-25"),
        ("5-2", "2026-05-02"),
        ("5.2", "2026-05-02"),
        ("5/2", "2026-05-02"),
        ("5月2日", "2026-05-02"),
        ("五月二号", "2026-05-02"),
        ("十二月三十一日", "2026-12-31"),
        ("12-31", "2026-12-31"),
    ],
)
def test_what_one_types_for_short(text: str, day: str) -> None:
    assert parse_date(text, TODAY).text == day


def test_a_day_without_a_year_is_the_last_one_where_only_the_past_counts() -> None:
    assert parse_date("12-31", TODAY, past=True).text == "2025-12-31"
    assert parse_date("11-24", TODAY, past=True).text == "2026-11-24"
    assert parse_date("2-29", TODAY, past=True).text == "2024-02-29"
    for text in ("明天", "+1", "2026-11-25", "2026-12", "2027"):
        with pytest.raises(RuleError, match="还没有到"):
            parse_date(text, TODAY, past=True)


@pytest.mark.parametrize("text", ["今天", "+3", "5-2", "5月2日"])
def test_a_file_is_read_without_what_one_types_for_short(text: str) -> None:
    with pytest.raises(RuleError, match="不是日期"):
        parse_date(text, TODAY, typed=False)


@pytest.mark.parametrize(
    ("text", "past", "year"),
    [("26.5.2", True, 2026), ("27.5.2", True, 1927), ("27.5.2", False, 2027), ("68.5.2", False, 1968)],
)
def test_two_digits_of_a_year(text: str, past: bool, year: int) -> None:
    assert parse_date(text, TODAY, past=past).first.year == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("农历2013年三月廿三", "2013-05-02"),
        ("农历二〇一三年三月廿三日", "2013-05-02"),
        ("2013年3月23日(农历)", "2013-05-02"),
        ("阴历2013.3.23", "2013-05-02"),
        ("2013年三月初三", "2013-04-12"),
        ("2013年正月初一", "2013-02-10"),
        ("2013年腊月初八", "2014-01-08"),
        ("农历2023年闰二月初一", "2023-03-22"),
    ],
)
def test_a_lunar_date_is_converted_and_says_so(text: str, day: str) -> None:
    found = parse_date(text, TODAY, past=True, typed=False)
    assert (found.text, found.lunar) == (day, True)
    assert "农历" in found.note


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2013-02-31", "2013年2月没有31日"),
        ("2013年2月29日", "2013年2月没有29日"),
        ("20130431", "4月没有31日"),
        ("2月30日", "2月没有30日"),
        ("2013-13-01", "没有13月"),
        ("2013-0-1", "没有0月"),
        ("2013.13", "没有13月"),
        ("1899-12-31", "1900年至2100年"),
        ("2101", "1900年至2100年"),
        ("99999", "1900年至2100年"),
        ("农历2013年13月1日", "农历没有这一天"),
        ("腊月初八", "农历日期要写全"),
        ("", "不是日期"),
        ("abc", "不是日期"),
        ("不详", "不是日期"),
        ("0", "不是日期"),
        ("2013-5-2-1", "不是日期"),
        ("12345678901", "不是日期"),
        ("2013-05-02" * 10_000, "不是日期"),
    ],
)
def test_what_is_no_date_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        parse_date(text, TODAY)


def test_doubtful_spellings_are_read_with_a_note() -> None:
    assert parse_date("2013.1", TODAY).text == "2013-01"
    assert "10月" in parse_date("2013.1", TODAY).note
    assert parse_date("2013-1", TODAY).note == ""
    assert parse_date("5/2/2013", TODAY).text == "2013-05-02"
    assert "月/日/年" in parse_date("5/2/2013", TODAY).note


@given(
    DAYS,
    st.sampled_from(
        [
            "{0:%Y-%m-%d}",
            "{0:%Y%m%d}",
            "{0:%Y年%m月%d日}",
            "{0.year}.{0.month}.{0.day}",
            "{0.year}年{0.month}月{0.day}日",
        ]
    ),
)
def test_every_day_is_read_back(day: date, spelling: str) -> None:
    assert parse_date(spelling.format(day), TODAY).first == day


@given(st.dates(date(1927, 5, 18), date(2100, 12, 31)))
def test_every_excel_day_is_read_back(day: date) -> None:
    assert parse_date(str((day - date(1899, 12, 30)).days), TODAY).first == day


CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return {0: "", 1: "十"}.get(tens, f"{tens}十".translate(CHINESE)) + (str(ones).translate(CHINESE) if ones else "")


@given(DAYS)
def test_every_day_in_chinese_numerals_is_read_back(day: date) -> None:
    text = f"{str(day.year).translate(CHINESE)}年{chinese(day.month)}月{chinese(day.day)}日"
    assert parse_date(text, TODAY, typed=False).first == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    try:
        found = parse_date(text, TODAY)
    except RuleError:
        return
    assert found.first <= found.last


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 120))
def test_an_age_changes_on_the_birthday(birth: date, years: int) -> None:
    day = birthday(birth, years)
    assert age(birth, day) == years
    assert age(birth, day - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        (date(2004, 2, 29), date(2020, 2, 28), 15),
        (date(2004, 2, 29), date(2020, 2, 29), 16),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2100, 2, 28), 99),
        (date(2000, 2, 29), date(2100, 3, 1), 100),
        (date(2010, 11, 24), date(2026, 11, 24), 16),
        (date(2010, 11, 25), date(2026, 11, 24), 15),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 25), date(2026, 11, 24), -1),
    ],
)
def test_ages_around_leap_days(birth: date, on: date, years: int) -> None:
    assert age(birth, on) == years


def test_months_later() -> None:
    assert add_months(date(2026, 9, 1), 1) == date(2026, 10, 1)
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)


def test_the_span_of_a_stored_date() -> None:
    assert (first_day("2024-02"), last_day("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (first_day("2024"), last_day("2024")) == (date(2024, 1, 1), date(2024, 12, 31))
    assert first_day("2024-02-03") == last_day("2024-02-03") == date(2024, 2, 3)


def test_a_number_is_a_day_of_the_month_that_is_shown() -> None:
    shown = date(2027, 2, 24)
    assert [parse_day(text, TODAY, shown).isoformat() for text in ("7", "17日", "9-1", "2027-3", "+7", "明天")] == [
        "2027-02-07", "2027-02-17", "2026-09-01", "2027-03-01", "2026-12-01", "2026-11-25",
    ]  # fmt: skip
    for wrong in ("31", "0", "abc", ""):
        with pytest.raises(RuleError):
            parse_day(wrong, TODAY, shown)
