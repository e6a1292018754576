"""Marks by semester: those of a child, those of the children whose marks are entered at once, and who fell sharply."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.models import CareRecord, Child, Semester, Setting
from db.queries.scope import child_conditions
from db.queries.terms import current_semester
from db.rules.record_checks import Mark, falls, mark_before
from db.rules.study import FallRule, fall_sentence
from db.session import Session
from db.vocabulary import RecordKind, RegistryState

FALL = "study_fall"
"""The setting of the office that says what a sharp fall is."""
_RECENT = 500
"""Marks that tell which subjects are entered at present."""


@dataclass(frozen=True)
class Pupil:
    """A child with the mark of a subject that it has this semester, and the last one before; None where it has none.

    `fall` says why a plan is proposed, empty where the mark did not fall sharply.
    """

    child_id: int
    name: str
    now: Mark | None
    before: Mark | None
    fall: str = ""

    @property
    def change(self) -> int | None:
        """Points since the semester before."""
        return self.now.mark - self.before.mark if self.now and self.before else None


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


def class_marks(session: Session, school_class: int, subject: str) -> list[Pupil]:
    """The registered children of a class, by name, with their marks of a subject in this semester and before."""
    begun = current_semester(session).starts_on.isoformat()
    registered = Child.registry_state == RegistryState.REGISTERED.value
    conditions = [Child.school_class == school_class, registered, *child_conditions(session.scope)]
    query = Child.select(Child.id, Child.name).where(*conditions).order_by(Child.name_key, Child.id)
    with session.reading():
        names = dict(query.tuples())
        marks, rule = marks_of(list(names)), stored_fall_rule()
    return [_pupil(child, names[child], marks[child], subject, begun, rule) for child in names]


def _pupil(child: int, name: str, marks: Sequence[Mark], subject: str, begun: str, rule: FallRule) -> Pupil:
    """The marks around the first day of this semester."""
    own = [mark for mark in marks if mark.subject == subject and mark.happened_on >= begun]
    now, before = own[-1] if own else None, mark_before(marks, (begun,), subject, begun)
    fell = now and before and rule.is_sharp(before.mark, now.mark)
    fall = fall_sentence(before.mark, now.mark, before.semester) if fell and now and before else ""
    return Pupil(child, name, now, before, fall)


def subjects(session: Session) -> list[str]:
    """The subjects of which there are marks, the commonest first."""
    query: Any = CareRecord.select(CareRecord.subject).where(
        CareRecord.kind == RecordKind.STUDY_CHECK.value, CareRecord.subject.is_null(False)
    )
    with session.reading():
        recent = query.order_by(CareRecord.happened_on.desc()).limit(_RECENT)
        rows = [row[0] for row in recent.tuples()]
    return sorted(set(rows), key=lambda subject: (-rows.count(subject), subject))
