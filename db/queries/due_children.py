"""Who stands behind the figures of the day: the children with red alerts, and those whose survey is due or overdue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from db.models import Child
from db.queries.alerts import alert_condition
from db.queries.roster import RosterRow, ids_of, on_register, rows_of
from db.queries.surveys import has_survey_duty, not_surveyed
from db.queries.terms import current_semester
from db.rules.alerts import Alert
from db.rules.survey import survey_duty
from db.session import Session
from db.vocabulary import DutyState


@dataclass(frozen=True)
class DueChild:
    """A child and one thing that is due for it; without an alert it is the survey, due on a day."""

    child: RosterRow
    alert: Alert | None
    state: DutyState
    due_on: date | None


def due_children(
    session: Session, on: date, *, school: int | None = None, village: int | None = None
) -> Iterator[DueChild]:
    """Red alerts first, then missing surveys; each by village and name."""
    conditions = on_register(session, on, school=school, village=village)
    order = (Child.village, Child.name_key, Child.id)
    for alert in Alert:
        query = Child.select(Child.id).where(*conditions, alert_condition(alert, on)).order_by(*order)
        for row in rows_of(session, ids_of(session, query)):
            yield DueChild(row, alert, DutyState.OVERDUE, None)
    semester = current_semester(session, on)
    query = Child.select(Child.id).where(*conditions, has_survey_duty(semester), not_surveyed(semester, on))
    for row in rows_of(session, ids_of(session, query.order_by(*order))):
        surveyed = date.fromisoformat(row.surveyed_on) if row.surveyed_on else None
        duty = survey_duty(semester, surveyed, on, registered_on=date.fromisoformat(row.registered_on))
        if duty.state in (DutyState.DUE, DutyState.OVERDUE):
            yield DueChild(row, None, duty.state, duty.due_on)
