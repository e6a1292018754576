"""The duties of care for one child: when each falls due, and whether it is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from db.i18n import _
from db.rules.dates import add_months, birthday, first_day
from db.rules.duties import NOT_APPLICABLE, Duty, owed
from db.rules.semesters import Semester
from db.vocabulary import DutyState

SOON = timedelta(days=7)
"""What comes again is due a week before its day, and no sooner."""
FIRST_REVIEW = timedelta(days=30)
"""A plan without a date of review is reviewed a month after it starts."""


TALKS_FROM_AGE = 3
"""A card tells of a talk with a child of kindergarten age or older."""


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return add_months(month_start(day), 1) - timedelta(days=1)


def month_name(month: date) -> str:
    """9月."""
    return _("month {n}").format(n=month.month)


def may_talk(birth_date: str | None, on: date) -> bool:
    """Whether a child is old enough, or may be: of a month or a year the first day counts; unknown counts as old."""
    return not birth_date or birthday(first_day(birth_date), TALKS_FROM_AGE) <= on


def talk_duty(
    semester: Semester, talked_on: date | None, today: date, *, registered_on: date, birth_date: str | None = None
) -> Duty:
    """The class teacher talks with each child in each calendar month of a semester; `talked_on` is the last talk.

    What is owed is the first month after that of the last talk; one talk makes good for the months that were missed.
    """
    day = min(today, semester.ends_on)
    if today < semester.starts_on or registered_on > day or not may_talk(birth_date, day):
        return NOT_APPLICABLE
    if talked_on is None or not semester.starts_on <= talked_on <= day:
        first = max(semester.starts_on, registered_on)
    elif month_start(talked_on) == month_start(day):
        return Duty(DutyState.DONE, min(month_end(day), semester.ends_on), talked_on)
    else:
        first = max(month_end(talked_on) + timedelta(days=1), registered_on)
    return owed(min(month_end(first), semester.ends_on), None, today)


def again(since: date, last: date | None, days: int, today: date) -> Duty:
    """What comes again every so many days after `last`, or for the first time after `since`, the later of the two.

    Overdue after its day, due a week before; until then done for now, or not yet due where it was not done lately.
    """
    due_on = max(since, last or since) + timedelta(days=days)
    if last is not None and last + timedelta(days=days) > today + SOON:
        return Duty(DutyState.DONE, due_on, last)
    return Duty(DutyState.LATER, due_on) if due_on > today + SOON else owed(due_on, None, today)


def mother_duty(paired: bool, today: date, *, registered_on: date) -> Duty:
    """Each child has a loving mother, a month after it came to the register at the latest."""
    if registered_on > today:
        return NOT_APPLICABLE
    return owed(add_months(registered_on, 1), today if paired else None, today)


def agreement_duty(
    since: date | None, agreed_on: date | None, agreed_until: date | None, today: date, *, registered_on: date
) -> Duty:
    """Each entrusted carer signs, within a month; `since` is the start of the care, unknown for that of the register.

    An agreement that has run out is owed from the day after its last.
    """
    if agreed_on is None or agreed_on > today:
        return owed(add_months(since or registered_on, 1), None, today)
    if agreed_until is not None and agreed_until < today:
        return owed(agreed_until, None, today)
    return Duty(DutyState.DONE, agreed_until, agreed_on)


def review_duty(reviews: Iterable[date], today: date, *, reviewed: bool) -> Duty:
    """The open plans of a child are reviewed on their days; `reviews` are the next ones of each.

    `reviewed` tells whether each of them was reviewed before.
    """
    days = sorted(reviews)
    if not days:
        return NOT_APPLICABLE
    if days[0] > today + SOON:
        return Duty(DutyState.DONE if reviewed else DutyState.LATER, days[0])
    return owed(days[0], None, today)


def deed_duty(semester: Semester, done_on: date | None, today: date) -> Duty:
    """Each child does one meaningful thing each semester, by its last day."""
    if today < semester.starts_on:
        return NOT_APPLICABLE
    done = done_on if done_on and semester.starts_on <= done_on <= min(today, semester.ends_on) else None
    return owed(semester.ends_on, done, today)
