"""The pairing board by the keyboard: pair, take back, propose for all, what a helper can be asked, rules and lists."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from db.commands.writing import insert
from db.models import Carer, Pairing
from db.queries.helpers import helpers
from db.queries.pairing_board import Board, pairing_board
from db.queries.pairing_proposal import propose
from db.session import Session
from db.vocabulary import PairingKind
from tests.pilot.conftest import Sit, Sitting

MOTHER = PairingKind.LOVING_MOTHER


def board_of(session: Session, kind: PairingKind = MOTHER) -> Board:
    return pairing_board(session, kind)


def figures(board: Board) -> str:
    return f"{board.kind.label}  已结对{board.paired}/{board.needed}  空余名额{board.room}"


async def shows(sitting: Sitting, session: Session, kind: PairingKind = MOTHER) -> Board:
    """Let the program work until the board is what the database says."""
    board = board_of(session, kind)
    await sitting.see(figures(board))
    await sitting.until(lambda: sitting.lines[1].split()[:1] == ["儿童"], "the lists")
    return board


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (140, 40)])
async def test_the_board_at_every_size(town: Session, sit: Sit, size: tuple[int, int]) -> None:
    async with sit(town, screen="pairing", size=size) as sitting:
        board = await shows(sitting, town)
        first, line = board.waiting[0], board.for_child(board.waiting[0])[0]
        await sitting.see(line.words)
        assert max(map(cell_len, sitting.lines)) <= size[0]
        assert sitting.lines[2].startswith(f"> {first.name}")
        await sitting.press("c")
        await sitting.until(lambda: sitting.lines[1].count("语言") == 2, "the languages")
        await sitting.press("f8")
        await sitting.on("PairingScreen", "ProposalScreen")
        await sitting.see("[x]")
        pair = propose(board).pairs[0]
        await sitting.see(pair.words[:12])
        await sitting.see("F8 采纳")


async def test_a_child_is_paired_with_two_keys_and_the_pair_taken_back_and_done_again(town: Session, sit: Sit) -> None:
    async with sit(town, screen="pairing") as sitting:
        board = await shows(sitting, town)
        child = board.waiting[0]
        best = board.for_child(child)[0]
        await sitting.press("enter")
        await sitting.see(f"{child.name} - {best.helper.name}")
        await sitting.press("enter")
        await sitting.see(f"{child.name}已与{best.helper.name}结对")
        await sitting.until(lambda: child.id in [one.child for one in board_of(town).held[best.helper.id]], "the pair")
        await shows(sitting, town)
        await sitting.press("u")
        await sitting.see("已撤销。")
        assert (await shows(sitting, town)).paired == board.paired
        await sitting.press("r")
        await sitting.see("已重做。")
        assert (await shows(sitting, town)).paired == board.paired + 1
        await sitting.press("u")
        await sitting.see("已撤销。")
        await sitting.press("u")
        await sitting.see("没有可撤销的。")
        await sitting.press("home", "down", "down", "enter")
        third, fourth = board.waiting[2:4]
        await sitting.see(f"{third.name} - ")
        await sitting.press("enter")
        await sitting.see(f"{third.name}已与")
        await sitting.until(lambda: sitting.lines[4].startswith(f"> {fourth.name}"), "the next child")


async def test_a_helper_takes_a_child_and_each_deed_asks_what_it_must(town: Session, sit: Sit) -> None:
    async with sit(town, screen="pairing") as sitting:
        board = await shows(sitting, town)
        line = max(board.helpers, key=lambda one: one.helper.room)
        last = board.waiting[-1]
        await sitting.press("slash")
        await sitting.see("找谁")
        await sitting.type(last.name)
        await sitting.press("enter")
        await sitting.until(lambda: any(row.startswith(f"> {last.name}") for row in sitting.lines), "the child")
        await sitting.press("right")
        await sitting.see(line.unit or line.place)
        await sitting.press("enter")
        await sitting.see("选儿童结对")
        await sitting.press("enter")
        best = board.for_helper(line)[0]
        await sitting.see(f"{best.child.name} - {line.name}")
        await sitting.press("enter")
        await sitting.see(f"{best.child.name}已与{line.name}结对")
        await shows(sitting, town)
        await sitting.press("escape", "right", "enter")
        await sitting.see("结束结对")
        await sitting.type("2")
        await sitting.see("结束结对")
        await sitting.press("enter")
        held = board_of(town).held[line.id]
        if len(held) > 1:
            await sitting.see("哪个儿童")
            await sitting.press("enter")
        await sitting.see("结束这对结对")
        await sitting.type("外出务工")
        await sitting.press("enter", "right", "enter")
        await sitting.see("结对已结束。")
        with town.reading():
            assert Pairing.get(Pairing.id == held[0].id).end_reason == "外出务工"


async def test_the_proposal_is_accepted_in_part_then_whole_undone_and_printed(town: Session, sit: Sit) -> None:
    async with sit(town, screen="pairing") as sitting:
        before = await shows(sitting, town)
        await sitting.press("f8")
        await sitting.on("PairingScreen", "ProposalScreen")
        await sitting.see("勾选")
        await sitting.see("[x]")
        assert sum("[x]" in line for line in sitting.lines) > 5
        assert board_of(town).paired == before.paired
        await sitting.press("a", "space")
        await sitting.see("勾选1/")
        await sitting.press("escape")
        await sitting.see("离开方案吗")
        await sitting.press("enter")
        await sitting.on("PairingScreen", "ProposalScreen")
        for line in filter(lambda line: "[" in line[:6], sitting.lines):
            helper, now, then = re.search(r"(\S+) +(\d+)->(\d+)/\d+ ", line).groups()  # type: ignore[union-attr]
            chosen = next(line for line in sitting.lines if "[x]" in line)
            assert int(then) == int(now) + (f" {helper} " in chosen), "the load follows the ticks"
        await sitting.press("f8")
        await sitting.on("PairingScreen")
        assert (await shows(sitting, town)).paired == before.paired + 1
        await sitting.press("f8")
        await sitting.on("PairingScreen", "ProposalScreen")
        await sitting.see("[x]")
        await sitting.press("w")
        await sitting.see("未结对原因")
        await sitting.press("escape", "f8")
        await sitting.on("PairingScreen")
        await sitting.see("对，按 u 可撤销。")
        whole = board_of(town)
        assert whole.paired == min(before.needed, before.paired + before.room)
        await shows(sitting, town)
        await sitting.press("u")
        await sitting.see("已撤销。")
        assert (await shows(sitting, town)).paired == before.paired + 1
        await sitting.press("l")
        await sitting.on("PairingScreen", "PreviewScreen")
        await sitting.see("结对帮扶一览表")


async def test_little_teachers_are_asked_about_and_rules_and_helpers_are_a_key_away(town: Session, sit: Sit) -> None:
    async with sit(town, screen="pairing") as sitting:
        await shows(sitting, town)
        await sitting.press("t")
        await sitting.see("哪一类")
        await sitting.type("3")
        await sitting.press("enter")
        board = await shows(sitting, town, PairingKind.LITTLE_TEACHER)
        child, little = board.waiting[0], board.for_child(board.waiting[0])[0]
        await sitting.press("home", "enter")
        await sitting.see(f"{child.name} - {little.helper.name}")
        await sitting.see("成绩")
        await sitting.press("enter")
        await sitting.see("两名儿童和监护人都同意吗")
        await sitting.press("escape")
        await sitting.lose("都同意吗")
        assert board_of(town, PairingKind.LITTLE_TEACHER).paired == board.paired
        await sitting.press("enter")
        await sitting.see("两名儿童和监护人都同意吗")
        await sitting.press("right", "enter")
        await sitting.see(f"{child.name}已与{little.helper.name}结对")
        await sitting.press("escape", "o")
        await sitting.on("PairingScreen", "PlainFormScreen")
        await sitting.see("最低平均分")
        await sitting.press("escape")
        await sitting.on("PairingScreen")
        await sitting.press("1")
        await shows(sitting, town)
        await sitting.press("o")
        await sitting.on("PairingScreen", "PlainFormScreen")
        await sitting.press("backspace", "f8")
        await sitting.see("还没有这些身份的人")
        await sitting.press("f8")
        await sitting.see("照此规则没有人能帮扶")
        await sitting.press("escape")
        await sitting.see("不保存就离开吗")
        await sitting.press("right", "enter")
        await sitting.on("PairingScreen")
        board = await shows(sitting, town)
        await sitting.press("f")
        await sitting.see("只显示")
        village = board.waiting[0].village
        await sitting.type(village)
        await sitting.press("enter")
        others = [one.name for one in board.waiting if one.village != village]
        await sitting.until(lambda: not any(f" {name} " in sitting.text for name in others), "one village")
        await sitting.press("2")
        await shows(sitting, town, PairingKind.HELP_TEACHER)
        await sitting.press("h")
        await sitting.on("PairingScreen", "HelpersScreen")
        await sitting.see("帮扶人名册")
        await sitting.press("f8")
        await sitting.on("PairingScreen", "HelpersScreen", "PlainFormScreen")
        await sitting.press("escape")
        await sitting.on("PairingScreen", "HelpersScreen")
        names = [one.name for one in helpers(town)]
        one = next(one for one in helpers(town)[::-1] if one.load and names.count(one.name) == 1)
        await sitting.press("s")
        await sitting.type(one.name)
        await sitting.press("enter")
        await sitting.until(lambda: any(row.startswith(f"> {one.name}") for row in sitting.lines), "the helper")
        await sitting.press("x")
        await sitting.on("PairingScreen", "HelpersScreen", "HandOverScreen")
        await sitting.see("接手")
        await sitting.press("enter")
        await sitting.see("换给谁？")
        await sitting.type("尚无")
        await sitting.press("enter")
        await sitting.see("暂无1人")
        await sitting.press("escape")
        await sitting.see("离开移交吗")
        await sitting.press("escape")
        await sitting.on("PairingScreen", "HelpersScreen", "HandOverScreen")
        await sitting.press("f8")
        await sitting.see("移交所带儿童吗")
        await sitting.type("外出务工")
        await sitting.press("enter", "enter")
        await sitting.see(f"{one.name}已退出")
        await sitting.press("f")
        await sitting.type("已退出")
        await sitting.press("enter")
        await sitting.see("已退出：1")
        assert sum("已退出" in row for row in sitting.lines[1:-1]) == 1
        await sitting.press("f")
        await sitting.type("全部")
        await sitting.press("enter")
        await sitting.lose("已退出：1人")
        assert [left.name for left in helpers(town) if not left.active] == [one.name]
        await sitting.press("home")
        await sitting.press("enter")
        await sitting.on("PairingScreen", "HelpersScreen", "PreviewScreen")
        await sitting.see("承诺按职责关爱")


async def test_the_duty_on_today_leads_to_the_board_with_the_child_chosen_and_back(town: Session, sit: Sit) -> None:
    async with sit(town, screen="today") as sitting:
        await sitting.see("有爱心妈妈")
        while not any(line.startswith("> 有爱心妈妈") for line in sitting.lines):
            await sitting.press("down")
        await sitting.press("enter")
        await sitting.until(lambda: any(line.startswith("> ") for line in sitting.lines), "who lacks one")
        await sitting.press("d")
        await sitting.on("RegistryScreen", "ChildScreen", "PairingScreen")
        await sitting.see("合适：")
        board = board_of(town)
        name = next(line for line in sitting.lines if line.startswith("- ")).split()[1]
        child = next(one for one in board.waiting if one.name == name)
        best = board.for_child(child)[0].helper
        await sitting.see(f"{name} - {best.name}")
        await sitting.press("escape")
        await sitting.on("RegistryScreen")
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "ChildScreen")
        await sitting.see("现况")
        await sitting.press("4", "enter")
        await sitting.on("RegistryScreen", "ChildScreen", "PairingScreen")
        await sitting.see(f"{name} - {best.name}")
        await sitting.press("enter")
        await sitting.see(f"{name}已与{best.name}结对")
        await sitting.press("escape")
        await sitting.on("RegistryScreen", "ChildScreen")
        await sitting.see(best.name)
        await sitting.press("h")
        await sitting.on("RegistryScreen", "ChildScreen", "PairingScreen")
        await sitting.see(f"这名儿童已由{best.name}帮扶")
        await sitting.press("enter")
        await sitting.see("联系卡")
        await sitting.type("联系卡")
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "ChildScreen", "PairingScreen", "PreviewScreen")
        await sitting.see("爱心联系卡（交帮扶人）")
        await sitting.press("escape", "2")
        await sitting.see("这名儿童不在此类帮扶范围")
        await sitting.press("escape")
        await sitting.on("RegistryScreen", "ChildScreen")


async def test_who_is_full_is_asked_about_by_a_swap_too_and_whom_the_law_bars_is_refused(
    town: Session, sit: Sit
) -> None:
    barred = next(line for line in board_of(town).helpers if not line.helper.room and line.phone)
    with town.writing():
        insert(town, Carer, {"child": 1, "name": barred.name, "phone": barred.phone, "bars": "violent_record"})
    async with sit(town, screen="pairing") as sitting:
        board = await shows(sitting, town)
        child = board.waiting[0]
        full, last = (one.helper for one in board.for_child(child)[-2:])
        assert (last.id, full.helper.room) == (barred.id, 0)
        await sitting.press("home", "enter")
        await sitting.see(f"{child.name} - ")
        await sitting.press("end")
        await sitting.see("法律禁止委托此人")
        await sitting.press("enter")
        await sitting.on("PairingScreen", "ShowMessage")
        await sitting.see("未结对。")
        await sitting.press("escape")
        await sitting.on("PairingScreen")
        await sitting.press("up")
        await sitting.see(f"{child.name} - {full.name}")
        await sitting.press("enter")
        await sitting.on("PairingScreen", "Confirm")
        await sitting.press("escape")
        await sitting.on("PairingScreen")
        assert board_of(town).paired == board.paired
        await sitting.press("enter")
        await sitting.on("PairingScreen", "Confirm")
        await sitting.press("right", "enter")
        await sitting.see(f"{child.name}已与{full.name}结对")
        assert board_of(town).by_id[full.id].helper.load == full.helper.load + 1
        over = await shows(sitting, town)
        line = over.by_id[full.id]
        other = next(rows[0] for by, rows in over.held.items() if by != full.id)
        await sitting.press("right", "slash")
        await sitting.see("找谁")
        await sitting.type(line.name)
        await sitting.press("enter", "enter")
        await sitting.see("互换帮扶人")
        await sitting.type("互换")
        await sitting.press("enter")
        await sitting.see("哪个儿童")
        await sitting.type(child.name)
        await sitting.press("enter")
        await sitting.see("和哪名儿童互换")
        await sitting.type(other.name)
        await sitting.press("enter")
        await sitting.on("PairingScreen", "Confirm")
        await sitting.see(f"{other.name} - {line.name}: ")
        await sitting.press("right", "enter")
        await sitting.on("PairingScreen", "ConfirmReason")
        await sitting.type("就近")
        await sitting.press("enter", "enter")
        await sitting.see("已互换。")
        assert other.child in [one.child for one in board_of(town).held[full.id]]
