"""When what is repeated comes again: weekly, monthly, or in the same week of each semester."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from db.errors import RuleError
from db.i18n import _, mark
from db.rules.almanac import week_span
from db.rules.dates import add_months
from db.rules.semesters import Semester
from db.vocabulary.code import Code

MOST = 60
"""Repetitions of one deed: every week of a year and some; more is a slip of the keyboard."""


class Repeat(Code):
    """How often something comes again."""

    WEEKLY = "weekly", mark("every week")
    MONTHLY = "monthly", mark("every month")
    SEMESTER = "semester", mark("each semester")


def repetitions(first: date, repeat: Repeat, until: date, semesters: Iterable[Semester] = ()) -> list[date]:
    """The days after `first`, up to and with `until`, on which it comes again.

    Monthly keeps the day of the month, or takes the last where a month has no such day: 31 January is followed by
    28 February and 31 March. Each semester keeps the weekday and the number of the week since the semester began, and
    leaves out a semester that is shorter. Raises RuleError where there is none, or more than MOST.
    """
    if repeat is Repeat.WEEKLY:
        days = [first + timedelta(days=7 * n) for n in range(1, (until - first).days // 7 + 1)]
    elif repeat is Repeat.MONTHLY:
        months = (until.year - first.year) * 12 + until.month - first.month
        days = [day for n in range(1, months + 1) if (day := add_months(first, n)) <= until]
    else:
        days = _each_semester(first, until, sorted(semesters, key=lambda semester: semester.starts_on))
    if not days:
        raise RuleError(_("It does not come again before that day."), {"until": _("Give a later day.")})
    if len(days) > MOST:
        sentence = _("It would come {n} times; at most {most} are planned at once.").format(n=len(days), most=MOST)
        raise RuleError(sentence, {"until": sentence})
    return days


def weekdays_later(day: date, number: int) -> date:
    """So many weekdays after a day; none later is the day itself, whatever it is."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def same_week(day: date, own: Semester, other: Semester) -> date | None:
    """The same weekday of the same week in another semester, weeks counted from the one in which it begins.

    None where the other semester is shorter; where it begins later in its first week, what came before goes a week on.
    """
    found = week_span(other.starts_on)[0] + (day - week_span(own.starts_on)[0])
    if found < other.starts_on:
        found += timedelta(days=7)
    return found if found <= other.ends_on else None


def _each_semester(first: date, until: date, semesters: list[Semester]) -> list[date]:
    own = next((one for one in reversed(semesters) if one.starts_on <= first <= one.ends_on), None)
    if own is None:
        sentence = _("The day lies in no semester of the office, so there is no same week in the next.")
        raise RuleError(sentence, {"repeat": sentence})
    later = [one for one in semesters if one.starts_on > own.starts_on]
    days = [day for one in later if (day := same_week(first, own, one))]
    return [day for day in days if day <= until]
