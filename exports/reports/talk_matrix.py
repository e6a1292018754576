"""The talks of a semester by month: a child a line, so that a class teacher sees which months were missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from db.i18n import _, mark
from db.queries.talk_matrix import TalkLine, missed, months_of, talk_matrix, totals
from db.queries.terms import current_semester
from db.rules.care_duties import month_name
from db.rules.semesters import Semester
from db.session import Session
from exports import blocks
from exports.blocks import Paragraph, Table
from exports.masking import Mask, Reader
from exports.report import Column, Report, Request


@dataclass(frozen=True, slots=True)
class Line:
    """A child, with what the months of the semester are."""

    line: TalkLine
    semester: Semester
    months: tuple[date, ...]
    on: date

    def days(self, index: int) -> str:
        """The days of the talks of a month; a dash where it is over and was missed."""
        if index >= len(self.months):
            return ""
        found = " ".join(map(str, self.line.days[index]))
        return found or ("-" if missed(self.line, self.months[index], index, self.semester, self.on) else "")


def _rows(session: Session, request: Request) -> Iterator[Line]:
    semester = request.semester or current_semester(session, request.on)
    narrowed = {"school": request.school, "village": request.village, "school_class": request.school_class}
    months = tuple(months_of(semester))
    for line in talk_matrix(session, semester, on=request.on, **narrowed):
        yield Line(line, semester, months, request.on)


def _month(index: int) -> Callable[[Line], str]:
    return lambda line: line.days(index)


def _layout(session: Session, request: Request, rows: Iterator[Line]) -> Iterator[blocks.Block]:
    semester = request.semester or current_semester(session, request.on)
    months, lines = months_of(semester), list(rows)
    yield Paragraph(_("{semester}, days of the talks; - is a month that was missed").format(semester=semester.name))
    columns = [Column(month_name(month), _month(index), 9) for index, month in enumerate(months)]
    yield Table((Column(mark("Class"), lambda row: row.line.class_title, 10), _NAME, *columns), lines)
    counts = zip(months, totals([line.line for line in lines], len(months)), strict=True)
    shown = _(", ").join(f"{month_name(month)} {count}/{len(lines)}" for month, count in counts if month <= request.on)
    yield Paragraph(_("Talked with: {months}").format(months=shown))


_NAME = Column(mark("Name"), lambda row: row.line.name, 12, Mask.NAME, file=lambda row: row.line.file)

report = Report(
    name="talk-matrix",
    title=mark("Talks by month"),
    help=mark("The days on which each child was talked with, month by month of a semester; missed months have a dash."),
    columns=(
        Column(mark("School"), lambda row: row.line.school),
        Column(mark("File number"), lambda row: row.line.file),
        Column(mark("Class"), lambda row: row.line.class_title),
        Column(mark("Class teacher"), lambda row: row.line.teacher, 0, Mask.NAME),
        _NAME,
        *(
            Column(title, _month(index), 9)
            for index, title in enumerate(
                (mark("Month 1"), mark("Month 2"), mark("Month 3"), mark("Month 4"), mark("Month 5"), mark("Month 6"))
            )
        ),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "class"}),
    layout=_layout,
    names_for=Reader.KEEPER,
)
