"""Children of whom somebody has to decide whether they leave: `db.rules.exit.exit_proposals`, but for the school."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from db.models import Child, ChildSummary
from db.queries.duties.duty import NOBODY, ChildDuty, Moment
from db.rules.dates import add_months
from db.rules.definitions import AGE_LIMIT
from db.rules.duties import owed
from db.vocabulary import DutyKind, HouseholdKind


def _applies(at: Moment) -> Any:
    return _turned_16(at) | (Child.household_kind == HouseholdKind.URBAN.value) | (ChildSummary.able_parent_home == 1)


def _turned_16(at: Moment) -> Any:
    """Certainly: of a birth date that is a month or a year, the last day counts."""
    first_under = (add_months(at.day, -12 * AGE_LIMIT) + timedelta(days=1)).isoformat()
    return (Child.birth_date < first_under) & Child.birth_date.not_in([first_under[:4], first_under[:7]])


duty = ChildDuty(
    DutyKind.LEAVING,
    applies=_applies,
    done=lambda _at: NOBODY,
    late=lambda _at: NOBODY,
    facts=lambda _at: (),
    rule=lambda at: owed(at.day, None, at.day),
)
