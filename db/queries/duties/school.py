"""Children of whom nobody knows yet where they go after their top grade: `db.rules.promotion.school_duty`."""

from __future__ import annotations

from typing import Any

from peewee import SQL, fn

from db.models import Child, Enrolment, SchoolClass
from db.queries.duties.duty import NOBODY, ChildDuty, Moment, a_month_before, day_of
from db.rules.promotion import ASKED_FOR, school_duty
from db.vocabulary import DutyKind, EnrolmentOutcome

_Later = Enrolment.alias()


def graduated(*conditions: Any) -> Any:
    """A query of the day on which a child left the class it graduated from, the last that is known of its schooling."""
    later = _Later.select(SQL("1")).where(
        _Later.child == Child.id, _Later.id != Enrolment.id,
        _Later.to_on.is_null() | (_Later.from_on >= Enrolment.to_on),
        fn.COALESCE(_Later.outcome, "") != EnrolmentOutcome.CORRECTED.value,
    )  # fmt: skip
    sought = Child.schooling.is_null() | (Child.schooling == SchoolClass.stage) | Child.schooling.in_(sorted(ASKED_FOR))
    own = Enrolment.child == Child.id, Enrolment.outcome == EnrolmentOutcome.GRADUATED.value
    return Enrolment.select(Enrolment.to_on).join(SchoolClass).where(*own, sought, ~fn.EXISTS(later), *conditions)


def without_school() -> Any:
    """The condition on children who graduated and of whom nobody knows since where they learn, or that they do not."""
    return Child.school.is_null() & Child.school_class.is_null() & fn.EXISTS(graduated())


def _late(at: Moment) -> Any:
    return fn.EXISTS(graduated(Enrolment.to_on <= a_month_before(at.day)))


duty = ChildDuty(
    DutyKind.SCHOOL,
    applies=lambda _at: without_school(),
    done=lambda _at: NOBODY,
    late=_late,
    facts=lambda _at: (graduated().order_by(Enrolment.to_on).limit(1),),
    rule=lambda at, graduated_on: school_duty(day_of(graduated_on) or at.day, at.day),
)
