"""The nine ones (九个一): school by school, how far each is met in a semester."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from db.i18n import _, mark
from db.queries.nine_ones import SchoolCells, nine_ones
from db.queries.nine_ones_period import period_of
from db.rules.nine_ones import MARKS, PERSONAL, CellState
from db.session import Session
from db.vocabulary import NineOne
from exports import blocks
from exports.blocks import Column, Paragraph, Sums, Table
from exports.report import Report, Request

SHORT = {
    NineOne.HOME: mark("Home"), NineOne.HOTLINE: mark("Dial"), NineOne.LITTLE_TEACHER: mark("Tchr"),
    NineOne.LOVING_MOTHER: mark("Mum"), NineOne.LECTURE: mark("Lect"), NineOne.OUTING: mark("Trip"),
    NineOne.SUNSHINE: mark("Play"), NineOne.LETTER: mark("Mail"), NineOne.GOOD_DEED: mark("Deed"),
}  # fmt: skip
"""Heads of four cells, msgids."""


def _rows(session: Session, request: Request) -> Iterator[SchoolCells]:
    return iter(
        nine_ones(session, request.semester, on=day_of(request), school=request.school, village=request.village)
    )


def day_of(request: Request) -> date | None:
    """The day of the figures; of a semester asked for as a whole its last one, with the holidays that belong to it."""
    whole = request.semester is not None and request.on >= request.semester.ends_on
    return None if whole else request.on


def school_of(line: SchoolCells) -> str:
    """The school; for the children of none a word for them."""
    return line.name or _("in no school")


def _drawn(item: NineOne, few: bool) -> Column:
    """The cell; where a few are not told, its mark alone."""
    return Column(SHORT[item], lambda line: MARKS[line.cell(item).state] if few else line.cell(item).text, 5)


def _numbers(item: NineOne) -> tuple[Column, ...]:
    return (
        Column(mark("Has"), lambda line: line.cell(item).have, number=True, group=item.msgid),
        Column(mark("Wanted"), lambda line: line.cell(item).wanted, number=True, group=item.msgid),
        Column(mark("State"), lambda line: line.cell(item).state.label, group=item.msgid),
    )


def _sums(group: str) -> tuple[tuple[str, str], ...]:
    """Those to whom it is owed are some of the children, and those who have theirs some of them."""
    return ("Children", f"{group}:Wanted"), (f"{group}:Wanted", f"{group}:Has")


def _layout(session: Session, request: Request, rows: Iterator[SchoolCells]) -> Iterator[blocks.Block]:
    yield Paragraph(period_of(session, request.semester, day_of(request)).semester.name)
    yield Table((Column(mark("School"), school_of, 16), *(_drawn(item, request.few) for item in NineOne)), rows)
    yield Paragraph("  ".join(f"{MARKS[state]} {state.label}" for state in CellState))


report = Report(
    name="nine-ones",
    title=mark("The nine ones, by school"),
    help=mark("How far each school has each of the nine ones of the semester."),
    columns=(
        Column(mark("School"), school_of),
        Column(mark("Children"), lambda line: line.children, number=True),
        *(column for item in NineOne for column in _numbers(item)),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "few"}),
    sums=Sums([keys for item in PERSONAL for keys in _sums(item.msgid)]),
    layout=_layout,
)
