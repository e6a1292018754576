"""The register's screen: every key, every filter, and exactly the rows that the database has for them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from db import i18n
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.errors import BusyError
from db.models import Child
from db.queries.filters import place_choices
from db.queries.registry import WITHOUT, RegistryFilter
from db.queries.registry_stretch import Stretch
from db.session import Session
from db.vocabulary import Alert, RegistryState, Risk, Sex
from screens.registry import RegistryScreen
from screens.registry_columns import SHOWN, registry_columns
from screens.registry_filters import filter_options, labels
from screens.widgets.columns import MARGIN
from tests.conftest import CATALOGS
from tests.pilot.conftest import Sit
from tests.pilot.listed import expected, opened, shows

SIZES = [(80, 24), (60, 20)]


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_clerk_sees(session: Session, sit: Sit, size: tuple[int, int]) -> None:
    add_child(
        session,
        {"name": "王小明", "id_no": "", "sex": "male", "birth_date": "2016-05-02", "village": NewPlace("青山村"),
         "school": NewPlace("中心学校"), "school_class": NewPlace("四(2)班"), "registered_on": "2026-03-01"},
        carer={"name": "刘桂花", "relation": "paternal_grandmother"},
    )  # fmt: skip
    add_child(session, {"name": "单雨", "sex": "female", "birth_date": "2013-05", "registered_on": "2026-03-01"})
    async with sit(session, size=size) as sitting:
        await sitting.see("1-2/2")
        lines = sitting.lines
        assert max(map(cell_len, lines)) <= size[0]
        assert lines[0] == "儿童名册"
        assert lines[1] == "查找： 姓名/拼音/证号/电话"
        if size == (80, 24):
            assert lines[2:5] == [
                "  姓名^             性别 出生日期   村         班级     照料人   风险 排查日期",
                "> 单雨              女   2013-05",
                "  王小明            男   2016-05-02 青山村     四(2)班  刘桂花",
            ]
        else:
            assert lines[2:5] == [
                "  姓名^        性别 出生日期   村         班级     照料人  >",
                "> 单雨         女   2013-05",
                "  王小明       男   2016-05-02 青山村     四(2)班  刘桂花",
            ]
        assert lines[-1].startswith("F1 帮助")
        assert lines[-1].endswith("1-2/2")


# Search


async def test_every_way_to_search_finds_the_child(town: Session, sit: Sit) -> None:
    with town.reading():
        child = Child.select().where(Child.phone.is_null(False) & Child.id_no.is_null(False)).first()
        child = child or Child.select().where(Child.id_no.is_null(False)).first()
    initials = "".join(syllable[0] for syllable in child.syllables.split())
    ways = [child.name, child.name[-1], child.syllables.replace(" ", ""), initials, child.id_no[-6:], child.id_no]
    async with sit(town) as sitting:
        await opened(sitting, town)
        for typed in ways:
            await sitting.press("f7")
            await sitting.type(typed)
            narrowed = RegistryFilter(text=typed)
            assert child.name in expected(town, narrowed)
            await shows(sitting, town, narrowed)
            await sitting.press("escape")
            await sitting.press("c")
            await opened(sitting, town)


async def test_a_phone_of_the_family_finds_the_child(town: Session, sit: Sit) -> None:
    add_child(town, {"name": "郑重"}, father={"name": "郑大", "phone": "13812345678"})
    async with sit(town) as sitting:
        await sitting.press("slash")
        await sitting.type("12345678")
        await sitting.see("1-1/1")
        assert sitting.lines[3].startswith("- 郑重")


async def test_enter_and_escape_lead_from_the_search_to_the_list_and_to_the_whole_list(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await opened(sitting, town)
        for way in ("enter", "down", "escape"):
            await sitting.press("f7")
            await sitting.type("li")
            await shows(sitting, town, RegistryFilter(text="li"))
            assert sitting.lines[3].startswith("- ")
            await sitting.press(way)
            await sitting.until(lambda: sitting.lines[3].startswith("> "))
            await sitting.press("escape")
            await opened(sitting, town)
            assert "li" not in sitting.lines[1]


async def test_a_search_that_finds_nobody_says_so(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await opened(sitting, town)
        await sitting.type("不存在")  # straight into the list, where no key is Chinese
        await sitting.see("没有符合的儿童")
        await sitting.see("0/0")
        await sitting.press("enter", "enter")
        assert sitting.stack == ["RegistryScreen"]


# Filters


def every_filter(session: Session) -> list[tuple[str, object]]:
    """All that can be chosen, but of villages, schools and classes only the first."""
    values: list[tuple[str, object]] = [("state", state.value) for state in RegistryState]
    values += [("surveyed", False), ("surveyed", True)]
    values += [("risk", risk.value) for risk in Risk]
    values += [(definition, value) for definition in ("civil", "school_practice") for value in (True, False)]
    values += [("alert", alert.value) for alert in Alert]
    values += [(field, WITHOUT) for field in ("village", "school", "school_class")]
    choices = place_choices(session)
    for field in ("village", "school", "school_class"):
        values.append((field, next(choice.id for choice in choices if choice.field == field)))
    return values


async def test_each_filter_shows_exactly_its_children_and_its_label(town: Session, sit: Sit) -> None:
    places = place_choices(town)
    _options, meaning = filter_options(places)
    assert set(every_filter(town)) <= set(meaning.values())
    async with sit(town) as sitting:
        await opened(sitting, town)
        screen = sitting.screen
        assert isinstance(screen, RegistryScreen)
        for field, value in every_filter(town):
            narrowed = replace(RegistryFilter(), **{field: value})
            screen.narrow(narrowed)
            await shows(sitting, town, narrowed)
            for label in labels(narrowed, places):
                await sitting.see(f"[{label.label}]")
            await sitting.press("c")
            await opened(sitting, town)
            assert "[" not in sitting.lines[1]


@pytest.mark.parametrize("size", SIZES)
async def test_filters_are_chosen_from_one_list_and_add_up(town: Session, sit: Sit, size: tuple[int, int]) -> None:
    village = place_choices(town)[0]
    async with sit(town, size=size) as sitting:
        await opened(sitting, town)
        await sitting.press("f")
        await sitting.see("只显示")
        await sitting.type("未排查")
        await sitting.press("enter")
        await shows(sitting, town, RegistryFilter(surveyed=False))
        await sitting.press("f")
        await sitting.see("只显示")
        await sitting.type(village.name)
        await sitting.press("enter")
        both = RegistryFilter(surveyed=False, village=village.id)
        await shows(sitting, town, both)
        assert "未排查" in sitting.lines[1]
        assert village.name in sitting.lines[1]
        await sitting.press("slash", "backspace")
        last = both.in_force()[-1] if labels(both, ())[-1].value != "village" else "village"
        await shows(sitting, town, replace(both, **{last: None}))
        await sitting.press("backspace")
        await opened(sitting, town)
        await sitting.press("backspace")
        await opened(sitting, town)


async def test_those_who_left_are_shown_only_when_asked_for(town: Session, sit: Sit) -> None:
    gone = expected(town, RegistryFilter(state="left"))
    assert gone
    async with sit(town) as sitting:
        await opened(sitting, town)
        assert not set(gone) & set(expected(town, RegistryFilter()))
        await sitting.press("f")
        await sitting.see("只显示")
        await sitting.type(RegistryState.LEFT.label)
        await sitting.press("enter")
        await shows(sitting, town, RegistryFilter(state="left"))


# Children


async def test_a_file_is_opened_and_left_with_the_cursor_on_the_child_shown_last(town: Session, sit: Sit) -> None:
    names = expected(town, RegistryFilter())
    async with sit(town) as sitting:
        await opened(sitting, town)
        await sitting.press("enter")
        await sitting.see(f"儿童档案  {names[0]}")
        await sitting.press("pagedown")
        await sitting.see(f"儿童档案  {names[1]}")
        await sitting.press("escape")
        await sitting.on("RegistryScreen")
        await sitting.until(lambda: any(line.startswith(f"> {names[1]}") for line in sitting.lines))


async def test_a_new_child_is_entered_found_and_opened(town: Session, sit: Sit) -> None:
    async with sit(town) as sitting:
        await opened(sitting, town)
        await sitting.press("f8")
        await sitting.see("父亲姓名")
        await sitting.type("欧阳测试")
        await sitting.press("f8")
        await sitting.see("档案号")
        await sitting.press("f8")
        await sitting.see("儿童档案  欧阳测试")
        await sitting.press("escape")
        await sitting.on("RegistryScreen")
        await sitting.until(lambda: any(line.startswith("> 欧阳测试") for line in sitting.lines))
        await sitting.press("f7")
        await sitting.type("oycs")
        await sitting.see("1-1/1")


# Storage that fails


async def test_a_list_that_cannot_be_read_is_a_sentence(
    town: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object, **_options: object) -> None:
        raise BusyError("数据库正忙，请稍后再试。")

    async with sit(town) as sitting:
        await opened(sitting, town)
        with monkeypatch.context() as broken:
            broken.setattr(Stretch, "_walk", busy)
            broken.setattr("screens.registry.place_choices", busy)
            broken.setattr("screens.registry.saved_views", busy)
            broken.setattr("db.commands.views.save_view", busy)
            await sitting.press("end")
            await sitting.press("s")
            await sitting.see("排序依据")
            await sitting.press("down", "enter")
            await sitting.see("数据库正忙")
            for key in ("f", "v"):
                await sitting.press(key)
                await sitting.until(lambda: len(sitting.stack) == 2)
                await sitting.press("escape")
                await sitting.on("RegistryScreen")
            await sitting.press("w")
            await sitting.until(lambda: len(sitting.stack) == 2)
            await sitting.type("视图")
            await sitting.press("enter")
            await sitting.on("RegistryScreen")
            assert "已存" not in sitting.text
        await sitting.press("c")
        await sitting.see("/58")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_columns_of_the_start_fill_80_cells_and_cut_no_title(language: str) -> None:
    i18n.install(language, CATALOGS)
    columns = {column.key: column for column in registry_columns()}
    assert all(cell_len(column.title) <= column.width for column in columns.values())
    assert sum(columns[key].width for key in SHOWN) + len(SHOWN) - 1 <= 80 - MARGIN
    assert columns["sex"].width >= max(cell_len(sex.label) for sex in Sex)


def test_the_columns_of_the_start_are_among_those_to_choose() -> None:
    assert set(SHOWN) <= {column.key for column in registry_columns()}
