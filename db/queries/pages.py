"""How a long list is read: by pages that start at a row, never at a number of rows to skip."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar, runtime_checkable

Row = TypeVar("Row")


class PageSource(Protocol[Row]):
    """One list in one order, read from either end or from any of its rows.

    Every page comes in the list's order and is shorter than `n` only where the list ends. Calls come from worker
    threads, and a newer one does not wait for an older one that it overtakes.
    """

    def first(self, n: int) -> list[Row]:
        """The first `n` rows."""

    def last(self, n: int) -> list[Row]:
        """The last `n` rows."""

    def after(self, row: Row, n: int) -> list[Row]:
        """The `n` rows that follow `row`."""

    def before(self, row: Row, n: int) -> list[Row]:
        """The `n` rows that precede `row`."""

    def at(self, row: Row, n: int) -> list[Row]:
        """`n` rows from the present place of `row`'s record on; if it is gone, from where it would stand."""

    def position(self, row: Row) -> int:
        """How many rows precede `row`."""

    def count(self) -> int:
        """How many rows there are."""


@runtime_checkable
class Stoppable(Protocol):
    """A page source whose count may take long, and can be stopped from another thread."""

    def stop_counting(self) -> None:
        """Let a count that is under way end in a GuanaiError."""


def stop_counting(source: object) -> None:
    """Stop a count that nobody waits for: that of a broad search takes 400 ms of a processor at a million rows."""
    if isinstance(source, Stoppable):
        source.stop_counting()


class ListPages(Generic[Row]):
    """A page source over rows that are in memory anyway; `key` tells which record a row is of."""

    def __init__(self, rows: Sequence[Row], key: Callable[[Row], object] | None = None) -> None:
        self.rows = rows
        self._key = key or (lambda row: row)

    def first(self, n: int) -> list[Row]:
        return list(self.rows[:n])

    def last(self, n: int) -> list[Row]:
        return list(self.rows[max(0, len(self.rows) - n) :])

    def after(self, row: Row, n: int) -> list[Row]:
        start = self.position(row) + 1
        return list(self.rows[start : start + n])

    def before(self, row: Row, n: int) -> list[Row]:
        end = self.position(row)
        return list(self.rows[max(0, end - n) : end])

    def at(self, row: Row, n: int) -> list[Row]:
        start = self.position(row)
        return list(self.rows[start : start + n])

    def position(self, row: Row) -> int:
        wanted = self._key(row)
        return next((index for index, other in enumerate(self.rows) if self._key(other) == wanted), 0)

    def count(self) -> int:
        return len(self.rows)
