"""The growth file (成长档案) of one child, whole: data, helpers, marks, every care record, activities."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from db.field_names import field_name
from db.i18n import _, mark
from db.queries.attended import attended
from db.queries.child_file import ChildFile, child_file
from db.queries.record_cards import Card, Wanted, cards
from db.session import Session
from db.vocabulary import ActivityKind, PairingKind, RecordKind, label
from exports import child_sheet
from exports.blocks import Block, Column, Field, Fields, Heading, NewPage, Paragraph
from exports.masking import NUMBERS, Mask, Reader
from exports.record_sheet import aligned, told
from exports.report import Report, Request

_PARTS = ("basic", "family", "school")
Part = ChildFile | Card


def _rows(session: Session, request: Request) -> Iterator[Part]:
    child = request.child or 0
    yield child_file(session, child)
    yield from cards(session, Wanted(last=request.on, child=child))


def _layout(session: Session, request: Request, rows: Iterator[Part]) -> Iterator[Block]:
    parts = list(rows)
    file = next(part for part in parts if isinstance(part, ChildFile))
    for tab in _PARTS:
        for block in child_sheet.blocks(file, tab):
            known = _fields(block)
            if known.items:
                yield Heading(_("[{block}]").format(block=block.title))
                yield known
    yield from _helpers(file)
    yield NewPage()
    yield from _records([part for part in parts if isinstance(part, Card)])
    yield from _taken_part(session, file, request)
    yield Paragraph(_("Made up by: ________________    Checked by: ________________    Day: ______________"))


def _fields(block: child_sheet.Block) -> Fields:
    """What is known; the file leaves no room for what is not."""
    names = {field_name(table, "name") for table in ("child", "parent", "carer")}
    return aligned(
        Field(item.label, item.value, Mask.NAME if item.label in names else item.mask)
        for item in block.items
        if item.value
    )


def _helpers(file: ChildFile) -> Iterator[Block]:
    if not file.helpers:
        return
    yield Heading(_("[{block}]").format(block=_("Helpers")))
    told_of = []
    for helper in file.helpers:
        span = f"{helper.from_on} - {helper.to_on or ''}".rstrip(" -")
        parts = (helper.helper, helper.unit, span, helper.end_reason)
        told_of.append(Field(label(PairingKind, helper.kind), " ".join(part for part in parts if part)))
    yield aligned(told_of)


def _records(records: list[Card]) -> Iterator[Block]:
    """Every record under its semester, the earliest first."""
    for semester, of_semester in groupby(records, key=lambda card: card.semester):
        yield Heading(_("[{block}]").format(block=semester))
        for card in of_semester:
            head = "  ".join(part for part in (card.day, label(RecordKind, card.kind), card.who) if part)
            yield Heading(head)
            yield aligned(told(card))


def _taken_part(session: Session, file: ChildFile, request: Request) -> Iterator[Block]:
    with session.reading():
        taken = [one for one in attended(file.id) if one.on_date <= request.on.isoformat()]
    if taken:
        yield Heading(_("[{block}]").format(block=_("Activities")))
        told_of = (Field(one.on_date, f"{label(ActivityKind, one.kind)} {one.title}") for one in reversed(taken))
        yield aligned(told_of)


report = Report(
    name="growth-file",
    title=mark("Growth file"),
    help=mark("The whole file of one child: data, helpers, marks, every record, activities."),
    columns=(Column(mark("Child"), lambda _part: ""),),
    query=_rows,
    filters=frozenset({"on", "child"}),
    layout=_layout,
    needs=frozenset({"child"}),
    formats=("text",),
    hidden=NUMBERS,
    names_for=Reader.FILE,
)
