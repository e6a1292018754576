"""Children of whom nobody knows yet where they go after their top grade: `db.rules.promotion.school_duty`."""

from __future__ import annotations

from typing import Any

from peewee import SQL, fn

from db.models import Child, Enrolment, SchoolClass
from db.queries.duties.duty import NOBODY, ChildDuty, Moment, a_month_before, day_of
from db.rules.promotion import school_duty
from db.vocabulary import DutyKind, EnrolmentOutcome

_Later = Enrolment.alias()


def _graduated(*conditions: Any) -> Any:
    """A query of the class that a child graduated from, where that is the last that is known of its schooling."""
    later = _Later.select(SQL("1")).where(
        _Later.child == Child.id, _Later.id != Enrolment.id,
        _Later.to_on.is_null() | (_Later.from_on >= Enrolment.to_on),
        fn.COALESCE(_Later.outcome, "") != EnrolmentOutcome.CORRECTED.value,
    )  # fmt: skip
    same = Child.schooling.is_null() | (Child.schooling == SchoolClass.stage)
    own = Enrolment.child == Child.id, Enrolment.outcome == EnrolmentOutcome.GRADUATED.value
    return Enrolment.select(Enrolment.to_on).join(SchoolClass).where(*own, same, ~fn.EXISTS(later), *conditions)


def _applies(_at: Moment) -> Any:
    return Child.school.is_null() & Child.school_class.is_null() & fn.EXISTS(_graduated())


def _late(at: Moment) -> Any:
    return fn.EXISTS(_graduated(Enrolment.to_on <= a_month_before(at.day)))


duty = ChildDuty(
    DutyKind.SCHOOL,
    applies=_applies,
    done=lambda _at: NOBODY,
    late=_late,
    facts=lambda _at: (_graduated().order_by(Enrolment.to_on).limit(1),),
    rule=lambda at, graduated: school_duty(day_of(graduated) or at.day, at.day),
)
