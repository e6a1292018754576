"""XLSX through openpyxl's read-only mode: every cell as the text that its owner sees, merged cells filled down."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from db.errors import DataError, GuanaiError
from db.i18n import _
from db.roster.reading import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Sheet, Source

MAX_BYTES = 50_000_000
MAX_UNPACKED = 500_000_000
MAX_STRINGS = 60_000_000
"""Bytes of the file, of all of its parts unpacked, and of the part that has to be held in memory."""
EXACT_DIGITS = 15
"""What a spreadsheet keeps of a number."""

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """A workbook as a source; hidden sheets are left out and said so. Raises DataError for a damaged one."""
    _refuse_bombs(path)
    import openpyxl

    # What openpyxl does not know of other programs' files (extensions, styles) does not concern the cells.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    with path.open("rb") as file:  # a path must end in .xlsx, and many of these do not
        with _damage_explained(path):
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        remarks = [_("The hidden sheet {sheet} was not read.").format(sheet=title) for title in hidden]
        yield Source((Sheet(sheet.title, _rows(sheet, path)) for sheet in shown), remarks)


@contextmanager
def _damage_explained(path: Path) -> Iterator[None]:
    """Whatever goes wrong inside of the parsers is the file's fault: it passed through many hands."""
    try:
        yield
    except GuanaiError:
        raise
    except Exception as error:
        sentence = _("{file} is damaged or no .xlsx file. Open it in Excel or WPS and save it again.")
        raise DataError(sentence.format(file=path.name)) from error


def _refuse_bombs(path: Path) -> None:
    with _damage_explained(path), zipfile.ZipFile(path) as archive:
        sizes = {part.filename: part.file_size for part in archive.infolist()}
    strings = max((size for name, size in sizes.items() if "sharedstrings" in name.lower()), default=0)
    if path.stat().st_size > MAX_BYTES or sum(sizes.values()) > MAX_UNPACKED or strings > MAX_STRINGS:
        raise DataError(_("{file} is too large. Delete what is no roster, or split it.").format(file=path.name))
    if not any(name.startswith("xl/") for name in sizes):
        sentence = _("{file} is an archive, or a document of another program. Save the roster as .xlsx or CSV.")
        raise DataError(sentence.format(file=path.name))


def _rows(sheet: Any, path: Path) -> Iterator[Row]:
    with _damage_explained(path):
        filler = _Filler(_merges(sheet))
        sheet.reset_dimensions()  # some programs write a size that is not true
        for number, cells in enumerate(sheet.iter_rows(), 1):
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if number > MAX_ROWS:
                sentence = _("{file} has more than {limit} rows. Split it.")
                raise DataError(sentence.format(file=path.name, limit=MAX_ROWS))
            if len(texts) > MAX_COLUMNS or any(len(text) > MAX_CELL for text in texts):
                sentence = _("{file}: row {row} is no row of a roster, it is far too long.")
                raise DataError(sentence.format(file=path.name, row=number))
            yield number, filler.filled(number, texts)


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return _day(value, cell.number_format)
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _number(value: int | float) -> str:
    """The digits that can be trusted: a longer number comes as a power of ten, as the spreadsheet shows it."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if abs(value) >= 10**EXACT_DIGITS:
        return f"{float(value):.14E}"
    return str(int(value)) if value == int(value) else repr(float(value))


def _day(value: datetime, number_format: str | None) -> str:
    """The date as far as its format shows it: 2013年5月 is stored as the first of May."""
    shown = _LITERALS.sub("", number_format or "").lower()
    if "y" in shown and "d" not in shown:
        return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"
    return f"{value:%Y-%m-%d}"


class _Filler:
    """Writes the value of a cell that was merged over several rows into each of them, in its first column."""

    def __init__(self, merges: list[tuple[int, int, int]]) -> None:
        self._coming = sorted(merges, reverse=True)
        self._open: dict[int, tuple[int, str]] = {}

    def filled(self, number: int, cells: list[str]) -> list[str]:
        for column, (last, text) in list(self._open.items()):
            if number > last:
                del self._open[column]
            elif text and any(cells):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
        while self._coming and self._coming[-1][0] <= number:
            first, last, column = self._coming.pop()
            if first == number:
                self._open[column] = last, cells[column] if column < len(cells) else ""
        return cells


def _merges(sheet: Any) -> list[tuple[int, int, int]]:
    """First row, last row and first column (from 0) of cells that are merged over rows; they stand after all rows."""
    from openpyxl.utils import column_index_from_string

    tail = b""
    with sheet._get_source() as part:  # the parser of read-only mode drops them
        while block := part.read(1 << 18):
            tail = tail + block if b"<mergeCell" in tail else tail[-100:] + block
    return [
        (int(first), int(last), column_index_from_string(left.decode()) - 1)
        for left, first, _right, last in _MERGE.findall(tail)
        if first != last
    ]
