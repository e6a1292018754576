"""The first start: every way to begin, and that none of them is offered again once a child is registered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.commands.children import add_child
from db.scope import EVERYTHING, NO_CHILD, Scope
from db.session import Session
from db.vocabulary import Role
from screens.first_step import first_step
from tests.pilot.conftest import Sit
from tui.app import DEMO

WAYS = ["登记第一名儿童", "导入花名册（CSV或XLSX）", "先看看虚构的示范乡镇（正式名册仍为空）", "从空名册开始"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_ways_to_begin_are_whole(session: Session, sit: Sit, size: tuple[int, int]) -> None:
    async with sit(session, screen="today", size=size) as sitting:
        await sitting.see(WAYS[0])
        assert sitting.stack == ["WelcomeScreen"]
        assert [line[2:] for line in sitting.lines[2 : 2 + len(WAYS)]] == WAYS
        assert sitting.lines[0] == "欢迎使用关爱"
        await sitting.press("escape")
        assert sitting.stack == ["WelcomeScreen"]


async def test_the_first_child(session: Session, sit: Sit) -> None:
    async with sit(session) as sitting:
        await sitting.see(WAYS[0])
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "NewChildScreen")
        await sitting.see("父亲姓名")
        await sitting.type("王小明")
        await sitting.press("f8")
        await sitting.see("档案号")
        await sitting.press("f8")
        await sitting.see("儿童档案  王小明")
        await sitting.press("escape")
        await sitting.see("1-1/1")


async def test_an_import(session: Session, sit: Sit) -> None:
    async with sit(session) as sitting:
        await sitting.see(WAYS[0])
        await sitting.press("down", "enter")
        await sitting.on("RegistryScreen", "RosterImportScreen")
        await sitting.press("escape")
        await sitting.on("RegistryScreen")


async def test_the_made_up_township(session: Session, sit: Sit) -> None:
    async with sit(session) as sitting:
        await sitting.see(WAYS[0])
        await sitting.press("down", "down", "enter")
        await sitting.until(lambda: sitting.app._exit)
    assert sitting.app.return_value == DEMO


async def test_an_empty_register(session: Session, sit: Sit) -> None:
    async with sit(session) as sitting:
        await sitting.see(WAYS[0])
        await sitting.press("end", "enter")
        await sitting.on("RegistryScreen")
        await sitting.see("名册还是空的：F8登记")
        await sitting.see("0/0")
        await sitting.press("f2")
        await sitting.see("F3里按i导入")


@pytest.mark.parametrize(
    ("role", "scope", "sentence"),
    [
        (Role.CLERK, EVERYTHING, "名册还是空的：F8登记，F3里按i导入。"),
        (Role.TEACHER, Scope(classes=frozenset({1})), "名册还是空的：F8登记。"),
        (Role.LEADER, EVERYTHING, "名册还是空的。"),
        (Role.AUDITOR, NO_CHILD, "您的角色看不到儿童；按F11看操作日志。"),
    ],
)
def test_nobody_is_sent_to_a_key_that_is_not_theirs(session: Session, role: Role, scope: Scope, sentence: str) -> None:
    assert first_step(replace(session, role=role, scope=scope)) == sentence


async def test_the_keys_of_the_rooms_lead_on_too(session: Session, sit: Sit) -> None:
    async with sit(session) as sitting:
        await sitting.see(WAYS[0])
        await sitting.press("f8")
        await sitting.on("RegistryScreen", "NewChildScreen")


async def test_who_has_children_is_not_welcomed_again(session: Session, sit: Sit) -> None:
    add_child(session, {"name": "王小明"})
    async with sit(session, screen="today") as sitting:
        await sitting.see("在册1人")
