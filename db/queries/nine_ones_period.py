"""The semester that figures are of, and what counts in it: conditions that the grid and its evidence share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, fn

from db.models import Activity, Attendance, Carer, CareRecord, Child
from db.models import Semester as SemesterRow
from db.queries.terms import semesters
from db.rules.semesters import Semester, default_semesters, semester_of
from db.session import Session
from db.vocabulary import ActivityState, RecordKind


@dataclass(frozen=True)
class Period:
    """A semester with the holidays after it, and the day of the figures in it.

    `row_id` is None where the office has not entered the semester: then nothing was recorded for it either.
    """

    semester: Semester
    row_id: int | None
    last: date
    day: date


def period_of(session: Session, semester: Semester | None = None, on: date | None = None) -> Period:
    """The semester asked for, by default the one that counts on the day, which is today by default.

    The figures of a semester that is over are those of its last day; the holidays after it belong to it.
    """
    day = on or session.clock.today()
    with session.reading():
        known = semesters(session)
        found = semester or semester_of(day, known)
        of_term = (SemesterRow.school_year == found.school_year) & (SemesterRow.term == found.term)
        row_id = SemesterRow.select(SemesterRow.id).where(of_term).scalar()
    last = _next_start(found, known) - timedelta(days=1)
    return Period(found, row_id, last, min(day, last))


def records(period: Period, kind: RecordKind) -> list[Any]:
    """Conditions on the care records of a kind that count."""
    return [
        CareRecord.semester == period.row_id, CareRecord.kind == kind.value, CareRecord.withdrawn_on.is_null(),
        CareRecord.happened_on <= period.day.isoformat(),
    ]  # fmt: skip


def activities(period: Period, kinds: Sequence[str]) -> list[Any]:
    """Conditions on the activities of these kinds that count, or will once they are held."""
    return [Activity.semester == period.row_id, Activity.state != ActivityState.CANCELLED,
            Activity.kind.in_([str(kind) for kind in kinds])]  # fmt: skip


def joint_activities(period: Period, kinds: Sequence[str]) -> Any:
    """Activities of the whole township by the schools whose children or carers were there: (activity, school)."""
    cared = Child.alias()
    school = fn.COALESCE(Child.school, cared.school)
    return (
        Attendance.select(Attendance.activity.alias("activity"), school.alias("school"))
        .join(Activity, on=(Attendance.activity == Activity.id))
        .switch(Attendance)
        .join(Child, JOIN.LEFT_OUTER, on=(Attendance.child == Child.id))
        .switch(Attendance)
        .join(Carer, JOIN.LEFT_OUTER, on=(Attendance.carer == Carer.id))
        .join(cared, JOIN.LEFT_OUTER, on=(Carer.child == cared.id))
        .where(
            *activities(period, kinds), Activity.school.is_null(), Activity.village.is_null(),
            Attendance.present == 1, school.is_null(False),
        )
        .distinct()
    )  # fmt: skip


def _next_start(semester: Semester, known: Sequence[Semester]) -> date:
    year = semester.school_year
    usual = [*default_semesters(year), *default_semesters(year + 1)]
    entered = [one.starts_on for one in known if one.starts_on > semester.starts_on]
    return min(entered or (one.starts_on for one in usual if one.starts_on > semester.starts_on))
