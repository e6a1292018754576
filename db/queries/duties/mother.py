"""A loving mother for each child: `db.rules.care_duties.mother_duty`."""

from __future__ import annotations

from datetime import date

from db.models import Child
from db.queries.duties.duty import ChildDuty, a_month_before
from db.queries.summaries import has_mother
from db.rules.care_duties import mother_duty
from db.vocabulary import DutyKind

duty = ChildDuty(
    DutyKind.MOTHER,
    applies=lambda at: Child.registered_on <= at.day.isoformat(),
    done=lambda at: has_mother(at.day),
    late=lambda at: Child.registered_on <= a_month_before(at.day),
    facts=lambda at: (Child.registered_on, has_mother(at.day)),
    rule=lambda at, registered, has_one: mother_duty(
        bool(has_one), at.day, registered_on=date.fromisoformat(registered)
    ),
)
