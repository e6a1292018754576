"""Activities of a semester by kind or by place: planned, held, cancelled, and the people reached."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.activities import ActivityFilter
from db.queries.activities_counted import counted_lines
from db.queries.activity_figures import Figures, counted, figures
from db.queries.terms import current_semester
from db.session import Session
from db.vocabulary import ActivityKind
from exports.blocks import Block, Column, Paragraph, Sums, Table
from exports.report import Report, Request, few_note

KIND, PLACE = "kind", "place"


def _rows(session: Session, request: Request) -> Iterator[Figures]:
    semester = request.semester or current_semester(session, request.on)
    narrowed = ActivityFilter(request.school, request.village, request.kind or None)
    lines = counted_lines(session, semester.starts_on, semester.ends_on, narrowed)
    if (request.by or KIND) == KIND:
        yield from figures(lines, {kind.value: kind.label for kind in ActivityKind}, "kind")
    else:
        places = {line.where: line.where or _("the township") for line in lines}
        yield from figures(lines, dict(sorted(places.items())), "where")
    yield counted(_("Total"), lines)


def _layout(session: Session, request: Request, rows: Iterator[Figures]) -> Iterator[Block]:
    semester = request.semester or current_semester(session, request.on)
    yield Paragraph(_("Activities of {semester}, from {first} on.").format(
        semester=semester.name, first=semester.starts_on))  # fmt: skip
    yield Table(report.columns, rows, few=report.sums if request.few else None)
    yield Paragraph(_("People are those at activities that were held; who came to several counts each time."))
    if request.school or request.village or not session.scope.everything:
        sentence = _("Those of the whole township count where children of the place came or carers, and with them.")
        yield Paragraph(sentence)
    yield from few_note(request)


report = Report(
    name="activities",
    title=mark("Activities and the people they reached"),
    help=mark("Activities of a semester by kind or place: planned, held, cancelled, and who came."),
    columns=(
        Column(mark("Kind or place"), lambda row: row.name, 12),
        Column(mark("Planned"), lambda row: row.planned, 7, number=True),
        Column(mark("Held"), lambda row: row.done, 6, number=True),
        Column(mark("Dropped"), lambda row: row.cancelled, 7, number=True),
        Column(mark("Minors"), lambda row: row.people.children, 6, number=True),
        Column(mark("Carers"), lambda row: row.people.carers, 6, number=True),
        Column(mark("Staff"), lambda row: row.people.staff, 8, number=True),
        Column(mark("Others"), lambda row: row.people.others, 6, number=True),
        Column(mark("People"), lambda row: row.people.all, 6, number=True),
    ),
    query=_rows,
    sums=Sums([("People", "Minors", "Carers", "Staff", "Others")], things={"Staff", "Others"}, total=True),
    layout=_layout,
    filters=frozenset({"on", "semester", "school", "village", "kind", "by", "few"}),
    choices={
        "by": {KIND: mark("by kind"), PLACE: mark("by place")},
        "kind": {kind.value: kind.msgid for kind in ActivityKind},
    },
)
