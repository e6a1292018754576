"""The register's screen: every key, every filter, and exactly the rows that the database has for them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from db import i18n
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.views import save_view
from db.errors import BusyError
from db.models import Child
from db.queries.filters import place_choices
from db.queries.registry import WITHOUT, RegistryFilter, RegistryPages
from db.queries.views import View, saved_views
from db.rules.alerts import Alert
from db.session import Session
from db.vocabulary import RegistryState, Risk, Sex
from screens.registry import RegistryScreen
from screens.registry_columns import SHOWN, registry_columns
from screens.registry_filters import filter_options, labels
from screens.widgets.columns import MARGIN
from tests.conftest import CATALOGS
from tests.pilot.conftest import Sit, Sitting

SIZES = [(80, 24), (60, 20)]


def expected(session: Session, narrowed: RegistryFilter, sort: str = "name", descending: bool = False) -> list[str]:
    """The names that the list must hold, in its order."""
    rows = RegistryPages(session, narrowed, ["name"], sort, descending).first(1000)
    return [str(row.values["name"][0]) for row in rows]


async def shows(sitting: Sitting, session: Session, narrowed: RegistryFilter, **order: object) -> None:
    """Wait for exactly the rows of this filter."""
    names = expected(session, narrowed, **order)  # type: ignore[arg-type]

    def listed() -> bool:
        lines = sitting.lines[3:-1]
        here = [line[2:].split()[0] for line in lines if line[2:].strip()]
        return here == names[: len(lines)] if names else "没有符合的儿童" in sitting.text

    await sitting.until(
        lambda: listed() and sitting.lines[-1].endswith(f"/{len(names)}"), f"{len(names)} of {narrowed}"
    )


async def opened(sitting: Sitting, session: Session) -> None:
    await shows(sitting, session, RegistryFilter())


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
        await sitting.press("f7")
        await sitting.type("不存在")
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


# Order, columns, views


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
        await sitting.press("w")
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
            broken.setattr(RegistryPages, "_walk", busy)
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
