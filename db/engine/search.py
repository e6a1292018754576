"""The full-text indexes over children: FTS5 on SQLite.

One table with a column a kind, so that FTS5 itself intersects names with numbers, and a small one of the names of
parents and carers, which is asked only where the first finds few; both without positions, which nothing asks for. They
are contentless: a row can only be taken out with exactly the text that was put in.
Measured with 200,000 children: the first 50 of any query in under 1 ms, however many match. The relatives of 1,000,000
take 27 MB and 8 µs each to put in; their first 400 by a whole name are there in 1 ms, by three letters in 14.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from peewee import SQL

from db.engine.sqlite import Database
from db.rules.search import GRAM, Search

if TYPE_CHECKING:
    from db.rules.indexed import Documents

OWN, RELATIVES = "child_search", "relative_search"
TABLES = OWN, RELATIVES
_COLUMNS = {OWN: ("rowid", "han", "letters", "digits"), RELATIVES: ("rowid", "words")}
_ADD = {
    table: f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for table, columns in _COLUMNS.items()
}
_REMOVE = {
    table: f"INSERT INTO {table} ({table}, {', '.join(columns)}) VALUES ('delete', {', '.join('?' * len(columns))})"
    for table, columns in _COLUMNS.items()
}
_AUTOMERGE, _HASH_BYTES = 4, 1 << 20
"""FTS5's own defaults."""
_PORTION = 1_000


def add(database: Database, child_id: int, documents: Documents) -> None:
    """Make the child findable."""
    add_many(database, [(child_id, documents)])


def remove(database: Database, child_id: int, documents: Documents) -> None:
    """Take out what `add` put in; `documents` must be the same text."""
    _write(database, _REMOVE, [(child_id, documents)])


def add_many(database: Database, documents: Iterable[tuple[int, Documents]]) -> None:
    """Index many children at once, inside the caller's transaction."""
    rest = iter(documents)
    while portion := list(islice(rest, _PORTION)):
        _write(database, _ADD, portion)


def _write(database: Database, statements: dict[str, str], portion: list[tuple[int, Documents]]) -> None:
    write = database.connection().executemany
    write(statements[OWN], [(child_id, own.han, own.letters, own.digits) for child_id, own in portion])
    write(statements[RELATIVES], [(child_id, found.kin) for child_id, found in portion if found.kin])


@contextmanager
def filling(database: Database) -> Iterator[None]:
    """A block of very many additions to an empty index: pieces are large, and merged once at its end.

    Measured with 40,000 children: 36 µs each, 55 with pieces of the usual size.
    """
    _configure(database, automerge=0, hashsize=32 * _HASH_BYTES)
    yield
    _configure(database, automerge=_AUTOMERGE, hashsize=_HASH_BYTES)
    optimise(database)


def _configure(database: Database, **options: int) -> None:
    for table in TABLES:
        for option in options.items():
            database.execute_sql(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", option)


def clear(database: Database) -> None:
    """Empty the indexes, to be filled again with `add_many`."""
    _command(database, "delete-all")


def optimise(database: Database) -> None:
    """Merge the indexes: after many additions, or so that no word of what was taken out stays in them."""
    _command(database, "optimize")


def _command(database: Database, command: str) -> None:
    for table in TABLES:
        database.execute_sql(f"INSERT INTO {table} ({table}) VALUES (?)", (command,))


def matching(
    database: Database, search: Search, limit: int, *, beyond: int | None = None, descending: bool = False,
    table: str = OWN,
) -> list[int]:  # fmt: skip
    """The ids of the first `limit` children that may match, in order of id, from `beyond` (excluded) on.

    `search.long_digits` are not verified: the index knows only that all their pieces are there. In RELATIVES, those are
    found whose parents and carers have all of `search.names`.
    """
    side, order = ("<", "DESC") if descending else (">", "ASC")
    start = "" if beyond is None else f"AND rowid {side} {beyond:d}"
    found = f"SELECT rowid FROM {table} WHERE {table} MATCH ? {start} ORDER BY rowid {order} LIMIT ?"
    # One row, not thousands: between two rows the interpreter turns to whoever draws, and comes back 5 ms later.
    cursor = database.execute_sql(f"SELECT json_group_array(rowid) FROM ({found})", (_expression(search, table), limit))
    ids: list[int] = json.loads(cursor.fetchone()[0])
    return sorted(ids, reverse=descending)


def all_matching(search: Search, table: str = OWN) -> SQL:
    """A subquery of the ids of all children that may match, to count them."""
    return SQL(f"(SELECT rowid FROM {table} WHERE {table} MATCH ?)", [_expression(search, table)])


def _expression(search: Search, table: str) -> str:
    """The search in FTS5's own language; terms are letters and digits of `parse`, so quoting cannot be escaped from."""
    if table == RELATIVES:
        return " AND ".join(f'"{name}" *' for name in search.names)
    # A whole piece is a token of its own: asked for by its beginning, FTS5 would copy its list instead of walking it.
    terms = [f'han : "{term}"' for term in search.han]
    terms += [f'letters : "{term}" *' for term in search.letters]
    terms += [f'digits : "{gram}"{"" if len(gram) == GRAM else " *"}' for gram in search.grams]
    return " AND ".join(terms)
