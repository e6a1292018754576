"""The window over a long list behaves like the list, holds few rows and asks for few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.queries.pages import ListPages
from screens.widgets.window import Fetch, Window


class Numbers:
    """A list of the numbers below `length` that holds none of them and counts what it is asked for."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.calls = 0
        self.given = 0

    def _page(self, start: int, end: int) -> list[int]:
        rows = list(range(max(0, start), min(self.length, end)))
        self.calls += 1
        self.given += len(rows)
        return rows

    def first(self, n: int) -> list[int]:
        return self._page(0, n)

    def last(self, n: int) -> list[int]:
        return self._page(self.length - n, self.length)

    def after(self, row: int, n: int) -> list[int]:
        return self._page(row + 1, row + 1 + n)

    def before(self, row: int, n: int) -> list[int]:
        return self._page(row - n, row)

    def at(self, row: int, n: int) -> list[int]:
        return self._page(row, row + n)

    def position(self, row: int) -> int:
        return row

    def count(self) -> int:
        return self.length


class Whole:
    """The same keys over a list that is held whole: what the window has to look like."""

    def __init__(self, length: int, height: int) -> None:
        self.length, self.height = length, height
        self.top = self.cursor = 0

    @property
    def visible(self) -> list[int]:
        return list(range(self.top, min(self.length, self.top + self.height)))

    def _clamp(self, top: int, cursor: int) -> None:
        self.top = min(max(0, top), max(0, self.length - self.height))
        self.cursor = min(max(0, cursor), max(0, self.length - 1))

    def move(self, rows: int) -> None:
        for _ in range(abs(rows)):
            self._clamp(self.top, self.cursor + (1 if rows > 0 else -1))
            context = Window.CONTEXT if self.height > 3 else 0
            if self.cursor < self.top:
                self._clamp(self.cursor - self.height + 1 + context, self.cursor)
            elif self.cursor >= self.top + self.height:
                self._clamp(self.cursor - context, self.cursor)

    def page(self, pages: int) -> None:
        rows = pages * max(1, self.height - Window.CONTEXT)
        self._clamp(self.top + rows, self.cursor + rows)

    def home(self) -> None:
        self._clamp(0, 0)

    def end(self) -> None:
        self._clamp(self.length, self.length)


def settle(window: Window[int], source: Numbers) -> None:
    while fetch := window.wanted():
        window.accept(fetch, fetch.run(source))


KEYS: dict[str, Callable[[Window[int] | Whole], None]] = {
    "up": lambda w: w.move(-1),
    "down": lambda w: w.move(1),
    "page up": lambda w: w.page(-1),
    "page down": lambda w: w.page(1),
    "home": lambda w: w.home(),
    "end": lambda w: w.end(),
}
lengths = st.one_of(st.integers(0, 30), st.integers(0, 500))
heights = st.integers(1, 24)
runs = st.tuples(st.sampled_from(sorted(KEYS)), st.integers(1, 40))


@given(lengths, heights, st.lists(runs, max_size=12))
def test_window_looks_like_the_list(length: int, height: int, keys: list[tuple[str, int]]) -> None:
    source, window, whole = Numbers(length), Window[int](height), Whole(length, height)
    settle(window, source)
    for key, times in keys:
        for _ in range(times):
            before = source.calls
            KEYS[key](window)
            KEYS[key](whole)
            settle(window, source)
            assert list(window.visible) == whole.visible
            assert window.current == (whole.cursor if length else None)
            assert len(window.rows) <= 7 * height
            assert source.calls - before <= 3
    window.counted(source.count())
    assert window.position == (whole.cursor + 1 if length else None)


@given(st.integers(1, 300), heights, st.data())
def test_cursor_ends_where_the_keys_say_although_rows_come_late(length: int, height: int, data: st.DataObject) -> None:
    source, window = Numbers(length), Window[int](height)
    under_way: list[Fetch[int]] = []
    goal = 0
    for _ in range(data.draw(st.integers(1, 25))):
        if under_way and data.draw(st.booleans(), label="rows arrive"):
            # Requests that were overtaken arrive too, and late.
            fetch = under_way.pop(data.draw(st.integers(0, len(under_way) - 1)))
            window.accept(fetch, fetch.run(source))
        else:
            rows = data.draw(st.integers(-goal, length - 1 - goal), label="move")
            window.move(rows)
            goal += rows
        if fetch_next := window.wanted():
            under_way.append(fetch_next)
        assert len(window.rows) <= 7 * height
        assert not window.rows or window.current in window.visible
    for fetch in under_way:
        window.accept(fetch, fetch.run(source))
    settle(window, source)
    assert window.current == goal
    assert window.position == goal + 1


