"""The marks of a class: typed in one after another, a sharp fall asked about, and a plan proposed from it."""

from __future__ import annotations

import pytest

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.helpers import add_helper
from db.commands.marks import record_marks
from db.commands.surveys import ensure_semesters
from db.commands.writing import update
from db.models import CarePlan, CareRecord, Child, PlanMeasure, SchoolClass
from db.queries.study import fall_rule
from db.rules.study import FallRule
from db.session import Session
from screens.marks import MarksScreen
from tests.pilot.hosting import SHEETS, sees, showing, shown, types


@pytest.fixture
def school_class(session: Session) -> int:
    ensure_semesters(session)
    for name in ("陈小兰", "王小明"):
        child = add_child(session, {"name": name, "registered_on": "2026-03-01", "school": NewPlace("中心学校"),
                                    "school_class": NewPlace("四(2)班")})  # fmt: skip
        record_marks(session, "数学", {child: 80}, "2026-06-20")
    teacher = add_helper(session, {"name": "周老师", "roles": "teacher"})
    school_class = int(Child.select(Child.school_class).scalar())
    with session.writing():
        update(session, SchoolClass, school_class, 1, {"teacher": teacher})
    return school_class


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_marks_are_typed_in_and_a_fall_becomes_a_plan(
    session: Session, school_class: int, size: tuple[int, int]
) -> None:
    async with showing(MarksScreen(session, SHEETS, school_class), size) as pilot:
        await sees(pilot, "已录0/2人")
        await pilot.press("enter")
        await sees(pilot, "上次：80分")
        await types(pilot, "60")
        await pilot.press("enter")
        await types(pilot, "85")
        await pilot.press("f8")
        await sees(pilot, "成绩严重下滑")
        assert CareRecord.select().count() == 2
        await pilot.press("f8")
        await sees(pilot, "已录2/2人，1人严重下滑")
        assert "-20" in shown(pilot.app)
        await pilot.press("p")
        await sees(pilot, "数学：2025-2026学年第二学期80分，这次60分。")
        await pilot.press("f8")
        await sees(pilot, "计划已保存")
        plan, measure = CarePlan.get(), PlanMeasure.get()
        assert (plan.cause, plan.goal) == ("study_decline", "本学期末数学回到80分左右。")
        assert (measure.measure, measure.staff.name) == ("课后辅导数学，并与家长沟通学习情况。", "周老师")
        await sees(pilot, "2026-11-24起")
        await pilot.press("p")
        await sees(pilot, "课后辅导数学")
        await pilot.press("escape", "down", "e")
        await sees(pilot, "上次：80分")
        await pilot.press("ctrl+u")
        await types(pilot, "-")
        await pilot.press("f8")
        await sees(pilot, "已录2/2人，1人严重下滑")
        assert "缺考" in shown(pilot.app)
        await pilot.press("r")
        await sees(pilot, "下降分数")
        await pilot.press("backspace", "backspace")
        await types(pilot, "30")
        await pilot.press("f8")
        await sees(pilot, "0人严重下滑")
        screen = pilot.app.screen
        assert isinstance(screen, MarksScreen)
        screen.taken_back("已撤销")
        await sees(pilot, "已撤销")
    assert fall_rule(session)[0] == FallRule(30, 60)


async def test_a_subject_that_is_new_is_typed(session: Session, school_class: int) -> None:
    async with showing(MarksScreen(session, SHEETS, school_class)) as pilot:
        await sees(pilot, "已录0/2人")
        await pilot.press("s")
        await sees(pilot, "哪一科？")
        await types(pilot, "科学")
        await sees(pilot, "新科目")
        await pilot.press("enter")
        await sees(pilot, "成绩  科学")
        await pilot.press("f8")
        await sees(pilot, "日期")
        await types(pilot, "151")
        await pilot.press("f8")
        await sees(pilot, "请填0到150")
    assert CareRecord.select().count() == 2
