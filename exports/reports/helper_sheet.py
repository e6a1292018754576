"""The sheet of one helper to sign: data, commitment, the children of now with the seven duties, those of before."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.helpers import Helping, helper_row, helpings
from db.rules.mother_duties import MotherDuty
from db.session import Session
from db.vocabulary import PairingKind, StaffRole, label, labels
from exports import blocks
from exports.blocks import Column, Field, Fields, Heading, Paragraph, Table
from exports.masking import NUMBERS, Mask, Reader
from exports.report import Report, Request

_FORMER = (
    Column(mark("Name"), lambda row: row.child, 10),
    Column(mark("Kind"), lambda row: label(PairingKind, row.kind), 10),
    Column(mark("From"), lambda row: row.from_on, 10),
    Column(mark("Ended on"), lambda row: row.to_on, 10),
    Column(mark("Why it ended"), lambda row: row.end_reason, 30),
)


def _rows(session: Session, request: Request) -> Iterator[Helping]:
    helper_row(session, request.helper or 0)
    return helpings(session, request.helper or 0, request.on)


def _done(duty: MotherDuty) -> Column:
    return Column(duty.msgid, lambda row: _("done") if row.duties.get(duty) else "", 0)


def _tick(number: int, duty: MotherDuty) -> Column:
    return Column(str(number), lambda row: "[x]" if row.duties[duty] else "[ ]", 5)


def _layout(session: Session, request: Request, rows: Iterator[Helping]) -> Iterator[blocks.Block]:
    staff = helper_row(session, request.helper or 0)
    yield Fields(
        [
            Field(_("Name"), staff["name"]),
            Field(_("Helps as"), labels(StaffRole, staff["roles"])),
            Field(_("Unit and post"), " ".join(part for part in (staff["unit"], staff["post"]) if part)),
            Field(_("Phone"), staff["phone"] or "", Mask.PHONE),
            Field(_("Can take"), str(staff["capacity"] or _("as the rules say"))),
            *([Field(_("Languages"), staff["languages"])] if staff["languages"] else []),
            Field(_("Trained on"), staff["trained_on"] or _("not yet")),
            Field(_("Commitment"), staff["commitment_on"] or _("not signed")),
        ]
    )
    found = list(rows)
    present = [row for row in found if row.to_on is None or row.to_on > request.on.isoformat()]
    former = [row for row in found if row not in present]
    yield Heading(_("Children at present: {n}").format(n=len(present)))
    yield Table(tuple(column for column in report.columns if column.width), present)
    mothered = [row for row in present if row.duties]
    if mothered:
        yield Heading(_("The seven duties (x: in the records; tick what else was done)"))
        yield Table((report.columns[0], *(_tick(number, duty) for number, duty in enumerate(MotherDuty, 1))), mothered)
        yield Paragraph("  ".join(f"{number} {duty.label}" for number, duty in enumerate(MotherDuty, 1)))
    if former:
        yield Heading(_("Earlier"))
        yield Table(_FORMER, former)
    yield Paragraph(_("I look after these children as I have promised."))
    yield Paragraph(_("Helper (signature): ____________    Date: ____________"))
    yield Paragraph(_("Village or school (stamp): ____________    Date: ____________"))


report = Report(
    name="helper-sheet",
    title=mark("Sheet of a helper"),
    help=mark("One helper's own sheet to sign: the children of now with the duties done, and those of before."),
    columns=(
        Column(mark("Name"), lambda row: row.child, 10),
        Column(mark("Kind"), lambda row: label(PairingKind, row.kind), 10),
        Column(mark("Village"), lambda row: row.village, 14),
        Column(mark("School"), lambda row: row.school, 22),
        Column(mark("From"), lambda row: row.from_on, 10),
        Column(mark("Ended on"), lambda row: row.to_on),
        Column(mark("Why it ended"), lambda row: row.end_reason),
        *(_done(duty) for duty in MotherDuty),
    ),
    query=_rows,
    filters=frozenset({"on", "helper"}),
    layout=_layout,
    needs=frozenset({"helper"}),
    hidden=NUMBERS,
    names_for=Reader.FILE,
)
