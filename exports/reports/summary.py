"""The annual work summary (年度工作总结), drawn from a template that an office may copy and edit."""

from __future__ import annotations

from collections.abc import Iterator

from db.errors import UsageError
from db.i18n import _, mark
from db.session import Session
from exports import blocks, summary
from exports.blocks import Column, Paragraph, Verbatim
from exports.report import Report, Request
from exports.templating import CLOSING, FOLDER, OPENING, render, template_path


def _rows(session: Session, request: Request) -> Iterator[str]:
    kind = request.kind or ("school" if request.school else "township")
    if kind == "school" and request.school is None:
        raise UsageError(_("The summary of a school needs --school."))
    path = template_path(kind, session.database.path.parent / FOLDER)
    values = summary.context(session, request.on, request.school, request.village)
    yield from render(path, values, request.kept).rstrip("\n").split("\n")


def _layout(session: Session, request: Request, rows: Iterator[str]) -> Iterator[blocks.Block]:
    """Prose is wrapped; what a person wrote between the lines of their own paragraphs stays as it is."""
    prose: list[str] = []
    kept: list[str] = []
    parts: list[blocks.Block] = []
    for line in rows:
        opening = line.startswith(OPENING.partition("{")[0])
        if opening and any(prose):
            parts.append(Paragraph("\n".join(prose).strip("\n")))
        if opening:
            prose = []
        (kept if opening or kept else prose).append(line)
        if line == CLOSING:
            parts.append(Verbatim(kept))
            kept = []
    parts.append(Verbatim(kept) if kept else Paragraph("\n".join(prose).strip("\n")))
    return iter(parts)


report = Report(
    name="summary",
    title=mark("Annual work summary"),
    help=mark("The year's work in words and numbers, with the last year beside, for the township or a school."),
    columns=(Column(mark("Text"), lambda line: line, 80),),
    query=_rows,
    hidden=frozenset(),
    filters=frozenset({"on", "semester", "school", "village", "kind"}),
    layout=_layout,
    choices={"kind": {"township": mark("of the township"), "school": mark("of a school")}},
    formats=("text",),
    keeps=True,
)
