"""The refused rows of an import as CSV: the columns of the file and, last, why; corrected, it is imported as it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from db.engine.storage import replacing
from db.i18n import _
from db.roster.deciding import Decision, State
from db.roster.header import Header
from db.roster.planning import Plan
from db.rules.spreadsheet import guarded
from exports import csv


def write(file: BinaryIO, plan: Plan, encoding: str = "utf-8") -> int:
    """Write the refused rows into an open file, a header before the rows of each table; returns their number."""
    tables = [table for table in range(len(plan.headers)) if any(True for _row in _refused(plan, table))]
    lines = chain.from_iterable(_table(plan, table) for table in tables)
    first = next(lines, [_("Why not imported")])
    csv.write(file, [guarded(cell) for cell in first], lines, encoding)
    return plan.counts[State.REFUSED]


def save(plan: Plan, path: Path) -> None:
    """Write the refused rows into a file that appears whole or not at all."""
    with replacing(path) as file:
        write(file, plan)


def _table(plan: Plan, table: int) -> Iterator[list[str]]:
    header = plan.headers[table]
    for key, label in (("school", _("School")), ("village", _("Village"))):
        if key in header.labels:
            yield [f"{label}：{header.labels[key]}"]
    old = header.index_of("reason")
    width = max((len(row.cells) for row in _refused(plan, table)), default=0)
    width = max(width, 1 + max((column.index for column in header.columns), default=0))
    yield [*_without(_titles(header, width), old), _("Why not imported")]
    for row in _refused(plan, table):
        cells = [*row.cells, *[""] * (width - len(row.cells))]
        yield [*_without(cells, old), "；".join(row.reasons)]


def _titles(header: Header, width: int) -> list[str]:
    titles = {column.index: column.header for column in header.columns}
    return [titles.get(index, "") for index in range(width)]


def _without(cells: list[str], index: int | None) -> list[str]:
    """The cells without the column of reasons of an earlier import."""
    return cells if index is None else cells[:index] + cells[index + 1 :]


def _refused(plan: Plan, table: int) -> Iterator[Decision]:
    return (row for row in plan.decisions.each(State.REFUSED) if row.table == table)
