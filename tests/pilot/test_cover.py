"""What hides the screens, who may draw it back, and the end of a sitting that the office ends."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from db.admission import Admission, Person
from db.commands.children import add_child
from db.commands.users import disable_user, save_user
from db.models import ChangeLog
from db.queries.drafts import pending
from db.session import Session
from db.vocabulary import Action, Role
from screens.curtain import Curtain
from screens.dialogs.message import ShowMessage
from screens.widgets.text_input import TextInput
from tests.pilot.conftest import Sit, Sitting
from tests.pilot.ways import open_new_child_form
from tui import guard, upgrades


async def covered(sitting: Sitting) -> None:
    await sitting.press("ctrl+t")
    await sitting.see("遮住")


async def test_a_covered_screen_shows_nobody_and_leads_nowhere(session: Session, sit: Sit) -> None:
    add_child(session, {"name": "甲乙丙"})
    async with sit(session, screen="registry") as sitting:
        await sitting.see("甲乙丙")
        await sitting.app.on_guanai_nobody_there()
        await sitting.see("遮住")
        await sitting.press("f2", "f7", "f8", "escape", "ctrl+r", "f12")
        await sitting.app.on_guanai_nobody_there()
        sitting.app.on_guanai_others_wrote()
        await sitting.see("遮住")
        assert "甲乙丙" not in sitting.text
        curtain = sitting.app.screen
        await sitting.press("enter")
        await sitting.see("甲乙丙")
        curtain.post_message(Curtain.Lifted())  # of an Enter just before it was drawn back
        await sitting.press("f2")
        await sitting.until(lambda: sitting.app.current_mode == "today")


async def test_what_opens_under_the_cover_waits_behind_it(session: Session, sit: Sit) -> None:
    add_child(session, {"name": "甲乙丙"})
    async with sit(session, screen="registry") as sitting:
        await sitting.see("甲乙丙")
        await covered(sitting)
        sitting.app.push_screen(ShowMessage("丁戊己已保存"))
        sitting.app.switch_mode("registry")
        await sitting.pilot.resize_terminal(30, 8)
        await sitting.pilot.resize_terminal(80, 24)
        await sitting.see("遮住")
        assert "丁戊己" not in sitting.text
        await sitting.press("enter")
        await sitting.see("丁戊己已保存")
        await covered(sitting)  # a dialog, too
        assert "丁戊己" not in sitting.text
        await sitting.press("enter")
        await sitting.see("丁戊己已保存")
        await sitting.press("escape")
        await sitting.see("甲乙丙")


async def test_a_pin_keeps_the_cover_closed_and_five_wrong_ones_end_the_sitting(session: Session, sit: Sit) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    add_child(session, {"name": "甲乙丙"})
    async with sit(session, screen="registry") as sitting:
        await sitting.see("甲乙丙")
        await sitting.press("ctrl+o")
        await sitting.see("新口令")
        await sitting.press(*"2468")
        await sitting.see("****")
        await sitting.press("enter")
        await sitting.see("再输入一次")
        await sitting.press(*"246９", "backspace", "8", "enter")
        await sitting.see("要输口令")
        await covered(sitting)
        await sitting.press("enter")
        await sitting.see("输入口令")
        await sitting.press(*"1111", "enter")
        await sitting.see("再错4次")
        await sitting.press(*"2468", "enter")
        await sitting.see("甲乙丙")
        await open_new_child_form(sitting, "丁戊己")
        await covered(sitting)
        await sitting.press("enter")
        await sitting.see("输入口令")
        await sitting.press("enter")  # with nothing typed, which is no guess
        for left in (4, 3, 2, 1):
            await sitting.press("1", "enter")
            await sitting.see(f"再错{left}次")
        await sitting.press("1", "enter")
        await sitting.until(lambda: sitting.app._exit)
    assert "口令错得太多" in sitting.app.farewell
    assert [draft.entries["name"] for draft in pending(session)] == ["丁戊己"]
    wrong = ChangeLog.select().where((ChangeLog.action == Action.REFUSE) & ChangeLog.changes.contains("pin"))
    assert wrong.count() == 6


async def test_a_leader_who_only_reads_may_have_a_pin(session: Session, sit: Sit) -> None:
    save_user(session, "王芳", Role.SUPERVISOR)
    async with sit(replace(session, user="刘乡长", role=Role.LEADER, admission=None)) as sitting:
        await sitting.press("ctrl+o")
        await sitting.see("新口令")


async def test_a_covered_sitting_is_quit_with_its_draft(session: Session, sit: Sit) -> None:
    async with sit(session) as sitting:
        await open_new_child_form(sitting, "丁戊己")
        await covered(sitting)
        await sitting.press("f10")
        await sitting.until(lambda: sitting.app._exit)
    assert (sitting.app.farewell, sitting.app.return_value) == ("", 0)
    assert [draft.entries["name"] for draft in pending(session)] == ["丁戊己"]


async def test_whoever_is_disabled_is_told_and_keeps_what_was_typed(session: Session, sit: Sit) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    save_user(session, "王芳", Role.SUPERVISOR)
    mine = replace(session, admission=Admission("李文书", Person()))
    async with sit(mine) as sitting:
        await open_new_child_form(sitting, "丁戊己")
        disable_user(replace(session, user="王芳"), "李文书")
        await sitting.press("f8")
        await sitting.until(lambda: sitting.app._exit)
    assert "停用" in sitting.app.farewell
    assert [draft.entries["name"] for draft in pending(session)] == ["丁戊己"]


async def test_an_upgrade_keeps_no_cover_up_and_takes_no_keys_away(
    session: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_child(session, {"name": "甲乙丙"})
    for owner, name, patch in guard.PATCHES:
        if name in ("_handle_exception", "_dispatch_message"):
            monkeypatch.setattr(owner, name, patch)
    monkeypatch.setattr(sys, "meta_path", [upgrades.Door(), *sys.meta_path])
    async with sit(session, screen="registry") as sitting:
        await sitting.see("甲乙丙")
        monkeypatch.delitem(sys.modules, "screens.curtain")
        with monkeypatch.context() as upgraded:
            upgraded.setattr(upgrades, "stamp", lambda: None)
            await sitting.press("ctrl+t")
            await sitting.until(lambda: any("F10" in toast.message for toast in sitting.app._notifications))
            await sitting.press("f7")
            await sitting.until(lambda: isinstance(sitting.app.focused, TextInput))
        sitting.app._keep_up()
        await sitting.until(lambda: "screens.curtain" in sys.modules)
        monkeypatch.setattr(upgrades, "stamp", lambda: None)
        await covered(sitting)
