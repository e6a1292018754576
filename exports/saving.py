"""A report as lines of text, and as a file of any format that appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO

from db.commands.recording import record_full_export, record_print
from db.engine.storage import explained, replacing
from db.errors import GuanaiError
from db.i18n import _
from db.queries.child_file import ChildFile
from db.queries.named import option_title
from db.queries.users import reach
from db.session import Session
from exports import csv, text
from exports.child_sheet import lines
from exports.file_names import file_name
from exports.masking import Mask
from exports.pages import paged
from exports.report import Report, Request
from exports.templating import own_paragraphs

SUFFIXES = {"text": ".txt", "csv": ".csv", "xlsx": ".xlsx"}


def printed(
    session: Session, report: Report, request: Request, hidden: frozenset[Mask] | None = None, *, wrapped: bool = True,
    width: int = text.WIDTH,
) -> Iterator[str]:  # fmt: skip
    """The report line by line: its title and day, then what it tells; a page begins with BREAK.

    What is no table is wrapped to `width`. `hidden` is masked instead of what the report itself hides.
    """
    report.check(request, "text")
    head = [_("As of {day}").format(day=request.on.isoformat())]
    if places := reach(session):
        head += text.wrap(_("Only children of {places}").format(places=_(", ").join(places)), width)
    return paged(
        _(report.title), [*head, ""], report.blocks(session, request),
        report.hides(session) if hidden is None else hidden, wrapped=wrapped, endless=report.keeps,
        width=width,
    )  # fmt: skip


def write(
    file: BinaryIO | BufferedIOBase, session: Session, report: Report, request: Request, form: str,
    hidden: frozenset[Mask] | None = None, encoding: str = "utf-8", *, wrapped: bool = True,
) -> int:  # fmt: skip
    """The report in one of its formats into an open file; returns its rows, of a text its lines.

    Characters that the encoding of a text lacks become "?".
    """
    report.check(request, form)
    if form == "text":
        count = 0
        for line in printed(session, report, request, hidden, wrapped=wrapped):
            file.write(f"{line}\n".encode(encoding, "replace"))
            count += 1
        return count
    rows = report.rows(session, request, hidden=hidden)
    if form == "csv":
        return csv.write(file, report.titles(), rows, encoding)
    from exports import xlsx  # 20 ms with zipfile, which only a workbook needs

    return xlsx.write(file, _(report.title), report.titles(), rows, [column.number for column in report.columns])


def save(
    session: Session, report: Report, request: Request, form: str, folder: Path,
    hidden: frozenset[Mask] | None = None,
) -> Path:  # fmt: skip
    """Save the report in `folder` under its day, title and options; a former one of the same is replaced.

    One that shows more than the report itself does says so in its name, so that neither takes the other's place.
    """
    report.check(request, form)
    path = _path_in(session, folder, report, request, form, hidden)
    with explained(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(path, session, report, request, form, hidden)
    note_print(session, report)
    return path


def note_print(session: Session, report: Report) -> None:
    """Put on record that the report was written out, where this sitting may write at all."""
    if session.database.writable:
        record_print(session, report.name)


def preview(
    session: Session, report: Report, request: Request, folder: Path, hidden: frozenset[Mask] | None = None,
    width: int = text.WIDTH,
) -> Iterator[str]:  # fmt: skip
    """`printed` as `save` would write it to `folder`: with a person's own paragraphs in a former text.

    Prose and files of one child, which are nothing but text, are wrapped to `width` cells at most; what has columns
    and pages stays as it prints.
    """
    path = _path_in(session, folder, report, request, "text", hidden)
    width = text.WIDTH if "csv" in report.formats else min(width, text.WIDTH)
    return printed(session, report, _with_kept(report, request, path), hidden, width=width)


def _path_in(
    session: Session, folder: Path, report: Report, request: Request, form: str, hidden: frozenset[Mask] | None
) -> Path:  # fmt: skip
    options = {"school": request.school, "village": request.village, "class": request.school_class,
               "child": request.child, "helper": request.helper, "kind": request.kind, "by": request.by}  # fmt: skip
    day = str(request.on.year) if report.keeps else request.on.isoformat()
    parts, plain = [day, _(report.title)], [day, report.name]
    for name, value in options.items():
        if value:
            choices = report.choices.get(name, {})
            code = str(value)
            parts.append(_(choices[code]) if code in choices else option_title(session, name, int(value)))
            plain.append(f"{name}-{code}")
    if hidden is not None and report.hides(session) - hidden:
        parts[-1] += _("(unmasked)")
        plain[-1] += "(unmasked)"
    return folder / file_name(parts, plain, SUFFIXES[form])


def write_file(
    path: Path, session: Session, report: Report, request: Request, form: str,
    hidden: frozenset[Mask] | None = None, encoding: str = "utf-8", *, wrapped: bool = True,
) -> None:  # fmt: skip
    """The report as a file that appears whole or not at all; a person's own paragraphs in a former one are kept."""
    request = _with_kept(report, request, path)
    with replacing(path) as file:
        write(file, session, report, request, form, hidden, encoding, wrapped=wrapped)


def _with_kept(report: Report, request: Request, path: Path) -> Request:
    if not report.keeps or not path.exists():
        return request
    try:
        return replace(request, kept=own_paragraphs(path.read_text(encoding="utf-8-sig"), path))
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("{path} cannot be read, so what you wrote there could be lost. Nothing was written. Save it as "
                     "UTF-8, or save under another name.")  # fmt: skip
        raise GuanaiError(sentence.format(path=path)) from error


def save_sheet(session: Session, file: ChildFile, reason: str, folder: Path) -> Path:
    """Save a child's whole file in `folder` under its day and row id; what leaves unmasked is put on record first."""
    day, number = session.clock.today().isoformat(), str(file.id)
    path = folder / file_name([day, _("Child's file"), number], [day, "child", number], ".txt")
    with explained(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    record_full_export(session, f"child {file.id}", child_id=file.id, reason=reason)
    with replacing(path) as out:
        out.writelines(f"{line}\n".encode() for line in lines(file))
    return path
