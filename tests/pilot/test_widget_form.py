"""The form: every kind of field by its keys, errors, drafts, effects and the way out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from db.errors import DataError
from screens.dialogs.choose import Choose
from screens.dialogs.choose_many import ChooseMany
from screens.dialogs.confirm import Confirm
from screens.widgets.fields import DATE_WIDTH, Field, Kind, Section
from screens.widgets.form import Form
from screens.widgets.options import Option
from tests.pilot.hosting import lines as shown

SEXES = [Option("male", "男"), Option("female", "女")]
NEEDS = [Option("study", "学习"), Option("mind", "心理"), Option("living", "生活")]
VILLAGES = [Option("3", "王家村", "3 组"), Option("5", "李家沟", "5 组"), Option("7", "王庄"), Option("9", "xlt")]


def search(typed: str, limit: int) -> Sequence[Option]:
    return [option for option in VILLAGES if typed in option.label][:limit]


def parse_date(text: str) -> str:
    digits = "".join(char for char in text if char.isdecimal())
    if len(digits) != 8:
        raise DataError("日期要写年月日，例如 2016-5-2。")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def parse_id(text: str) -> str:
    if len(text) != 18:
        raise DataError("身份证号应有 18 位。")
    return text.upper()


def from_id(value: str) -> dict[str, Any]:
    return {"birth": parse_date(value[6:14]), "sex": "male" if int(value[16]) % 2 else "female"}


LONG = "证件上的性别；没有证件的，按户口本填写，并在备注里说明。"
"""More than a line of 60 or 80 cells, with what the kind of field says before it."""

CHILD = [
    Section(
        "基本情况",
        [
            Field("name", "姓名", required=True, max_length=6, help="户口本上的姓名。"),
            Field("id", "身份证号", width=18, max_length=18, parse=parse_id, effects=from_id),
            Field("sex", "性别", Kind.CHOICE, options=lambda: SEXES, width=6, help=LONG),
            Field("birth", "出生日期", width=DATE_WIDTH, parse=parse_date),
        ],
    ),
    Section(
        "家庭",
        [
            Field("home", "父母在家", Kind.YES_NO, width=6),
            Field("needs", "需要", Kind.CHOICES, options=lambda: NEEDS),
            Field("village", "所在村", Kind.REFERENCE, search=search, parse=int),
            Field("note", "备注", Kind.NOTE, max_length=60),
            Field("by", "登记人", Kind.READ_ONLY),
        ],
    ),
]
RECORD = {"name": "张三", "sex": "female", "village": VILLAGES[0], "by": "李文书"}


class FormApp(App[None]):
    CSS = "Screen { background: ansi_default; color: ansi_default; }"

    def __init__(self, values: dict[str, Any] | None = None) -> None:
        super().__init__(ansi_color=True)
        self.animation_level = "none"
        self.form = Form(CHILD, values)
        self.submitted: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.drafts: list[dict[str, str]] = []
        self.cancelled = 0

    def compose(self) -> ComposeResult:
        yield self.form

    def on_form_submitted(self, event: Form.Submitted) -> None:
        self.submitted.append((event.values, event.changed))

    def on_form_changed(self, event: Form.Changed) -> None:
        self.drafts.append(event.entries)

    def on_form_cancelled(self) -> None:
        self.cancelled += 1

    @property
    def place(self) -> str:
        """The name of the field that has the focus."""
        return next(name for name, row in self.form._rows.items() if row.editor is not None and row.editor.has_focus)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type into an input; a pause for each letter would take most of the time of these tests."""
    for char in text:
        pilot.app.simulate_key(char)
    await press(pilot)


