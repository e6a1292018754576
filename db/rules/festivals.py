"""The festivals on which children write home, by year; lunar ones after borax, 清明 by the usual formula."""

from __future__ import annotations

from datetime import date, timedelta

from db.vocabulary import Festival

FIRST_YEAR, LAST_YEAR = 2000, 2099

_FIXED = {
    Festival.NEW_YEAR: (1, 1),
    Festival.WOMENS_DAY: (3, 8),
    Festival.LABOUR_DAY: (5, 1),
    Festival.CHILDRENS_DAY: (6, 1),
    Festival.TEACHERS_DAY: (9, 10),
    Festival.NATIONAL_DAY: (10, 1),
}
# Lunar month and day, in the lunar year that begins in the calendar year.
_LUNAR = {
    Festival.SPRING_FESTIVAL: (1, 1),
    Festival.LANTERN: (1, 15),
    Festival.DRAGON_BOAT: (5, 5),
    Festival.MID_AUTUMN: (8, 15),
    Festival.DOUBLE_NINTH: (9, 9),
    Festival.LABA: (12, 8),
}
_SUNDAY = 6


def festival_dates(year: int) -> dict[Festival, date]:
    """The day of each festival, FIRST_YEAR to LAST_YEAR, in the order of the vocabulary.

    腊八 (lunar 12/8) is the one of the lunar year that begins in `year`: most often it lies in the next January.
    """
    days = {code: date(year, *day) for code, day in _FIXED.items()}
    days |= {code: lunar_to_solar(year, *day) for code, day in _LUNAR.items()}
    days[Festival.NEW_YEAR_EVE] = days[Festival.SPRING_FESTIVAL] - timedelta(days=1)
    days[Festival.QINGMING] = qingming(year)
    days[Festival.MOTHERS_DAY] = _nth_weekday(year, 5, _SUNDAY, 2)
    days[Festival.FATHERS_DAY] = _nth_weekday(year, 6, _SUNDAY, 3)
    return {code: days[code] for code in Festival}


def festivals_between(first: date, last: date) -> list[tuple[date, Festival]]:
    """All festivals from `first` to `last`, both included, by date."""
    found = [
        (day, code)
        for year in range(max(first.year - 1, FIRST_YEAR), min(last.year, LAST_YEAR) + 1)
        for code, day in festival_dates(year).items()
        if first <= day <= last
    ]
    return sorted(found, key=lambda item: item[0])


def lantern_festival(year: int) -> date:
    """Lunar 1/15, after which the spring semester starts."""
    return lunar_to_solar(year, *_LUNAR[Festival.LANTERN])


def qingming(year: int) -> date:
    """4 or 5 April, by the formula that has no error in 2000-2099."""
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def lunar_to_solar(year: int, month: int, day: int, *, leap: bool = False) -> date:
    """The date of a day of the lunar calendar (1900-2100); ValueError where the lunar year has no such day."""
    from borax.calendars.lunardate import InvalidLunarDateError, LunarDate

    try:
        solar: date = LunarDate(year, month, day, int(leap)).to_solar_date()
    except InvalidLunarDateError as error:
        raise ValueError(str(error)) from error
    return solar


def _nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
