"""Marks by semester: those of a child, those of the children whose marks are entered at once, and who fell sharply."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.models import CareRecord, Child, Semester, Setting
from db.queries.scope import child_conditions
from db.rules.record_checks import Mark, falls, mark_before
from db.rules.study import FallRule, fall_sentence
from db.session import Session
from db.vocabulary import RecordKind

FALL = "study_fall"
"""The setting of the office that says what a sharp fall is."""


@dataclass(frozen=True)
class Pupil:
    """A child with the mark of a subject that it has this semester, and the last one before; None where it has none."""

    child_id: int
    name: str
    now: Mark | None
    before: Mark | None


def marks_of(children: Sequence[int]) -> dict[int, tuple[Mark, ...]]:
    """The marks of children that were not withdrawn, by child, the earliest first; within the caller's reading."""
    query = (
        CareRecord.select(
            CareRecord.child, CareRecord.subject, Semester.name, CareRecord.happened_on, CareRecord.mark,
            CareRecord.id, CareRecord.version,
        )
        .left_outer_join(Semester)
        .where(
            CareRecord.child.in_(children), CareRecord.kind == RecordKind.STUDY_CHECK.value,
            CareRecord.withdrawn_on.is_null(), CareRecord.mark.is_null(False), CareRecord.subject.is_null(False),
        )
        .order_by(CareRecord.happened_on, CareRecord.id)
    )  # fmt: skip
    found: dict[int, tuple[Mark, ...]] = dict.fromkeys(children, ())
    for child, subject, semester, *rest in query.tuples():
        found[child] += (Mark(subject, semester or "", *rest),)
    return found


def term_starts() -> tuple[str, ...]:
    """The first days of the semesters of the office, the earliest first; within the caller's reading."""
    return tuple(row[0] for row in Semester.select(Semester.starts_on).order_by(Semester.starts_on).tuples())


def stored_fall_rule() -> FallRule:
    """The rule in force; within the caller's reading."""
    value = Setting.select(Setting.value).where(Setting.name == FALL).scalar()
    return FallRule(**json.loads(value)) if value else FallRule()


def fall_rule(session: Session) -> tuple[FallRule, int]:
    """What a sharp fall in study is, with the version of its setting; 0 where the office has set nothing."""
    with session.reading():
        version = Setting.select(Setting.version).where(Setting.name == FALL).scalar()
        return stored_fall_rule(), version or 0


def sharp_falls(marks: Sequence[Mark]) -> dict[int, str]:
    """Why a plan is proposed, by the record of the mark that fell; within the caller's reading."""
    if len(marks) < 2:
        return {}
    found = falls(marks, term_starts(), stored_fall_rule())
    return {now.record_id: fall_sentence(before.mark, now.mark, before.semester) for before, now in found}


def pupils(session: Session, children: Sequence[int], subject: str, day: str) -> list[Pupil]:
    """Children of the scope, in the order given, with their marks of a subject around a day."""
    conditions = [Child.id.in_(children), *child_conditions(session.scope)]
    with session.reading():
        names = dict(Child.select(Child.id, Child.name).where(*conditions).tuples())
        marks, terms = marks_of(list(names)), term_starts()
    begun = max((term for term in terms if term <= day), default="")
    return [
        Pupil(child, names[child], _now(marks[child], subject, begun, terms),
              mark_before(marks[child], terms, subject, day))
        for child in children if child in names
    ]  # fmt: skip


def subjects(session: Session) -> list[str]:
    """The subjects of which there are marks, the commonest first."""
    query: Any = CareRecord.select(CareRecord.subject).where(
        CareRecord.kind == RecordKind.STUDY_CHECK.value, CareRecord.subject.is_null(False)
    )
    with session.reading():
        recent = query.order_by(CareRecord.happened_on.desc()).limit(_RECENT)
        rows = [row[0] for row in recent.tuples()]
    return sorted(set(rows), key=lambda subject: (-rows.count(subject), subject))


_RECENT = 500


def _now(marks: Sequence[Mark], subject: str, begun: str, terms: Sequence[str]) -> Mark | None:
    """The mark of a subject in the semester that begins with `begun`."""
    ends = min((term for term in terms if term > begun), default="9999")
    own = [mark for mark in marks if mark.subject == subject and begun <= mark.happened_on < ends]
    return own[-1] if own else None
