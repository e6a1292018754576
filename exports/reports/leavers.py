"""Who left the register, in the semester asked for or since the year began, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from db import vocabulary as v
from db.i18n import mark
from db.queries.file_numbers import file_of
from db.queries.lists import Listed, leavers
from db.session import Session
from exports.blocks import Column
from exports.masking import Mask
from exports.report import Report, Request


def _rows(session: Session, request: Request) -> Iterator[Listed]:
    first = request.semester.starts_on if request.semester else date(request.on.year, 1, 1)
    return iter(leavers(session, first, request.on, school=request.school, village=request.village))


report = Report(
    name="leavers",
    title=mark("Children who left the register"),
    help=mark("Who left since the year began, or in a semester, with the day and the reason."),
    columns=(
        Column(mark("Left on"), lambda row: row.day, 10),
        Column(mark("Name"), lambda row: row.name, 12, Mask.NAME, file=lambda row: file_of(row)),
        Column(mark("Born"), lambda row: row.birth_date, 10, Mask.BIRTH),
        Column(mark("Village"), lambda row: row.village, 10),
        Column(mark("School"), lambda row: row.school, 14),
        Column(mark("Reason"), lambda row: v.label(v.ExitReason, row.what), 14),
        Column(mark("Note"), lambda row: row.note, 0, Mask.TEXT),
        Column(mark("File number"), lambda row: row.file_no),
    ),
    query=_rows,
)
