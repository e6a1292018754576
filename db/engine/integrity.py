"""Whether the database file is whole, as SQLite itself sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from db.engine.files import address, sqlite3


def tables(connection: Any) -> list[str]:
    """The tables of the register: the STRICT ones, which search indexes and bookkeeping are not."""
    rows = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict ORDER BY name")
    return [name for (name,) in rows.fetchall()]


def counts(connection: Any) -> dict[str, int]:
    """The rows of each table."""
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables(connection)}


def damage(connection: Any) -> str:
    """What is wrong first with pages, indexes or constraints, in SQLite's words; nothing where all is well."""
    (first,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return "" if first == "ok" else str(first)


def orphans(connection: Any) -> int:
    """Rows that point to a row that does not exist."""
    return sum(1 for _row in connection.execute("PRAGMA foreign_key_check").fetchall())


def terms(path: Path, table: str) -> Iterator[tuple[str, int]]:
    """Every (term, row) of a full-text index, repeated terms of a row one after the other."""
    # Reading the terms takes a temporary table, which a connection with query_only may not make.
    with closing(sqlite3.connect(address(path, read_only=True), uri=True)) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, {table}, instance)")
        yield from connection.execute("SELECT term, doc FROM temp.terms")
