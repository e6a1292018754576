"""The letter home on the festival that comes next: `db.rules.letters`."""

from __future__ import annotations

from typing import Any

from db.models import CareRecord
from db.queries.duties.duty import EVERYBODY, NOBODY, ChildDuty, Moment, recorded
from db.queries.nine_ones_children import able_to_write
from db.rules.letters import NEAR
from db.vocabulary import DutyKind, RecordKind


def _applies(at: Moment) -> Any:
    return NOBODY if at.letters is None else able_to_write(at.day)


def _done(at: Moment) -> Any:
    if at.letters is None:
        return NOBODY
    return recorded(RecordKind.LETTER, at.letters.day - NEAR, at.day, CareRecord.festival == at.letters.festival.value)


def _late(at: Moment) -> Any:
    return EVERYBODY if at.letters is not None and at.day > at.letters.due_on else NOBODY


duty = ChildDuty(DutyKind.LETTER, _applies, _done, _late)
