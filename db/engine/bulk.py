"""Many rows at once: bare tuples through one statement, the secondary indexes built when all rows are there.

Measured with 40,000 children (each with two parents and a carer, in 21 indexes): 41 µs a child for the rows and 19 to
26 for the indexes; a larger cache changes neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from db.engine.sqlite import Database

_ROOM = {"cache_size": -16_000, "temp_store": 1}
"""16 MB, and sorting in files beyond them: what is loaded may be larger than the memory."""


@contextmanager
def loading(database: Database, tables: Iterable[str]) -> Iterator[None]:
    """Within the caller's transaction, take the secondary indexes of `tables` away and build them anew at the end.

    For tables that are empty or get more rows than they have: every index is built over all rows. Whether a unique
    index is kept shows at the end only. After an error the caller's rollback brings back indexes and rows.
    """
    with room(database):
        indexes = [index for table in tables for index in _secondary_indexes(database, table)]
        for name, _statement in indexes:
            database.execute_sql(f'DROP INDEX "{name}"')
        yield
        for _name, statement in indexes:
            database.execute_sql(statement)


def insert(database: Database, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows given as values in the order of `columns`, in the form in which the database stores them."""
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
    database.connection().executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


def _secondary_indexes(database: Database, table: str) -> list[tuple[str, str]]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    return list(database.execute_sql(query, (table,)).fetchall())


@contextmanager
def room(database: Database) -> Iterator[None]:
    """More memory for a long transaction, which else writes its journal many times over."""
    before = {name: database.pragma(name) for name in _ROOM}
    for name, value in _ROOM.items():
        database.pragma(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            database.pragma(name, value)
