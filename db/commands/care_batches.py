"""One thing that happened to many children, written down at one stroke: letters of a festival, good deeds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from db.commands import care_records
from db.commands.cleaning import day_of, refuse
from db.errors import RuleError
from db.i18n import _
from db.models import Child
from db.queries.care_records import record_row
from db.queries.letters import written
from db.queries.scope import child_conditions
from db.rules.letters import NEAR, Round
from db.session import Session
from db.vocabulary import ContactWay, RecordKind

Versions = Mapping[int, int]
"""Versions of records as they were read, by id."""


@dataclass(frozen=True)
class Booked:
    """For how many it was written down, and the names of those for whom it cannot have been so."""

    done: int
    left_out: tuple[str, ...] = ()


def send_letters(session: Session, children: Collection[int], one: Round, on: str | None = None) -> Booked:
    """Record that these children have written home for a festival, today or on a day before.

    Whoever has written for it already is passed over; who was not on the register on that day is left out and named.
    Raises RuleError where nobody is left, NotFoundError for a child out of the scope.
    """
    day = day_of(on, session.clock.today(), "happened_on")
    values = {"happened_on": day, "festival": one.festival.value, "way": ContactWay.LETTER.value}
    with session.writing(), _plainly():
        if abs(date.fromisoformat(day) - one.day) >= NEAR:
            refuse({"happened_on": _("This day is too far from the festival.")})
        left = set(children) - set(written(one))
        absent = _absent(session, left, day) if len(left) > 1 else {}
        if len(absent) == len(left):  # of one, or of all: the reason of the first is the one to tell
            absent = {}
        writers = {child: dict[str, str]() for child in sorted(left - set(absent))}
        care_records.record_many(session, RecordKind.LETTER, _by_user(session, values), writers)
    return Booked(len(writers), tuple(absent.values()))


def answer_letters(session: Session, letters: Versions, on: str | None = None) -> Booked:
    """Record that these letters were answered, today or on a day before, as far as they were not yet.

    Those sent only later are left out, and their children named. Raises RuleError where no other is left,
    ConflictError.
    """
    day = day_of(on, session.clock.today(), "answered_on")
    with session.writing(), _plainly():
        rows = [record_row(session, letter) for letter in letters]
        unanswered = [row for row in rows if not row["answered_on"]]
        late = [row for row in unanswered if row["happened_on"] > day]
        if len(late) == len(unanswered):
            late = []
        for row in unanswered:
            if row not in late:
                care_records.correct_record(session, row["id"], letters[row["id"]], {"answered_on": day})
        names = Child.select(Child.name).where(Child.id.in_([row["child"] for row in late])).order_by(Child.id)
        return Booked(len(unanswered) - len(late), tuple(name for (name,) in names.tuples()))


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


def _absent(session: Session, children: Collection[int], day: str) -> dict[int, str]:
    """Those of the children, with their names, who were not on the register on a day."""
    query = Child.select(Child.id, Child.name).where(
        Child.id.in_(list(children)), (Child.registered_on > day) | (Child.left_on < day),
        *child_conditions(session.scope),
    )  # fmt: skip
    return dict(query.order_by(Child.id).tuples())


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
