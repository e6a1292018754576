"""Reports as a workbook: streamed, every cell text but counts, so that ID numbers and phones keep all their digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BufferedIOBase
from typing import Any, BinaryIO

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
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()  # rows wait in a temporary file: the register would lie there until the program ends
        raise
    workbook.save(file)
    return written


def _letter(number: int) -> str:
    """The name of a column, counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
