"""A clerk's file as rows of text: CSV and its relatives in any encoding of a Chinese office, XLSX with its sheets.

What the file is shows in its first bytes; its name is not believed. Rows come as a stream, numbered as a spreadsheet
numbers them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import DataError, UsageError
from db.i18n import _

MAX_COLUMNS = 300
MAX_CELL = 20_000
"""Characters of a cell; more is a quotation mark that was never closed."""
MAX_ROWS = 500_000

Row = tuple[int, list[str]]
"""The number of the row in the file, from 1, and its cells."""


@dataclass
class Sheet:
    """One table of a file; its rows can be read once."""

    name: str
    rows: Iterator[Row]


@dataclass
class Source:
    """An open file: its sheets in their order, and what was left out of it, one sentence each."""

    sheets: Iterator[Sheet]
    remarks: list[str] = field(default_factory=list)


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """Open a roster. Raises UsageError where there is none, DataError for what cannot be read as a table."""
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except IsADirectoryError as error:
        raise UsageError(_("{file} is a folder. Name a file in it.").format(file=path.name)) from error
    except FileNotFoundError as error:
        raise UsageError(_("There is no file {file}.").format(file=path.name)) from error
    except OSError as error:
        raise UsageError(_("{file} cannot be read. Ask for the right to read it.").format(file=path.name)) from error
    _refuse_other_formats(head, path)
    if head.startswith(b"PK"):
        from db.roster import workbook  # 120 ms that a CSV does not need

        with workbook.opened(path) as source:
            yield source
    else:
        from db.roster import delimited

        with delimited.opened(path) as source:
            yield source


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 16):
            found.update(block)
    return found.hexdigest()


def _refuse_other_formats(head: bytes, path: Path) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        raise DataError(_("{file} is empty.").format(file=path.name))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        sentence = _("{file} is an old .xls file, or has a password. Open it and save it as .xlsx without a password.")
    elif start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        sentence = _("{file} is a web page or XML with the name of a table. Open it in Excel or WPS and save it as "
                     ".xlsx.")  # fmt: skip
    elif start.startswith((b"%pdf", b"{\\rtf", b"rar!", b"7z\xbc\xaf", b"\x89png", b"\xff\xd8\xff", b"gif8")):
        sentence = _("{file} is no table. Export the roster as .xlsx or CSV.")
    else:
        return
    raise DataError(sentence.format(file=path.name))
