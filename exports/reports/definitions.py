"""The difference between the two definitions, child by child: who counts for one and not for the other, and why."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark, paragraph
from db.queries.statistics import Difference, differences
from db.session import Session
from exports.blocks import Column
from exports.masking import Mask
from exports.report import Report, Request


def _rows(session: Session, request: Request) -> Iterator[Difference]:
    return differences(session, request.on, school=request.school, village=request.village)


def _word(value: bool | None) -> str:
    return _("undecided") if value is None else _("counts") if value else _("does not count")


def _why(row: Difference) -> str:
    if len(row.grounds) < 2:
        return paragraph(row.grounds)
    return _("{first} {second}").format(first=row.grounds[0], second=row.grounds[1])


report = Report(
    name="definitions",
    title=mark("Children on whom the two definitions differ"),
    help=mark("Who counts by one definition and not by the other, child by child, with the reason."),
    columns=(
        Column(mark("Name"), lambda row: row.child.name, 15, Mask.NAME, file=lambda row: row.file),
        Column(mark("Age"), lambda row: row.child.years, 4, number=True),
        Column(mark("Village"), lambda row: row.village, 10),
        Column(mark("School"), lambda row: row.school),
        Column(mark("File number"), lambda row: row.file),
        Column(mark("Civil affairs"), lambda row: _word(row.child.civil), 8),
        Column(mark("School count"), lambda row: _word(row.child.school_practice), 8),
        Column(mark("Ground"), _why, 25),
    ),
    query=_rows,
)
