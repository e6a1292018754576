"""Rosters as Excel, WPS and clerks make them, written from rows."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any

import openpyxl

from db.rules.id_number import check_digit

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Case:
    """A file, the counts that must come of it, and what the register then holds of some children.

    Keys of `children` are names; those of the values are `sex`, `father.phone`, `village`, `class`, `open_classes`.
    `refused` are words of the reasons, one for each refused row; `warned` and `noted` are columns with a remark.
    """

    name: str
    content: bytes
    new: int = 0
    same: int = 0
    refused: tuple[str, ...] = ()
    children: dict[str, dict[str, Any]] = field(default_factory=dict)
    warned: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


def id_number(born: str, order: int = 1, region: str = "511021") -> str:
    """A resident ID with a right check digit; an odd `order` is a boy's."""
    body = f"{region}{born.replace('-', '')}{order:03}"
    return body + check_digit(body)


def as_csv(rows: Rows, encoding: str = "utf-8-sig", separator: str = ",", end: str = "\r\n") -> bytes:
    """The rows as text, as a spreadsheet saves them."""
    out = StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(sheets: dict[str, Rows], change: Callable[[Any], None] | None = None) -> bytes:
    """The rows as a workbook; `change` merges, formats and hides."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cells(text: str) -> list[list[str]]:
    """A table written with bars, `姓名|性别`, a line a row; a lone `~` in a cell is empty."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [["" if cell.strip() == "~" else cell.strip(" ") for cell in line.split("|")] for line in lines]
