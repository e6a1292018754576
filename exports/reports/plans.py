"""Special education plans: who has one, why, and when it is reviewed next; for those who may see plans."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.plans import PlanLine, overdue, plans
from db.session import Session
from db.vocabulary import PlanCause, PlanOutcome, label
from exports.masking import Mask, Reader
from exports.report import Column, Report, Request


def _rows(session: Session, request: Request) -> Iterator[tuple[PlanLine, bool]]:
    closed = request.kind == "all"
    found = plans(session, closed=closed, on=request.on, school=request.school, village=request.village)
    for line in found:
        yield line, overdue(line, request.on)


report = Report(
    name="plans",
    title=mark("Special education plans"),
    help=mark("Open special education plans, the next review first; with --kind all, the closed ones too."),
    columns=(
        Column(mark("Name"), lambda row: row[0].name, 12, Mask.NAME, file=lambda row: row[0].file),
        Column(mark("Class"), lambda row: row[0].class_title, 10),
        Column(mark("Cause"), lambda row: label(PlanCause, row[0].cause), 10),
        Column(mark("Since"), lambda row: row[0].starts_on, 10),
        Column(mark("Next review"), lambda row: None if row[0].closed_on else row[0].review_on, 10),
        Column(mark("State"), lambda row: _state(*row), 6),
        Column(mark("Measures"), lambda row: row[0].measures, 4, number=True),
        Column(mark("Reviews"), lambda row: row[0].reviews, 4, number=True),
        Column(mark("School"), lambda row: row[0].school),
        Column(mark("File number"), lambda row: row[0].file),
        Column(mark("Closed on"), lambda row: row[0].closed_on),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "kind"}),
    choices={"kind": {"open": mark("open"), "all": mark("all")}},
    names_for=Reader.KEEPER,
)


def _state(line: PlanLine, late: bool) -> str:
    if line.closed_on:
        return label(PlanOutcome, line.outcome)
    return _("overdue") if late else _("running")
