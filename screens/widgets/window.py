"""The part of a long list that is held in memory, and the cursor in it: pure logic, without a screen.

Only a run of neighbouring rows around the view is known. What is missing is asked for with a `Fetch` and handed back
as `Fetched`; a movement that leaves the known rows is owed until they arrive. Every number is in rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Generic

from db.queries.pages import PageSource, Row


class Where(Enum):
    """Which rows of a source a fetch wants."""

    FIRST = auto()
    LAST = auto()
    AFTER = auto()
    BEFORE = auto()
    AROUND = auto()


@dataclass(frozen=True)
class Fetched(Generic[Row]):
    """Neighbouring rows, the one that was asked for (an index), and whether the list ends on either side."""

    rows: Sequence[Row]
    pivot: int = 0
    starts: bool = False
    ends: bool = False


@dataclass(frozen=True, eq=False)
class Fetch(Generic[Row]):
    """A request for `size` rows, to be run in any thread; two requests are never equal."""

    where: Where
    size: int
    row: Row | None = None

    def run(self, source: PageSource[Row]) -> Fetched[Row]:
        """The rows asked for; raises what the source raises."""
        if self.where is Where.LAST:
            rows = source.last(self.size)
            return Fetched(rows, max(0, len(rows) - 1), starts=len(rows) < self.size, ends=True)
        if self.row is None:
            rows = source.first(self.size)
            return Fetched(rows, 0, starts=True, ends=len(rows) < self.size)
        if self.where is Where.AFTER:
            rows = source.after(self.row, self.size)
            return Fetched(rows, ends=len(rows) < self.size)
        if self.where is Where.BEFORE:
            rows = source.before(self.row, self.size)
            return Fetched(rows, starts=len(rows) < self.size)
        following = source.at(self.row, self.size)
        leading = source.before(following[0], self.size) if following else source.last(self.size)
        return Fetched(
            [*leading, *following],
            min(len(leading), max(0, len(leading) + len(following) - 1)),
            starts=len(leading) < self.size,
            ends=len(following) < self.size,
        )


class Window(Generic[Row]):
    """A cursor and a view of `height` rows over a list of any length, of which at most seven heights are held."""

    CONTEXT = 0
    """Rows of the old page that stay in sight when the cursor leaves it; the rest of the page is new."""

    def __init__(self, height: int = 0) -> None:
        self.height = height
        self.rows: list[Row] = []
        self.top = 0
        """Index in `rows` of the first visible row."""
        self.cursor = 0
        """Index in `rows` of the row that the keys act on."""
        self.count: int | None = None
        """Rows in the whole list; None until somebody counted or both ends were seen."""
        self.starts = False
        """Whether `rows` begins where the list begins."""
        self.ends = False
        """Whether `rows` ends where the list ends."""
        self._owed = 0
        self._line = 0
        self._wish: Fetch[Row] | None = None
        self._under_way: Fetch[Row] | None = None
        # The place of rows[0] in the list is _offset + _origin. A page from the middle has no known origin.
        self._offset = 0
        self._origin: int | None = None

    # What is seen

    @property
    def loaded(self) -> bool:
        """Whether anything is known about the list, be it that it is empty."""
        return bool(self.rows) or (self.starts and self.ends)

    @property
    def settled(self) -> bool:
        """Whether the rows are of the list last asked for, and not what is shown until those arrive."""
        return self.loaded and self._wish is None

    @property
    def visible(self) -> Sequence[Row]:
        """The rows in sight, from the top."""
        return self.rows[self.top : self.top + self.height]

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def kept(self) -> Row | None:
        """The row that a reload keeps the cursor on: not one of the list before, while the first row is on its way."""
        wish = self._wish
        return wish.row if wish and wish.where in (Where.FIRST, Where.AROUND) else self.current

    @property
    def position(self) -> int | None:
        """The place of the cursor in the list, from 1; None while it is unknown."""
        if not self.rows or self._origin is None:
            return None
        return self._offset + self._origin + self.cursor + 1

    # Keys

    def move(self, rows: int) -> None:
        """Move the cursor by `rows`, down where positive, as far as the list goes."""
        self._owed += rows
        self._settle()

    def page(self, pages: int) -> None:
        """Move the cursor and the view by pages, each a row short of the height, down where positive."""
        rows = pages * max(1, self.height - self.CONTEXT)
        if self._wish is None and not self._owed:
            top = min(max(0, self.top + rows), self._lowest_top())
            shift = min(max(0, self.cursor + rows), max(0, len(self.rows) - 1)) - self.cursor
            self.top, self.cursor, rows = top, self.cursor + shift, rows - shift
        self.move(rows)

    def home(self) -> None:
        """Put the cursor on the first row of the list."""
        self._owed = 0
        if self._wish is None and self.starts:
            self.cursor = self.top = 0
        else:
            self._seek(Where.FIRST)

    def end(self) -> None:
        """Put the cursor on the last row of the list."""
        self._owed = 0
        if self._wish is None and self.ends:
            self.cursor, self.top = max(0, len(self.rows) - 1), self._lowest_top()
        else:
            self._seek(Where.LAST)

    def point(self, line: int) -> None:
        """Put the cursor on the row at `line` of the view, if there is one."""
        if 0 <= line < len(self.visible):
            self._owed, self.cursor = 0, self.top + line

    def resize(self, height: int) -> None:
        """Give the view another height; the cursor stays in sight."""
        self.height = height
        self.top = min(self.top, self._lowest_top())
        if self.cursor >= self.top + height:
            self.top = max(0, self.cursor - height + 1)

    # Rows

    def reload(self, keep: Row | None = None) -> None:
        """Ask for everything anew, with the cursor on the record of `keep` or on the first row.

        What is shown stays until the new rows arrive.
        """
        self._owed = 0
        self._line = self.cursor - self.top
        self._under_way = None
        self.count = None
        self._wish = None
        self._seek(Where.FIRST if keep is None else Where.AROUND, keep)

    def wanted(self) -> Fetch[Row] | None:
        """The next request to run, if there is one and none is under way; it counts as under way from now on."""
        if self.height <= 0:
            return None
        if not self.loaded and self._wish is None and self._under_way is None:
            self._seek(Where.FIRST)
        if self._wish is not None and self._wish.size < self._reach:  # wished before the height was known
            self._wish = replace(self._wish, size=self._reach)
        # A wish overtakes a page that is under way; a mere reserve of rows waits for it.
        fetch = self._wish or (None if self._under_way else self._more())
        if fetch is None or fetch is self._under_way:
            return None
        self._under_way = fetch
        return fetch

    def accept(self, fetch: Fetch[Row], fetched: Fetched[Row]) -> bool:
        """Take what `fetch` brought; False if it was overtaken by a later wish and is of no use."""
        if fetch is not self._under_way:
            return False
        self._under_way = None
        if fetch is self._wish:
            self._wish = None
            self._replace(fetch, fetched)
        elif self._wish is not None:
            return False
        elif fetch.where is Where.AFTER:
            self._append(fetched)
        else:
            self._prepend(fetched)
        self._anchor()
        self._settle()
        return True

    def give_up(self, fetch: Fetch[Row]) -> None:
        """Forget `fetch`, which failed: nothing is owed any more, and the rows that are known stay."""
        if fetch is self._under_way:
            self._under_way = None
            self._wish = None
            self._owed = 0

    def counted(self, count: int) -> None:
        """Take the length of the list."""
        self.count = count
        self._anchor()

    def placed(self, row: Row, before: int) -> None:
        """Take how many rows precede `row`, if that row is still held."""
        for index, held in enumerate(self.rows):
            if held is row:
                self._origin = before - index - self._offset
                self._anchor()
                return

    # Inside

    def _seek(self, where: Where, row: Row | None = None) -> None:
        """Wish for another part of the list, unless that very wish is pending."""
        if self._wish is None or where is Where.AROUND or self._wish.where is not where:
            self._wish = Fetch(where, self._reach, row)

    @property
    def _reach(self) -> int:
        return 2 * max(1, self.height)

    def _lowest_top(self) -> int:
        return max(0, len(self.rows) - self.height)

    def _more(self) -> Fetch[Row] | None:
        """A request for the side of which less than a height is held beyond the view."""
        if not self.rows:
            return None
        step = 2 * self.height
        if not self.ends and len(self.rows) - self.top - self.height < self.height:
            return Fetch(Where.AFTER, step, self.rows[-1])
        if not self.starts and self.top < self.height:
            return Fetch(Where.BEFORE, step, self.rows[0])
        return None

    def _replace(self, fetch: Fetch[Row], fetched: Fetched[Row]) -> None:
        self.rows = list(fetched.rows)
        self.starts, self.ends = fetched.starts, fetched.ends
        self.cursor = fetched.pivot
        # In a page from the middle the pivot is place 0 of an unknown origin; in the last page its end is.
        self._offset = -len(self.rows) if fetch.where is Where.LAST else -fetched.pivot
        self._origin = None
        line = {Where.FIRST: 0, Where.LAST: self.height - 1}.get(fetch.where, self._line)
        self.top = min(max(0, self.cursor - min(line, self.height - 1)), self._lowest_top())

    def _append(self, fetched: Fetched[Row]) -> None:
        self.rows.extend(fetched.rows)
        self.ends = fetched.ends
        self._trim()

    def _prepend(self, fetched: Fetched[Row]) -> None:
        self.rows[:0] = fetched.rows
        self.starts = fetched.starts
        self._shift(len(fetched.rows))
        self._trim()

    def _trim(self) -> None:
        """Let go of what is more than three heights away from the view."""
        spare = self.top - 3 * self.height
        if spare > 0:
            del self.rows[:spare]
            self.starts = False
            self._shift(-spare)
        bound = self.top + 4 * self.height
        if len(self.rows) > bound:
            del self.rows[bound:]
            self.ends = False

    def _shift(self, rows: int) -> None:
        """Keep the cursor and the view where they are after `rows` rows came before them."""
        self.top += rows
        self.cursor += rows
        self._offset -= rows

    def _anchor(self) -> None:
        """Derive places from the ends that are known; what was seen wins over what was counted."""
        if self.starts:
            self._origin = -self._offset
        elif self.ends and self._origin is None and self.count is not None:
            self._origin = self.count - len(self.rows) - self._offset
        if self.ends and self._origin is not None:
            self.count = self._offset + self._origin + len(self.rows)

    def _settle(self) -> None:
        """Pay what is owed as far as the known rows go, and keep the cursor in sight."""
        if self._wish is not None or not self.rows:
            return
        target = self.cursor + self._owed
        self.cursor = min(max(0, target), len(self.rows) - 1)
        self._owed = target - self.cursor
        if (self._owed > 0 and self.ends) or (self._owed < 0 and self.starts):
            self._owed = 0
        context = self.CONTEXT if self.height > 3 else 0
        if self.cursor < self.top:
            self.top = max(0, self.cursor - self.height + 1 + context)
        elif self.cursor >= self.top + self.height:
            self.top = min(self.cursor - context, self._lowest_top())
