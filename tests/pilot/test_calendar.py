"""The calendar: days, what is on, and everything that can be planned from them; a semester from the keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from db.commands.activities import cancel_activity, plan_activity
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.drafts import keep_draft
from db.commands.semesters import enter_school_year
from db.models import Activity
from db.queries.activities import ActivityFilter, activity_file, agenda
from db.scope import Scope
from db.session import Session
from db.vocabulary import Role
from screens.calendar import CalendarScreen
from tests.pilot.conftest import Sit, Sitting


@pytest.fixture(autouse=True)
def first_child(session: Session) -> None:
    """One child, without whom the program would welcome, and the semesters of the office."""
    add_child(session, {"name": "王小明", "village": NewPlace("青山村"), "school": NewPlace("中心学校"),
                        "school_class": NewPlace("四(2)班"), "registered_on": "2026-09-01"})  # fmt: skip
    enter_school_year(session, 2026)


def plan(session: Session, **values: object) -> int:
    common = {"kind": "law_lecture", "title": "法制讲座", "on_date": "2026-11-26"}
    return plan_activity(session, {**common, "starts_at": "14:30", "ends_at": "16:00", **values})


def titles(session: Session, day: date) -> list[str]:
    return [line.title for line in agenda(session, day, day, ActivityFilter())]


async def type_over(sitting: Sitting, text: str) -> None:
    """Type into the field in the place of what stands there."""
    await sitting.press("ctrl+u", "ctrl+k")
    await sitting.type(text)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 30)])
async def test_the_month_is_whole(session: Session, sit: Sit, size: tuple[int, int]) -> None:
    plan(session)
    plan(session, kind="outing", title="敬老院")
    cancel_activity(session, plan(session, on_date="2026-11-27"), 1, "雨")
    async with sit(session, screen="calendar", size=size) as sitting:
        await sitting.see("法校")
        lines = sitting.lines
        assert max(map(cell_len, lines)) <= size[0]
        assert lines[0] == "日历  2026年11月"
        assert lines[1].split()[:7] == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
        month = " ".join(lines[2:14])
        assert all(f" {day}" in month for day in range(1, 31) if day != 24)
        assert ("[24]" if size[0] >= 80 else ">24") in month
        assert "十月" in month
        assert "2026-11-24  农历十月  第13周" in sitting.text
        assert "没有安排。" in sitting.text
        assert lines[-1].startswith("F1 帮助")
        await sitting.press("right", "right")
        await sitting.see("敬老院")
        assert "14:30-16:00 法制讲座" in sitting.text
        assert "计划中" in sitting.text
        await sitting.press("d")
        await sitting.type("2026-8-31")  # begins on a Saturday: six weeks
        await sitting.press("enter")
        await sitting.see("2026-08-31  农历七月")
        assert ("[31]" if size[0] >= 80 else ">31") in sitting.lines[12]
        assert "没有安排。" in sitting.text
        assert max(map(cell_len, sitting.lines)) <= size[0]


async def test_days_festivals_and_dates_typed(session: Session, sit: Sit) -> None:
    async with sit(session, screen="calendar") as sitting:
        await sitting.see("第13周")
        await sitting.press("pagedown", "pagedown", "pagedown")
        await sitting.see("2027-02-24")
        await sitting.see("开学")  # 22 February, after the Lantern Festival of 20 February
        assert "春节" in sitting.text
        await sitting.press("2")
        await sitting.on("CalendarScreen", "Ask")
        await sitting.type("027-2-31")
        await sitting.press("enter")
        await sitting.see("2月没有31日")
        await sitting.press("escape", "1")
        await sitting.type("7")
        await sitting.press("enter")
        await sitting.see("2027-02-17")
        await sitting.press("d")
        await sitting.type("2025-8-22")
        await sitting.press("enter")
        await sitting.see("2025-08-22  农历闰六月")
        await sitting.press("t")
        await sitting.see("2026-11-24")


async def test_a_lecture_from_the_plan_to_who_came(session: Session, sit: Sit) -> None:
    async with sit(session, screen="calendar") as sitting:
        await sitting.see("第13周")
        await sitting.press("left", "f8")
        await sitting.see("安排什么活动？")
        await sitting.type("fzjz")
        await sitting.press("enter")
        await sitting.on("CalendarScreen", "ActivityFormScreen")
        assert "主讲人" in sitting.text
        await type_over(sitting, "法治进校园")
        await sitting.press("down", "down")
        await sitting.type("下午2点半")
        await sitting.press("down")
        await sitting.type("9:00")
        await sitting.press("f8")
        await sitting.see("结束早于开始")
        await type_over(sitting, "16:00")
        await sitting.press(*["down"] * 8)
        await sitting.type("张法官")
        await sitting.press("f8")
        await sitting.on("CalendarScreen")
        await sitting.see("14:30-16:00 法治进校园")
        await sitting.see("已列入计划")

        await sitting.press("a")
        await sitting.on("CalendarScreen", "AttendanceScreen")
        await sitting.see("名单上还没有人")
        await sitting.press("f8", "enter")
        await sitting.see("中心学校 四(2)班")
        await sitting.type("四")
        await sitting.press("enter")
        await sitting.see("应到1人，实到1人")
        await sitting.press("space")
        await sitting.see("应到1人，实到0人")
        await sitting.press("l")
        await sitting.see("应到1人，实到1人")
        await sitting.press("p")
        await sitting.see("签到表：法治进校园")
        await sitting.press("escape")
        await sitting.on("CalendarScreen", "AttendanceScreen")
        await sitting.press("escape")
        await sitting.on("CalendarScreen")

        await sitting.press("o")
        await sitting.on("CalendarScreen", "ActivityFormScreen")
        await sitting.press("f8")
        await sitting.see("这一项必须填写")
        await sitting.type("反响很好")
        await sitting.press("f8")
        await sitting.on("CalendarScreen")
        await sitting.see("已完成")

        await sitting.press("enter")
        await sitting.on("CalendarScreen", "ActivityScreen")
        await sitting.see("儿童1人")
        assert "反响很好" in sitting.text
        await sitting.press("p")
        await sitting.on("CalendarScreen", "ActivityScreen", "TextScreen")
        await sitting.see("法制讲座记录  法治进校园")
        assert "应到1人，实到1人，缺席0人" in sitting.text
        await sitting.press("escape")
        await sitting.on("CalendarScreen", "ActivityScreen")
        await sitting.press("f8")
        await sitting.on("CalendarScreen", "ActivityScreen", "ActivityFormScreen")
        await sitting.press("space")
        await sitting.type("会议")
        await sitting.press("enter", "f8")
        await sitting.see("写入活动内容：主讲人。")
        await sitting.press("right", "enter")
        await sitting.see("主讲人：张法官")


async def test_move_copy_repeat_and_cancel(session: Session, sit: Sit) -> None:
    activity_id = plan(session, on_date="2026-11-24")
    async with sit(session, screen="calendar") as sitting:
        await sitting.see("14:30-16:00 法制讲座")
        await sitting.press("m")
        await sitting.on("CalendarScreen", "ActivityFormScreen")
        await type_over(sitting, "+1")
        await sitting.press("f8")
        await sitting.on("CalendarScreen")
        await sitting.see("已改期")
        assert titles(session, date(2026, 11, 25)) == ["法制讲座"]

        await sitting.press("f12")
        await sitting.until(lambda: titles(session, date(2026, 11, 24)) == ["法制讲座"])
        await sitting.lose("14:30-16:00 法制讲座")
        await sitting.press("left")
        await sitting.see("14:30-16:00 法制讲座")
        await sitting.press("c")
        await sitting.on("CalendarScreen", "ActivityFormScreen")
        await type_over(sitting, "2026-8-3")  # in the holidays: said once, then done
        await sitting.press("f8")
        await sitting.see("不在任何学期内")
        await sitting.press("f8")
        await sitting.on("CalendarScreen")
        await sitting.see("2026-08-03")

        await sitting.press("d")
        await sitting.type("11-24")
        await sitting.press("enter")
        await sitting.see("14:30-16:00 法制讲座")
        await sitting.press("r")
        await sitting.on("CalendarScreen", "ActivityFormScreen")
        await sitting.press("right", "down")
        await sitting.type("12-15")
        await sitting.press("f8")
        await sitting.on("CalendarScreen")
        await sitting.see("已重复安排，新增3项")
        assert titles(session, date(2026, 12, 15)) == ["法制讲座"]

        await sitting.press("right", "o")
        await sitting.see("没有活动")
        await sitting.press("left", "m")
        await sitting.see("后面的一起改")
        await type_over(sitting, "12-2")
        await sitting.press("down", "down")
        await sitting.see("后面3项也一起改期")
        await sitting.type("是")
        await sitting.press("f8")
        await sitting.see("已改期4项活动")
        assert titles(session, date(2026, 12, 23)) == ["法制讲座"]
        await sitting.press("x")
        await sitting.see("要取消哪些？")
        await sitting.press("down", "enter")
        await sitting.see("以及后面3项")
        await sitting.type("停电")
        await sitting.press("enter", "right", "enter")
        await sitting.see("已取消4项活动")
        assert activity_file(session, activity_id)["cancelled_reason"] == "停电"
        await sitting.press("m")
        await sitting.see("只有计划中的活动")
        assert sitting.stack == ["CalendarScreen"]
        await sitting.press("x")
        await sitting.see("改回计划？")
        await sitting.press("right", "enter")
        await sitting.lose("已取消")
        assert activity_file(session, activity_id)["state"] == "planned"


async def test_week_list_and_filter(session: Session, sit: Sit) -> None:
    plan(session, on_date="2026-11-25")
    plan(session, kind="outing", title="敬老院", on_date="2026-12-16")
    async with sit(session, screen="calendar") as sitting:
        await sitting.see("第13周")
        await sitting.press("v")
        await sitting.see("11-25 周三 14:30-16:00 法制讲座")
        assert "11-29 周日" in sitting.text
        await sitting.press("right")
        await sitting.see("11-30 周一")
        await sitting.lose("11-29")
        await sitting.press("v")
        await sitting.see("12-16 周三 14:30-16:00 敬老院")
        assert "11-25 周三" in sitting.text
        await sitting.press("escape")
        await sitting.see("  周一")
        await sitting.press("f")
        await sitting.type("校外")
        await sitting.press("enter")
        await sitting.see("[校外游览]")
        await sitting.press("v", "v")
        await sitting.see("敬老院")
        assert "法制讲座" not in sitting.text
        await sitting.press("escape", "escape")
        await sitting.lose("[校外游览]")


async def test_a_semester_at_one_stroke(session: Session, sit: Sit) -> None:
    async with sit(session, screen="calendar") as sitting:
        await sitting.see("第13周")
        await sitting.press("f8", "enter")
        await sitting.on("CalendarScreen", "ActivityFormScreen")
        await sitting.press("pagedown")
        await sitting.type("是")
        await sitting.press("f8")
        await sitting.on("CalendarScreen")
        await sitting.see("中心学校")
        await sitting.press("d")
        await sitting.type("2027-3-1")
        await sitting.press("enter")
        await sitting.see("2027-03-01")
        await sitting.press("b")
        await sitting.see("照上学期安排？")
        await sitting.press("right", "enter")
        await sitting.see("已照上学期安排1项活动")
    assert titles(session, date(2027, 5, 18)) == ["座谈会"]


async def test_semesters_and_the_files_to_take_along(session: Session, sit: Sit, database_path: Path) -> None:
    plan(session, on_date="2026-11-25")
    plan(session, on_date="2027-03-01")
    async with sit(session, screen="calendar") as sitting:
        await sitting.see("第13周")
        await sitting.press("s")
        await sitting.on("CalendarScreen", "SemestersScreen")
        await sitting.see("2026-09-01")
        await sitting.press("f8")
        await sitting.see("2027-2028")
        await sitting.press("right", "enter")
        await sitting.see("2027-09-01")
        await sitting.press("u")
        await sitting.see("无需升级")
        await sitting.press("enter", "home", "enter")
        await sitting.on("CalendarScreen", "SemestersScreen", "SemesterForm")
        await type_over(sitting, "2026-8-31")
        await sitting.press("f8")
        await sitting.on("CalendarScreen", "SemestersScreen")
        await sitting.see("2026-08-31")
        await sitting.press("enter")
        await sitting.on("CalendarScreen", "SemestersScreen", "SemesterForm")
        await type_over(sitting, "2026-9-5")
        await sitting.press("f8")
        await sitting.on("CalendarScreen", "SemestersScreen")
        await sitting.see("2026-09-05")
        await sitting.press("down", "enter")
        await sitting.on("CalendarScreen", "SemestersScreen", "SemesterForm")
        await type_over(sitting, "2027-3-8")
        await sitting.press("down", "down")
        await type_over(sitting, "2027-4-8")
        await sitting.press("f8")
        await sitting.see("涉及0条记录、1项活动、0次排查")
        await sitting.press("right", "enter")
        await sitting.on("CalendarScreen", "SemestersScreen")
        await sitting.see("2027-03-08")
        await sitting.press("escape", "i")
        await sitting.on("CalendarScreen", "ShowMessage")
        await sitting.press("enter", "w")
        await sitting.on("CalendarScreen", "TextScreen")
        await sitting.see("2026年11月活动安排")
        assert "法制讲座" in sitting.text
    (file,) = database_path.parent.rglob("*.ics")
    assert "SUMMARY:法制讲座" in file.read_text(encoding="utf-8")


async def test_whoever_only_reads_changes_nothing(session: Session, sit: Sit, database_path: Path) -> None:
    plan(session, on_date="2026-11-24")
    with Session.open(database_path, "李文书", session.clock, read_only=True) as reader:
        async with sit(reader, screen="calendar") as sitting:
            await sitting.see("法制讲座")
            await sitting.press("f8", "m", "x", "c", "r", "o", "e")
            await sitting.on("CalendarScreen")
            await sitting.press("a")
            await sitting.on("CalendarScreen", "AttendanceScreen")
            await sitting.press("f8", "l", "n")
            await sitting.on("CalendarScreen", "AttendanceScreen")
    with session.reading():
        assert [row[0] for row in Activity.select(Activity.version).tuples()] == [1]


async def test_what_was_not_saved_comes_back_in_its_form(session: Session, sit: Sit) -> None:
    keep_draft(session, "activity.plan.outing", 0, 0, {"title": "敬老院之行"})
    activity_id = plan(session)
    keep_draft(session, "activity.correct", activity_id, 1, {"place": "操场"})
    async with sit(session, screen="calendar") as sitting:
        await sitting.see("新活动  敬老院之行")
        assert "修改活动  法制讲座" in sitting.text
        await sitting.press("escape")
        await sitting.on("CalendarScreen")
        calendar = sitting.screen
        assert isinstance(calendar, CalendarScreen)
        kept = (("activity.plan.outing", 0, "敬老院之行"), ("activity.correct", activity_id, "操场"))
        for form, row_id, typed in kept:
            calendar.resume(form, row_id)
            await sitting.on("CalendarScreen", "ActivityFormScreen")
            await sitting.see(typed)
            await sitting.press("f8")
            await sitting.on("CalendarScreen")
    assert titles(session, date(2026, 11, 24)) == ["敬老院之行"]
    assert activity_file(session, activity_id)["place"] == "操场"


async def test_a_class_teacher_plans_for_the_school_of_the_class(session: Session, sit: Sit) -> None:
    teacher = replace(session, role=Role.TEACHER, scope=Scope(classes=frozenset({1})))
    plan(session, on_date="2026-11-24", title="全乡讲座")
    async with sit(teacher, screen="calendar") as sitting:
        await sitting.see("全乡讲座")
        await sitting.lose("改期")  # the township's: looked at, and who came of one's own
        assert "签到" in sitting.text
        await sitting.press("m", "x", "e", "enter")
        await sitting.on("CalendarScreen", "ActivityScreen")
        await sitting.see("全乡讲座")
        await sitting.press("o", "enter")
        await sitting.on("CalendarScreen", "ActivityScreen")
        await sitting.press("escape")
        await sitting.on("CalendarScreen")
        await sitting.press("f8", "enter")
        await sitting.on("CalendarScreen", "ActivityFormScreen")
        assert "中心学校" in sitting.text
        await sitting.press("f8")
        await sitting.on("CalendarScreen")
        await sitting.see("座谈会")
        await sitting.see("改期")
        await sitting.press("s")
        await sitting.on("CalendarScreen", "SemestersScreen")
        await sitting.press("u", "z", "enter")
        assert sitting.stack == ["CalendarScreen", "SemestersScreen"]
    assert titles(session, date(2026, 11, 24)) == ["座谈会", "全乡讲座"]
