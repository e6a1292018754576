"""What the summary of a child tells of the rows beside it, exactly for every day: conditions on children.

The summary stands in the query (`ChildSummary.child == Child.id`). It knows the last day of each thing, which answers
for nearly all children; only where that lies after the day in question the rows themselves are looked through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, NodeList, fn

from db.models import CareRecord, Child, ChildSummary, Pairing
from db.session import Session
from db.vocabulary import ContactWay, PairingKind, RecordKind

EVER = date.min


def in_order(session: Session) -> Any:
    """The children with their summaries; of all of them only what figures ask is read, in the order of the ids."""
    query = Child.select()
    if session.scope.everything:
        query = query.from_(NodeList((Child, SQL("INDEXED BY child_figures"))))
    return query.join(ChildSummary, on=(ChildSummary.child == Child.id))


def found_once(session: Session, columns: Mapping[str, Any], *conditions: Any) -> Any:
    """A table of these columns of the children, to be counted in several ways.

    A query in a query with a limit, which SQLite keeps as it is: each column is found out once a child and not for
    every figure made of it.
    """
    named = (column.alias(name) for name, column in columns.items())
    return in_order(session).select(*named).where(*conditions).limit(-1).alias("found")


@dataclass(frozen=True)
class Happenings:
    """The records that a duty asks about; `latest` is the column of the summary with the day of the last of them."""

    latest: Any
    kind: RecordKind
    ways: tuple[ContactWay, ...] = ()
    """Of what ways, where not all of the kind count."""

    def between(self, first: date, last: date, *more: Any) -> list[Any]:
        """Conditions on the records between two days, both included, that were not withdrawn."""
        conditions = [
            (CareRecord.child == Child.id) & (CareRecord.kind == self.kind.value) & CareRecord.withdrawn_on.is_null(),
            CareRecord.happened_on.between(first.isoformat(), last.isoformat()), *more,
        ]  # fmt: skip
        return [*conditions, CareRecord.way.in_([way.value for way in self.ways])] if self.ways else conditions


DEEDS = Happenings(ChildSummary.good_deed, RecordKind.GOOD_DEED)
LETTERS = Happenings(ChildSummary.letter, RecordKind.LETTER)
MOTHER_CALLS = Happenings(ChildSummary.mother_call, RecordKind.MOTHER_DUTY, (ContactWay.PHONE, ContactWay.VIDEO))
MOTHER_MEETINGS = Happenings(ChildSummary.mother_meeting, RecordKind.MOTHER_DUTY, (ContactWay.FACE,))
TALKS = Happenings(ChildSummary.talk, RecordKind.TALK)
VISITS = Happenings(ChildSummary.home_visit, RecordKind.HOME_VISIT)


def recorded(of: Happenings, first: date, last: date, *more: Any) -> Any:
    """Whether there is such a record between two days, both included.

    The summary answers for nearly all; the records are looked through where the last lies after `last`, or `more`
    conditions are to hold.
    """
    among = fn.EXISTS(CareRecord.select(SQL("1")).where(*of.between(first, last, *more)))
    return (of.latest >= first.isoformat()) & (among if more else (of.latest <= last.isoformat()) | among)


def last_record(of: Happenings, first: date, last: date, *more: Any) -> Any:
    """The day of the last such record between two days, NULL without one."""
    return CareRecord.select(fn.MAX(CareRecord.happened_on)).where(*of.between(first, last, *more))


def mothered(day: date) -> Any:
    """The condition that joins a child with its loving mother of a day."""
    return _helped(PairingKind.LOVING_MOTHER, day)


def has_mother(day: date, since: date = EVER) -> Any:
    """Whether the child has a loving mother on a day, and this one from `since` on."""
    return _has(PairingKind.LOVING_MOTHER, ChildSummary.mother_since, ChildSummary.mother_until, day, since)


def has_little_teacher(day: date) -> Any:
    """Whether another child helps the child on a day."""
    return _has(PairingKind.LITTLE_TEACHER, ChildSummary.taught_since, ChildSummary.taught_until, day, EVER)


def _has(kind: PairingKind, since: Any, until: Any, day: date, first: date) -> Any:
    """Of those whose pairing is over, only where it ended after the day the pairings are looked through."""
    among = fn.EXISTS(Pairing.select(SQL("1")).where(_helped(kind, day), Pairing.from_on >= first.isoformat()))
    return since.between(first.isoformat(), day.isoformat()) | ((until > day.isoformat()) & among)


def _helped(kind: PairingKind, day: date) -> Any:
    on = day.isoformat()
    open_on_day = (Pairing.from_on <= on) & (Pairing.to_on.is_null() | (Pairing.to_on > on))
    return (Pairing.child == Child.id) & (Pairing.kind == kind.value) & open_on_day
