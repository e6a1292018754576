"""The four of the nine ones that are owed to each child: little teacher, loving mother, letters, good deeds."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.nine_ones_children import ChildCells, cells_by_school
from db.rules.nine_ones import PERSONAL, CellState
from db.session import Session
from db.vocabulary import NineOne
from exports.masking import Mask
from exports.report import Column, Report, Request
from exports.reports.nine_ones import day_of


def _rows(session: Session, request: Request) -> Iterator[ChildCells]:
    place = {"school": request.school, "village": request.village}
    return cells_by_school(session, request.semester, on=day_of(request), **place)


def _counted(row: ChildCells, item: NineOne, count: int) -> str | int:
    return "" if row.state(item) is CellState.NOT_APPLICABLE and not count else count


def _lacks(row: ChildCells) -> str:
    lacking = (item for item in PERSONAL if row.state(item) in (CellState.MISSING, CellState.PARTLY))
    return _(", ").join(item.label for item in lacking)


report = Report(
    name="nine-ones-children",
    title=mark("The nine ones, by child"),
    help=mark("Loving mother, little teacher, letters and good deeds of each child."),
    columns=(
        Column(mark("School"), lambda row: row.school, 14),
        Column(mark("Class"), lambda row: row.class_title, 8),
        Column(mark("Name"), lambda row: row.name, 15, Mask.NAME, file=lambda row: row.file),
        Column(mark("Loving mother"), lambda row: row.mother, 8, Mask.NAME),
        Column(mark("Little teacher"), lambda row: row.teacher, 8, Mask.NAME),
        Column(mark("Letters"), lambda row: _counted(row, NineOne.LETTER, row.letters), 7, number=True),
        Column(mark("Good deeds"), lambda row: _counted(row, NineOne.GOOD_DEED, row.deeds), 8, number=True),
        Column(mark("Lacks"), _lacks),
        Column(mark("File number"), lambda row: row.file),
    ),
    query=_rows,
)
