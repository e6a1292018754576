"""The class teacher chosen on the screen, from the semesters."""

from __future__ import annotations

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.helpers import add_helper
from db.commands.schooling import change_schooling
from db.queries.class_list import class_lines
from db.queries.graduates import graduates
from db.session import Session
from screens.semesters import SemestersScreen
from tests.pilot.hosting import SHEETS, sees, showing, types


async def test_a_class_is_given_its_teacher(session: Session) -> None:
    async with showing(SemestersScreen(session, SHEETS)) as pilot:
        await sees(pilot, "学期")
        await pilot.press("c")
        await sees(pilot, "还没有班级")
        add_child(session, {"name": "张小明", "school": NewPlace("石桥小学"), "school_class": NewPlace("三(2)班")})
        await pilot.press("escape")
        await sees(pilot, "开始日期")
        await pilot.press("c")
        await sees(pilot, "三(2)班")
        await pilot.press("enter")
        await sees(pilot, "还没有登记教师")
        add_helper(session, {"name": "刘老师", "roles": "teacher"})
        await pilot.press("enter")
        await sees(pilot, "石桥小学 三(2)班")
        await pilot.press("enter")
        await sees(pilot, "1个班中0个没有班主任")
        child = add_child(
            session, {"name": "李小红", "school": NewPlace("石桥小学"), "school_class": NewPlace("六(1)班")}
        )
        change_schooling(session, child, 1, {"school": None}, outcome="graduated")
        await pilot.press("escape")
        await sees(pilot, "开始日期")
        await pilot.press("w")
        await sees(pilot, "[ ] 李小红")
        await pilot.press("a", "f8")
        await sees(pilot, "起始日期")
        await sees(pilot, "初中")
        await pilot.press("down")
        await pilot.press("县")
        await sees(pilot, "新增")
        await types(pilot, "一中")
        await pilot.press("enter")
        await sees(pilot, "要新增吗")
        await pilot.press("right", "enter", "f8")
        await sees(pilot, "已登记1名儿童")
    assert [line.teacher for line in class_lines(session)] == ["刘老师", ""]
    assert graduates(session) == []
