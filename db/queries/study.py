"""Marks by semester: those of a child, those of the children whose marks are entered at once, and who fell sharply."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.models import CarePlan, CareRecord, Child, Semester, Setting
from db.queries.scope import child_conditions
from db.queries.terms import current_semester
from db.rules.record_checks import Mark, falls, mark_before
from db.rules.semesters import semester_title
from db.rules.study import FallRule, fall_sentence
from db.session import Session
from db.vocabulary import PlanCause, RecordKind, RegistryState

FALL = "study_fall"
"""The setting of the office that says what a sharp fall is."""
_RECENT = 500
"""Marks that tell which subjects are entered at present."""


@dataclass(frozen=True)
class DeclinePlan:
    """A plan that was begun for a sharp decline in study."""

    id: int
    starts_on: str
    closed_on: str | None

    def answers(self, fallen: Mark) -> bool:
        """Whether it is the plan for a mark that fell: it is open, or was begun on its day or later."""
        return self.closed_on is None or self.starts_on >= fallen.happened_on


@dataclass(frozen=True)
class Pupil:
    """A child with the mark of a subject that it has this semester, and the last one before; None where it has none.

    `fall` says what fell, empty where the mark did not fall sharply, and `plan` is the one that was begun for it;
    `absent` says why there is no mark. `version` is that of the record of this semester, 0 for none.
    """

    child_id: int
    name: str
    now: Mark | None
    before: Mark | None
    fall: str = ""
    plan: DeclinePlan | None = None
    absent: str = ""
    version: int = 0

    @property
    def change(self) -> int | None:
        """Points since the semester before."""
        return self.now.mark - self.before.mark if self.now and self.before else None


def marks_of(children: Sequence[int]) -> dict[int, tuple[Mark, ...]]:
    """The marks of children that were not withdrawn, by child, the earliest first; within the caller's reading."""
    query = (
        CareRecord.select(
            CareRecord.child, CareRecord.subject, Semester.school_year, Semester.term, CareRecord.happened_on,
            CareRecord.mark, CareRecord.id, CareRecord.version,
        )
        .left_outer_join(Semester)
        .where(
            CareRecord.child.in_(children), CareRecord.kind == RecordKind.STUDY_CHECK.value,
            CareRecord.withdrawn_on.is_null(), CareRecord.mark.is_null(False), CareRecord.subject.is_null(False),
        )
        .order_by(CareRecord.happened_on, CareRecord.id)
    )  # fmt: skip
    found: dict[int, tuple[Mark, ...]] = dict.fromkeys(children, ())
    for child, subject, year, term, *rest in query.tuples():
        found[child] += (Mark(subject, semester_title(year, term), *rest),)
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


def sharp_falls(marks: Sequence[Mark], plan: DeclinePlan | None = None) -> dict[int, str]:
    """Why a plan is proposed, by the record of the mark that fell; within the caller's reading.

    `plan` is the one that the child has: what it answers is not proposed again.
    """
    if len(marks) < 2:
        return {}
    found = falls(marks, term_starts(), stored_fall_rule())
    return {
        now.record_id: fall_sentence(before.mark, now.mark, before.semester)
        for before, now in found if not (plan and plan.answers(now))
    }  # fmt: skip


def decline_plans(session: Session, children: Sequence[int]) -> dict[int, DeclinePlan]:
    """The plans for a decline in study, by child: an open one, or else the last; within the caller's reading.

    None for somebody who may not see plans.
    """
    if not session.scope.plans:
        return {}
    query = CarePlan.select(CarePlan.child, CarePlan.id, CarePlan.starts_on, CarePlan.closed_on).where(
        CarePlan.child.in_(children), CarePlan.cause == PlanCause.STUDY_DECLINE.value
    )
    rows = query.order_by(CarePlan.closed_on.is_null(), CarePlan.starts_on, CarePlan.id).tuples()
    return {child: DeclinePlan(*plan) for child, *plan in rows}


def class_marks(session: Session, school_class: int, subject: str) -> list[Pupil]:
    """The registered children of a class, by name, with their marks of a subject in this semester and before."""
    begun = current_semester(session).starts_on.isoformat()
    registered = Child.registry_state == RegistryState.REGISTERED.value
    conditions = [Child.school_class == school_class, registered, *child_conditions(session.scope)]
    query = Child.select(Child.id, Child.name).where(*conditions).order_by(Child.name_key, Child.id)
    with session.reading():
        names = dict(query.tuples())
        marks, rule = marks_of(list(names)), stored_fall_rule()
        plans, absent = decline_plans(session, list(names)), _absences(list(names), subject, begun)
    found = [_pupil(child, names[child], marks[child], subject, begun, rule) for child in names]
    return [_with_absence(_with_plan(pupil, plans), absent) for pupil in found]


def _absences(children: Sequence[int], subject: str, begun: str) -> dict[int, tuple[str, int, int]]:
    """The study checks without a mark of this semester, by child: why, the id and the version."""
    query = CareRecord.select(CareRecord.child, CareRecord.summary, CareRecord.id, CareRecord.version).where(
        CareRecord.child.in_(children), CareRecord.kind == RecordKind.STUDY_CHECK.value,
        CareRecord.withdrawn_on.is_null(), CareRecord.mark.is_null(), CareRecord.subject == subject,
        CareRecord.happened_on >= begun,
    )  # fmt: skip
    return {child: (why or "", *ids) for child, why, *ids in query.order_by(CareRecord.id).tuples()}


def _with_absence(pupil: Pupil, absent: Mapping[int, tuple[str, int, int]]) -> Pupil:
    why, record_id, version = absent.get(pupil.child_id, ("", 0, 0))
    if not record_id or (pupil.now and pupil.now.record_id > record_id):
        return pupil
    return replace(pupil, now=None, fall="", plan=None, absent=why, version=version)


def _with_plan(pupil: Pupil, plans: Mapping[int, DeclinePlan]) -> Pupil:
    plan = plans.get(pupil.child_id)
    return replace(pupil, plan=plan) if plan and pupil.fall and pupil.now and plan.answers(pupil.now) else pupil


def _pupil(child: int, name: str, marks: Sequence[Mark], subject: str, begun: str, rule: FallRule) -> Pupil:
    """The marks around the first day of this semester."""
    own = [mark for mark in marks if mark.subject == subject and mark.happened_on >= begun]
    now, before = own[-1] if own else None, mark_before(marks, (begun,), subject, begun)
    fell = now and before and rule.is_sharp(before.mark, now.mark)
    fall = fall_sentence(before.mark, now.mark, before.semester) if fell and now and before else ""
    return Pupil(child, name, now, before, fall, version=now.version if now else 0)


def subjects(session: Session) -> list[str]:
    """The subjects of which there are marks, the commonest first."""
    query: Any = CareRecord.select(CareRecord.subject).where(
        CareRecord.kind == RecordKind.STUDY_CHECK.value, CareRecord.subject.is_null(False)
    )
    with session.reading():
        recent = query.order_by(CareRecord.happened_on.desc()).limit(_RECENT)
        rows = [row[0] for row in recent.tuples()]
    return sorted(set(rows), key=lambda subject: (-rows.count(subject), subject))
