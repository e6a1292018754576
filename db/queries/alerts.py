"""Red alerts as conditions on children, one a kind: the set-based form of `db.rules.alerts.red_alerts`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from db.models import Carer, Child, Incident
from db.rules.alerts import ALONE_AGE, UNATTENDED_AGE
from db.rules.dates import add_months
from db.rules.fitness import ADULT_AGE
from db.vocabulary import Alert, Living


def alert_condition(alert: str, today: date) -> Any:
    """Which children have the alert today; whether they are still registered is the caller's question."""
    if alert == Alert.INCIDENT_UNREPORTED:
        return Child.id.in_(Incident.select(Incident.child).where(Incident.reported_at.is_null()))
    if alert == Alert.LIVING_ALONE:
        return Child.living.in_((Living.ALONE, Living.SIBLINGS)) & _may_be_under(Child.birth_date, ALONE_AGE, today)
    if alert == Alert.UNATTENDED:
        return (Child.unattended == 1) & _may_be_under(Child.birth_date, UNATTENDED_AGE, today)
    minor = Carer.birth_date.is_null(False) & _may_be_under(Carer.birth_date, ADULT_AGE, today)
    unfit = Carer.bars.is_null(False) | (Carer.full_capacity == 0) | minor
    return Child.id.in_(Carer.select(Carer.child).where(Carer.to_on.is_null() & unfit))


def _may_be_under(birth: Any, years: int, today: date) -> Any:
    """Whether somebody is younger, or may be: no birth date is known, or only a month or year that leaves it open."""
    youngest_not_under = add_months(today, -12 * years)
    first_under = (youngest_not_under + timedelta(days=1)).isoformat()
    return birth.is_null() | (birth >= first_under) | birth.in_([first_under[:4], first_under[:7]])
