"""A report as lines of text, and as a file that appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from db.commands.recording import record_full_export
from db.engine.storage import explained, replacing
from db.i18n import _
from db.queries.child_file import ChildFile
from db.session import Session
from exports import csv, text
from exports.child_sheet import lines
from exports.masking import NUMBERS, Mask
from exports.report import Report, Request

SUFFIXES = {"text": ".txt", "csv": ".csv"}


def printed(session: Session, report: Report, request: Request, hidden: frozenset[Mask] = NUMBERS) -> Iterator[str]:
    """The report line by line, 80 columns wide: its title and day, the table, and how many there are."""
    widths = [column.width for column in report.shown(text=True)]
    count = 0

    def counted() -> Iterator[list[str]]:
        nonlocal count
        for row in report.rows(session, request, text=True, hidden=hidden):
            count += 1
            yield row

    table = text.lines(report.titles(text=True), counted(), widths)
    head = next(table)  # the first rows are read by then: a report that fails has printed nothing
    yield _(report.title)
    yield _("As of {day}").format(day=request.on.isoformat())
    yield ""
    yield head
    yield from table
    yield ""
    yield _("Total: {n}").format(n=count)


def write(
    file: BinaryIO, session: Session, report: Report, request: Request, form: str,
    hidden: frozenset[Mask] = NUMBERS, encoding: str = "utf-8",
) -> None:  # fmt: skip
    """The report as "text" or "csv" into an open file; characters that the encoding of a text lacks become "?"."""
    if form == "csv":
        csv.write(file, report.titles(), report.rows(session, request, hidden=hidden), encoding)
        return
    for line in printed(session, report, request, hidden):
        file.write(f"{line}\n".encode(encoding, "replace"))


def save(session: Session, report: Report, request: Request, form: str, folder: Path) -> Path:
    """Save the report in `folder` under its day, name and place; a former one of the same is replaced."""
    places = {"school": request.school, "village": request.village}
    parts = [request.on.isoformat(), report.name, *(f"{kind}-{place}" for kind, place in places.items() if place)]
    path = folder / f"{'-'.join(parts)}{SUFFIXES[form]}"
    with explained(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(path) as file:
        write(file, session, report, request, form)
    return path


def save_sheet(session: Session, file: ChildFile, reason: str, folder: Path) -> Path:
    """Save a child's whole file in `folder` under its day and row id; what leaves unmasked is put on record first."""
    path = folder / f"{session.clock.today().isoformat()}-child-{file.id}.txt"
    with explained(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    record_full_export(session, f"child {file.id}", child_id=file.id, reason=reason)
    with replacing(path) as out:
        out.writelines(f"{line}\n".encode() for line in lines(file))
    return path
