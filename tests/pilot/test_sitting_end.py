"""What is left open when a sitting ends or the next one begins: drafts, and the orderly end."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from db.commands.children import add_child
from db.commands.drafts import keep_draft
from db.errors import BusyError, GuanaiError
from db.models import Draft
from db.queries.drafts import pending
from db.queries.registry import RegistryFilter, RegistryPages
from db.session import Session
from tests.pilot.conftest import Sit
from tests.pilot.hosting import PATIENCE
from tests.pilot.ways import NEW_CHILD_FORM, first_name, open_new_child_form
from tui.app import Guanai

NOBODY = 1 << 30
"""More than any process number."""

# Drafts


async def test_drafts_of_the_last_sitting_are_offered_at_the_start(town: Session, sit: Sit) -> None:
    keep_draft(town, "new_child", 0, 0, {"name": "测试员", "nation": "苗族"})
    async with sit(town, screen="today") as sitting:
        await sitting.see("登记儿童  测试员")
        await sitting.press("enter")
        await sitting.on(*NEW_CHILD_FORM)
        await sitting.see("测试员")


async def test_a_draft_over_a_file_leads_to_that_file_and_interrupts_nobody_who_has_begun(
    town: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = RegistryPages(town, RegistryFilter(), ["name"]).first(1)[0]
    keep_draft(town, "child.survey", row.id, 1, {"note": "在家"})
    Draft.update(session="of yesterday", process=NOBODY).execute()
    monkeypatch.setattr("tui.app.SEATED_AFTER", 3600)
    async with sit(town, screen="today") as sitting:
        await sitting.see("本学期排查")
        await sitting.press("down")
        sitting.app.offer_drafts()
        await sitting.see(f"上次未保存：排查确认  {first_name(town)}")
        assert sitting.stack == ["TodayScreen"]
        await sitting.press("ctrl+n")
        await sitting.see("继续填写哪张表")
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "ChildScreen", "ChildEditScreen")
        await sitting.see("在家")
        await sitting.press("escape")
        await sitting.see("不保存就离开吗？")
        await sitting.press("right", "enter", "escape")
        await sitting.on("RegistryScreen")
        await sitting.see("/58")


async def test_drafts_can_be_left_for_later_and_those_of_others_are_not_offered(town: Session, sit: Sit) -> None:
    keep_draft(town, "new_child", 0, 0, {"name": "测试员", "nation": "苗族"})
    async with sit(town, screen="today") as sitting:
        await sitting.see("登记儿童  测试员")
        await sitting.press("escape")
        await sitting.on("TodayScreen")
    assert pending(town)
    other = Session(town.database, "赵老师", town.clock)
    async with sit(other, screen="today") as sitting:
        await sitting.see("本学期排查")
        assert sitting.stack == ["TodayScreen"]


# The end


async def test_quitting_keeps_an_unsaved_form_as_a_draft(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await open_new_child_form(sitting)
        await sitting.press("down")
        await sitting.type("小名")
        await sitting.press("f10")
        await sitting.until(lambda: sitting.app._exit)
    assert [draft.entries["name"] for draft in pending(town)] == ["测试员"]
    assert sitting.app.return_value == 0


async def test_quitting_asks_where_the_draft_cannot_be_written(
    town: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise GuanaiError("磁盘已满。")

    async with sit(town) as sitting:
        await open_new_child_form(sitting)
        monkeypatch.setattr("screens.drafts.keep_draft", full)
        await sitting.type("小")
        await sitting.press("f10")
        await sitting.see("磁盘已满")
        await sitting.press("escape")
        await sitting.on(*NEW_CHILD_FORM)
        await sitting.press("f10")
        await sitting.see("磁盘已满")
        await sitting.press("right", "enter")
        await sitting.until(lambda: sitting.app._exit)
    assert sitting.app.return_value == 0


async def test_quitting_waits_for_what_is_being_saved(town: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    may_write, begun = threading.Event(), threading.Event()

    def slow(*args: Any, **options: Any) -> int:
        begun.set()
        assert may_write.wait(PATIENCE)
        return add_child(*args, **options)

    monkeypatch.setattr("screens.new_child.add_child", slow)
    async with sit(town) as sitting:
        await open_new_child_form(sitting)
        await sitting.press("f8")
        await sitting.until(begun.is_set)
        await sitting.press("f10")
        await sitting.see("正在保存")
        await sitting.press("f2")
        await sitting.see("本学期排查")
        await sitting.press("f10")
        await sitting.see("正在保存")
        may_write.set()
        await sitting.press("f3")
        await sitting.on("RegistryScreen", "ChildScreen")
        await sitting.see("测试员")
    assert pending(town) == []


@pytest.mark.parametrize("question", ["tui.app.needs_upkeep", "db.queries.drafts.pending"])
async def test_a_start_while_the_database_is_busy(
    town: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    asked = threading.Event()

    def busy(*_args: object) -> None:
        asked.set()
        raise BusyError("数据库正忙，请稍后再试。")

    monkeypatch.setattr(question, busy)
    async with sit(town) as sitting:
        await sitting.until(asked.is_set)
        await sitting.see("/58")
        await sitting.app.workers.wait_for_complete()
        await sitting.press("f2")
        await sitting.see("本学期排查")


async def test_an_idle_sitting_over_the_line_ends_without_a_question(
    town: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise GuanaiError("磁盘已满。")

    async with sit(town, served=True) as sitting:
        await open_new_child_form(sitting)
        with monkeypatch.context() as patched:
            patched.setattr("screens.drafts.keep_draft", full)
            await sitting.type("小")
            for _look in range(3):
                sitting.app.post_message(Guanai.NobodyThere())
                await sitting.on("Curtain")
            assert "测试员" not in sitting.text
        sitting.app.post_message(Guanai.NobodyThere())
        await sitting.until(lambda: sitting.app._exit)
    assert [draft.entries["name"] for draft in pending(town)] == ["测试员小"]
