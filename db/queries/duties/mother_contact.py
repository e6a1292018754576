"""What the two contacts of a loving mother share: they come again, at an interval that the office sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from peewee import fn

from db.models import CareRecord, Pairing
from db.queries.duties.duty import EVER, NOBODY, ChildDuty, Moment, last_record, mothered, paired, recorded
from db.rules.care_duties import SOON, again
from db.rules.duties import Duty
from db.vocabulary import ContactWay, DutyKind, PairingKind, RecordKind


def contact(kind: DutyKind, what: str, ways: Sequence[ContactWay]) -> ChildDuty:
    """The duty of a contact in one of `ways`, every `what` days."""
    codes = [way.value for way in ways]

    def since(at: Moment, first: date) -> Any:
        """Whether the last contact, or without one the start of the pairing, lies on `first` or later."""
        met = recorded(RecordKind.MOTHER_DUTY, first, at.day, CareRecord.way.in_(codes))
        return met | paired(PairingKind.LOVING_MOTHER, at.day, Pairing.from_on >= first.isoformat())

    def interval(at: Moment) -> timedelta | None:
        days = at.intervals.get((what, None))
        return None if days is None else timedelta(days=days)

    def applies(at: Moment) -> Any:
        return NOBODY if interval(at) is None else paired(PairingKind.LOVING_MOTHER, at.day)

    def done(at: Moment) -> Any:
        days = interval(at)
        return NOBODY if days is None else since(at, at.day + SOON + timedelta(days=1) - days)

    def late(at: Moment) -> Any:
        days = interval(at)
        return NOBODY if days is None else ~since(at, at.day - days)

    def facts(at: Moment) -> tuple[Any, ...]:
        met = last_record(RecordKind.MOTHER_DUTY, EVER, at.day, CareRecord.way.in_(codes))
        return met, Pairing.select(fn.MAX(Pairing.from_on)).where(mothered(at.day))

    def rule(at: Moment, met: str | None, since: str) -> Duty:
        return again(date.fromisoformat(max(since, met or "")), at.intervals[what, None], at.day)

    return ChildDuty(kind, applies, done, late, facts, rule)
