"""The agreement of entrusted care: `db.rules.care_duties.agreement_duty`."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import fn

from db.models import Child
from db.models import ChildSummary as Summary
from db.queries.duties.duty import ChildDuty, Moment, a_month_before, day_of
from db.rules.care_duties import agreement_duty
from db.rules.duties import Duty
from db.vocabulary import DutyKind


def _agreed(at: Moment) -> Any:
    return Summary.agreed_on.is_null(False) & (Summary.agreed_on <= at.day.isoformat())


def _done(at: Moment) -> Any:
    in_force = Summary.agreed_until.is_null() | (Summary.agreed_until >= at.day.isoformat())
    return _agreed(at) & in_force


def _late(at: Moment) -> Any:
    run_out = _agreed(at) & Summary.agreed_until.is_null(False)
    return run_out | (fn.COALESCE(Summary.carer_since, Child.registered_on) <= a_month_before(at.day))


def _facts(_at: Moment) -> tuple[Any, ...]:
    return Child.registered_on, Summary.carer_since, Summary.agreed_on, Summary.agreed_until


def _rule(at: Moment, registered: str, since: str | None, agreed: str | None, until: str | None) -> Duty:
    here = date.fromisoformat(registered)
    return agreement_duty(day_of(since), day_of(agreed), day_of(until), at.day, registered_on=here)


duty = ChildDuty(DutyKind.AGREEMENT, lambda _at: Summary.carer_id.is_null(False), _done, _late, _facts, _rule)
