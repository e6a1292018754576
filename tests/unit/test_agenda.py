"""What stands in the cells of a month and in the lines of an agenda."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from db.queries.activities import AgendaLine, Band, DayCount, MonthFacts
from db.rules.semesters import default_semesters
from db.vocabulary import ActivityKind
from screens.agenda import LIST, MONTH, WEEK, Slot, about_day, agenda_columns, slots_of, span
from screens.widgets.columns import place
from screens.widgets.month_grid import band_of, counts

DAY = date(2026, 11, 24)
SEMESTERS = [one for year in (2025, 2026) for one in default_semesters(year)]


def line(**values: object) -> AgendaLine:
    common: dict[str, object] = {
        "id": 1, "kind": "law_lecture", "title": "法制讲座", "on_date": "2026-11-24", "until_date": None,
        "starts_at": "14:30", "ends_at": "16:00", "place": None, "where": "", "state": "planned", "present": 0,
        "own": True,
    }  # fmt: skip
    return AgendaLine(**{**common, **values})  # type: ignore[arg-type]


@given(st.dictionaries(st.sampled_from([kind.value for kind in ActivityKind]), st.integers(1, 40)), st.integers(3, 12))
def test_counts_fit_and_say_when_there_are_more(kinds: dict[str, int], room: int) -> None:
    text = counts(DayCount(kinds), room)
    assert cell_len(text) <= room
    shown = sum(kind.label[0] in text for kind in ActivityKind if kind.value in kinds)
    assert text.endswith("+") == (shown < len(kinds))


def test_each_kind_has_its_own_sign() -> None:
    assert len({kind.label[0] for kind in ActivityKind}) == len(ActivityKind)


def test_what_goes_on_for_days_stands_on_each_of_them_within_sight() -> None:
    camp = line(on_date="2026-11-20", until_date="2026-11-25")
    first, last = span(WEEK, DAY, SEMESTERS)
    slots = slots_of([camp], first, last, every_day=True)
    assert [slot.day.day for slot in slots] == [23, 24, 25, 26, 27, 28, 29]
    assert [slot.line is not None for slot in slots] == [True, True, True, False, False, False, False]
    times = agenda_columns(MONTH, DAY, beside=False)[0]
    assert [times.render(Slot(date(2026, 11, day), camp)) for day in (20, 22, 25)] == ["14:30-", "-", "-16:00"]
    assert times.render(Slot(DAY, line(ends_at=None))) == "14:30"


@pytest.mark.parametrize(("view", "beside", "width"), [(MONTH, False, 60), (MONTH, True, 53), (WEEK, False, 80)])
def test_all_columns_fit(view: str, beside: bool, width: int) -> None:
    columns = agenda_columns(view, DAY, beside=beside)
    assert len(place(columns, width - 2).cells) == len(columns)


def test_a_semester_is_followed_without_a_gap_or_an_overlap() -> None:
    day, seen = date(2025, 9, 1), []
    while day < date(2027, 7, 1):
        first, last = span(LIST, day, SEMESTERS)
        seen.append(first)
        assert first <= day <= last
        day = date.fromordinal(last.toordinal() + 1)
        assert span(LIST, last, SEMESTERS)[0] == first
    assert seen == [one.starts_on for one in SEMESTERS]


def test_a_day_says_what_it_is_in_every_calendar() -> None:
    bands = (Band(1, "全面启动", DAY, DAY), Band(3, "", DAY, date(2026, 12, 1)))
    facts = MonthFacts(DAY, DAY, bands=bands)
    assert list(about_day(WEEK, DAY, SEMESTERS, facts)) == ["2026-11-24", "十月十六", "第13周", "3|第3阶段"]
    assert list(about_day(MONTH, DAY, SEMESTERS, facts))[:2] == ["2026-11-24", "农历十月"]
    assert list(about_day(MONTH, date(2027, 2, 20), SEMESTERS, None))[:3] == ["2027-02-20", "正月十五", "元宵节"]
    assert list(about_day(LIST, date(2026, 8, 1), SEMESTERS, None)) == ["2026-08-01", "六月十九", "假期"]
    assert "中秋节" in list(about_day(MONTH, date(2026, 9, 25), SEMESTERS, facts))
    assert band_of(bands, date(2026, 11, 30)) == bands[1]
    assert band_of(bands, date(2026, 12, 2)) is None
