"""The envelopes of a festival: who writes home, to whom and where, and which letters were sent and answered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from db.i18n import _, mark
from db.queries.letters import LetterLine, asked_rounds, letter_lines
from db.rules.letters import Round
from db.session import Session
from db.vocabulary import Festival
from exports import blocks
from exports.blocks import Field, Fields, Heading, Paragraph, Table
from exports.masking import NUMBERS, Mask, Reader
from exports.report import Column, Report, Request

NEXT = "next"
ENVELOPES = "envelopes"

_NAME = Column(mark("Name"), lambda line: line.name, 8, Mask.NAME)
_CLASS = Column(mark("Class"), lambda line: line.class_title, 8)
_TO = Column(mark("Addressee"), lambda line: line.to, 14, Mask.NAME)
_ADDRESS = Column(mark("Where they work"), lambda line: _address(line), 18, Mask.TEXT)
_SENT = Column(mark("Sent on"), lambda line: line.sent_on, 10)
_ANSWERED = Column(mark("Answered on"), lambda line: line.answered_on, 10)
_SCHOOL = Column(mark("School"), lambda line: line.school)


def _address(line: LetterLine) -> str:
    return line.address or _("no address")


def _round(session: Session, request: Request) -> Round | None:
    """The festival asked for; without a choice the one that comes next in the semester, or its last one."""
    asked = asked_rounds(session, request.semester, on=request.on)
    if request.kind not in ("", NEXT):
        return next((one for one in asked if one.festival == request.kind), None)
    return next((one for one in asked if one.day >= request.on), asked[-1] if asked else None)


def _rows(session: Session, request: Request) -> Iterator[LetterLine]:
    one = _round(session, request)
    if one is None:
        return iter(())
    return iter(letter_lines(session, one, on=request.on, school=request.school, village=request.village))


def _layout(session: Session, request: Request, rows: Iterator[LetterLine]) -> Iterator[blocks.Block]:
    one = _round(session, request)
    if one is None:
        yield Paragraph(_("Letters are not asked for on such a festival in this semester."))
        return
    due = _("{festival} {day}, due {due}").format(festival=one.festival.label, day=one.day, due=one.due_on)
    yield Paragraph(due)
    count = 0
    for school, lines in groupby(rows, key=lambda line: line.school):
        children = list(lines)
        count += len(children)
        yield Heading(school or _("in no school"))
        if request.by == ENVELOPES:
            for line in children:
                yield from _envelope(line)
        else:
            yield Table((_NAME, _CLASS, _TO, _ADDRESS, _SENT, _ANSWERED), children)
    yield Paragraph(_("Total: {n}").format(n=count))


def _envelope(line: LetterLine) -> Iterator[blocks.Block]:
    """What is written on one envelope: to whom and where, and from whom."""
    sender = "  ".join(part for part in (line.school, line.class_title, line.name) if part)
    yield Fields([
        Field(_("Address"), _address(line), Mask.TEXT), Field(_("Addressee"), line.to, Mask.NAME),
        Field(_("Telephone"), line.phone, Mask.PHONE), Field(_("Sender"), sender, Mask.NAME),
    ], 10)  # fmt: skip


report = Report(
    name="letters",
    title=mark("Envelopes of a festival"),
    help=mark("Who writes home on a festival, to whom and where; what was sent and answered."),
    columns=(
        _SCHOOL,
        _CLASS,
        _NAME,
        _TO,
        Column(mark("Where they work"), lambda line: line.address, 0, Mask.TEXT),
        Column(mark("Telephone"), lambda line: line.phone, 0, Mask.PHONE),
        _SENT,
        _ANSWERED,
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "kind", "by"}),
    layout=_layout,
    choices={
        "kind": {NEXT: mark("the next one"), **{festival.value: festival.msgid for festival in Festival}},
        "by": {"list": mark("as a list"), ENVELOPES: mark("envelope by envelope")},
    },
    hidden=NUMBERS,
    names_for=Reader.FAMILY,
)
