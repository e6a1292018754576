"""16th birthdays: who reaches the age at which the register ends within a year, or has reached it."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import mark
from db.queries.lists import Listed, turning_16
from db.session import Session
from exports.blocks import Column
from exports.masking import Mask
from exports.report import Report, Request


def _rows(session: Session, request: Request) -> Iterator[Listed]:
    return iter(turning_16(session, request.on, school=request.school, village=request.village))


report = Report(
    name="turning-16",
    title=mark("Children who turn 16"),
    help=mark("Who turns 16 within a year, or has turned and is still on the register."),
    columns=(
        Column(mark("Turns 16 on"), lambda row: row.day, 12),
        Column(mark("Name"), lambda row: row.name, 10, Mask.NAME),
        Column(mark("Village"), lambda row: row.village, 14),
        Column(mark("School"), lambda row: row.school, 22),
        Column(mark("File number"), lambda row: row.file_no, 12),
    ),
    query=_rows,
)
