"""The register narrowed by what is due for a child, or wrong, and who counts among those who left."""

from __future__ import annotations

from typing import Any

from peewee import SQL

from db.queries.alerts import alert_condition
from db.queries.duties import mothered_by, with_duty
from db.queries.duties.duty import moment
from db.queries.import_batches import of_standing_imports
from db.queries.registry import RegistryFilter
from db.queries.surveys import has_survey_duty, not_surveyed, surveyed
from db.queries.terms import current_semester
from db.session import Session
from db.vocabulary import Alert, DutyKind, RegistryState

NOBODY = SQL("0")


def circumstances(session: Session, narrowed: RegistryFilter) -> list[Any]:
    """Conditions on children; incidents and plans only for those who may see them."""
    day = session.clock.today()
    conditions: list[Any] = []
    if narrowed.state != RegistryState.REGISTERED:
        conditions.append(of_standing_imports())
    if narrowed.surveyed is not None:
        semester = current_semester(session)
        state = surveyed(semester, day) if narrowed.surveyed else not_surveyed(semester, day)
        conditions += [has_survey_duty(semester), state]
    if narrowed.alert == Alert.INCIDENT_UNREPORTED and not session.scope.incidents:
        conditions.append(NOBODY)
    elif narrowed.alert:
        conditions.append(alert_condition(narrowed.alert, day))
    if narrowed.duty == DutyKind.REVIEW and not session.scope.plans:
        conditions.append(NOBODY)
    elif narrowed.duty and narrowed.duty_state:
        conditions += with_duty(narrowed.duty, narrowed.duty_state, moment(session))
    if narrowed.helper is not None:
        conditions.append(mothered_by(narrowed.helper or None, day))
    return conditions
