"""The review of a special education plan: `db.rules.care_duties.review_duty`."""

from __future__ import annotations

from datetime import date
from typing import Any

from peewee import SQL, fn

from db.models import CarePlan, Child, PlanReview
from db.queries.duties.duty import ChildDuty, Moment
from db.rules.care_duties import FIRST_REVIEW, SOON, review_duty
from db.rules.duties import Duty
from db.vocabulary import DutyKind


def _plan(*conditions: Any) -> Any:
    """Whether the child has such an open plan; of these there are few, which are looked up once for all children."""
    return Child.id.in_(CarePlan.select(CarePlan.child).where(CarePlan.closed_on.is_null(), *conditions))


def _by(day: date) -> Any:
    """Whether a plan is to be reviewed by a day."""
    first = CarePlan.next_review_on.is_null() & (CarePlan.starts_on <= (day - FIRST_REVIEW).isoformat())
    return _plan(first | (CarePlan.next_review_on <= day.isoformat()))


def _never() -> Any:
    """Whether one of the plans has not been reviewed yet."""
    return _plan(~fn.EXISTS(PlanReview.select(SQL("1")).where(PlanReview.plan == CarePlan.id)))


def _late(at: Moment) -> Any:
    return _by(date.fromordinal(at.day.toordinal() - 1))


def _facts(_at: Moment) -> tuple[Any, ...]:
    open_plans = (CarePlan.child == Child.id) & CarePlan.closed_on.is_null()
    first = CarePlan.select(fn.MIN(CarePlan.starts_on)).where(open_plans, CarePlan.next_review_on.is_null())
    return CarePlan.select(fn.MIN(CarePlan.next_review_on)).where(open_plans), first, ~_never()


def _rule(at: Moment, review: str | None, started: str | None, reviewed: int) -> Duty:
    reviews = [date.fromisoformat(review)] if review else []
    firsts = [date.fromisoformat(started) + FIRST_REVIEW] if started else []
    return review_duty([*reviews, *firsts], at.day, reviewed=bool(reviewed))


def _done(at: Moment) -> Any:
    return ~_by(at.day + SOON) & ~_never()


duty = ChildDuty(DutyKind.REVIEW, lambda _at: _plan(), _done, _late, _facts, _rule, recurs=True, few=True)