@given(st.integers(1, 300), heights, st.lists(runs, max_size=4), st.integers(0, 299))
def test_reload_keeps_the_record_and_its_line(
    length: int, height: int, keys: list[tuple[str, int]], target: int
) -> None:
    source, window = Numbers(length), Window[int](height)
    settle(window, source)
    for key, times in keys:
        for _ in range(times):
            KEYS[key](window)
            settle(window, source)
    row, seen = window.current, list(window.visible)
    window.reload(row)
    settle(window, source)
    assert window.current == row
    assert list(window.visible) == seen
    window.reload(target % length)
    settle(window, source)
    assert window.current == target % length
    if window.position is None:
        window.counted(length)
        assert window.current is not None
        window.placed(window.current, source.position(window.current))
    assert window.position == target % length + 1


def test_record_that_left_the_list_gives_its_place_to_the_next() -> None:
    class Gappy(Numbers):
        def at(self, row: int, n: int) -> list[int]:
            return self.after(row, n)

    window = Window[int](5)
    settle(window, Gappy(100))
    window.reload(50)
    settle(window, Gappy(100))
    assert window.current == 51
    window.reload(99)
    settle(window, Gappy(100))
    assert window.current == 99


def test_home_while_a_reload_is_under_way_shows_the_new_list() -> None:
    old, new = Numbers(100), Numbers(200)
    window = Window[int](10)
    settle(window, old)
    window.reload(5)
    window.home()
    settle(window, new)
    window.end()
    settle(window, new)
    assert window.current == 199


def test_failed_request_leaves_rows_and_can_be_repeated() -> None:
    source, window = Numbers(1000), Window[int](10)
    settle(window, source)
    window.end()
    fetch = window.wanted()
    assert fetch is not None
    window.give_up(fetch)
    assert window.settled
    assert window.current == 0
    window.end()
    settle(window, source)
    assert window.current == 999


@pytest.mark.parametrize("length", [1_000, 1_000_000])
def test_a_million_rows_cost_what_a_thousand_cost(length: int) -> None:
    source, window = Numbers(length), Window[int](22)
    settle(window, source)
    assert (source.calls, source.given) == (1, 44)
    window.end()
    settle(window, source)
    assert (source.calls, source.given) == (2, 88)


def test_view_grows_and_shrinks_with_the_terminal() -> None:
    source, window = Numbers(100), Window[int](20)
    settle(window, source)
    window.end()
    settle(window, source)
    window.resize(5)
    settle(window, source)
    assert window.current in window.visible
    window.resize(40)
    settle(window, source)
    assert list(window.visible) == list(range(60, 100))


@given(st.lists(st.integers(0, 50), unique=True, max_size=30), st.integers(0, 30), st.integers(0, 50))
def test_list_pages_are_slices_of_the_list(rows: list[int], n: int, row: int) -> None:
    pages = ListPages(rows)
    assert pages.first(n) == rows[:n]
    assert pages.last(n) == (rows[-n:] if n else [])
    assert pages.count() == len(rows)
    if row in rows:
        place = rows.index(row)
        assert pages.position(row) == place
        assert [*pages.before(row, 99), row, *pages.after(row, 99)] == rows
        assert pages.at(row, n) == rows[place : place + n]


def test_list_asked_for_before_the_height_is_known_comes_with_one_request() -> None:
    window: Window[int] = Window()
    window.reload()
    assert window.wanted() is None
    window.resize(20)
    source = Numbers(1_000)
    fetch = window.wanted()
    assert fetch is not None
    assert window.accept(fetch, fetch.run(source))
    assert list(window.visible) == list(range(20))
    assert (source.calls, source.given) == (1, 40)


def test_a_reload_while_another_list_is_read_starts_at_its_first_row() -> None:
    """Somebody else wrote as a clerk chose an order: the cursor came to stand where the row of the old order was."""
    window: Window[int] = Window(5)
    source = Numbers(30)
    for keep, kept in ((20, 20), (None, None), (7, 7)):
        window.reload(keep)
        assert window.kept == kept
        window.reload(window.kept)
        while fetch := window.wanted():
            window.accept(fetch, fetch.run(source))
        assert window.current == window.kept == (keep or 0)
