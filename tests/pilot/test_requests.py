"""What guardians ask for on the screen: written down, answered, and shown to whoever may only read."""

from __future__ import annotations

from dataclasses import replace

from db.commands.children import add_child
from db.commands.privacy import take_request
from db.commands.registration import leave_register
from db.models import ChangeLog, Child, PrivacyRequest
from db.session import Session
from db.vocabulary import Action, Role
from screens.requests import RequestsScreen
from tests.pilot.conftest import Sit
from tests.pilot.hosting import sees, showing, shown, until


async def test_a_request_is_written_down_for_the_child_of_the_file_and_carried_out(session: Session, sit: Sit) -> None:
    child = add_child(session, {"name": "张小明", "phone": "13812345678"})
    leave_register(session, child, 1, "wrong_entry")
    async with sit(session, screen="registry") as sitting:
        await sitting.press("ctrl+r")
        await sitting.see("没有待办申请")
        await sitting.press("f8")
        await sitting.see("申请人")
        await sitting.type("张小明")
        await sitting.see("张小明")
        await sitting.press("enter")
        await sitting.see(" *儿童       张小明")
        await sitting.type("删")
        await sitting.see("删除")
        await sitting.press("down")
        await sitting.type("张大")
        await sitting.press("f8")
        await sitting.on("RegistryScreen", "RequestsScreen")
        await sitting.see("张大")
        await sitting.press("enter")
        await sitting.see("答复")
        await sitting.press("f8")
        await sitting.see("必须填写")
        assert PrivacyRequest.get().state == "open"
        await sitting.type("已")
        await sitting.see("已办")
        await sitting.press("down")
        await sitting.type("只留统计")
        await sitting.press("f8")
        await sitting.see("没有待办申请")
        await sitting.press("o")
        await sitting.see("只留统计")
    assert (Child.get().name, PrivacyRequest.get().state) == ("*", "done")
    assert ChangeLog.select().where(ChangeLog.action == Action.RETENTION).exists()


async def test_a_leader_reads_requests_and_answers_none(session: Session) -> None:
    child = add_child(session, {"name": "张小明"})
    take_request(session, child, {"kind": "copy", "asked_by": "张大", "detail": "要看档案"})
    async with showing(RequestsScreen(replace(session, role=Role.LEADER))) as pilot:
        await sees(pilot, "张小明")
        assert "F8" not in shown(pilot.app).splitlines()[-1]
        await pilot.press("enter")
        await sees(pilot, "要看档案")
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "RequestsScreen")
