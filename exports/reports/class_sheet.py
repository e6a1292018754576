"""A sheet for the wall of a class: companions, letters and good deeds, under a title that labels nobody."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import mark
from db.queries.lists import Companion, class_companions, class_name
from db.session import Session
from exports import blocks
from exports.blocks import Column, Heading, Table
from exports.masking import NUMBERS, Reader
from exports.report import Report, Request


def _rows(session: Session, request: Request) -> Iterator[Companion]:
    return class_companions(session, request.school_class or 0, request.on)


def _layout(session: Session, request: Request, rows: Iterator[Companion]) -> Iterator[blocks.Block]:
    yield Heading(class_name(session, request.school_class or 0))
    yield Table(report.columns, rows)


report = Report(
    name="class-sheet",
    title=mark("Growing up together"),
    help=mark("A sheet for the wall of a class, with companions, letters and good deeds; it labels nobody."),
    columns=(
        Column(mark("Name"), lambda row: row.name, 14),
        Column(mark("Companion teacher"), lambda row: row.partner, 16),
        Column(mark("Letters written"), lambda row: row.letters, 16),
        Column(mark("Good deeds"), lambda row: row.deeds, 12),
        Column(mark("Encouragement"), lambda _row: "", 14),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "class"}),
    layout=_layout,
    needs=frozenset({"class"}),
    hidden=NUMBERS,
    names_for=Reader.FAMILY,
)
