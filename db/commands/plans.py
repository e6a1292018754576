"""Special education plans of the campaign document: begun for one of four causes, measured, reviewed and closed.

The child must lie within the person's scope, which must show plans at all. Raises RuleError with a sentence a field,
ConflictError where somebody else changed the plan meanwhile, NotFoundError, RefusedError.
"""

from __future__ import annotations

from typing import Any

from db.access import Right
from db.commands.cleaning import Values, cleaned, day_of, reason_of, refuse
from db.commands.writing import insert, update
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import CarePlan, PlanMeasure, PlanReview
from db.queries.family import child_row
from db.queries.plans import Row, next_review, plan_row
from db.session import Session
from db.vocabulary import RegistryState

PLAN_FIELDS = frozenset(
    {"cause", "facts", "found_on", "goal", "state_study", "state_conduct", "state_mind", "state_family", "starts_on",
     "next_review_on"}
)  # fmt: skip
MEASURE_FIELDS = frozenset({"measure", "staff", "by_name", "rhythm"})


def begin_plan(session: Session, child_id: int, values: Values) -> int:
    """Begin a plan for a registered child, with its first measure where one is given; returns its id.

    It starts today and is reviewed a month later by default.
    """
    today = session.clock.today().isoformat()
    with session.writing():
        session.require(Right.PLANS)
        _refuse_who_left(child_row(session, child_id))
        given = {name: value for name, value in values.items() if name in PLAN_FIELDS}
        stored = cleaned(session, CarePlan, {"cause": None, "facts": None, "found_on": today, **given})
        stored["starts_on"] = stored.get("starts_on") or today
        stored["next_review_on"] = stored.get("next_review_on") or next_review(stored["starts_on"])
        _check_days(stored)
        plan_id = insert(session, CarePlan, {**stored, "child": child_id})
        measure = {name: values[name] for name in MEASURE_FIELDS if values.get(name)}
        if measure:
            add_measure(session, plan_id, measure)
        return plan_id


def correct_plan(session: Session, plan_id: int, version: int, values: Values) -> None:
    """Change what an open plan says."""
    with session.writing():
        before = _open_plan(session, plan_id)
        stored = cleaned(session, CarePlan, {name: value for name, value in values.items() if name in PLAN_FIELDS})
        _check_days({**before, **stored})
        update(session, CarePlan, plan_id, version, stored)


def add_measure(session: Session, plan_id: int, values: Values) -> int:
    """Write down who does what, and how often; returns its id."""
    with session.writing():
        plan = _open_plan(session, plan_id)
        stored = _measure(session, {"measure": None, **values})
        if not stored.get("staff") and not stored.get("by_name"):
            refuse({"staff": _("Write down who does it.")})
        return insert(session, PlanMeasure, {**stored, "plan": plan["id"]})


def correct_measure(session: Session, measure_id: int, version: int, values: Values) -> None:
    """Change a measure of an open plan."""
    with session.writing():
        _measure_row(session, measure_id)
        update(session, PlanMeasure, measure_id, version, _measure(session, values))


def finish_measure(session: Session, measure_id: int, version: int, on: str | None = None) -> None:
    """A measure is done, today or since a day before."""
    with session.writing():
        _measure_row(session, measure_id)
        update(session, PlanMeasure, measure_id, version, {"done_on": day_of(on, session.clock.today(), "done_on")})


def review_plan(session: Session, plan_id: int, version: int, values: Values) -> int:
    """Write down how a plan went, and when it is looked at again: a month later where no day is given.

    Returns the id of the review.
    """
    today = session.clock.today()
    with session.writing():
        plan = _open_plan(session, plan_id)
        names = ("reviewed_on", "by_name", "result", "next_review_on")
        given = {name: values[name] for name in names if name in values}
        stored = cleaned(session, PlanReview, {"result": None, **given})
        stored["reviewed_on"] = stored.get("reviewed_on") or today.isoformat()
        stored["next_review_on"] = stored.get("next_review_on") or next_review(stored["reviewed_on"])
        if stored["reviewed_on"] < plan["starts_on"]:
            refuse({"reviewed_on": _("The plan started on {day} only.").format(day=plan["starts_on"])})
        if stored["next_review_on"] <= stored["reviewed_on"]:
            refuse({"next_review_on": _("The next review comes after this one.")})
        update(session, CarePlan, plan_id, version, {"next_review_on": stored["next_review_on"]})
        return insert(session, PlanReview, {**stored, "plan": plan_id})


def close_plan(
    session: Session, plan_id: int, version: int, outcome: str | None, reason: str, on: str | None = None
) -> None:
    """End a plan with what came of it and the reason, today or on a day before. Its lines are kept."""
    with session.writing():
        plan = _open_plan(session, plan_id)
        why = reason_of(reason, "close_reason")
        stored = cleaned(session, CarePlan, {"outcome": outcome})
        if not stored["outcome"]:
            refuse({"outcome": _("Say what came of it.")})
        day = day_of(on, session.clock.today(), "closed_on")
        if day < plan["starts_on"]:
            refuse({"closed_on": _("The plan started on {day} only.").format(day=plan["starts_on"])})
        values = {**stored, "closed_on": day, "close_reason": why}
        update(session, CarePlan, plan_id, version, values, reason=why)


def reopen_plan(session: Session, plan_id: int, version: int, reason: str, next_review_on: str | None = None) -> None:
    """Open a closed plan of a registered child again, for a reason; it is reviewed a month from today by default.

    How it was closed before stays in its history (`db.queries.plans.Plan.closings`).
    """
    today = session.clock.today().isoformat()
    with session.writing():
        session.require(Right.PLANS)
        plan = plan_row(session, plan_id)
        if not plan["closed_on"]:
            raise RuleError(_("The plan is open already. Nothing was saved."))
        _refuse_who_left(child_row(session, plan["child"]))
        why = reason_of(reason)
        stored = cleaned(session, CarePlan, {"next_review_on": next_review_on})
        review = stored["next_review_on"] or next_review(today)
        if review <= today:
            refuse({"next_review_on": _("The next review comes after today.")})
        values = {"closed_on": None, "outcome": None, "close_reason": None, "next_review_on": review}
        update(session, CarePlan, plan_id, version, values, reason=why)


def _refuse_who_left(child: Row) -> None:
    if child["registry_state"] != RegistryState.REGISTERED:
        raise RuleError(_("The child has left the register. Take it back on it first; nothing was saved."))


def _open_plan(session: Session, plan_id: int) -> Row:
    session.require(Right.PLANS)
    plan = plan_row(session, plan_id)
    if plan["closed_on"]:
        raise RuleError(_("The plan was closed on {day}. Nothing was saved.").format(day=plan["closed_on"]))
    return plan


def _measure_row(session: Session, measure_id: int) -> Row:
    found: Row | None = PlanMeasure.select().where(PlanMeasure.id == measure_id).dicts().first()
    if found is None:
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    _open_plan(session, found["plan"])
    return found


def _measure(session: Session, values: Values) -> dict[str, Any]:
    return cleaned(session, PlanMeasure, {name: value for name, value in values.items() if name in MEASURE_FIELDS})


def _check_days(plan: Values) -> None:
    if plan["found_on"] > plan["starts_on"]:
        refuse({"starts_on": _("The plan starts before its cause was found.")})
    if plan["next_review_on"] and plan["next_review_on"] <= plan["starts_on"]:
        refuse({"next_review_on": _("The first review comes after the start.")})
