"""A special education plan as blocks of labelled values, on its screen and on its printed sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from db.clock import local_time
from db.field_names import field_name
from db.i18n import _
from db.queries.plans import Plan, overdue
from db.vocabulary import PlanCause, PlanOutcome, label
from exports.child_sheet import Block, Item

_STATES = ("state_study", "state_conduct", "state_mind", "state_family")


def plan_blocks(plan: Plan, today: date) -> Iterator[Block]:
    """The plan, its measures and its reviews; the key of a measure is its place among them."""
    row, line = plan.row, plan.line
    name_of = partial(field_name, "care_plan")
    head = [Item(name_of("cause"), label(PlanCause, row["cause"])), Item(name_of("found_on"), row["found_on"])]
    texts = [(name, row[name]) for name in ("facts", *_STATES, "goal") if row[name]]
    head += [Item(name_of(name), text) for name, text in texts]
    head.append(Item(name_of("starts_on"), row["starts_on"]))
    if plan.open:
        head.append(Item(name_of("next_review_on"), line.review_on, overdue(line, today)))
    else:
        head.append(Item(name_of("closed_on"), row["closed_on"]))
        head.append(Item(name_of("outcome"), label(PlanOutcome, row["outcome"])))
        head.append(Item(name_of("close_reason"), row["close_reason"] or ""))
    yield Block("plan" if plan.open else "", _("The plan"), tuple(head))
    name_of = partial(field_name, "plan_measure")
    for number, measure in enumerate(plan.measures):
        who = measure["staff_name"] or measure["by_name"] or ""
        items = [Item(name_of("measure"), measure["measure"]), Item(name_of("staff"), who)]
        items.append(Item(name_of("rhythm"), measure["rhythm"] or ""))
        if measure["done_on"]:
            items.append(Item(name_of("done_on"), measure["done_on"]))
        key = f"measure {number}" if plan.open else ""
        yield Block(key, _("Measure {n}").format(n=number + 1), tuple(items))
    name_of = partial(field_name, "plan_review")
    for review in plan.reviews:
        items = [Item(name_of("result"), review["result"]), Item(name_of("by_name"), review["by_name"] or "")]
        if review["next_review_on"]:
            items.append(Item(name_of("next_review_on"), review["next_review_on"]))
        yield Block("", _("Review on {day}").format(day=review["reviewed_on"]), tuple(items))
    name_of = partial(field_name, "care_plan")
    for closing in plan.closings:
        yield Block("", _("Closed on {day}, and opened again").format(day=closing.closed_on), (
            Item(name_of("outcome"), label(PlanOutcome, closing.outcome)),
            Item(name_of("close_reason"), closing.close_reason),
            Item(_("Opened again"), f"{local_time(closing.reopened_at)} {closing.reopened_by}"),
            Item(_("Why opened again"), closing.reason),
        ))  # fmt: skip
