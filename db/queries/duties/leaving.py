"""Children of whom somebody has to decide whether they leave: `db.rules.exit.exit_proposals`, but for the school."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from peewee import SQL, fn

from db.models import Child, Parent
from db.queries.duties.duty import NOBODY, ChildDuty, Moment
from db.rules.dates import add_months
from db.rules.definitions import ABSENT, AGE_LIMIT, UNABLE
from db.rules.duties import owed
from db.vocabulary import DutyKind, HouseholdKind, Whereabouts


def _applies(at: Moment) -> Any:
    return _turned_16(at) | (Child.household_kind == HouseholdKind.URBAN.value) | _able_parent_home()


def _turned_16(at: Moment) -> Any:
    """Certainly: of a birth date that is a month or a year, the last day counts."""
    first_under = (add_months(at.day, -12 * AGE_LIMIT) + timedelta(days=1)).isoformat()
    return Child.birth_date < fn.SUBSTR(first_under, 1, fn.LENGTH(Child.birth_date))


def _able_parent_home() -> Any:
    able = (Parent.able == 1) | (
        Parent.able.is_null() & (Parent.condition.is_null() | Parent.condition.not_in(sorted(UNABLE)))
    )
    at_home = (Parent.whereabouts == Whereabouts.HOME.value) & (
        Parent.condition.is_null() | Parent.condition.not_in(sorted(ABSENT))
    )
    return fn.EXISTS(Parent.select(SQL("1")).where((Parent.child == Child.id) & at_home & able))


duty = ChildDuty(
    DutyKind.LEAVING,
    applies=_applies,
    done=lambda _at: NOBODY,
    late=lambda _at: NOBODY,
    facts=lambda _at: (),
    rule=lambda at: owed(at.day, None, at.day),
)
