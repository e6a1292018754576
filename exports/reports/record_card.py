"""Record cards to print: those of a month or semester, filled; or blank ones for a class to be written by hand."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.record_cards import Card, Pupil, Wanted, cards, pupils_of
from db.queries.terms import current_semester
from db.rules.record_kinds import FORMS
from db.session import Session
from db.vocabulary import RecordKind
from exports.blocks import Block, Column, NewPage, Paragraph
from exports.masking import NUMBERS, Reader
from exports.record_sheet import blank, filled, period_of
from exports.report import Report, Request

Sheet = Card | Pupil | None
"""A record, a child whose card is blank, or a card for nobody in particular."""


def _rows(session: Session, request: Request) -> Iterator[Sheet]:
    first, last = period_of(request)
    wanted = Wanted(first, last, _kind(request).value, request.child, request.school_class)
    if request.by != "blank":
        yield from cards(session, wanted)
    elif request.child or request.school_class:
        yield from pupils_of(session, wanted)
    else:
        yield None


def _layout(session: Session, request: Request, rows: Iterator[Sheet]) -> Iterator[Block]:
    form = FORMS[_kind(request)]
    semester = (request.semester or current_semester(session, request.on)).name
    empty = True
    for sheet in rows:
        empty = False
        yield NewPage()
        yield from filled(sheet) if isinstance(sheet, Card) else blank(form, sheet, semester)
    if empty:
        yield Paragraph(_("Nothing was recorded in this time."))


def _kind(request: Request) -> RecordKind:
    return RecordKind(request.kind or RecordKind.TALK.value)


report = Report(
    name="record-card",
    title=mark("Record cards"),
    help=mark("The cards of the month or of a semester, one a page; or blank ones to be written by hand."),
    columns=(Column(mark("Card"), lambda _sheet: ""),),
    query=_rows,
    filters=frozenset({"on", "semester", "child", "class", "kind", "by"}),
    layout=_layout,
    choices={
        "kind": {kind.value: kind.msgid for kind in RecordKind},
        "by": {"filled": mark("filled"), "blank": mark("blank")},
    },
    formats=("text",),
    hidden=NUMBERS,
    names_for=Reader.FILE,
)
