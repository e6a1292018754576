"""Special education plans whole, each on a page of its own: cause, facts, goal, measures, reviews, end."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.plans import Plan, plan, plans
from db.session import Session
from db.vocabulary import PlanCause, label
from exports.blocks import Block, Field, Heading, NewPage, Paragraph
from exports.masking import NUMBERS, Mask, Reader
from exports.plan_sheet import plan_blocks
from exports.record_sheet import aligned
from exports.report import Column, Report, Request


def _rows(session: Session, request: Request) -> Iterator[Plan]:
    for line in plans(
        session, closed=request.kind == "all", on=request.on, child=request.child, school=request.school,
        village=request.village,
    ):  # fmt: skip
        yield plan(session, line.id)


def _layout(session: Session, request: Request, rows: Iterator[Plan]) -> Iterator[Block]:
    one = None
    for one in rows:
        yield NewPage()
        yield Heading(_("Special education plan"))
        place = f"{one.line.school}{one.line.class_title}"
        yield aligned([Field(_("Child"), one.line.name, Mask.NAME), Field(_("Class"), place)])
        for block in plan_blocks(one, request.on):
            yield Heading(block.title)
            yield aligned(Field(item.label, item.value) for item in block.items if item.value)
        yield Paragraph(_("Class teacher: ____________    Head of the school: ____________    Date: ____________"))
    if one is None:
        yield Paragraph(_("There is no plan to print."))


report = Report(
    name="plan-sheet",
    title=mark("Sheets of special education plans"),
    help=mark("Each open plan whole on a page of its own, to be signed; with --kind all, the closed ones too."),
    columns=(
        Column(mark("Name"), lambda one: one.line.name, 8, Mask.NAME),
        Column(mark("Class"), lambda one: one.line.class_title, 10),
        Column(mark("Cause"), lambda one: label(PlanCause, one.line.cause), 14),
        Column(mark("Facts"), lambda one: one.row["facts"]),
        Column(mark("Goal"), lambda one: one.row["goal"]),
        Column(mark("Measures"), lambda one: "; ".join(row["measure"] for row in one.measures)),
        Column(mark("Next review"), lambda one: one.line.review_on if one.open else None, 10),
        Column(mark("Last review"), lambda one: one.reviews[0]["result"] if one.reviews else None),
        Column(mark("Closed on"), lambda one: one.line.closed_on),
        Column(mark("Why closed"), lambda one: one.row["close_reason"]),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "child", "school", "village", "kind"}),
    choices={"kind": {"open": mark("open"), "all": mark("all")}},
    layout=_layout,
    hidden=NUMBERS,
    names_for=Reader.FILE,
)
