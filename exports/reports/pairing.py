"""Who helps whom (结对帮扶一览表): every open pairing with helper and carer, and the coverage of each kind."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.pairing_list import Coverage, PairedRow, coverage, pairings
from db.session import Session
from db.vocabulary import PairingKind, Sex, label
from exports import blocks
from exports.blocks import Column, Heading, Paragraph, Table
from exports.masking import Mask, Reader
from exports.report import Report, Request

_COVERAGE = (
    Column(mark("Kind"), lambda row: row.kind.label, 12),
    Column(mark("Children meant"), lambda row: row.needed, 12, number=True),
    Column(mark("Have one"), lambda row: row.paired, 8, number=True),
    Column(mark("Lack one"), lambda row: row.needed - row.paired, 8, number=True),
    Column(mark("People who help"), lambda row: row.helpers, 8, number=True),
    Column(mark("Room left"), lambda row: row.room, 8, number=True),
    Column(mark("Share"), lambda row: _share(row), 6, number=True),
)


def _share(row: Coverage) -> str:
    return f"{100 * row.paired // row.needed}%" if row.needed else "-"


def _rows(session: Session, request: Request) -> Iterator[PairedRow]:
    return pairings(
        session, request.on, school=request.school, village=request.village, kind=request.kind,
        helper=request.helper, by=request.by,
    )  # fmt: skip


def _layout(session: Session, request: Request, rows: Iterator[PairedRow]) -> Iterator[blocks.Block]:
    if not (request.school or request.village or request.helper):
        yield Table(_COVERAGE, coverage(session, request.on, request.kind))
    shown = list(rows)
    groups: dict[str, list[PairedRow]] = {}
    for row in shown:
        groups.setdefault(_head(row, request.by), []).append(row)
    for head, members in groups.items():
        yield Heading(head or _("without village or school"))
        yield Table(report.columns, members)
    yield Paragraph(_("Total: {n}").format(n=len(shown)))


def _head(row: PairedRow, by: str) -> str:
    if by == "kind":
        return label(PairingKind, row.kind)
    return row.school if by == "school" else row.village


report = Report(
    name="pairing",
    title=mark("List of pairings"),
    help=mark("Who helps whom since when, by village, school or kind, with the coverage of each kind."),
    columns=(
        Column(mark("Name"), lambda row: row.child, 15, Mask.NAME, file=lambda row: row.file),
        Column(mark("File number"), lambda row: row.file),
        Column(mark("Sex"), lambda row: label(Sex, row.sex)),
        Column(mark("Born"), lambda row: row.birth_date, 0, Mask.BIRTH),
        Column(mark("Village"), lambda row: row.village),
        Column(mark("School"), lambda row: row.school),
        Column(mark("Class"), lambda row: row.school_class, 9),
        Column(mark("Kind"), lambda row: label(PairingKind, row.kind), 8),
        Column(mark("Helper"), lambda row: row.helper, 8, Mask.NAME),
        Column(mark("Unit"), lambda row: row.unit, 10),
        Column(mark("Post"), lambda row: row.post),
        Column(mark("Helper's phone"), lambda row: row.phone, 0, Mask.PHONE),
        Column(mark("Paired on"), lambda row: row.from_on, 10),
        Column(mark("Carer"), lambda row: row.carer, 8, Mask.NAME),
        Column(mark("Carer's phone"), lambda row: row.carer_phone, 0, Mask.PHONE),
    ),
    query=_rows,
    filters=frozenset({"on", "school", "village", "helper", "kind", "by"}),
    layout=_layout,
    choices={
        "kind": {"": mark("all kinds"), **{kind.value: kind.msgid for kind in PairingKind}},
        "by": {"village": mark("by village"), "school": mark("by school"), "kind": mark("by kind")},
    },
    names_for=Reader.KEEPER,
)
