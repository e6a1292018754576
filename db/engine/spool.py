"""Rows set aside in a private database that vanishes with the process: any number in bounded memory.

SQLite keeps it in memory while it is small and in a nameless temporary file beyond that.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from db.engine.files import sqlite3

Item = TypeVar("Item")
_PORTION = 200


class Spool(Generic[Item]):
    """Items in their order, each of a kind, and found again by any of its keys. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=OFF",
            "PRAGMA synchronous=OFF",
            "CREATE TABLE item (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, content BLOB NOT NULL)",
            "CREATE INDEX item_kind ON item (kind, number)",
            "CREATE TABLE key (key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID",
            "BEGIN",  # one transaction, never ended: nobody else reads it and it is not to last
        ):
            self._connection.execute(statement)

    def close(self) -> None:
        self._connection.close()

    def add(self, kind: str, item: Item, keys: Iterable[str] = ()) -> int:
        """Set an item aside; returns its number, from 1."""
        with self._lock:
            cursor = self._connection.execute(
                "INSERT INTO item (kind, content) VALUES (?, ?)", (kind, pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
            )
            number = int(cursor.lastrowid)
            for key in keys:
                self._connection.execute("INSERT OR IGNORE INTO key VALUES (?, ?)", (key, number))
        return number

    def replace(self, number: int, kind: str, item: Item) -> None:
        """Put another item in the place of one, under the same keys."""
        with self._lock:
            content = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
            self._connection.execute("UPDATE item SET kind = ?, content = ? WHERE number = ?", (kind, content, number))

    def with_any(self, keys: Sequence[str]) -> list[Item]:
        """The items that were given any of these keys, each once, in their order."""
        found = f"SELECT number FROM key WHERE key IN ({', '.join('?' * len(keys))})"
        return self._items(f"SELECT content FROM item WHERE number IN ({found}) ORDER BY number", *keys)

    def page(self, kinds: Iterable[str], first: int, n: int, *, backwards: bool = False) -> list[Item]:
        """At most `n` items of these kinds from a number on, in their order; `backwards` those up to it."""
        names = tuple(kinds)
        marks = ", ".join("?" * len(names))
        found = self._items(
            f"SELECT content FROM item WHERE kind IN ({marks}) AND number {'<=' if backwards else '>='} ?"
            f" ORDER BY number {'DESC' if backwards else 'ASC'} LIMIT ?",
            *names, first, n,
        )  # fmt: skip
        return found[::-1] if backwards else found

    def before(self, kinds: Iterable[str], number: int) -> int:
        """How many items of these kinds have a lower number."""
        names = tuple(kinds)
        marks = ", ".join("?" * len(names))
        with self._lock:
            query = f"SELECT count(*) FROM item WHERE kind IN ({marks}) AND number < ?"
            return int(self._connection.execute(query, (*names, number)).fetchone()[0])

    def each(self, *kinds: str) -> Iterator[Item]:
        """All items of these kinds in their order, read by the hundred."""
        last = 0
        while portion := self._numbered(kinds, last):
            for number, item in portion:
                last = number
                yield item

    def _numbered(self, kinds: tuple[str, ...], after: int) -> list[tuple[int, Item]]:
        marks = ", ".join("?" * len(kinds))
        query = f"SELECT number, content FROM item WHERE kind IN ({marks}) AND number > ? ORDER BY number LIMIT ?"
        with self._lock:
            rows = self._connection.execute(query, (*kinds, after, _PORTION)).fetchall()
        return [(number, pickle.loads(content)) for number, content in rows]

    def _items(self, query: str, *values: Any) -> list[Item]:
        with self._lock:
            rows = self._connection.execute(query, values).fetchall()
        return [pickle.loads(row[0]) for row in rows]
