"""The line over a list, the line of keys, and the help that comes from the same bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widget import Widget

from db.queries.pages import ListPages
from screens.base import BaseScreen
from screens.help import HelpScreen
from screens.widgets.columns import Column
from screens.widgets.filter_bar import FilterBar
from screens.widgets.keys import key_name
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable


class ListScreen(BaseScreen[None]):
    TITLE = "花名册"
    HELP_TEXT = "这里是全部儿童。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "app.quit", "退出", id="list.f10", tooltip="结束程序。"),
        Binding("f8", "new", "新增", id="list.f8", tooltip="登记一名儿童。"),
        Binding("f7", "search", "查找", id="list.f7", tooltip="查找儿童。"),
        Binding("f9", "hidden", "不可用", id="list.f9", tooltip="这里不能用。"),
        Binding("n", "new", "新增", show=False, id="list.n", tooltip="登记一名儿童。"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.bar = FilterBar(placeholder="姓名、拼音")
        self.table = RecordTable([Column[str]("name", "姓名", 10, str)], ListPages(["张三", "李四"]))
        self.events: list[object] = []

    def body(self) -> Iterable[Widget]:
        yield self.bar
        yield self.table

    def on_mount(self) -> None:
        self.table.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "hidden"

    def action_search(self) -> None:
        self.bar.focus_input()

    def action_new(self) -> None:
        self.events.append("new")

    def action_hidden(self) -> None:
        raise AssertionError

    def on_filter_bar_searched(self, event: FilterBar.Searched) -> None:
        self.events.append(event.text)

    def on_filter_bar_dropped(self, event: FilterBar.Dropped) -> None:
        self.events.append(("dropped", event.key))
        self.bar.filters = [option for option in self.bar.filters if option.value != event.key]

    def on_filter_bar_left(self, event: FilterBar.Left) -> None:
        self.events.append(("left", event.entered))
        self.table.focus()


class LinesApp(App[None]):
    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        self.list = ListScreen()

    def on_mount(self) -> None:
        self.push_screen(self.list)


def shown(app: App[Any]) -> list[str]:
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    assert {cell_len(line) for line in lines} == {app.size.width}
    return lines


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.fixture
def app() -> LinesApp:
    return LinesApp()


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_title_keys_and_status(app: LinesApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        app.list.set_heading("王家村 [张三]")
        app.list.set_status("1-2/2")
        await press(pilot)
        lines = shown(app)
        assert len(lines) == size[1]
        assert lines[0].rstrip() == "花名册  王家村 [张三]"
        assert lines[-1].startswith("F1 帮助  F7 查找  F8 新增  F10 退出  ")
        assert lines[-1].endswith("  1-2/2")
        assert "不可用" not in lines[-1]


async def test_hints_give_way_to_the_status(app: LinesApp) -> None:
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.set_status("已保存 15:32 张三的资料")
        await press(pilot)
        assert shown(app)[-1] == "F1 帮助          已保存 15:32 张三的资料"


async def test_help_lists_every_verb_with_its_sentence(app: LinesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        lines = [" ".join(line.split()) for line in shown(app)]
        assert lines[0] == "帮助 花名册"
        assert lines[1] == "这里是全部儿童。"
        assert "> 上 k 上移一行。" in lines
        assert "PgDn 空格 向下翻一页。" in lines
        assert "F8 n 登记一名儿童。" in lines
        assert "F10 结束程序。" in lines
        assert not any("这里不能用" in line for line in lines)
        assert not any("Quit" in line or "palette" in line for line in lines)
        await press(pilot, "f1")
        assert app.screen is app.list
        await press(pilot, "f1", "escape")
        assert app.screen is app.list


async def test_escape_on_the_lowest_screen_stays(app: LinesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "escape")
        assert app.screen is app.screen_stack[0]
        await press(pilot, "escape")
        assert len(app.screen_stack) == 1


async def test_search_is_told_letter_by_letter_and_filters_go_with_backspace(app: LinesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.bar.filters = [Option("village", "村:王家村"), Option("risk", "风险:[红]")]
        await press(pilot, "f7", "张", "s")
        assert app.list.events == ["张", "张s"]
        assert shown(app)[1].startswith("查找： 张s")
        assert "[村:王家村]  [风险:[红]]" in shown(app)[1]
        await press(pilot, "backspace", "backspace")
        assert app.list.events[2:] == ["张", ""]
        await press(pilot, "backspace")
        assert app.list.events[4:] == [("dropped", "risk")]
        await press(pilot, "backspace", "backspace")
        assert app.list.events[5:] == [("dropped", "village")]
        assert app.list.bar.filters == []


async def test_enter_and_down_lead_from_the_search_to_the_list(app: LinesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f7", "down")
        assert app.list.table.has_focus
        await press(pilot, "f7", "n", "enter")
        assert app.list.events == [("left", False), "n", ("left", True)]
        assert app.list.table.has_focus
        await press(pilot, "n")
        assert app.list.events[-1] == "new"


async def test_a_search_put_in_by_the_screen_is_told_too(app: LinesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        app.list.bar.text = "zs"
        await press(pilot)
        assert app.list.bar.text == "zs"
        assert app.list.events == ["zs"]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("f8", "F8"),
        ("ctrl+s", "Ctrl+S"),
        ("shift+tab", "Shift+Tab"),
        ("pagedown", "PgDn"),
        ("escape", "Esc"),
        ("home", "Home"),
        ("end", "End"),
        ("enter", "回车"),
        ("up", "上"),
        ("g", "g"),
        ("G", "G"),
        ("slash", "/"),
        ("f", "f"),
    ],
)
def test_keys_are_named_as_on_the_keyboard(key: str, name: str) -> None:
    assert key_name(key) == name
