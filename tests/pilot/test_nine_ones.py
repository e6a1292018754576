"""The nine ones by keys: from the calendar to a cell, to what stands behind it, and to what is missing."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from db.commands.drafts import keep_draft
from db.models import Activity, CareRecord, HomeItem, NineOneItem
from db.queries.campaign import members, phases
from db.queries.nine_ones import nine_ones
from db.session import Session
from db.vocabulary import NineOne
from tests.pilot.conftest import Sit, Sitting

GRID = ("CalendarScreen", "NineOnesScreen")


def here(sitting: Sitting) -> str:
    """The line under the cursor."""
    return next((line for line in sitting.lines if line.startswith("> ")), "")


async def to_the_grid(sitting: Sitting) -> None:
    await sitting.press("g")
    await sitting.on(*GRID)
    await sitting.see("格中做到")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_grid_shows_every_cell_whole(town: Session, sit: Sit, size: tuple[int, int]) -> None:
    lines = nine_ones(town)
    async with sit(town, screen="calendar", size=size) as sitting:
        await to_the_grid(sitting)
        shown = sitting.lines
        assert max(map(cell_len, shown)) <= size[0]
        assert shown[1].split() == ["学校", "之家", "电话", "小师", "妈妈", "讲座", "外出", "阳光", "书信", "好事"]
        for row, line in zip(shown[2:], lines, strict=False):
            assert row.replace("[", " ").replace("]", " ").split()[-9:] == [cell.text for cell in line.cells]
        assert "+ 已完成" in shown[-2]
        await sitting.press("end", "right", "down")
        assert f"> {'不在校'}" in here(sitting)
        await sitting.press("home", "left", "left")
        assert here(sitting).startswith(f"> {lines[0].name[:2]}")
        # Names that were cut are told in whole beneath.
        assert sitting.lines[-3].startswith(lines[0].name)


async def test_what_is_missing_is_planned_from_its_cell(town: Session, sit: Sit) -> None:
    grid = nine_ones(town)
    row = next(at for at, line in enumerate(grid) if line.school and not line.cell(NineOne.OUTING).have)
    line = grid[row]
    async with sit(town, screen="calendar") as sitting:
        await to_the_grid(sitting)
        await sitting.press(*["down"] * row, *["right"] * list(NineOne).index(NineOne.OUTING), "enter")
        await sitting.on(*GRID, "EvidenceScreen")
        await sitting.see("还差1次")
        await sitting.press("f8")
        await sitting.on(*GRID, "EvidenceScreen", "ActivityFormScreen")
        await sitting.see(line.name)
        await sitting.press("f8")
        await sitting.on(*GRID, "EvidenceScreen")
        await sitting.until(lambda: "2026-11-24" in sitting.text, "the outing that is planned")
        await sitting.see("还差1次，计划中1次")
        await sitting.press("f8")
        await sitting.see("已在计划中，回车打开。")
        with town.reading():
            planned = Activity.select().order_by(Activity.id.desc()).first()
        assert (planned.kind, planned.school_id, planned.state) == ("outing", line.school, "planned")
        await sitting.press("down", "enter")
        await sitting.on(*GRID, "EvidenceScreen", "ActivityScreen")
        await sitting.press("escape", "escape")
        await sitting.on(*GRID)
        await sitting.see("*")
        await sitting.press("f8")
        await sitting.see("已在计划中，打开看看？")
        await sitting.press("enter")
        await sitting.on(*GRID, "ActivityScreen")
        await sitting.press("escape")
        await sitting.on(*GRID)
        await sitting.press("f8")
        await sitting.see("再安排一次")
        await sitting.press("down", "enter")
        await sitting.on(*GRID, "ActivityFormScreen")


async def test_a_thing_that_lacks_is_entered_in_two_steps(town: Session, sit: Sit) -> None:
    row = next(at for at, line in enumerate(nine_ones(town)) if line.cell(NineOne.HOME).text == "-")
    async with sit(town, screen="calendar") as sitting:
        await to_the_grid(sitting)
        await sitting.press(*["down"] * row, "enter")
        await sitting.see("档案资料柜")
        await sitting.press("f8")
        await sitting.on(*GRID, "EvidenceScreen", "PlainFormScreen")
        await sitting.press("f8")
        await sitting.on(*GRID, "EvidenceScreen")
        await sitting.see("1/3")
        with town.reading():
            entered = HomeItem.select().order_by(HomeItem.id.desc()).first()
        assert (entered.name, entered.kind, entered.quantity) == ("档案资料柜", "files", 1)
        await sitting.press("escape", "h")
        await sitting.on(*GRID, "HomesScreen")
        await sitting.see("处齐全")
        await sitting.press(*["down"] * row, "enter")
        await sitting.see("缺：电话机、计算机")
        await sitting.press("x")
        await sitting.type("柜门坏了")
        await sitting.press("enter", "right", "enter")
        await sitting.see("缺：档案资料柜、电话机、计算机")


async def test_calls_are_entered_child_after_child(town: Session, sit: Sit) -> None:
    async with sit(town, screen="calendar") as sitting:
        await to_the_grid(sitting)
        await sitting.press("right", "enter")
        await sitting.see("公布的号码")
        await sitting.press("c")
        await sitting.see("谁的通话？")
        await sitting.until(lambda: any("| > " in line for line in sitting.lines), "a child")
        offered = [line.split("|")[1].split() for line in sitting.lines if line.count("|") == 2 and "年级" in line]
        (_cursor, first, _class), (second, _other), *_rest = offered
        await sitting.press("enter")
        await sitting.see("与谁通话")
        await sitting.press("f8")
        await sitting.see("通话几分钟，或谈了什么？")
        await sitting.type("12")
        await sitting.press("f8")
        await sitting.see("谁的通话？")
        assert any(f"| > {second}" in line for line in sitting.lines)
        with town.reading():
            call = CareRecord.select().order_by(CareRecord.id.desc()).first()
        assert (call.child.name, call.minutes, bool(call.met_name)) == (first, 12, True)


async def test_letters_and_good_deeds_are_marked_for_many(town: Session, sit: Sit) -> None:
    def written(kind: str) -> int:
        with town.reading():
            standing = CareRecord.select().where(CareRecord.kind == kind, CareRecord.withdrawn_on.is_null())
            return int(standing.count())

    letters, deeds = written("letter"), written("good_deed")
    async with sit(town, screen="calendar") as sitting:
        await to_the_grid(sitting)
        await sitting.press("l")
        await sitting.see("春节")
        await sitting.press("down", "enter")
        await sitting.see("已勾0人")
        await sitting.press("space", "space", "space")
        await sitting.see("已勾3人")
        await sitting.press("f")
        await sitting.on(*GRID, "LettersScreen", "LetterListScreen", "Choose")
        await sitting.press("down", "down", "enter")
        await sitting.see("[云溪乡中心学校 三年级]")
        await sitting.see("已勾2人")  # the third is of another class
        await sitting.press("f8")
        await sitting.see("已登记寄出2封")
        assert written("letter") == letters + 2
        await sitting.press("home", "r")
        await sitting.see("请先勾选")
        await sitting.press("space", "r")
        await sitting.see("已登记回信1封")
        await sitting.press("x")
        await sitting.type("误点")
        await sitting.press("enter", "right", "enter")
        await sitting.see("已撤回1封")
        assert written("letter") == letters + 1
        await sitting.press("escape", "escape", "c")
        await sitting.on(*GRID, "ChildrenCellsScreen")
        await sitting.see("人有缺项")
        await sitting.press("f8")
        await sitting.see("已勾0人")
        await sitting.press("a", "f8")
        await sitting.on(*GRID, "ChildrenCellsScreen", "GoodDeedsScreen", "PlainFormScreen")
        await sitting.type("打扫院子")
        await sitting.press("f8")
        await sitting.see("名儿童登记")
        assert written("good_deed") > deeds
        await sitting.press("escape")
        await sitting.see("人有缺项")


async def test_the_campaign_is_dated_named_and_staffed(town: Session, sit: Sit) -> None:
    async with sit(town, screen="calendar") as sitting:
        await to_the_grid(sitting)
        await sitting.press("g")
        await sitting.see("第3阶段")
        await sitting.press("down", "down", "enter")
        await sitting.on(*GRID, "CampaignScreen", "PlainFormScreen")
        await sitting.type("总结提升")
        await sitting.press("tab")
        await sitting.type("2027-03-01")
        await sitting.press("tab")
        await sitting.type("2027-06-30")
        await sitting.press("f8")
        await sitting.see("重叠")  # the second goes on until 24 March
        await sitting.press("f8")
        await sitting.on(*GRID, "CampaignScreen")
        await sitting.see("总结提升")
        assert phases(town)[2].starts_on == "2027-03-01"
        before = len(members(town))
        await sitting.press("f8")
        await sitting.on(*GRID, "CampaignScreen", "PlainFormScreen")
        await sitting.type("郑国强")
        await sitting.press("f8")
        await sitting.see("郑国强")
        assert len(members(town)) == before + 1


async def test_what_is_wanted_and_the_semester_are_chosen(town: Session, sit: Sit) -> None:
    keep_draft(town, "plain.nine_ones.wanted", 0, 0, {"outing": "7"})
    async with sit(town, screen="calendar") as sitting:
        await to_the_grid(sitting)
        await sitting.press("w")
        await sitting.on(*GRID, "PlainFormScreen", "Choose")  # the draft is offered here, not at the start
        await sitting.press("enter")
        await sitting.on(*GRID, "PlainFormScreen")
        await sitting.until(lambda: any(line.split()[-1:] == ["7"] for line in sitting.lines), "the draft")
        await sitting.press("backspace")
        await sitting.type("0")
        await sitting.press("f8")
        await sitting.on(*GRID)
        await sitting.until(lambda: "[. " in here(sitting), "a home that nobody wants")
        with town.reading():
            assert {one.item: one.wanted for one in NineOneItem.select() if one.wanted != 1} == {"home": 0, "outing": 7}
        await sitting.press("s")
        await sitting.see("哪个学期")
        await sitting.press("down", "down", "enter")
        await sitting.see("2025-2026学年")
        await sitting.press("t")
        await sitting.see("九个一（按学校）")
        await sitting.press("escape")
        await sitting.on(*GRID)
        await sitting.press("right", "right", "right", "f8")
        await sitting.on("PairingScreen")  # where children get their loving mother
