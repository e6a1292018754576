"""Dates as people write them, and ages: completed years, birthdays of those born on 29 February."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from db.errors import RuleError
from db.i18n import _

FIRST_YEAR, LAST_YEAR = 1900, 2100
# The day before Excel's day 1; its 1900 has a 29 February, so this holds from March 1900 on.
_EXCEL_ZERO = date(1899, 12, 30)

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
# Patterns are compiled when they are first needed, and most programs need none.
_LUNAR_WORDS = "农历|阴历|旧历|正月|冬月|腊月|闰|初[一二三四五六七八九十]|廿"
_LUNAR_MONTHS = {"正": "一", "冬": "十一", "腊": "十二"}
_DAY_LENGTH = len("2013-05-02")
_AS_STORED = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = r"[T\s]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$"
_WEEKDAY = r"[(\s]*(星期|周|礼拜)[一二三四五六日天][)\s]*$"
_SEPARATOR = r"\s*[-./,、\s年月]\s*"
_THREE = rf"(\d{{4}}|\d{{2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})"
_AMERICAN = r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})"
_TWO = rf"(\d{{4}}|\d{{2}}){_SEPARATOR}(\d{{1,2}})"
_DAY_IN_YEAR = r"(\d{1,2})\s*[-./月]\s*(\d{1,2})"
_SERIAL = r"([1-9]\d{4})(\.\d+)?"
_WORDS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "明日": 1, "后天": 2}
_OFFSET = r"([+-])\s*(\d{1,4})"


class Precision(Enum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class FlexDate:
    """A date as it is stored, "2013-05-02", "2013-05" or "2013"; `note` is a sentence where the clerk should look."""

    text: str
    precision: Precision = Precision.DAY
    note: str = ""
    lunar: bool = False

    @property
    def first(self) -> date:
        """The first day that it may be."""
        return first_day(self.text)

    @property
    def last(self) -> date:
        """The last day that it may be."""
        return last_day(self.text)


def parse_date(text: str, today: date, *, past: bool = False, typed: bool = True) -> FlexDate:
    """Read a date in any spelling of a clerk's list: 2013.5.2, 20130502, 13.5.2, 2013年5月, 二〇一三年五月二日, 41396.

    `past` refuses days after `today` and takes the latest year that fits where none, or only two digits, are given.
    `typed` also takes what one types for short, 今天, +3 or 5-2; a column of a file is read without. A lunar date is
    converted and says so. Raises RuleError, without the text, for what is no date or does not exist.
    """
    found = _read(text, today, past, typed)
    if found is None:
        raise RuleError(_("This is no date; write it like 2013-5-2."))
    if past and found.first > today:
        raise RuleError(_("This day has not come yet."))
    return found


def parse_day(text: str, today: date, shown: date) -> date:
    """A day as it is typed over a calendar: a number alone is a day of the month of `shown`. Raises RuleError."""
    plain = re.sub("[日号]$", "", _plain(text))
    if not re.fullmatch(r"\d{1,2}", plain):
        return parse_date(text, today).first
    try:
        return shown.replace(day=int(plain))
    except ValueError:
        raise RuleError(_("This month has no such day.")) from None


def _read(text: str, today: date, past: bool, typed: bool) -> FlexDate | None:
    # Half of all dates of a list are spelt as they are stored, and no other rule means these.
    if stored := _AS_STORED.fullmatch(text):
        return _day(int(stored[1]), int(stored[2]), int(stored[3]))
    plain = _plain(text)
    found = _shorthand(plain, today, past) if typed else None
    return found or (_lunar(plain, today, past) if re.search(_LUNAR_WORDS, plain) else _solar(plain, today, past))


def first_day(text: str) -> date:
    """The first day that a stored date (2013-05-02, 2013-05, 2013) may be."""
    if len(text) == _DAY_LENGTH:
        return date.fromisoformat(text)
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """The last day that a stored date may be."""
    first = first_day(text)
    known = text.count("-")
    if known == 2:
        return first
    month = 12 if known == 0 else first.month
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age(birth: date, on: date) -> int:
    """Completed years as administration counts them: a year is complete on the birthday itself."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def birthday(birth: date, years: int) -> date:
    """The day on which `years` are complete; 1 March for a 29 February in a common year."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def _plain(text: str) -> str:
    """Half width, Western digits, one kind of dash, without the time and the weekday of a spreadsheet."""
    # The longest spelling has under 30 characters; a pasted page is not looked at.
    plain = unicodedata.normalize("NFKC", text[:60]).strip().strip("'‘’")
    plain = re.sub("[‐‑‒–—―_]", "-", plain)
    plain = re.sub(_WEEKDAY, "", re.sub(_TIME, "", plain))
    return re.sub(r"[.,、\s]+$", "", plain)


def _shorthand(plain: str, today: date, past: bool) -> FlexDate | None:
    if plain in _WORDS:
        return FlexDate((today + timedelta(days=_WORDS[plain])).isoformat())
    if offset := re.fullmatch(_OFFSET, plain):
        days = int(offset[2]) if offset[1] == "+" else -int(offset[2])
        return FlexDate((today + timedelta(days=days)).isoformat())
    pair = re.fullmatch(_DAY_IN_YEAR, re.sub("[日号]$", "", _western(plain)))
    if pair and 1 <= int(pair[1]) <= 12:
        year = today.year - (past and (int(pair[1]), int(pair[2])) > (today.month, today.day))
        # 29 February of the last leap year, when today's has none.
        while past and (int(pair[1]), int(pair[2])) == (2, 29) and not calendar.isleap(year):
            year -= 1
        return _day(year, int(pair[1]), int(pair[2]))
    return None


def _solar(plain: str, today: date, past: bool) -> FlexDate | None:
    digits = re.sub("[日号]$", "", _western(plain))
    if re.fullmatch(r"\d{8}", digits):
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if re.fullmatch(r"\d{6}", digits):
        # 201305 is a month; 130502 cannot be one, so it is a day.
        if FIRST_YEAR <= int(digits[:4]) <= LAST_YEAR and 1 <= int(digits[4:]) <= 12:
            return _month(int(digits[:4]), int(digits[4:]))
        return _day(_century(digits[:2], today, past), int(digits[2:4]), int(digits[4:]))
    if serial := re.fullmatch(_SERIAL, digits):
        day = _EXCEL_ZERO + timedelta(days=int(serial[1]))
        return _day(day.year, day.month, day.day)
    if found := re.fullmatch(_THREE, digits):
        return _day(_century(found[1], today, past), int(found[2]), int(found[3]))
    if found := re.fullmatch(_AMERICAN, digits):
        note = _("Read as month, day, year; compare it with the paper.")
        return _day(int(found[3]), int(found[1]), int(found[2]), note)
    if found := re.fullmatch(_TWO, digits.removesuffix("月")):
        lost_zero = re.fullmatch(r"\d{4}\.1", digits)
        note = _("January or October: a spreadsheet drops the last zero of 2013.10.") if lost_zero else ""
        return _month(_century(found[1], today, past), int(found[2]), note)
    if re.fullmatch(r"\d{4}年?", digits):
        return _year(int(digits[:4]))
    return None


def _lunar(plain: str, today: date, past: bool) -> FlexDate | None:
    """A lunar date with its year, month and day, converted; RuleError where it does not say all three."""
    from db.rules.festivals import lunar_to_solar

    words = re.sub("农历|阴历|旧历|[()\\s]", "", plain)
    leap = "闰" in words
    words = re.sub("初(?=[一二三四五六七八九十])|闰", "", words)
    words = re.sub("([正冬腊])月", lambda month: f"{_LUNAR_MONTHS[month[1]]}月", words)
    digits = re.sub("[日号]$", "", _western(words))
    found = re.fullmatch(r"(\d{4}|\d{2})[-./年](\d{1,2})[-./月](\d{1,2})", digits)
    if found is None:
        raise RuleError(_("A lunar date needs year, month and day; the solar date on the ID card is better."))
    try:
        day = lunar_to_solar(_century(found[1], today, past), int(found[2]), int(found[3]), leap=leap)
    except ValueError as error:
        raise RuleError(_("The lunar calendar has no such day.")) from error
    note = _("Converted from the lunar calendar; compare it with the ID card.")
    return FlexDate(day.isoformat(), note=note, lunar=True)


def _western(text: str) -> str:
    """Chinese numerals as digits: 二〇一三年 digit by digit, 十二月 and 廿三 by their value."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens = re.compile("([一二三]?)十([一二三四五六七八九]?)")

    def value(found: re.Match[str]) -> str:
        return f"{found[1] or '一'}{found[2] or '零'}"

    return tens.sub(value, text).translate(_DIGITS)


def _century(digits: str, today: date, past: bool) -> int:
    """A year of four digits as it is; of two, the latest that is not far ahead."""
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= today.year + (0 if past else 20) else year - 100


def _day(year: int, month: int, day: int, note: str = "") -> FlexDate:
    _check_year(year)
    if not 1 <= month <= 12:
        raise RuleError(_("There is no month {month}.").format(month=month))
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise RuleError(_("Month {month} of {year} has no day {day}.").format(year=year, month=month, day=day))
    return FlexDate(date(year, month, day).isoformat(), note=note)


def _month(year: int, month: int, note: str = "") -> FlexDate:
    _check_year(year)
    if not 1 <= month <= 12:
        raise RuleError(_("There is no month {month}.").format(month=month))
    return FlexDate(f"{year:04}-{month:02}", Precision.MONTH, note)


def _year(year: int) -> FlexDate:
    _check_year(year)
    return FlexDate(f"{year:04}", Precision.YEAR)


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleError(_("The year must lie between {first} and {last}.").format(first=FIRST_YEAR, last=LAST_YEAR))
