"""Rows on their way into the tables: each gets its id and identity, and all are handed on a chunk at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timezone
from itertools import count
from random import Random
from typing import Any

from db.uid import uid_at

Rows = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]
"""A table, its columns, and rows of values in their order."""

_IDENTITY = ("id", "uid", "created_at", "created_by", "updated_at", "updated_by", "version")


def at(day: str, clock: str = "08:30:00") -> str:
    """An instant of a day in working time (UTC)."""
    return f"{day}T{clock}Z"


class Sheet:
    """The rows of one table that wait to be written."""

    def __init__(self, table: str, columns: Sequence[str], last_id: int, milliseconds: int, seed: int) -> None:
        self.table = table
        self.columns = (*_IDENTITY, *columns)
        self.last_id = last_id
        self._waiting: list[tuple[Any, ...]] = []
        self._uid = _uids(milliseconds, Random(f"{seed}:{table}")).__next__

    def add(self, at: str, by: str, values: tuple[Any, ...]) -> int:
        """Add a row made by somebody at an instant, its values in the order of the columns; returns its id."""
        self.last_id = row_id = self.last_id + 1
        self._waiting.append((row_id, self._uid(), at, by, at, by, 1) + values)  # noqa: RUF005 - a quarter faster
        return row_id

    def take(self) -> Rows:
        """What waits, which is then forgotten."""
        rows, self._waiting = self._waiting, []
        return self.table, self.columns, rows


def _uids(milliseconds: int, chance: Random) -> Iterator[str]:
    """Identities in ascending order: 4,096 a millisecond, counted in the bits that RFC 9562 (6.2) keeps for that."""
    for millisecond in count(milliseconds):
        pattern = uid_at(millisecond, chance.getrandbits(74))
        head, tail = pattern[:15], pattern[18:]
        for counter in range(4096):
            yield f"{head}{counter:03x}{tail}"


class Sheets:
    """All sheets of a load, in the order in which they were opened: referenced tables first."""

    def __init__(self, seed: int, today: date) -> None:
        self._seed = seed
        midnight = datetime.combine(today, time(), timezone.utc)
        self._milliseconds = int(midnight.timestamp()) * 1000
        self._sheets: list[Sheet] = []

    def open(self, table: str, columns: str, last_id: int = 0) -> Sheet:
        """The sheet of a table with its columns, given as one text; its ids follow `last_id`."""
        sheet = Sheet(table, columns.split(), last_id, self._milliseconds, self._seed)
        self._sheets.append(sheet)
        return sheet

    def take(self) -> list[Rows]:
        """What waits in every sheet."""
        return [rows for rows in (sheet.take() for sheet in self._sheets) if rows[2]]
