"""What the two contacts of a loving mother share: they come again, at an interval that the office sets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from peewee import fn

from db.models import Pairing
from db.queries.duties.duty import NOBODY, ChildDuty, Moment, day_of
from db.queries.summaries import EVER, Happenings, has_mother, last_record, mothered, recorded
from db.rules.care_duties import SOON, again
from db.rules.duties import Duty
from db.vocabulary import DutyKind


def contact(kind: DutyKind, what: str, contacts: Happenings) -> ChildDuty:
    """The duty of such a contact, every `what` days."""

    def since(at: Moment, first: date) -> Any:
        """Whether the last contact, or without one the start of the pairing, lies on `first` or later."""
        return recorded(contacts, first, at.day) | has_mother(at.day, first)

    def interval(at: Moment) -> timedelta | None:
        days = at.intervals.get((what, None))
        return None if days is None else timedelta(days=days)

    def applies(at: Moment) -> Any:
        return NOBODY if interval(at) is None else has_mother(at.day)

    def done(at: Moment) -> Any:
        days = interval(at)
        return NOBODY if days is None else recorded(contacts, at.day + SOON + timedelta(days=1) - days, at.day)

    def late(at: Moment) -> Any:
        days = interval(at)
        return NOBODY if days is None else ~since(at, at.day - days)

    def facts(at: Moment) -> tuple[Any, ...]:
        met = last_record(contacts, EVER, at.day)
        return met, Pairing.select(fn.MAX(Pairing.from_on)).where(mothered(at.day))

    def rule(at: Moment, met: str | None, since: str) -> Duty:
        return again(date.fromisoformat(since), day_of(met), at.intervals[what, None], at.day)

    return ChildDuty(kind, applies, done, late, facts, rule, recurs=True)
