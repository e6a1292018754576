"""The order, the columns and the saved views of the register."""

from __future__ import annotations

import pytest

from db.commands.views import save_view
from db.queries.registry import RegistryFilter
from db.queries.views import View, saved_views
from db.session import Session
from screens.registry import RegistryScreen
from screens.registry_columns import registry_columns
from tests.pilot.conftest import Sit, Sitting
from tests.pilot.listed import expected, opened, shows

SIZES = [(80, 24), (60, 20)]


async def test_a_column_chosen_twice_turns_the_order_round(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await opened(sitting, town)
        await sitting.press("s")
        await sitting.see("排序依据")
        await sitting.type("风险")
        await sitting.press("enter")
        await shows_marked(sitting, "风险^")
        for descending, mark in ((False, "^"), (True, "v")):
            await sitting.press("s")
            await sitting.see("排序依据")
            await sitting.type("出生日期")
            await sitting.press("enter")
            await shows_marked(sitting, f"出生日期{mark}")
            names = expected(town, RegistryFilter(), "birth_date", descending)
            await sitting.press("home")
            await sitting.until(lambda names=names: sitting.lines[3][2:].split()[0] == names[0])
            shown = [line[2:].split()[0] for line in sitting.lines[3:-1]]
            assert shown == names[: len(shown)]


async def shows_marked(sitting: Sitting, head: str) -> None:
    await sitting.until(lambda: head in sitting.lines[2], head)


async def test_sorting_leaves_the_cursor_on_its_child(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await opened(sitting, town)
        await sitting.press("down", "down")
        child = next(line for line in sitting.lines if line.startswith("> ")).split()[1]
        await sitting.press("s")
        await sitting.see("排序依据")
        await sitting.type("出生日期")
        await sitting.press("enter")
        await shows_marked(sitting, "出生日期^")
        await sitting.until(lambda: any(line.startswith(f"> {child}") for line in sitting.lines))


async def test_every_column_can_be_shown_and_sorted_by(town: Session, sit: Sit) -> None:
    async with sit(town, size=(400, 24)) as sitting:
        await opened(sitting, town)
        screen = sitting.screen
        assert isinstance(screen, RegistryScreen)
        every = tuple(column.key for column in registry_columns())
        screen._show(View(RegistryFilter(), every))
        await sitting.until(lambda: all(column.title in sitting.lines[2] for column in registry_columns()))
        for column in registry_columns():
            for descending in (False, True):
                screen._show(View(RegistryFilter(), every, column.key, descending))
                await shows(sitting, town, RegistryFilter(), sort=column.key, descending=descending)


@pytest.mark.parametrize("size", SIZES)
async def test_columns_are_ticked_and_ordered(town: Session, sit: Sit, size: tuple[int, int]) -> None:
    async with sit(town, size=size) as sitting:
        await opened(sitting, town)
        assert "性别" in sitting.lines[2]
        await sitting.press("o")
        await sitting.see("[x] 性别")
        await sitting.press("right", "space", "enter")
        await sitting.until(lambda: "性别" not in sitting.lines[2])
        await opened(sitting, town)
        await sitting.press("o")
        await sitting.see("[x] 出生日期")
        await sitting.press("down", "left", "enter")
        await sitting.until(lambda: sitting.lines[2].index("村") < sitting.lines[2].index("出生日期"))
        await sitting.press("o")
        await sitting.see("[x] 出生日期")
        await sitting.press("space", "escape")
        await sitting.until(lambda: "出生日期" in sitting.lines[2])


async def test_a_column_that_was_not_read_yet_can_be_added(town: Session, sit: Sit) -> None:
    async with sit(town, size=(120, 24)) as sitting:
        await opened(sitting, town)
        await sitting.press("o")
        await sitting.see("[x] 出生日期")
        await sitting.press("end", "space", "enter")
        await shows_marked(sitting, registry_columns()[-1].title)
        await opened(sitting, town)


async def test_a_view_is_saved_and_opened(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await opened(sitting, town)
        await sitting.press("f7")
        await sitting.type("li")
        await sitting.press("enter")
        await shows(sitting, town, RegistryFilter(text="li"))
        await sitting.press("v")  # among the views, too
        await sitting.see("保存现在的视图")
        await sitting.press("down", "enter")
        await sitting.see("视图名称")
        await sitting.type("姓李的")
        await sitting.press("enter")
        await sitting.see("已存视图")
        assert [stored.name for stored in saved_views(town, "registry")] == ["姓李的"]
        await sitting.press("c")
        await opened(sitting, town)
        await sitting.press("v")
        await sitting.see("姓李的")
        await sitting.press("down", "enter")
        await shows(sitting, town, RegistryFilter(text="li"))
        assert sitting.lines[1].startswith("查找： li")
        await sitting.press("v")
        await sitting.see("姓李的")
        await sitting.press("enter")
        await opened(sitting, town)
        assert "li" not in sitting.lines[1]


async def test_a_view_brings_its_columns_and_order(town: Session, sit: Sit) -> None:
    save_view(town, "registry", "按证号", View(RegistryFilter(risk="green"), ("name", "id_no"), "id_no", True))
    async with sit(town) as sitting:
        await opened(sitting, town)
        await sitting.press("v")
        await sitting.see("按证号")
        await sitting.type("按证号")
        await sitting.press("enter")
        await shows_marked(sitting, "身份证号v")
        await shows(sitting, town, RegistryFilter(risk="green"), sort="id_no", descending=True)
        assert "村" not in sitting.lines[2]


@pytest.mark.parametrize("key", ["f", "s", "o", "v", "w"])
async def test_every_dialog_is_given_up_with_escape_and_changes_nothing(town: Session, sit: Sit, key: str) -> None:
    async with sit(town) as sitting:
        await opened(sitting, town)
        before = sitting.text
        await sitting.press(key)
        await sitting.until(lambda: len(sitting.stack) == 2)
        await sitting.press("escape")
        await sitting.on("RegistryScreen")
        await sitting.until(lambda: sitting.text == before, before)
