"""The marks of a class: typed in one after another, a sharp fall asked about, and a plan proposed from it."""

from __future__ import annotations

import pytest

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.marks import record_marks
from db.commands.surveys import ensure_semesters
from db.models import CarePlan, CareRecord, Child
from db.queries.study import fall_rule
from db.rules.study import FallRule
from db.session import Session
from screens.marks import MarksScreen
from tests.pilot.hosting import sees, showing, shown, types


@pytest.fixture
def school_class(session: Session) -> int:
    ensure_semesters(session)
    for name in ("陈小兰", "王小明"):
        child = add_child(session, {"name": name, "registered_on": "2026-03-01", "school": NewPlace("中心学校"),
                                    "school_class": NewPlace("四(2)班")})  # fmt: skip
        record_marks(session, "数学", {child: 80}, "2026-06-20")
    return int(Child.select(Child.school_class).scalar())


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_marks_are_typed_in_and_a_fall_becomes_a_plan(
    session: Session, school_class: int, size: tuple[int, int]
) -> None:
    async with showing(MarksScreen(session, school_class), size) as pilot:
        await sees(pilot, "已录0/2人")
        await pilot.press("enter")
        await sees(pilot, "上次：80分")
        await types(pilot, "60")
        await pilot.press("enter")
        await types(pilot, "85")
        await pilot.press("f8")
        await sees(pilot, "成绩明显下滑")
        assert CareRecord.select().count() == 2
        await pilot.press("f8")
        await sees(pilot, "已录2/2人，1人明显下滑")
        assert "-20" in shown(pilot.app)
        await pilot.press("p")
        await sees(pilot, "成绩严重下滑")
        await pilot.press("f8")
        await sees(pilot, "计划已保存")
        plan = CarePlan.get()
        assert (plan.cause, plan.facts[:5]) == ("study_decline", "数学：成绩")
        await pilot.press("r")
        await sees(pilot, "下降分数")
        await pilot.press("backspace", "backspace")
        await types(pilot, "30")
        await pilot.press("f8")
        await sees(pilot, "0人明显下滑")
    assert fall_rule(session)[0] == FallRule(30, 60)


async def test_a_subject_that_is_new_is_typed(session: Session, school_class: int) -> None:
    async with showing(MarksScreen(session, school_class)) as pilot:
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
