"""The program as a whole: its keys on every screen, what is open above the register, small windows, hostile text."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.commands.children import add_child
from db.commands.writing import update
from db.models import Child, Village
from db.queries.drafts import pending
from db.queries.registry import RegistryFilter, RegistryPages
from db.scope import Scope
from db.session import Session
from screens.commands import CommandsDialog
from screens.widgets.cells import visible
from tests.pilot.conftest import Sit, Sitting
from tests.pilot.ways import NEW_CHILD_FORM, open_first_child, open_new_child_form

SIZES = [(80, 24), (60, 20)]


# The keys that work everywhere


@pytest.mark.parametrize("size", SIZES)
async def test_function_keys_lead_to_every_room_and_rooms_keep_their_state(
    town: Session, sit: Sit, size: tuple[int, int]
) -> None:
    async with sit(town, screen="today", size=size) as sitting:
        await sitting.see("本学期排查")
        await sitting.press("f3")
        await sitting.see("/58")
        await sitting.press("down", "down")
        third = next(line for line in sitting.lines if line.startswith("> "))
        await sitting.press("f6")
        await sitting.see("内容")
        await sitting.press("f2")
        await sitting.see("本学期排查")
        await sitting.press("f3")
        await sitting.see(third)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", ["today", "registry", "reports"])
async def test_help_names_the_keys_of_a_screen_and_closes_with_the_key_that_opened_it(
    town: Session, sit: Sit, size: tuple[int, int], screen: str
) -> None:
    async with sit(town, screen=screen, size=size) as sitting:
        before = sitting.stack
        for closing in ("f1", "escape"):
            await sitting.press("f1")
            await sitting.see("作用")
            assert "F3" in sitting.text
            assert "HelpScreen" in sitting.stack
            await sitting.press(closing)
            await sitting.on(*before)


async def test_the_list_of_commands_runs_what_is_picked(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await sitting.see("/58")
        await sitting.press("f9")
        await sitting.see("命令")
        await sitting.type("排序")
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "Choose")
        await sitting.see("排序依据")
        await sitting.press("escape")
        await sitting.on("RegistryScreen")


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_sentence_of_a_command_is_whole_somewhere(town: Session, sit: Sit, size: tuple[int, int]) -> None:
    async with sit(town, size=size) as sitting:
        await sitting.see("/58")
        await sitting.press("f9")
        await sitting.see("命令")
        await sitting.press("down")
        whole = "按村、学校、班级、风险、口径、排查、警示或状态筛选"
        await sitting.until(lambda: whole in _joined(sitting), whole)


def _joined(sitting: Sitting) -> str:
    """What stands in the box, without its borders and the ends of its lines."""
    return "".join(part.strip() for line in sitting.lines for part in line.split("|")[1:2])


async def test_every_command_of_the_register_can_be_picked_by_its_key(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await sitting.see("/58")
        await sitting.press("f9")
        await sitting.see("按一列排序")
        first = next(line for line in sitting.lines if "| > " in line)
        assert "转到查找框" in first
        listed = sitting.text
        while "退出程序" not in sitting.text:
            await sitting.press("pagedown")
            listed += sitting.text
        for key in ("F2", "F3", "F5", "F6", "F7", "F8", "F10", "F1", "f", "c", "s", "o", "v", "w"):
            assert f" {key} " in listed, key


async def test_the_list_of_commands_begins_with_the_screen_and_ends_with_the_program(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await sitting.see("/58")
        ids = [str(active.binding.id) for active in CommandsDialog(sitting.screen).commands.values()]
    rooms = [name.partition(".")[0] for name in ids]
    assert rooms == sorted(rooms, key=["registry", "screen", "app"].index)
    assert {"registry.search", "screen.back", "screen.help", "app.quit"} <= set(ids)


# What is open above the register


@pytest.mark.parametrize("size", SIZES)
async def test_search_closes_a_file_and_goes_to_the_search(town: Session, sit: Sit, size: tuple[int, int]) -> None:
    async with sit(town, size=size) as sitting:
        await open_first_child(sitting)
        await sitting.press("f7")
        await sitting.on("RegistryScreen")
        await sitting.type("li")
        await sitting.see("查找： li")


async def test_the_key_of_a_room_leads_back_to_its_first_screen(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await open_first_child(sitting)
        await sitting.press("f1")
        await sitting.on("RegistryScreen", "ChildScreen", "HelpScreen")
        await sitting.press("f3")
        await sitting.on("RegistryScreen")
        await sitting.press("f6")
        await sitting.see("内容")
        await sitting.press("enter")
        await sitting.on("ReportsScreen", "PreviewScreen")
        await sitting.press("f6")
        await sitting.on("ReportsScreen")


async def test_the_key_of_a_room_shows_its_first_screen_whatever_was_read_there(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await open_first_child(sitting)
        await sitting.press("f2")
        await sitting.see("本学期排查")
        await sitting.press("f3")
        await sitting.on("RegistryScreen")
        await sitting.see("/58")


async def test_another_room_leaves_a_form_as_it_is(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await open_new_child_form(sitting)
        await sitting.press("f2")
        await sitting.see("本学期排查")
        await sitting.press("f3")
        await sitting.on(*NEW_CHILD_FORM)
        await sitting.see("测试员")


async def test_search_from_a_form_keeps_what_is_typed_as_a_draft(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await open_new_child_form(sitting)
        await sitting.press("f7")
        await sitting.see("离开这张表吗")
        await sitting.press("escape")
        await sitting.on(*NEW_CHILD_FORM)
        await sitting.press("f7")
        await sitting.see("离开这张表吗")
        await sitting.press("right", "enter")
        await sitting.on("RegistryScreen")
        await sitting.type("li")
        await sitting.see("查找： li")
        assert [draft.entries["name"] for draft in pending(town)] == ["测试员"]
        await sitting.press("f8")
        await sitting.see("继续填写")
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "NewChildScreen")
        await sitting.see("测试员")


async def test_a_search_for_a_new_child_is_kept_as_a_draft_too(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await sitting.press("f8")
        await sitting.see("父亲姓名")
        await sitting.type("测试员")
        await sitting.press("f7")
        await sitting.see("已填的内容会存为草稿")
        await sitting.press("escape")
        await sitting.on("RegistryScreen", "NewChildScreen")
        await sitting.see("测试员")
        await sitting.press("f7")
        await sitting.press("right", "enter")
        await sitting.on("RegistryScreen")
        await sitting.press("ctrl+n")
        await sitting.see("登记儿童  测试员")
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "NewChildScreen")
        await sitting.see("*姓名         测试员")


async def test_escape_walks_back_from_the_form_to_the_whole_list(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await sitting.press("f7")
        await sitting.type("li")
        await sitting.see("/35")
        await sitting.press("enter")
        await open_first_child(sitting)
        await sitting.press("down", "enter")
        await sitting.on("RegistryScreen", "ChildScreen", "ChildEditScreen")
        await sitting.press("escape")
        await sitting.on("RegistryScreen", "ChildScreen")
        await sitting.press("escape")
        await sitting.on("RegistryScreen")
        await sitting.see("/35")
        await sitting.press("escape")
        await sitting.see("/58")


# Small windows


async def test_a_window_that_is_too_small_says_so_and_loses_nothing(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await open_new_child_form(sitting)
        before = sitting.text
        await sitting.pilot.resize_terminal(30, 8)
        await sitting.see("窗口太小")
        await sitting.press("f2", "f3", "f7", "f8", "f9", "escape", "x")
        assert "窗口太小" in sitting.text
        await sitting.pilot.resize_terminal(25, 7)
        await sitting.pilot.resize_terminal(80, 24)
        await sitting.on(*NEW_CHILD_FORM)
        await sitting.until(lambda: sitting.text == before, before)


@pytest.mark.parametrize("screen", ["today", "registry", "reports"])
async def test_a_start_in_a_small_window(town: Session, sit: Sit, screen: str) -> None:
    async with sit(town, screen=screen, size=(30, 8)) as sitting:
        await sitting.see("窗口太小")
        await sitting.pilot.resize_terminal(60, 20)
        await sitting.lose("窗口太小")
        await sitting.see("F1")
        assert len(sitting.stack) == 1


async def test_quit_works_in_a_small_window(town: Session, sit: Sit) -> None:
    async with sit(town, size=(30, 8)) as sitting:
        await sitting.see("窗口太小")
        await sitting.press("f10")
        await sitting.until(lambda: sitting.app._exit)
    assert sitting.app.return_value == 0


# Sittings that see or may do less


async def test_who_may_only_read_is_told_so_and_offered_nothing_to_write(township: Path, sit: Sit) -> None:
    with Session.open(township, "乡长", read_only=True) as session:
        async with sit(session, read_only=True) as sitting:
            await sitting.see("/58")
            assert "只读" in sitting.lines[0]
            assert "F8" not in sitting.lines[-1]
            await sitting.press("f8")
            assert sitting.stack == ["RegistryScreen"]
            await sitting.press("w")
            await sitting.type("视图")
            await sitting.press("enter")
            await sitting.see("没有保存")
            await open_first_child(sitting)


async def test_a_sitting_limited_to_a_village_sees_its_children_only(town: Session, sit: Sit) -> None:
    places = RegistryPages(town, RegistryFilter(), ["name", "village"]).first(100)
    village = places[0].values["village"][0]

    with town.reading():
        village_id = Village.get(Village.name == village).id
    within = town.within(Scope(villages=frozenset({village_id})))
    theirs = {str(row.values["name"][0]) for row in places if row.values["village"][0] == village}
    others = {str(row.values["name"][0]) for row in places} - theirs
    async with sit(within) as sitting:
        await sitting.see(f"/{len(theirs)}")
        shown = {line[2:].split()[0] for line in sitting.lines[3:-1] if line.strip()}
        assert shown == theirs
        await sitting.press("f7")
        await sitting.type(next(iter(others)))
        await sitting.see("没有符合的儿童")
        await sitting.press("f2")
        await sitting.see(f"在册{len(theirs)}人")


# Text of any kind


HOSTILE = ["[red]红[/red]", "[/x]", "[@click=app.quit]点[/]", "\x1b]0;x\x07名", "\x1b[31m红", "名\u202e反"]


async def test_names_are_shown_as_they_are_and_never_run(town: Session, sit: Sit) -> None:
    rows = RegistryPages(town, RegistryFilter(), ["name"]).first(len(HOSTILE))
    with town.writing():
        for row, name in zip(rows, HOSTILE, strict=True):
            child = Child.get_by_id(row.id)
            update(town, Child, child.id, child.version, {"name": name})
            update(town, Village, child.village_id, child.village.version, {"name": f"{name}{row.id}"})
    async with sit(town) as sitting:
        for name in HOSTILE:
            seen = visible(name)[:6]
            await sitting.see(seen)
            await open_first_child(sitting)
            await sitting.see(seen)
            await sitting.press(*["right"] * 6, "e", "escape", "escape", "escape")
            await sitting.on("RegistryScreen")
            await sitting.press("f")
            await sitting.on("RegistryScreen", "Choose")
            await sitting.type(seen[:3])
            await sitting.press("escape")
            await sitting.on("RegistryScreen")
            await sitting.press("down")
        await sitting.press("f6")
        await sitting.see("内容")
        await sitting.press("enter")
        await sitting.on("ReportsScreen", "PreviewScreen")
        await sitting.see("姓名")
        await sitting.press("f2")
        await sitting.see("本学期排查")
        assert "\x1b" not in sitting.text


async def test_the_first_child_of_an_empty_register(session: Session, sit: Sit) -> None:
    add_child(session, {"name": "王小明"})
    async with sit(session) as sitting:
        await sitting.see("1-1/1")
