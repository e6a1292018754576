"""Today: each figure opens exactly the children it counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from rich.cells import cell_len

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.errors import BusyError
from db.models import Incident
from db.queries.office_duties import held_lines, office_lines
from db.queries.registry import RegistryFilter, RegistryPages
from db.queries.today import Owner, alerts, duty_lines, owner_lines, registered
from db.session import Session
from db.vocabulary import ActivityKind, Alert, DutyState
from tests.pilot.conftest import Sit, Sitting

SIZES = [(80, 24), (60, 20)]


def names(session: Session, narrowed: RegistryFilter) -> list[str]:
    return [str(row.values["name"][0]) for row in RegistryPages(session, narrowed, ["name"]).first(1000)]


def here(sitting: Sitting) -> str:
    """The line under the cursor."""
    return next((line for line in sitting.lines if line.startswith("> ")), "")


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_seen_first(session: Session, sit: Sit, size: tuple[int, int]) -> None:
    add_child(
        session,
        {"name": "王小明", "birth_date": "2016-05-02", "village": NewPlace("青山村"), "school": NewPlace("中心学校"),
         "living": "alone", "registered_on": "2026-03-01"},
    )  # fmt: skip
    async with sit(session, screen="today", size=size) as sitting:
        await sitting.see("在册1人")
        await sitting.see("每月谈心")
        lines = sitting.lines
        assert max(map(cell_len, lines)) <= size[0]
        assert lines[0] == "今日  2026-11-24  2026-2027学年第一学期，2026-10-01前排查"
        assert lines[2].split() == [">", "!", "未满16周岁的儿童独自生活", "1"]
        assert lines[3].split() == ["本学期排查", "1", ".....", "0/1"]
        assert lines[4].split() == ["每月谈心", "1", ".....", "0/1"]
        assert lines[-1].startswith("F1 帮助")


async def test_each_figure_opens_exactly_the_children_it_counts(town: Session, sit: Sit) -> None:
    incidents, *red = alerts(town)
    assert incidents.alert is Alert.INCIDENT_UNREPORTED
    lines = [(line.filter, line.children) for line in red]
    lines += [(line.filter, line.due + line.overdue) for line in duty_lines(town)]
    assert len(lines) > 8
    async with sit(town, screen="today") as sitting:
        await sitting.see("九个一")
        await sitting.press("down")
        for narrowed, count in lines:
            assert len(names(town, narrowed)) == count
            await sitting.press("enter")
            await sitting.on("RegistryScreen")
            await sitting.until(lambda count=count: sitting.lines[-1].endswith(f"/{count}"), f"{narrowed}, {count}")
            if count:
                first = names(town, narrowed)[0]
                await sitting.until(lambda first=first: here(sitting).startswith(f"> {first}"), first)
            await sitting.press("escape")
            await sitting.on("TodayScreen")
            await sitting.press("down")


async def test_a_duty_is_shown_by_who_owes_it(town: Session, sit: Sit) -> None:
    talk = next(line for line in duty_lines(town) if line.kind == "talk")
    by_class = owner_lines(town, talk.kind, Owner.SCHOOL_CLASS)
    async with sit(town, screen="today") as sitting:
        await sitting.see("每月谈心")
        await sitting.press("w")
        await sitting.see("没有分责任人")
        await sitting.press(*["down"] * (len(alerts(town)) + 1), "w")
        await sitting.on("TodayScreen", "OwnersScreen")
        await sitting.until(lambda: here(sitting).startswith(f"> {by_class[0].owner or '无'}"), "the latest class")
        await sitting.press("enter")
        await sitting.on("RegistryScreen")
        count = by_class[0].due + by_class[0].overdue
        await sitting.until(lambda: sitting.lines[-1].endswith(f"/{count}"), str(count))
        await sitting.press("escape")
        await sitting.on("TodayScreen")


async def test_a_duty_is_fulfilled_from_its_list(town: Session, sit: Sit) -> None:
    talk = next(line for line in duty_lines(town) if line.kind == "talk")
    async with sit(town, screen="today") as sitting:
        await sitting.see("九个一")
        await sitting.press(*["down"] * (len(alerts(town)) + 1), "enter")
        count = talk.due + talk.overdue
        await sitting.until(lambda: sitting.lines[-1].endswith(f"/{count}"), str(count))
        assert "每月谈心 未完成" in sitting.text
        first, second = names(town, talk.filter)[:2]
        await sitting.press("d")
        await sitting.on("RegistryScreen", "ChildScreen", "ChildEditScreen")
        await sitting.see("谈心记录卡")
        await sitting.press("escape")
        await sitting.on("RegistryScreen")
        await sitting.until(lambda: here(sitting).startswith(f"> {first}"), first)
        await sitting.press("d")
        await sitting.see("谈心内容")
        await sitting.type("想念父母")
        await sitting.press("f8")
        await sitting.on("RegistryScreen")
        await sitting.until(lambda: here(sitting).startswith(f"> {second}"), second)
        await sitting.see(f"{first}  已记录")
        await sitting.press("down")
        await sitting.until(lambda: sitting.lines[-1].endswith(f"/{count - 1}"), str(count - 1))
        await sitting.press("f3")  # the whole register, and no longer what Today has narrowed it to
        await sitting.until(lambda: sitting.lines[-1].endswith(f"/{registered(town)}"), "everybody")
        assert "每月谈心 未完成" not in sitting.text
        await sitting.press("d", "escape")
        await sitting.on("RegistryScreen")


async def test_the_talks_of_a_semester_stand_month_by_month(town: Session, sit: Sit) -> None:
    async with sit(town, screen="today") as sitting:
        await sitting.see("每月谈心")
        await sitting.press("m")
        await sitting.on("TodayScreen", "TalkMatrixScreen")
        await sitting.see("11月")
        name = here(sitting).split()[1]
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "ChildScreen")
        await sitting.see(f"儿童档案  {name}")
        await sitting.press("escape")
        await sitting.on("TodayScreen", "TalkMatrixScreen")


async def test_a_duty_of_schools_shows_them_and_leads_to_the_calendar(town: Session, sit: Sit) -> None:
    kind = ActivityKind.SYMPOSIUM
    lines = held_lines(town, kind)
    counts = Counter(line.state for line in lines)
    figures = next(line for line in office_lines(town) if line.what == kind)
    expected = [counts[state] for state in (DutyState.DONE, DutyState.DUE, DutyState.OVERDUE)]
    assert [figures.done, figures.due, figures.overdue] == expected
    assert sum(expected) == len({line.place for line in lines}) > 1
    before = len(alerts(town)) + len(list(duty_lines(town)))
    async with sit(town, screen="today") as sitting:
        await sitting.see("九个一")
        await sitting.press(*["down"] * before, "enter")
        await sitting.on("TodayScreen", "HeldScreen")
        await sitting.see(lines[0].place)
        assert str(lines[0].due_on) in here(sitting)
        await sitting.press("enter")
        await sitting.on("CalendarScreen")


async def test_the_office_says_how_often_a_visit_is_due(town: Session, sit: Sit) -> None:
    async with sit(town, screen="today") as sitting:
        await sitting.see("九个一")
        await sitting.press("h")
        await sitting.see("家访  红")
        await sitting.press("enter")
        await sitting.on("TodayScreen", "IntervalsScreen", "Ask")
        await sitting.press("backspace")
        await sitting.type("9")
        await sitting.press("enter")
        await sitting.on("TodayScreen", "IntervalsScreen")
        await sitting.until(lambda: here(sitting).split()[-1] == "9", "9 days")


async def test_who_may_not_see_incidents_is_not_told_of_them(town: Session, sit: Sit) -> None:
    with town.reading():
        assert Incident.select().where(Incident.reported_at.is_null()).count()
    async with sit(town, screen="today") as sitting:
        await sitting.see("有事件尚未")
        await sitting.press("enter")
        await sitting.on("TodayScreen", "IncidentsScreen")
        await sitting.see("1件未报告")
    async with sit(replace(town, scope=town.scope._replace(incidents=False, plans=False)), screen="today") as sitting:
        await sitting.see("九个一")
        assert "有事件尚未" not in sitting.text
        assert "专项计划" not in sitting.text
        await sitting.press("i", "p")
        assert sitting.stack == ["TodayScreen"]


async def test_a_figure_follows_what_is_done_meanwhile(town: Session, sit: Sit) -> None:
    before = registered(town)
    async with sit(town, screen="today") as sitting:
        await sitting.see("九个一")
        await sitting.press("down", "down")
        line = here(sitting)
        add_child(town, {"name": "王小明", "registered_on": "2026-03-01"})
        await sitting.press("f3")
        await sitting.see("儿童名册")
        await sitting.press("f2")
        await sitting.see(f"在册{before + 1}人")
        assert here(sitting).split()[1] == line.split()[1]


async def test_back_leads_from_a_figure_to_today_and_the_register_is_as_it_was(town: Session, sit: Sit) -> None:
    async with sit(town, screen="registry") as sitting:
        await sitting.press("f7")
        await sitting.type("li")
        await sitting.see("- 李")
        await sitting.press("enter", "f2")
        await sitting.see("九个一")
        await sitting.press("down", "enter")
        await sitting.on("RegistryScreen")
        await sitting.see("/1")
        assert "查找： li" not in sitting.text
        await sitting.press("enter")
        await sitting.on("RegistryScreen", "ChildScreen")
        await sitting.press("escape")
        await sitting.on("RegistryScreen")
        await sitting.press("escape")
        await sitting.on("TodayScreen")
        await sitting.press("f3")
        await sitting.see("> 李")
        assert "查找： li" in sitting.text


async def test_whoever_goes_on_from_a_figure_stays_in_the_register(town: Session, sit: Sit) -> None:
    async with sit(town, screen="today") as sitting:
        await sitting.see("九个一")
        await sitting.press("down", "enter")
        await sitting.on("RegistryScreen")
        await sitting.see("/1")
        await sitting.press("c")
        await sitting.see("/58")
        await sitting.press("escape")
        assert sitting.stack == ["RegistryScreen"]


async def test_figures_that_cannot_be_read_are_a_sentence(
    town: Session, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_session: Session) -> None:
        raise BusyError("数据库正忙，请稍后再试。")

    monkeypatch.setattr("screens.today.registered", busy)
    async with sit(town, screen="today") as sitting:
        await sitting.see("数据库正忙")
        monkeypatch.setattr("screens.today.registered", registered)
        await sitting.press("f3", "f2")
        await sitting.see("本学期排查")


async def test_who_sees_less_is_counted_less(town: Session, sit: Sit) -> None:
    from db.models import School
    from db.scope import Scope

    with town.reading():
        school = School.get().id
    within = town.within(Scope(schools=frozenset({school})))
    count = registered(within)
    assert 0 < count < registered(town)
    async with sit(within, screen="today") as sitting:
        await sitting.see(f"在册{count}人")
        await sitting.press("f3")
        await sitting.see(f"/{count}")
        survey = next(line for line in duty_lines(within) if line.kind == "survey")
        narrowed = replace(RegistryFilter(), surveyed=False)
        assert len(names(within, narrowed)) == survey.due + survey.overdue
