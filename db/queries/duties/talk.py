"""The monthly talk: `db.rules.care_duties.talk_duty`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from db.models import Child
from db.queries.duties.duty import EVERYBODY, NOBODY, ChildDuty, Moment, day_of
from db.queries.summaries import TALKS, last_record, recorded
from db.rules.care_duties import TALKS_FROM_AGE, month_start, talk_duty
from db.rules.dates import add_months
from db.rules.duties import Duty
from db.vocabulary import DutyKind


def to_talk_with(day: date) -> Any:
    """The condition on children who were on the register by a day and old enough then: `may_talk` of the rules."""
    old_enough = Child.birth_date.is_null() | (Child.birth_date <= add_months(day, -12 * TALKS_FROM_AGE).isoformat())
    return (Child.registered_on <= day.isoformat()) & old_enough


def _applies(at: Moment) -> Any:
    return NOBODY if at.day < at.semester.starts_on else to_talk_with(at.last)


def _done(at: Moment) -> Any:
    return recorded(TALKS, max(month_start(at.last), at.semester.starts_on), at.last)


def _late(at: Moment) -> Any:
    if at.day > at.semester.ends_on:
        return EVERYBODY
    this = month_start(at.day)
    if at.semester.starts_on >= this:
        return NOBODY
    before = max(month_start(this - timedelta(days=1)), at.semester.starts_on)
    return (Child.registered_on < this.isoformat()) & ~recorded(TALKS, before, at.day)


def _facts(at: Moment) -> tuple[Any, ...]:
    return Child.registered_on, Child.birth_date, last_record(TALKS, at.semester.starts_on, at.last)


def _rule(at: Moment, registered: str, born: str | None, talked: str | None) -> Duty:
    here = date.fromisoformat(registered)
    return talk_duty(at.semester, day_of(talked), at.day, registered_on=here, birth_date=born)


duty = ChildDuty(DutyKind.TALK, _applies, _done, _late, _facts, _rule)
