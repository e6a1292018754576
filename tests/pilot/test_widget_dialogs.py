"""The dialogs: what each returns, by keys alone, over a screen that stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import ModalScreen

from db.errors import BusyError
from screens.dialogs.choose import Choose
from screens.dialogs.choose_many import ChooseMany
from screens.dialogs.columns import ChooseColumns
from screens.dialogs.confirm import Confirm, ConfirmReason
from screens.dialogs.message import ShowMessage
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.options import Option

NOTHING = object()
SCHOOLS = [Option("1", "中心小学"), Option("2", "中心幼儿园"), Option("3", "[/王家]村小")]
MANY = [Option(str(number), f"第{number}村") for number in range(1, 41)]
COLUMNS = [Column[Any](key, title, 8, str) for key, title in [("name", "姓名"), ("sex", "性别"), ("age", "年龄")]]


class DialogApp(App[None]):
    # A sheet as a careless program has it: dialogs stay transparent all the same.
    CSS = "Screen { background: ansi_default; }"

    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        self.result: object = NOTHING

    def compose(self) -> ComposeResult:
        yield Line("花名册在下面")

    def ask(self, dialog: ModalScreen[Any]) -> None:
        self.push_screen(dialog, self.answer)

    def answer(self, result: object) -> None:
        self.result = result


def shown(app: App[Any]) -> str:
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip) for strip in strips]
    assert {cell_len(line) for line in lines} == {app.size.width}
    return "\n".join(lines)


async def answered(dialog: ModalScreen[Any], *keys: str, size: tuple[int, int] = (80, 24)) -> object:
    """What the dialog returns after `keys`; NOTHING while it is open."""
    app = DialogApp()
    async with app.run_test(size=size) as pilot:
        app.ask(dialog)
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        return app.result


async def settle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_question_names_the_record_over_a_screen_in_sight(size: tuple[int, int]) -> None:
    app = DialogApp()
    async with app.run_test(size=size) as pilot:
        question = "结束结对？以后还能在两人的记录里看到这次结对，也看得到结束的理由。"
        app.ask(Confirm(question, "[b]张三[/b] 与 王老师", "结束"))
        await settle(pilot)
        text = shown(app)
        assert "花名册在下面" in text
        assert "结束结对？" in text
        assert "理由。" in text
        assert "[b]张三[/b] 与 王老师" in text
        assert "[ 否 ]  [ 结束 ]" in text
        await pilot.press("f3")  # a room is not entered past a question
        await settle(pilot)
        assert "请先回答：" in shown(app)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], False),
        (["right", "enter"], True),
        (["down", "space"], False),
        (["f2", "down", "down", "enter"], False),
        (["tab", "enter"], True),
        (["tab", "tab", "enter"], False),
        (["right", "left", "enter"], False),
        (["right", "escape"], None),
    ],
)
async def test_the_answer_is_no_unless_one_says_yes(keys: list[str], answer: object) -> None:
    assert await answered(Confirm("结束结对？", "张三"), *keys) is answer


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["转", "学", "enter", "enter"], "转学"),
        (["转", "学", "enter", "right", "enter"], "转学"),
        (["转", "学", "enter", "left", "enter"], None),
        (["enter", "enter"], None),
        (["转", "学", "tab", "enter"], None),
        (["转", "学", "tab", "down", "f8", "enter"], None),
        (["转", "tab", "tab", "tab", "学", "enter", "enter"], "转学"),
        (["tab", "right", "enter"], NOTHING),
        (["tab", "right", "enter", "搬", "enter", "enter"], "搬"),
        (["escape"], None),
    ],
)
async def test_a_yes_needs_its_reason(keys: list[str], answer: object) -> None:
    result = await answered(ConfirmReason("退出登记？", "张三"), *keys)
    assert result == answer


@pytest.mark.parametrize("key", ["enter", "space", "escape"])
async def test_a_message_wraps_and_closes(key: str) -> None:
    app = DialogApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.ask(ShowMessage("张三的记录刚刚被王老师改过，您的修改没有保存，请核对以后再保存一次。"))
        await settle(pilot)
        text = shown(app)
        assert "".join(line.split("|")[1].strip() for line in text.split("\n") if "|" in line and "：" not in line) == (
            "请注意张三的记录刚刚被王老师改过，您的修改没有保存，请核对以后再保存一次。回车 关闭"
        )
        await pilot.press(key)
        await settle(pilot)
        assert app.result is None


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["enter"], "2"),
        (["up", "enter"], "1"),
        (["down", "down", "enter"], "3"),
        (["3", "enter"], "3"),
        (["z", "x", "y", "enter"], "2"),
        (["村", "enter"], "3"),
        (["x", "backspace", "enter"], "2"),
        (["无", "enter", "backspace", "enter"], "2"),
    ],
)
async def test_one_is_picked_by_arrows_number_initials_or_word(keys: list[str], value: str) -> None:
    result = await answered(Choose("选择学校", SCHOOLS, current="2"), *keys)
    assert isinstance(result, Option)
    assert result.value == value


async def test_a_long_list_scrolls_and_escape_picks_nothing() -> None:
    app = DialogApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.ask(Choose("选择村", MANY))
        await settle(pilot)
        assert "第10村" in shown(app)
        assert "第11村" not in shown(app)
        assert "1-10/40" in shown(app)
        await pilot.press("pagedown", "pagedown")
        await settle(pilot)
        assert "> 第21村" in shown(app)
        assert "21-30/40" in shown(app)
        await pilot.press(*"第3")
        await settle(pilot)
        assert "/40" not in shown(app)
        await pilot.press("escape")
        await settle(pilot)
        assert app.result is None


async def test_records_are_searched_as_one_types_and_a_failure_is_said() -> None:
    asked: list[str] = []

    def search(typed: str, limit: int) -> Sequence[Option]:
        asked.append(typed)
        if typed == "忙":
            raise BusyError("数据库正忙，请稍后再试。")
        return [option for option in MANY if typed in option.label][:limit]

    app = DialogApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(Choose("选择村", search, typed="第3"))
        await settle(pilot)
        assert "第30村" in shown(app)
        await pilot.press("9")
        await settle(pilot)
        assert "第30村" not in shown(app)
        assert asked == ["第3", "第39"]
        await pilot.press("backspace", "backspace", "backspace", "忙")
        await settle(pilot)
        assert "数据库正忙" in shown(app)
        await pilot.press("backspace", "enter")
        await settle(pilot)
        assert app.result == MANY[0]


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        (["enter"], ["2"]),
        (["space", "enter"], ["1", "2"]),
        (["down", "space", "down", "space", "enter"], ["3"]),
        (["right", "space", "enter"], ["1", "2"]),
        (["space", "escape"], None),
        (["a", "enter"], ["1", "2", "3"]),
        (["a", "a", "enter"], []),
    ],
)
async def test_any_are_ticked(keys: list[str], values: object) -> None:
    assert await answered(ChooseMany("选择", SCHOOLS, ["2"]), *keys) == values


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        (["enter"], ["name", "age"]),
        (["down", "space", "enter"], ["name", "age", "sex"]),
        (["down", "space", "left", "enter"], ["name", "sex", "age"]),
        (["right", "up", "space", "enter"], ["name", "sex", "age"]),
        (["left", "space", "enter"], ["name"]),
        (["escape"], None),
    ],
)
async def test_columns_are_ticked_and_put_in_order(keys: list[str], values: object) -> None:
    assert await answered(ChooseColumns(COLUMNS, ["name", "age"]), *keys) == values
