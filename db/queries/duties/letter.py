"""The letter home on the festival that comes next: `db.rules.letters`."""

from __future__ import annotations

from typing import Any

from peewee import SQL

from db.models import CareRecord
from db.queries.duties.duty import EVERYBODY, NOBODY, ChildDuty, Moment, day_of
from db.queries.nine_ones_children import able_to_write
from db.queries.summaries import LETTERS, last_record, recorded
from db.rules.duties import NOT_APPLICABLE, Duty, owed
from db.rules.letters import NEAR
from db.vocabulary import DutyKind


def _applies(at: Moment) -> Any:
    return NOBODY if at.letters is None else able_to_write(at.day)


def _done(at: Moment) -> Any:
    if at.letters is None:
        return NOBODY
    return recorded(LETTERS, at.letters.day - NEAR, at.day, CareRecord.festival == at.letters.festival.value)


def _late(at: Moment) -> Any:
    return EVERYBODY if at.letters is not None and at.day > at.letters.due_on else NOBODY


def _facts(at: Moment) -> tuple[Any, ...]:
    if at.letters is None:
        return (SQL("NULL"),)
    festival = CareRecord.festival == at.letters.festival.value
    return (last_record(LETTERS, at.letters.day - NEAR, at.day, festival),)


def _rule(at: Moment, written: str | None) -> Duty:
    return owed(at.letters.due_on, day_of(written), at.day) if at.letters else NOT_APPLICABLE


duty = ChildDuty(DutyKind.LETTER, _applies, _done, _late, _facts, _rule)
