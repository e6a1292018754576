"""The forms of special education plans: the plan itself, a measure, a review, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import vocabulary as v
from db.commands import plans as commands
from db.i18n import _, mark
from db.queries.plans import Plan, Row, next_review
from db.session import Session
from screens.child_fields import Asking, Fields
from screens.people_fields import BY, as_stored, by_field, by_option, child_field, titled
from screens.plain_form import PlainDeed
from screens.widgets.fields import Field, Section
from screens.widgets.options import Option

Values = Mapping[str, Any]


def plan_deed(session: Session, plan: Plan | None = None, child: Option | None = None) -> PlainDeed:
    """A plan, new (for a child that may be known already) or to be changed."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "care_plan")
        cause = fields.code("cause", v.PlanCause, required=True)
        first = [] if plan or child else [child_field(session)]
        return [
            Section(mark("Why"), [
                *first, cause, fields.note("facts", 3, required=True, help=mark("What was seen, without judgement.")),
                fields.day("found_on"),
            ]),
            Section(mark("How it is now"), [
                fields.note(f"state_{part}", 1) for part in ("study", "conduct", "mind", "family")
            ]),
            Section(mark("What is to be reached"), [
                fields.note("goal"), fields.day("starts_on", past=False),
                fields.day("next_review_on", past=False, help=mark("Empty: a month after the start.")),
            ]),
            *([] if plan else [Section(mark("First measure"), _measure_fields(session, asking))]),
        ]  # fmt: skip

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        if plan is not None:
            version = plan.row["version"]
            commands.correct_plan(session, plan.line.id, version, {name: values[name] for name in changed})
        else:
            of = child.value if child else values["child"]
            commands.begin_plan(session, int(of), as_stored(values))

    today = session.clock.today().isoformat()
    new = {"found_on": today, "starts_on": today, "next_review_on": next_review(today)}
    opening: Values = plan.row if plan else new
    who = plan.line.name if plan else child.label if child else ""
    title = titled(_("Special education plan"), who)
    ids = (plan.line.id, plan.row["version"]) if plan else (int(child.value) if child else 0, 0)
    return PlainDeed("plan.edit" if plan else "plan.new", title, sections, save, opening, *ids)


def measure_deed(session: Session, plan: Plan, measure: Row | None = None) -> PlainDeed:
    """Who does what, and how often."""

    def sections(asking: Asking) -> Sequence[Section]:
        return [Section("", _measure_fields(session, asking, required=True))]

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        if measure is None:
            commands.add_measure(session, plan.line.id, as_stored(values))
        else:
            given = as_stored({name: values[name] for name in changed})
            commands.correct_measure(session, measure["id"], measure["version"], given)

    opening = dict(measure) if measure else {}
    if measure:
        opening[BY] = by_option(measure["staff"], measure["staff_name"] or measure["by_name"])
    title = titled(_("Measure"), plan.line.name)
    form, ids = ("plan.measure", (measure["id"], measure["version"])) if measure else ("plan.add", (plan.line.id, 0))
    return PlainDeed(form, title, sections, save, opening, *ids)


def _measure_fields(session: Session, asking: Asking, **rest: Any) -> list[Field]:
    fields = Fields(asking, "plan_measure")
    return [
        fields.note("measure", **rest),
        by_field(session, mark("Who does it"), help=mark("One of the staff, or any name."), **rest),
        fields.line("rhythm", width=20, help=mark("For example 每周一次, 每天放学后.")),
    ]


def review_deed(session: Session, plan: Plan) -> PlainDeed:
    """How it went, and when the plan is looked at again."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "plan_review")
        return [
            Section("", [
                fields.note("result", 4, required=True),
                fields.day("reviewed_on"),
                fields.name("by_name"),
                fields.day("next_review_on", past=False, help=mark("Empty: a month after this review.")),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
        commands.review_plan(session, plan.line.id, plan.row["version"], values)

    opening = {"reviewed_on": session.clock.today().isoformat(), "by_name": session.user}
    title = titled(_("Review of the plan"), plan.line.name)
    return PlainDeed("plan.review", title, sections, save, opening, plan.line.id, plan.row["version"])


def close_deed(session: Session, plan: Plan) -> PlainDeed:
    """What came of it."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "care_plan")
        return [
            Section("", [
                fields.code("outcome", v.PlanOutcome, required=True),
                fields.note("close_reason", required=True),
                fields.day("closed_on", help=mark("Empty: today.")),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
        given = values["outcome"], values["close_reason"], values["closed_on"]
        commands.close_plan(session, plan.line.id, plan.row["version"], *given)

    title = titled(_("End of the plan"), plan.line.name)
    return PlainDeed("plan.close", title, sections, save, {}, plan.line.id, plan.row["version"])


def reopen_deed(session: Session, plan: Plan) -> PlainDeed:
    """Why a closed plan goes on."""

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "care_plan")
        return [
            Section("", [
                fields.note("reason", required=True, label=mark("Why opened again")),
                fields.day("next_review_on", past=False, help=mark("Empty: a month from today.")),
            ])
        ]  # fmt: skip

    def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
        commands.reopen_plan(session, plan.line.id, plan.row["version"], values["reason"], values["next_review_on"])

    title = titled(_("Open the plan again"), plan.line.name)
    return PlainDeed("plan.reopen", title, sections, save, {}, plan.line.id, plan.row["version"])
