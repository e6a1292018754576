"""One meaningful thing each semester: `db.rules.care_duties.deed_duty`."""

from __future__ import annotations

from typing import Any

from db.queries.duties.duty import EVERYBODY, NOBODY, ChildDuty, Moment, day_of
from db.queries.nine_ones_children import does_deeds
from db.queries.summaries import DEEDS, last_record, recorded
from db.rules.care_duties import deed_duty
from db.vocabulary import DutyKind


def _applies(at: Moment) -> Any:
    return NOBODY if at.day < at.semester.starts_on else does_deeds(at.day)


duty = ChildDuty(
    DutyKind.GOOD_DEED,
    applies=_applies,
    done=lambda at: recorded(DEEDS, at.semester.starts_on, at.last),
    late=lambda at: EVERYBODY if at.day > at.semester.ends_on else NOBODY,
    facts=lambda at: (last_record(DEEDS, at.semester.starts_on, at.last),),
    rule=lambda at, done: deed_duty(at.semester, day_of(done), at.day),
)
