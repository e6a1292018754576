"""What lies on the days that another first day of a semester puts into another semester."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.access import Right
from db.models import Activity, CareRecord, Semester, Survey
from db.rules.semesters import changed_sides
from db.session import Session

DAYS: dict[Any, Any] = {
    CareRecord: CareRecord.happened_on, Activity: Activity.on_date, Survey: Survey.surveyed_on,
}  # fmt: skip
"""The tables whose rows belong to the semester of a day, and that day."""


@dataclass(frozen=True)
class Sides:
    """How many records, activities and surveys go to another semester."""

    records: int = 0
    activities: int = 0
    surveys: int = 0

    @property
    def all(self) -> int:
        return self.records + self.activities + self.surveys


def sides(session: Session, semester_id: int, starts_on: date) -> Sides:
    """What goes to another semester once the semester starts on another day."""
    session.require(Right.OFFICE)
    with session.reading():
        counts = {
            model: sum(model.select().where(*rows).count() for _to, rows in changing(model, semester_id, starts_on))
            for model in DAYS
        }
    return Sides(counts[CareRecord], counts[Activity], counts[Survey])


def changing(model: Any, semester_id: int, starts_on: date) -> Iterator[tuple[int, list[Any]]]:
    """Each semester that gets rows, and the conditions on them; to be read before the semester itself is changed.

    A child that was surveyed in that semester already keeps its other survey where it is: one a semester counts.
    """
    known = Semester.select(Semester.id, Semester.starts_on).tuples()
    starts = {row_id: date.fromisoformat(day) for row_id, day in known}
    for to, first, last in changed_sides(starts, semester_id, starts_on):
        on_its_days = DAYS[model].between(first.isoformat(), last.isoformat())
        rows = [on_its_days, model.semester.is_null() | (model.semester != to)]
        if model is Survey:
            there = Survey.alias()
            rows.append(Survey.child.not_in(there.select(there.child).where(there.semester == to)))
        yield to, rows
