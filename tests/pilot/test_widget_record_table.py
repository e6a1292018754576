"""The table on a screen: keys, widths, late rows, late counts, failures and hostile text."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown
from textual.geometry import Region
from textual.pilot import Pilot

from db.errors import BusyError
from db.queries.pages import ListPages
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable
from tests.pilot.hosting import lines as shown


@dataclass(frozen=True)
class Child:
    id: int
    name: str
    village: str = "王家村"


def place(table: RecordTable[Any]) -> tuple[int | None, int | None]:
    """The place of the cursor and the length of the list, as far as they are known."""
    return table.window.position, table.window.count


def child(number: int) -> Child:
    return Child(number, f"张{number}")


@dataclass
class Children:
    """A register of made-up children that remembers what it gave, and waits at the gate when told to."""

    length: int
    gate: threading.Event = field(default_factory=threading.Event)
    given: int = 0
    counted: int = 0
    threads: set[str] = field(default_factory=set)
    fails: bool = False

    def __post_init__(self) -> None:
        self.gate.set()

    def _page(self, start: int, end: int) -> list[Child]:
        if self.fails:
            raise BusyError("数据库正忙，请稍后再试。")
        self.threads.add(threading.current_thread().name)
        rows = [child(number) for number in range(max(0, start), min(self.length, end))]
        self.given += len(rows)
        return rows

    def first(self, n: int) -> list[Child]:
        return self._page(0, n)

    def last(self, n: int) -> list[Child]:
        return self._page(self.length - n, self.length)

    def after(self, row: Child, n: int) -> list[Child]:
        return self._page(row.id + 1, row.id + 1 + n)

    def before(self, row: Child, n: int) -> list[Child]:
        return self._page(row.id - n, row.id)

    def at(self, row: Child, n: int) -> list[Child]:
        return self._page(row.id, row.id + n)

    def position(self, row: Child) -> int:
        return row.id

    def count(self) -> int:
        self.counted += 1
        assert self.gate.wait(10)
        return self.length


COLUMNS = [
    Column[Child]("name", "姓名", 8, lambda row: row.name),
    Column[Child]("id", "编号", 6, lambda row: str(row.id), align="right"),
    Column[Child]("village", "所在村", 30, lambda row: row.village),
    Column[Child]("more", "更多", 30, lambda row: "更多" + row.name),
]


class TableApp(App[None]):
    def __init__(self, table: RecordTable[Any]) -> None:
        super().__init__(ansi_color=True)
        self.table = table
        self.selected: list[Any] = []
        self.moves: list[tuple[int | None, int | None]] = []
        self.failures: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.table

    def on_record_table_selected(self, event: RecordTable.Selected) -> None:
        self.selected.append(event.row)

    def on_record_table_moved(self, event: RecordTable.Moved) -> None:
        self.moves.append((event.position, event.count))

    def on_record_table_failed(self, event: RecordTable.Failed) -> None:
        self.failures.append(event.sentence)


async def settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def resize(pilot: Pilot[None], *size: int) -> None:
    """Give the terminal another size, and wait until the table has it: the event goes through two queues."""
    await pilot.resize_terminal(*size)
    table = pilot.app.query_one(RecordTable)
    while table.size != size:
        await pilot.pause()
    await settle(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        pilot.app.simulate_key(key)
    await settle(pilot)


@pytest.fixture
def source() -> Children:
    return Children(1000)


@pytest.fixture
def app(source: Children) -> TableApp:
    return TableApp(RecordTable(COLUMNS, source, empty="没有儿童。", sort=("name", False)))


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (30, 3), (120, 40)])
async def test_every_line_is_as_wide_as_the_screen(app: TableApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        lines = shown(app)
        assert len(lines) == size[1]
        assert {cell_len(line) for line in lines} == {size[0]}
        assert lines[0].startswith("  姓名^      编号 ")
        assert lines[1].startswith("> 张0           0 ")


RUNS = [
    (["down"], 1),
    (["j", "j", "k"], 1),
    (["up"], 0),
    (["end"], 999),
    (["G"], 999),
    (["end", "up", "up"], 997),
    (["end", "g"], 0),
    (["end", "home", "down"], 1),
    (["pagedown"], 23),
    (["space", "space"], 46),
    (["pagedown"] * 5 + ["pageup"] * 2, 69),
    (["end", "pageup"], 976),
    (["down"] * 25, 25),
    (["end"] + ["up"] * 25, 974),
]


async def test_keys_move_the_cursor(app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for keys, row in RUNS:
            await press(pilot, "home")
            await press(pilot, *keys)
            assert app.table.current == child(row), keys
            assert [line.split()[1] for line in shown(app) if line.startswith(">")] == [f"张{row}"]
            assert place(app.table) == (row + 1, 1000)
            assert app.moves[-1] == (row + 1, 1000)


async def test_enter_selects_the_row_under_the_cursor(app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "down", "down", "enter")
        assert app.selected == [child(2)]


async def test_rows_are_read_in_threads_and_few(source: Children, app: TableApp) -> None:
    source.length = 1_000_000
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert source.given == 2 * 23
        await press(pilot, "end")
        assert source.given == 4 * 23
        assert place(app.table) == (1_000_000, 1_000_000)
        assert threading.main_thread().name not in source.threads


async def test_count_may_be_late(source: Children, app: TableApp) -> None:
    source.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.table.window.loaded:
            await pilot.pause()
        await pilot.press("down", "end")
        while app.table.current != child(999):
            await pilot.pause()
        assert place(app.table) == (None, None)
        assert app.table.view_text == "../.."
        source.gate.set()
        await settle(pilot)
        assert place(app.table) == (1000, 1000)
        assert app.table.view_text == "978-1000/1000"


async def test_lists_that_pass_by_are_not_counted(source: Children, app: TableApp) -> None:
    """Each letter of a search shows another list: only one count runs, and then that of the list that stayed."""
    passing = [Children(length, source.gate) for length in (500, 400)]
    last = Children(300, source.gate)
    source.gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.table.window.loaded:
            await pilot.pause()
        for following in (*passing, last):
            app.table.show(following)
            while not following.given or not app.table.window.settled:
                await pilot.pause()
        source.gate.set()
        while app.table.window.count is None:
            await settle(pilot)
        assert place(app.table) == (1, 300)
    assert [each.counted for each in (source, *passing, last)] == [1, 0, 0, 1]


async def test_reload_keeps_the_record_and_counts_anew(source: Children, app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for _ in range(3):
            await press(pilot, "pagedown")
        row, lines = app.table.current, shown(app)
        source.length = 900
        app.table.reload(keep=row)
        await settle(pilot)
        assert shown(app) == lines
        assert place(app.table) == (70, 900)


async def test_enter_waits_for_the_list_that_was_asked_for(app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.table.expect()
        await press(pilot, "enter")
        assert app.selected == []
        app.table.show(ListPages([Child(5, "李四")]))
        await settle(pilot)
        assert app.selected == [Child(5, "李四")]


async def test_another_list_replaces_rows_count_and_order(app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "end")
        app.table.show(ListPages([child(3), child(2)]), keep=child(2), sort=("id", True))
        await settle(pilot)
        assert app.table.current == child(2)
        assert place(app.table) == (2, 2)
        assert "编号v" in shown(app)[0]
        app.table.show(ListPages([]))
        await settle(pilot)
        assert shown(app)[1].strip() == "没有儿童。"
        assert place(app.table) == (None, 0)
        await press(pilot, "down", "enter", "end", "pageup")
        assert app.selected == []


async def test_columns_that_do_not_fit_are_reached_sideways(app: TableApp) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        assert shown(app)[0].endswith(">")
        assert "更多" not in shown(app)[0]
        await press(pilot, "right", "right", "right", "right")
        head, first = shown(app)[:2]
        assert head.startswith("< 姓名^")
        assert "更多" in head
        assert not head.endswith(">")
        assert first.startswith("> 张0")
        await press(pilot, "left", "left", "left")
        assert shown(app)[0].startswith("  姓名^      编号")


async def test_a_failed_read_says_so_and_keeps_the_rows(source: Children, app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        source.fails = True
        await press(pilot, "end")
        assert app.failures == ["数据库正忙，请稍后再试。"]
        assert app.table.current == child(0)
        source.fails = False
        await press(pilot, "end")
        assert app.table.current == child(999)


HOSTILE = ["[/oops]", "[red]红[/red]", "a\x1b[31mb", "一\n二", "\u202e倒", "\x9b1m", "很长的名字" * 9]


async def test_hostile_text_is_shown_as_text() -> None:
    app = TableApp(RecordTable(COLUMNS, ListPages([Child(number, name) for number, name in enumerate(HOSTILE)])))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        lines = shown(app)[1 : len(HOSTILE) + 1]
        assert {cell_len(line) for line in lines} == {80}
        assert all(line.isprintable() for line in lines)
        assert [line[2:10].split("  ")[0].strip() for line in lines[:6]] == [
            "[/oops]",
            "[red]..",
            "a?[31mb",
            "一 二",
            "?倒",
            "?1m",
        ]


async def test_a_step_repaints_two_markers_and_two_names(app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        dirty: list[tuple[Region, ...]] = []
        refresh = app.table.refresh
        app.table.refresh = lambda *regions: (dirty.append(regions), refresh(*regions))[1]  # type: ignore
        await press(pilot, "down")
        assert dirty == [(Region(0, 1, 10, 1),), (Region(0, 2, 10, 1),)]


async def test_mouse_points_selects_and_scrolls(app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.click(RecordTable, offset=(5, 4))
        await settle(pilot)
        assert app.table.current == child(3)
        await pilot.click(RecordTable, offset=(5, 4))
        await settle(pilot)
        assert app.selected == [child(3)]
        app.table.post_message(MouseScrollDown(app.table, 1, 1, 0, 0, 0, False, False, False))
        await settle(pilot)
        assert app.table.current == child(6)


async def test_styles_colour_the_cell_and_the_wide_column_grows() -> None:
    red = Style(color="red")
    columns = [
        Column[Child]("name", "姓名", 8, lambda row: row.name, style=lambda row: red),
        Column[Child]("village", "村", 8, lambda row: row.village, grow=True),
        Column[Child]("id", "编号", 4, lambda row: str(row.id)),
    ]
    app = TableApp(RecordTable(columns, ListPages([child(7)])))
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        strips = app.screen._compositor.render_strips()
        name = next(segment for segment in strips[1] if segment.text == "张7")
        assert name.style is not None
        assert name.style.color == red.color
        assert shown(app)[1].endswith("7   ")


async def test_resizing_keeps_the_cursor_in_sight(app: TableApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, *["down"] * 20)
        await resize(pilot, 60, 8)
        assert [line.split()[1] for line in shown(app) if line.startswith(">")] == ["张20"]
        assert {cell_len(line) for line in shown(app)} == {60}
        await resize(pilot, 80, 40)
        assert len([line for line in shown(app) if "王家村" in line]) == 39
