"""Which care records cannot be, and which are doubtful: they may be saved, but are probably a slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.i18n import _
from db.rules.record_kinds import DAY, FORMS, HIGHEST_MARK, LONGEST_CALL
from db.rules.study import FallRule, fall_sentence
from db.vocabulary import RecordKind


@dataclass(frozen=True)
class Mark:
    """A mark of a subject in a semester."""

    subject: str
    semester: str
    happened_on: str
    mark: int
    record_id: int = 0
    version: int = 0


@dataclass(frozen=True)
class Known:
    """What of a child a record is held against; days are ISO texts."""

    registered_on: str
    left_on: str | None = None
    teacher: int | None = None
    teacher_name: str = ""
    talked: Mapping[str, str] = field(default_factory=dict)
    """By whom there was a talk, by day; that which is corrected left out."""
    twin: str = ""
    """The name of a child born the same day, of whom the same words were recorded on the same day."""
    marks: tuple[Mark, ...] = ()
    terms: tuple[str, ...] = ()
    """The first days of the semesters."""
    fall: FallRule = field(default_factory=FallRule)


def problems(kind: RecordKind, known: Known, values: Mapping[str, Any]) -> dict[str, str]:
    """Sentences, by column, about what cannot be stored, dates being as they are stored.

    A record belongs to the time on the register: from the day of registration to that of leaving, both included.
    """
    found = {
        column: _("This field must be filled in.")
        for column in FORMS[kind].required
        if values.get(column) in (None, "")
    }
    if kind is RecordKind.STUDY_CHECK and values.get("mark") is None and not values.get("summary"):
        found["mark"] = _("Write down the mark, or in the remarks why there is none.")
    day = values.get(DAY) or ""
    if day and day < known.registered_on:
        found[DAY] = _("The child was registered on {day} only.").format(day=known.registered_on)
    elif day and known.left_on and day > known.left_on:
        sentence = _("The child left the register on {day}; take it back before you record anything later.")
        found[DAY] = sentence.format(day=known.left_on)
    for column, sentence in (
        ("follow_up_on", _("It lies before the day of the record.")),
        ("answered_on", _("It was answered before it was written.")),
    ):
        if values.get(column) and values[column] < day:
            found[column] = sentence
    for column, highest in (("mark", HIGHEST_MARK), ("minutes", LONGEST_CALL)):
        if values.get(column) is not None and not 0 <= values[column] <= highest:
            found[column] = _("A whole number from {lowest} to {highest}.").format(lowest=0, highest=highest)
    return found


def doubts(kind: RecordKind, known: Known, values: Mapping[str, Any]) -> dict[str, str]:
    """Sentences, by column, about what is probably a slip: it may be saved all the same."""
    found = {}
    if kind is RecordKind.TALK:
        if who := known.talked.get(values.get(DAY) or ""):
            sentence = _("A talk of this day stands in the file already, by {who}. Is this a second one?")
            found[DAY] = sentence.format(who=who)
        by_another = values["staff"] != known.teacher if values.get("staff") else bool(values.get("by_name"))
        if known.teacher and by_another:
            sentence = _("The class teacher is {name}. Is it right that somebody else talked?")
            found["staff"] = sentence.format(name=known.teacher_name)
    if known.twin:
        sentence = _("The same words stand in the file of {name}, born the same day. Is it the right child?")
        found["summary"] = sentence.format(name=known.twin)
    if kind is RecordKind.CALL and not (values.get("minutes") or values.get("summary")):
        found["minutes"] = _("How long was it, or what was it about?")
    if kind is RecordKind.STUDY_CHECK and values.get("mark") is not None:
        before = mark_before(known.marks, known.terms, str(values.get("subject") or ""), str(values.get(DAY) or ""))
        if before and known.fall.is_sharp(before.mark, int(values["mark"])):
            found["mark"] = fall_sentence(before.mark, int(values["mark"]), before.semester)
    return found


def mark_before(marks: Iterable[Mark], terms: Iterable[str], subject: str, day: str) -> Mark | None:
    """The last mark of a subject before the semester that `day` lies in; `terms` are the first days of semesters."""
    begun = max((term for term in terms if term <= day), default="")
    earlier = (mark for mark in marks if mark.subject == subject and mark.happened_on < begun)
    return max(earlier, key=lambda mark: mark.happened_on, default=None)


def falls(marks: Sequence[Mark], terms: Sequence[str], rule: FallRule) -> Iterator[tuple[Mark, Mark]]:
    """The marks that fell sharply, each after the one it fell from, the latest of a subject only."""
    latest = {mark.subject: mark for mark in sorted(marks, key=lambda mark: mark.happened_on)}
    for now in latest.values():
        before = mark_before(marks, terms, now.subject, now.happened_on)
        if before and rule.is_sharp(before.mark, now.mark):
            yield before, now
