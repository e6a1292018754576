"""Special education plans: who has one, what stands in it, and when it is reviewed next.

Only those whose scope shows plans see any; of these everybody sees the plans of their own children.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from db.errors import NotFoundError
from db.i18n import _
from db.models import CarePlan, ChangeLog, Child, PlanMeasure, PlanReview, School, SchoolClass, Staff
from db.queries.file_numbers import FILE
from db.queries.scope import child_conditions
from db.rules.care_duties import FIRST_REVIEW
from db.rules.class_names import class_name
from db.session import Session

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PlanLine:
    """One plan in a list; codes and dates as stored."""

    id: int
    child: int
    name: str
    school: str
    class_title: str
    cause: str
    starts_on: str
    review_on: str
    """The day of the next review, a month after the start where none was set."""
    closed_on: str | None
    outcome: str | None
    measures: int
    reviews: int
    file: str


@dataclass(frozen=True)
class Closing:
    """How a plan was closed before it was opened again, by whom and why; `reopened_at` is an instant."""

    closed_on: str
    outcome: str
    close_reason: str
    reopened_at: str
    reopened_by: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """A plan with its measures, the oldest first, and its reviews, the newest first, as rows by column."""

    line: PlanLine
    row: Row
    measures: tuple[Row, ...]
    reviews: tuple[Row, ...]
    closings: tuple[Closing, ...]
    """Those that did not last, the newest first."""

    @property
    def open(self) -> bool:
        return self.line.closed_on is None

    def reviewed_on(self, day: date) -> bool:
        """Whether there is a review of the day."""
        return any(review["reviewed_on"] == day.isoformat() for review in self.reviews)


def plans(
    session: Session, *, closed: bool = False, child: int | None = None, school: int | None = None,
    village: int | None = None, cause: str = "", on: date | None = None,
) -> list[PlanLine]:  # fmt: skip
    """The plans that the person may see, the next review first; with `closed` those that are over, too, at the end.

    `on` shows those that were open on that day, with what is known of them now.
    """
    if not session.scope.plans:
        return []
    conditions = list(child_conditions(session.scope))
    if on is not None:
        day = on.isoformat()
        over = CarePlan.closed_on.is_null() | (CarePlan.closed_on > day)
        conditions += [CarePlan.starts_on <= day, *([] if closed else [over])]
    elif not closed:
        conditions.append(CarePlan.closed_on.is_null())
    if cause:
        conditions.append(CarePlan.cause == cause)
    places = ((CarePlan.child, child), (Child.school, school), (Child.village, village))
    conditions += [column == wanted for column, wanted in places if wanted is not None]
    query = _listed().where(*conditions) if conditions else _listed()
    with session.reading():
        lines = [_line(row) for row in query.tuples()]
    return sorted(lines, key=lambda line: (line.closed_on is not None, line.review_on, line.id))


def plan(session: Session, plan_id: int) -> Plan:
    """One plan whole; raises NotFoundError where it does not exist or the person may not see it."""
    with session.reading():
        row = plan_row(session, plan_id)
        line = _line(_listed().where(CarePlan.id == plan_id).tuples().get())
        measures = PlanMeasure.select(PlanMeasure, Staff.name.alias("staff_name")).join(Staff, JOIN.LEFT_OUTER)
        measures = measures.where(PlanMeasure.plan == plan_id).order_by(PlanMeasure.id)
        reviews = PlanReview.select().where(PlanReview.plan == plan_id)
        reviews = reviews.order_by(PlanReview.reviewed_on.desc(), PlanReview.id.desc())
        return Plan(line, row, tuple(measures.dicts()), tuple(reviews.dicts()), tuple(closings_of(plan_id)))


def closings_of(plan_id: int) -> Iterator[Closing]:
    """How a plan was closed before it was opened again, as the change log tells; inside the caller's reading."""
    of_plan = (ChangeLog.table_name == CarePlan._meta.table_name) & (ChangeLog.row_id == plan_id)
    for line in ChangeLog.select().where(of_plan).order_by(ChangeLog.id.desc()).dicts():
        changes = json.loads(line["changes"] or "{}")
        closed_on, now = changes.get("closed_on", (None, None))
        if closed_on and not now:
            outcome, reason = (changes[name][0] or "" for name in ("outcome", "close_reason"))
            yield Closing(closed_on, outcome, reason, line["at"], line["by"], line["reason"] or "")


def plan_row(session: Session, plan_id: int) -> Row:
    """The columns of a plan, inside the caller's reading; raises NotFoundError as `plan` does."""
    found: Row | None = None
    if session.scope.plans:
        query = CarePlan.select().join(Child).where(CarePlan.id == plan_id, *child_conditions(session.scope))
        found = query.dicts().first()
    if found is None:
        raise NotFoundError(_("This plan does not exist, or is not among those that you may see."))
    return found


def _listed() -> Any:
    measures = PlanMeasure.select(fn.COUNT(PlanMeasure.id)).where(PlanMeasure.plan == CarePlan.id)
    reviews = PlanReview.select(fn.COUNT(PlanReview.id)).where(PlanReview.plan == CarePlan.id)
    columns = (
        CarePlan.id, CarePlan.child, Child.name, School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number,
        CarePlan.cause, CarePlan.starts_on, CarePlan.next_review_on, CarePlan.closed_on, CarePlan.outcome,
        measures, reviews, FILE,
    )  # fmt: skip
    query = CarePlan.select(*columns).join(Child)
    query = query.join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
    return query.join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id), src=Child)


def _line(row: Any) -> PlanLine:
    row_id, child, name, school, stage, grade, number, cause, starts_on, review, closed_on, outcome, *counts = row
    title = class_name(stage, grade, number)
    return PlanLine(
        row_id, child, name, school or "", title, cause, starts_on, review or next_review(starts_on), closed_on,
        outcome, *counts,
    )  # fmt: skip


def overdue(line: PlanLine, today: date) -> bool:
    """Whether the review of an open plan is late."""
    return line.closed_on is None and line.review_on < today.isoformat()


def next_review(reviewed_on: str) -> str:
    """The day that is proposed for the review after one: a month later."""
    return (date.fromisoformat(reviewed_on) + FIRST_REVIEW).isoformat()
