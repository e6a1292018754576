"""One thing that happened to many children, written down at one stroke: letters of a festival, good deeds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from db.commands import care_records
from db.commands.cleaning import day_of, refuse
from db.errors import RuleError
from db.i18n import _
from db.queries.care_records import record_row
from db.queries.letters import written
from db.rules.letters import NEAR, Round
from db.session import Session
from db.vocabulary import ContactWay, RecordKind

Versions = Mapping[int, int]
"""Versions of records as they were read, by id."""


def send_letters(session: Session, children: Collection[int], one: Round, on: str | None = None) -> int:
    """Record that these children have written home for a festival, today or on a day before; returns how many.

    Whoever has written for it already is passed over. Raises RuleError, NotFoundError for a child out of the scope.
    """
    day = day_of(on, session.clock.today(), "happened_on")
    values = {"happened_on": day, "festival": one.festival.value, "way": ContactWay.LETTER.value}
    with session.writing(), _plainly():
        if abs(date.fromisoformat(day) - one.day) >= NEAR:
            refuse({"happened_on": _("This day is too far from the festival.")})
        left = set(children) - set(written(one))
        care_records.record_many(session, RecordKind.LETTER, _by_user(session, values), {child: {} for child in left})
    return len(left)


def answer_letters(session: Session, letters: Versions, on: str | None = None) -> int:
    """Record that these letters were answered, today or on a day before; returns how many were not yet.

    Raises RuleError where one was sent only later, ConflictError.
    """
    day = day_of(on, session.clock.today(), "answered_on")
    with session.writing(), _plainly():
        rows = [record_row(session, letter) for letter in letters]
        unanswered = [row["id"] for row in rows if not row["answered_on"]]
        for letter in unanswered:
            care_records.correct_record(session, letter, letters[letter], {"answered_on": day})
    return len(unanswered)


def withdraw_records(session: Session, records: Versions, reason: str) -> int:
    """Take back records that were made by mistake, for a reason, all or none of them."""
    with session.writing():
        for record, version in records.items():
            care_records.withdraw_record(session, record, version, reason)
    return len(records)


def enter_good_deeds(session: Session, children: Collection[int], summary: str, on: str | None = None) -> int:
    """Record one meaningful thing that these children did, today or on a day before; returns how many children."""
    day = day_of(on, session.clock.today(), "happened_on")
    if not summary.strip():
        refuse({"summary": _("Write down what was done.")})
    values = _by_user(session, {"happened_on": day, "summary": summary})
    with _plainly():
        ids = care_records.record_many(session, RecordKind.GOOD_DEED, values, {child: {} for child in children})
    return len(ids)


def _by_user(session: Session, values: Mapping[str, str]) -> dict[str, str]:
    return {**values, "by_name": session.user}


@contextmanager
def _plainly() -> Iterator[None]:
    """Say what is wrong with one of many in the sentence itself: there is no form whose fields could be marked."""
    try:
        yield
    except RuleError as error:
        if not error.fields:
            raise
        fields = {name.rpartition(".")[2]: sentence for name, sentence in error.fields.items()}
        raise RuleError(next(iter(fields.values())), fields) from error
