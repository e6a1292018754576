"""The home visit at the interval of the child's risk: `db.rules.care_duties.again`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from db.models import Child
from db.queries.duties.duty import NOBODY, ChildDuty, Moment, day_of
from db.queries.summaries import EVER, VISITS, last_record, recorded
from db.rules.care_duties import SOON, again
from db.rules.duties import Duty
from db.vocabulary import DutyKind, RecordKind


def _by_risk(at: Moment) -> dict[str, int]:
    """Days by colour, the longest first: that is the colour of most children, and the first one SQLite asks for."""
    visits = RecordKind.HOME_VISIT.value
    found = {risk: days for (what, risk), days in at.intervals.items() if what == visits and risk}
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def _since(at: Moment, first: date) -> Any:
    """Whether the last visit, or without one the day of registration, lies on `first` or later."""
    return (Child.registered_on >= first.isoformat()) | recorded(VISITS, first, at.day)


def _applies(at: Moment) -> Any:
    coloured = reduce(or_, (Child.risk == risk for risk in _by_risk(at)), NOBODY)
    return coloured & (Child.registered_on <= at.day.isoformat())


def _done(at: Moment) -> Any:
    one = timedelta(days=1)
    parts = [
        (Child.risk == risk) & recorded(VISITS, at.day + SOON + one - timedelta(days=days), at.day)
        for risk, days in _by_risk(at).items()
    ]
    return reduce(or_, parts, NOBODY)


def _late(at: Moment) -> Any:
    parts = [(Child.risk == risk) & ~_since(at, at.day - timedelta(days=days)) for risk, days in _by_risk(at).items()]
    return reduce(or_, parts, NOBODY)


def _facts(at: Moment) -> tuple[Any, ...]:
    return Child.risk, Child.registered_on, last_record(VISITS, EVER, at.day)


def _rule(at: Moment, risk: str, registered: str, visited: str | None) -> Duty:
    return again(date.fromisoformat(registered), day_of(visited), _by_risk(at)[risk], at.day)


duty = ChildDuty(DutyKind.VISIT, _applies, _done, _late, _facts, _rule, recurs=True)
