"""Reports as a workbook: streamed, every cell text but counts, so that ID numbers and phones keep all their digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from io import BufferedIOBase
from typing import Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from db.errors import GuanaiError
from db.i18n import _
from exports.text import cells, visible

LONGEST = 1_048_576
"""Rows of a sheet."""


def write(
    file: BinaryIO | BufferedIOBase, title: str, titles: Sequence[str], rows: Iterable[Sequence[str]],
    counts: Sequence[bool],
) -> int:  # fmt: skip
    """Write a sheet called `title` to an open binary file; `counts` tells which columns are numbers.

    Raises GuanaiError for more rows than a sheet has.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("".join(char for char in title if char not in "[]:*?/\\")[:31])
    sheet.freeze_panes = "A2"
    for number, name in enumerate(titles):
        sheet.column_dimensions[_letter(number)].width = max(10, min(24, cells(name) + 4))
    head = []
    for name in titles:
        cell = WriteOnlyCell(sheet, name)
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)

    def typed(value: str, count: bool) -> Any:
        if count and value.isdecimal():
            return int(value)
        if not value.startswith("="):
            return visible(value)
        formula = WriteOnlyCell(sheet, visible(value))
        formula.data_type = "s"  # openpyxl takes it for a formula
        return formula

    written = 0
    try:
        for row in rows:
            written += 1
            if written >= LONGEST:
                sentence = _("A sheet holds {n} rows and the report has more. Nothing was written. Take CSV.")
                raise GuanaiError(sentence.format(n=LONGEST))
            sheet.append([typed(value, count) for value, count in zip(row, counts, strict=True)])
        _pack(workbook, file)
    except BaseException:
        _abandon(sheet)
        raise
    return written


def _pack(workbook: Any, file: BinaryIO | BufferedIOBase) -> None:
    """What `Workbook.save` does, with the archive closed whatever happens: left open, it complains when it is freed."""
    from openpyxl.writer.excel import ExcelWriter

    archive = ZipFile(cast(BinaryIO, file), "w", ZIP_DEFLATED)
    try:
        ExcelWriter(workbook, archive).save()
    except BaseException:
        with suppress(OSError, ValueError):
            archive.close()
        raise


def _abandon(sheet: Any) -> None:
    """Close and remove the temporary file in which the rows wait: the register would lie there till the program ends.

    What a full disk still refuses then is part of what went wrong before.
    """
    writer = sheet._writer
    for stream in (sheet._rows, writer and writer.xf):
        if stream is not None:
            with suppress(OSError, ValueError, StopIteration):
                stream.close()
    if writer is not None:
        with suppress(OSError, ValueError):
            writer.cleanup()


def _letter(number: int) -> str:
    """The name of a column, counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
