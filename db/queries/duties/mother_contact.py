"""What the two contacts of a loving mother share: they come again, at an interval that the office sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from db.models import CareRecord, Pairing
from db.queries.duties.duty import NOBODY, ChildDuty, Moment, paired, recorded
from db.rules.care_duties import SOON
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

    return ChildDuty(kind, applies, done, late)
