"""A table as a CSV file of its own columns. SQLite masks, guards, quotes and joins a row; Python only moves bytes.

Measured with 1,000,000 records: 1.2 times the CSV of the sqlite3 shell masked, 1.6 times unmasked; by csv.writer it was
3.6 times.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedIOBase
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from db.engine.storage import owner_only
from db.errors import DataError
from db.i18n import _
from db.rules.spreadsheet import guarded_sql
from exports.masking import Mask, masked_sql
from exports.tables import MASKS, NEVER, OPEN, POINTING, WITHHELD

_AT_ONCE = 256
_BARE = frozenset({"uid", "created_at", "updated_at", "at"})
"""Text columns that the program fills without a comma or quotation mark, written without quotation marks."""


@dataclass(frozen=True)
class Dumped:
    """What a file of the export holds."""

    rows: int
    bytes: int
    sha256: str


class Sink(BufferedIOBase):
    """Writes to a file and keeps count of its bytes and their digest."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.length = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.length += len(data)
        self.digest.update(data)
        return self.file.write(data)

    def dumped(self, rows: int) -> Dumped:
        """What was written so far, as that many rows."""
        return Dumped(rows, self.length, self.digest.hexdigest())


def dump(connection: Any, table: str, path: Path, *, rows: int, full: bool, encoding: str) -> Dumped:
    """Write the table, of which `rows` are expected, to the new file `path` (mode 0600).

    Raises DataError where the table has not as many. An empty one costs no query (0.5 ms to prepare each).
    """
    columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
    header = ",".join(name for name, _kind in columns) + "\r\n"
    written = 0
    with open(path, "xb", opener=owner_only) as file:
        sink = Sink(file)
        sink.write(codecs.BOM_UTF8 + header.encode() if encoding == "utf-8" else header.encode())
        for portion in _portions(connection, table, _line(table, columns, full)) if rows else ():
            written += len(portion)
            lines = b"".join(map(itemgetter(0), portion))
            sink.write(lines if encoding == "utf-8" else lines.decode().encode(encoding))
    if written != rows:
        raise DataError(_("The copy is not whole and was thrown away. Run `guanai check`."))
    return sink.dumped(written)


def _portions(connection: Any, table: str, line: str) -> Iterator[list[tuple[bytes]]]:
    """The lines of a table in portions, as the bytes that are stored."""
    before, connection.text_factory = connection.text_factory, bytes
    try:
        cursor = connection.execute(f'SELECT {line} FROM "{table}" ORDER BY rowid')
        while rows := cursor.fetchmany(_AT_ONCE):
            yield rows
    finally:
        connection.text_factory = before


def _line(table: str, columns: list[tuple[str, str]], full: bool) -> str:
    """An SQL expression that is a row's whole line: %w doubles quotation marks, as CSV does."""
    form, values = [], []
    for column, kind in columns:
        quoted = kind == "TEXT" and column not in _BARE
        form.append('"%w"' if quoted else "%s")
        values.append(f"ifnull({_cell(table, column, full)}, '')" if quoted else _number(table, column, full))
    return f"printf('{','.join(form)}' || char(13, 10), {', '.join(values)})"


def _number(table: str, column: str, full: bool) -> str:
    if full or column not in POINTING.get(table, ()):
        return f'"{column}"'
    withheld = ", ".join(f"'{name}'" for name in sorted(WITHHELD))
    return f"""CASE WHEN table_name NOT IN ({withheld}) THEN "{column}" END"""


def _cell(table: str, column: str, full: bool) -> str:
    if column in NEVER.get(table, ()):
        return "''"
    name = f'"{column}"'
    mask = MASKS.get(table, {}).get(column)
    if mask is None and column not in OPEN.get(table, ()):
        return name  # codes and dates, which the program checks
    if mask is None or full:
        return guarded_sql(name)
    shown = masked_sql(mask, name)
    return shown if mask in (Mask.TEXT, Mask.BIRTH) else guarded_sql(name, shown)
