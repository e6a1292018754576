"""Months and days as a wall calendar shows them: weeks from Monday, lunar days, festivals."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from db.i18n import _, language, mark
from db.rules.festivals import FIRST_YEAR, LAST_YEAR, festivals_between
from db.vocabulary import Festival

WEEKDAYS = (
    mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"),
)  # fmt: skip

_MONTHS = "正二三四五六七八九十冬腊"
_TENS = "初十廿三"
_DIGITS = "十一二三四五六七八九"


@dataclass(frozen=True)
class LunarDay:
    """A day of the lunar calendar; `leap` marks a day of a leap month (闰月)."""

    year: int
    month: int
    day: int
    leap: bool = False

    @property
    def month_name(self) -> str:
        """正月, 冬月, 闰六月; in other languages a number."""
        if language() != "zh":
            return f"{_('leap')} {self.month}" if self.leap else str(self.month)
        return f"{'闰' if self.leap else ''}{_MONTHS[self.month - 1]}月"

    @property
    def day_name(self) -> str:
        """初一 to 三十; in other languages a number."""
        if language() != "zh":
            return str(self.day)
        if self.day in (10, 20, 30):
            return ("初十", "二十", "三十")[self.day // 10 - 1]
        return _TENS[self.day // 10] + _DIGITS[self.day % 10]

    @property
    def name(self) -> str:
        """六月初一; lunar 6/1."""
        if language() != "zh":
            return _("lunar {month}").format(month=f"{self.month_name}/{self.day}")
        return self.month_name + self.day_name

    @property
    def short(self) -> str:
        """What stands in the cell of a month: the day, on the first one the month."""
        return self.month_name if self.day == 1 else self.day_name


def lunar_day(day: date) -> LunarDay | None:
    """The lunar day by borax, 2000-2099; None for other years."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    from borax.calendars.lunardate import LunarDate

    found = LunarDate.from_solar(day)
    return LunarDay(found.year, found.month, found.day, bool(found.leap))


def month_weeks(month: date) -> list[tuple[date | None, ...]]:
    """The weeks of a month from Monday to Sunday, 4 to 6 of them; None for days of its neighbours."""
    first = month.replace(day=1)
    days: list[date | None] = [None] * first.weekday()
    days += [first + timedelta(days=n) for n in range(calendar.monthrange(first.year, first.month)[1])]
    days += [None] * (-len(days) % 7)
    return [tuple(days[start : start + 7]) for start in range(0, len(days), 7)]


def month_span(day: date) -> tuple[date, date]:
    """The first and the last day of the month of `day`."""
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


def week_span(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def festivals_by_day(first: date, last: date) -> dict[date, tuple[Festival, ...]]:
    """The festivals from `first` to `last`; two may fall on one day."""
    found: dict[date, tuple[Festival, ...]] = {}
    for day, festival in festivals_between(first, last):
        found[day] = (*found.get(day, ()), festival)
    return found
