"""What is due: red alerts, and the children to whom something is owed, duty by duty or by who owes it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from db.i18n import _, mark
from db.queries.due_children import ALERTS, DueChild, due_children
from db.queries.duties import THIS_WEEK
from db.queries.today import Owner
from db.session import Session
from db.vocabulary import DutyKind, DutyState, label
from exports import blocks
from exports.blocks import Heading, Paragraph, Table
from exports.masking import Mask, Reader
from exports.report import Column, Report, Request
from exports.reports.roster import class_of

_BY = {"class": Owner.SCHOOL_CLASS, "school": Owner.SCHOOL, "village": Owner.VILLAGE, "helper": Owner.HELPER}


def _rows(session: Session, request: Request) -> Iterator[DueChild]:
    return due_children(
        session, request.on, school=request.school, village=request.village, school_class=request.school_class,
        helper=request.helper, kind="" if request.kind == "all" else request.kind, by=_BY.get(request.by),
    )  # fmt: skip


def _layout(_session: Session, request: Request, rows: Iterator[DueChild]) -> Iterator[blocks.Block]:
    if request.by not in _BY:
        count = 0

        def counted() -> Iterator[DueChild]:
            nonlocal count
            for row in rows:
                count += 1
                yield row

        yield Table(_TEXT, counted())
        yield Paragraph(_("Total: {n}").format(n=count))
        return
    for owner, lines in groupby(rows, key=lambda row: row.owner):
        owed = list(lines)
        yield Heading(_("{owner}: {n}").format(owner=owner or _("none"), n=len(owed)))
        yield Table(_TEXT, owed)


def _what(row: DueChild) -> str:
    return row.alert.label if row.alert else label(DutyKind, row.duty)


def _state(row: DueChild) -> str:
    if row.alert:
        return _("red alert")
    return _("in 7 days") if row.state == THIS_WEEK else label(DutyState, row.state)


def _due(row: DueChild) -> str | None:
    return row.due_on.isoformat() if row.due_on and row.duty is not DutyKind.LEAVING else None


def _file(row: DueChild) -> str:
    return row.child.file


_TEXT = (
    Column(mark("Duty"), _what, 19),
    Column(mark("State"), _state, 8),
    Column(mark("Due"), _due, 10),
    Column(mark("Name"), lambda row: row.child.name, 15, Mask.NAME, file=_file),
    Column(mark("Village"), lambda row: row.child.village, 10),
    Column(mark("Class"), lambda row: class_of(row.child), 8),
)

report = Report(
    name="due",
    title=mark("Duties due and red alerts"),
    help=mark("Red alerts and every duty that is due or overdue, child by child; with --by, by who owes it."),
    columns=(
        *_TEXT,
        Column(mark("File number"), _file),
        Column(mark("School"), lambda row: row.child.school),
        Column(mark("Carer"), lambda row: row.child.carer, 0, Mask.NAME),
        Column(mark("Carer's phone"), lambda row: row.child.carer_phone, 0, Mask.PHONE),
        Column(mark("Who owes it"), lambda row: row.owner),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "class", "helper", "kind", "by"}),
    layout=_layout,
    choices={
        "kind": {"all": mark("all"), ALERTS: mark("red alerts"), **{kind.value: kind.msgid for kind in DutyKind}},
        "by": {"duty": mark("by duty"), "class": mark("by class and its teacher"), "school": mark("by school"),
               "village": mark("by village"), "helper": mark("by loving mother")},
    },
    names_for=Reader.KEEPER,
)  # fmt: skip