@pytest.fixture
def app() -> FormApp:
    return FormApp(RECORD)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_labels_values_and_help_are_in_sight(app: FormApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        lines = shown(app)
        assert {cell_len(line) for line in lines} == {size[0]}
        text = "\n".join(lines)
        for label in ("基本情况", "姓名", "身份证号", "出生日期", "父母在家", "需要", "所在村", "备注", "登记人"):
            assert label in text
        assert lines[1].startswith(">*姓名     张三")
        assert "女" in text
        assert "王家村" in text
        assert "李文书" in text
        assert lines[-2].startswith("户口本上的姓名。")
        await press(pilot, "down", "down")
        assert LONG in "".join(line.rstrip() for line in shown(app)[-2:])


async def test_enter_and_arrows_go_through_the_fields(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        names = [app.place]
        for _ in range(7):
            await press(pilot, "enter")
            names.append(app.place)
        assert names == ["name", "id", "sex", "birth", "home", "needs", "village", "note"]
        await press(pilot, "enter")
        assert app.place == "note"
        assert "F8" in shown(app)[-2]
        await press(pilot, "up", "shift+tab")
        assert app.place == "needs"
        await press(pilot, "down", "tab")
        assert app.place == "note"
        await press(pilot, "pageup")
        assert app.place == "home"
        await press(pilot, "pageup")
        assert app.place == "name"
        await press(pilot, "pagedown")
        assert app.place == "home"
        assert app.submitted == []


@pytest.mark.parametrize("key", ["f8", "ctrl+s"])
async def test_saving_hands_on_plain_values_and_what_changed(app: FormApp, key: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        await type_in(pilot, "丰")
        await press(pilot, "down", "down", "down")
        await type_in(pilot, "2016.05.02")
        await press(pilot, "down", "right", "down", "1", "3", "down", "down")
        await type_in(pilot, "跟着奶奶")
        await press(pilot, key)
        values, changed = app.submitted[0]
        assert changed == {
            "name": "张三丰",
            "birth": "2016-05-02",
            "home": True,
            "needs": "study living",
            "note": "跟着奶奶",
        }
        assert values == {"id": None, "sex": "female", "village": 3, **changed}


async def test_an_error_stands_under_its_field_takes_the_focus_and_loses_nothing(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "backspace", "backspace", "enter")
        await type_in(pilot, "5103")
        await press(pilot, "enter")
        # Left wrong: said at once. Left empty: only when it is saved.
        assert any("! 身份证号应有 18 位。" in line for line in shown(app))
        assert not any("必须填写" in line for line in shown(app))
        await press(pilot, "f8")
        assert app.submitted == []
        assert app.place == "name"
        lines = shown(app)
        assert "! 这一项必须填写。" in lines[2]
        assert "5103" in lines[3]
        assert "! 身份证号应有 18 位。" in lines[4]
        await type_in(pilot, "李")
        assert not any("必须填写" in line for line in shown(app))
        await press(pilot, "down", *["backspace"] * 4, "f8")
        assert app.submitted[0][1] == {"name": "李"}


async def test_errors_of_the_command_come_back_to_their_fields(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        app.form.set_errors({"village": "这个村已停用。", "": "资料刚被别人改过。"})
        await press(pilot)
        assert app.place == "village"
        assert any("! 这个村已停用。" in line for line in shown(app))
        assert any(line.startswith("资料刚被别人改过。") for line in shown(app)[-2:])


async def test_an_id_number_fills_what_follows_but_replaces_nothing_typed() -> None:
    app = FormApp({"name": "张三"})
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        await type_in(pilot, "110105201605020011")
        assert app.form.values["birth"] == "2016-05-02"
        assert app.form.values["sex"] == "male"
        await press(pilot, "backspace", "backspace")
        await type_in(pilot, "21")
        assert app.form.values["sex"] == "female"
        await press(pilot, "down", "1")
        assert app.form.values["sex"] == "male"
        await press(pilot, "up", "backspace", "backspace")
        await type_in(pilot, "41")
        assert app.form.values["sex"] == "male"


async def test_a_choice_by_arrows_initials_word_number_and_list() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "down")
        for keys, code in [
            (["2"], "female"),
            (["1"], "male"),
            (["right"], "female"),
            (["right"], "male"),
            (["left"], "female"),
            (["n"], "male"),
            (["n"], "female"),
            (["男"], "male"),
            (["女"], "female"),
            (["Q"], "female"),
            (["s"], "female"),
        ]:
            await press(pilot, *keys)
            assert app.form.values["sex"] == code, keys
        await press(pilot, "space")
        assert isinstance(app.screen, Choose)
        await press(pilot, "up", "enter")
        assert app.form.values["sex"] == "male"
        assert app.place == "birth"
        await press(pilot, "up", "backspace")
        assert app.form.values["sex"] is None
        await press(pilot, "space", "escape")
        assert app.form.values["sex"] is None


async def test_several_choices_by_number_and_list() -> None:
    app = FormApp({"name": "张三", "needs": "mind"})
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["down"] * 5, "space")
        assert isinstance(app.screen, ChooseMany)
        await press(pilot, "space", "down", "space", "down", "space", "enter")
        assert app.form.values["needs"] == "study living"
        assert any("学习、生活" in line for line in shown(app))
        await press(pilot, "up", "1")
        assert app.form.values["needs"] == "living"
        await press(pilot, "backspace")
        assert app.form.values["needs"] == ""
        await press(pilot, "space", "down", "enter")
        assert app.form.values["needs"] == "mind"
        assert app.place == "village"
        await press(pilot, "up", "space", "down", "space", "enter")
        assert app.form.values["needs"] == ""


async def test_a_record_is_found_as_one_types(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["down"] * 6, "李")
        assert isinstance(app.screen, Choose)
        assert any("李家沟" in line and "5 组" in line for line in shown(app))
        assert not any("王庄" in line for line in shown(app)[8:])
        await press(pilot, "enter")
        assert app.form.values["village"] == 5
        assert app.place == "note"
        await press(pilot, "up", "space")
        await type_in(pilot, "无此村")
        await press(pilot, "enter")
        assert isinstance(app.screen, Choose)
        assert any("没有找到" in line for line in shown(app))
        await press(pilot, "escape")
        assert app.form.values["village"] == 5
        await press(pilot, "delete")
        assert app.form.values["village"] is None


async def test_a_short_form_is_as_high_as_its_fields_and_errors() -> None:
    app = FormApp()
    app.form = Form(CHILD[0].fields, short=True)
    async with app.run_test(size=(60, 20)) as pilot:
        assert app.form.size.height == 6
        app.form.set_errors({"name": "姓名不能为空。", "birth": "日期要写年月日。"})
        await press(pilot)
        assert app.form.size.height == 8
        assert shown(app)[5].strip().startswith("! 日期要写年月日。")
        assert shown(app)[6].startswith("户口本上的姓名。")


async def test_too_long_a_text_is_refused_aloud(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        await type_in(pilot, "一二三四")
        assert app.form.entries["name"] == "张三一二三四"
        await type_in(pilot, "五")
        assert app.form.entries["name"] == "张三一二三四"
        assert "最多 6 个字" in shown(app)[-2]


async def test_pasted_line_breaks_and_controls_do_not_get_in(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["backspace"] * 2)
        app.post_message(events.Paste("\n李四\x1b\n"))
        await press(pilot)
        assert app.form.entries["name"] == "李四?"
        await press(pilot, *["down"] * 7)
        app.post_message(events.Paste("第一段\r\n第二段\n"))
        await press(pilot)
        assert app.form.entries["note"] == "第一段\n第二段"
        assert [line.split()[-1] for line in shown(app) if "第" in line] == ["第一段", "第二段"]


async def test_a_draft_brings_everything_back_right_or_wrong(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        await type_in(pilot, "丰")
        await press(pilot, "down")
        await type_in(pilot, "51")
        await press(pilot, *["down"] * 4, "1", "down", "王", "down", "enter", "down")
        await type_in(pilot, "记")
        draft = json.loads(json.dumps(app.drafts[-1]))
    other = FormApp(RECORD)
    async with other.run_test(size=(80, 24)) as pilot:
        other.form.restore({**draft, "gone": "1"})
        await press(pilot)
        assert other.form.entries == draft
        assert other.form.dirty
        assert any("王庄" in line for line in shown(other))
        assert other.form.values["village"] == 7
        assert "id" not in other.form.values


async def test_escape_leaves_a_clean_form_and_asks_in_a_dirty_one(app: FormApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "escape")
        assert app.cancelled == 1
        await type_in(pilot, "丰")
        await press(pilot, "escape")
        assert isinstance(app.screen, Confirm)
        assert any("姓名" in line for line in shown(app))
        await press(pilot, "enter")
        assert app.cancelled == 1
        assert app.place == "name"
        await press(pilot, "escape", "right", "enter")
        assert app.cancelled == 2
        app.form.saved()
        await press(pilot, "escape")
        assert app.cancelled == 3


async def test_a_note_wraps_and_arrows_leave_it_at_its_edges(app: FormApp) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, *["down"] * 7)
        await type_in(pilot, "奶" * 30)
        rows = [line.count("奶") for line in shown(app) if "奶" in line]
        assert (sum(rows), len(rows)) == (30, 2)
        await press(pilot, "up")
        assert app.place == "note"
        await press(pilot, "up")
        assert app.place == "village"


async def test_the_focused_field_is_always_in_sight(app: FormApp) -> None:
    async with app.run_test(size=(60, 8)) as pilot:
        await press(pilot)
        for _ in range(7):
            await press(pilot, "down")
            assert sum(line.startswith(">") for line in shown(app)) == 1


async def test_a_date_is_typed_anew_and_a_name_is_gone_on_with() -> None:
    async with (app := FormApp({"name": "张三", "birth": "2013-05-02"})).run_test(size=(80, 24)) as pilot:
        await press(pilot, "end", "丰", "enter", "enter", "enter", *"20140601", "f8")
        assert app.submitted[-1][1] == {"name": "张三丰", "birth": "2014-06-01"}
