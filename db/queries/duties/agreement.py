"""The agreement of entrusted care: `db.rules.care_duties.agreement_duty`."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import SQL, fn

from db.models import Carer, Child
from db.queries.duties.duty import ChildDuty, Moment, a_month_before, day_of
from db.rules.care_duties import agreement_duty
from db.rules.duties import Duty
from db.vocabulary import DutyKind


def _carer(*conditions: Any) -> Any:
    """Whether the present carer is such a one."""
    return fn.EXISTS(Carer.select(SQL("1")).where((Carer.child == Child.id) & Carer.to_on.is_null(), *conditions))


def _agreed(at: Moment) -> Any:
    return Carer.agreement_on.is_null(False) & (Carer.agreement_on <= at.day.isoformat())


def _done(at: Moment) -> Any:
    in_force = Carer.agreement_until.is_null() | (Carer.agreement_until >= at.day.isoformat())
    return _carer(_agreed(at) & in_force)


def _late(at: Moment) -> Any:
    run_out = _agreed(at) & Carer.agreement_until.is_null(False)
    since = fn.COALESCE(Carer.from_on, Child.registered_on)
    return _carer(run_out | (since <= a_month_before(at.day)))


def _facts(_at: Moment) -> tuple[Any, ...]:
    present = (Carer.child == Child.id) & Carer.to_on.is_null()
    columns = Carer.from_on, Carer.agreement_on, Carer.agreement_until
    return Child.registered_on, *(Carer.select(column).where(present).limit(1) for column in columns)


def _rule(at: Moment, registered: str, since: str | None, agreed: str | None, until: str | None) -> Duty:
    here = date.fromisoformat(registered)
    return agreement_duty(day_of(since), day_of(agreed), day_of(until), at.day, registered_on=here)


duty = ChildDuty(DutyKind.AGREEMENT, lambda _at: _carer(), _done, _late, _facts, _rule)
