"""What is due: red alerts, and the children whose survey of the semester is due or overdue."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.due_children import DueChild, due_children
from db.session import Session
from exports.masking import NUMBERS, Mask
from exports.report import Column, Report, Request
from exports.reports.roster import class_of


def _rows(session: Session, request: Request) -> Iterator[DueChild]:
    return due_children(session, request.on, school=request.school, village=request.village)


def _what(row: DueChild) -> str:
    return row.alert.label if row.alert else _("Survey of the semester")


report = Report(
    name="due",
    title=mark("Duties due and red alerts"),
    help=mark("Red alerts, and children whose survey is due or overdue."),
    columns=(
        Column(mark("What"), _what, 30),
        Column(mark("State"), lambda row: _("red alert") if row.alert else row.state.label, 9),
        Column(mark("Due"), lambda row: row.due_on.isoformat() if row.due_on else None, 10),
        Column(mark("Name"), lambda row: row.child.name, 8, Mask.NAME),
        Column(mark("Village"), lambda row: row.child.village, 10),
        Column(mark("School"), lambda row: row.child.school),
        Column(mark("Class"), lambda row: class_of(row.child)),
        Column(mark("Carer"), lambda row: row.child.carer, 0, Mask.NAME),
        Column(mark("Carer's phone"), lambda row: row.child.carer_phone, 0, Mask.PHONE),
    ),
    query=_rows,
    hidden=NUMBERS,
)
