"""Which activities count for a place in reports, and with whom: its own whole, those of the township in part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from peewee import JOIN, fn

from db.models import Activity, Attendance, Carer, Child
from db.queries.activities import ActivityFilter, People
from db.queries.activity_figures import ActivityLine, activity_lines
from db.queries.scope import child_conditions
from db.session import Session


def counted_lines(session: Session, first: date, last: date, narrowed: ActivityFilter) -> list[ActivityLine]:
    """The activities from `first` to `last` that count for a place or a person's scope, by day and time.

    One of the whole township counts once somebody came to it: a child of the place, or a carer of one; and of those who
    came, these alone. So the nine ones count them for a school, too. The sum over all schools may thus be more than the
    township's own number.
    """
    lines = activity_lines(session, first, last, narrowed)
    if session.scope.everything and narrowed.school is None and narrowed.village is None:
        return lines
    joint = Activity.school.is_null() & Activity.village.is_null()
    during = joint & Activity.on_date.between(first.isoformat(), last.isoformat())
    with session.reading():
        townships = {row[0] for row in Activity.select(Activity.id).where(joint).tuples()}
        came = _came(session, narrowed, during)
    return [
        replace(line, people=came[line.id]) if line.id in townships else line
        for line in lines
        if line.id not in townships or line.id in came
    ]


def _came(session: Session, narrowed: ActivityFilter, during: Any) -> dict[int, People]:
    """The children of the place and their carers who came to activities of the township, by activity."""
    place = [(Child.school, narrowed.school), (Child.village, narrowed.village)]
    conditions = [column == value for column, value in place if value is not None]
    here = Child.select(Child.id).where(*conditions, *child_conditions(session.scope))
    query = (
        Attendance.select(Attendance.activity, fn.COUNT(Attendance.child), fn.COUNT(Attendance.carer))
        .join(Activity, on=(Attendance.activity == Activity.id))
        .join(Carer, JOIN.LEFT_OUTER, on=(Attendance.carer == Carer.id), src=Attendance)
        .where(during, Attendance.present == 1, fn.COALESCE(Attendance.child, Carer.child).in_(here))
        .group_by(Attendance.activity)
    )
    return {activity: People(children, of_carers) for activity, children, of_carers in query.tuples()}
