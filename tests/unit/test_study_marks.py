"""Marks of a class entered at once, and the sharp falls that the office's rule finds in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.commands.care_records import record, withdraw_record
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.marks import record_marks, set_fall_rule
from db.commands.plans import begin_plan, close_plan
from db.commands.undo import undo_last
from db.errors import ConflictError, NotFoundError, RefusedError, RuleError
from db.models import CarePlan, CareRecord, Child
from db.queries.child_file import child_file
from db.queries.plans import plan as plan_of
from db.queries.study import class_marks, fall_rule, subjects
from db.rules.study import FallRule
from db.scope import Scope
from db.session import Session
from db.vocabulary import RecordKind, Role
from exports.child_sheet import blocks
from exports.report import Request, find

SPRING = "2026-06-20"


@pytest.fixture
def children(session: Session) -> tuple[int, int]:
    place = {"school": NewPlace("中心学校"), "school_class": NewPlace("四(2)班")}
    first, second = (
        add_child(session, {"name": name, "registered_on": "2026-03-01", **place}) for name in ("王小明", "李小红")
    )
    return first, second


def test_marks_are_entered_once_a_semester_and_corrected(session: Session, children: tuple[int, int]) -> None:
    first, second = children
    assert record_marks(session, "数学", {first: 90, second: 70}, SPRING) == 2
    assert record_marks(session, "数学", {first: 74, second: 65}) == 2
    assert record_marks(session, "数学", {first: 74, second: 50}) == 1
    rows = CareRecord.select(CareRecord.child, CareRecord.mark).order_by(CareRecord.id).tuples()
    assert list(rows) == [(first, 90), (second, 70), (first, 74), (second, 50)]
    school_class = Child.select(Child.school_class).scalar()
    found = class_marks(session, school_class, "数学")
    assert [(one.name, one.before and one.before.mark, one.change, bool(one.fall)) for one in found] == [
        ("李小红", 70, -20, True), ("王小明", 90, -16, True),
    ]  # fmt: skip
    assert [one.now for one in class_marks(session, school_class, "语文")] == [None, None]
    assert class_marks(session.within(Scope(schools=frozenset({99}))), school_class, "数学") == []
    assert subjects(session) == ["数学"]


def test_a_mark_that_somebody_else_wrote_meanwhile_is_not_overwritten(
    session: Session, children: tuple[int, int]
) -> None:
    first, second = children
    record_marks(session, "数学", {first: 74})
    school_class = Child.select(Child.school_class).scalar()
    seen = {one.child_id: one.now.version for one in class_marks(session, school_class, "数学") if one.now}
    assert seen == {first: 1}
    record_marks(session, "数学", {first: 80})
    for typed in ({first: 90}, {second: 60, first: 90}):
        with pytest.raises(ConflictError):
            record_marks(session, "数学", typed, seen=seen)
    assert record_marks(session, "数学", {first: 80, second: 60}, seen=seen) == 1
    with pytest.raises(ConflictError):
        record_marks(session, "数学", {second: 61}, seen=seen)
    assert record_marks(session, "数学", {first: 95}, SPRING, seen=seen) == 1
    assert [row[0] for row in CareRecord.select(CareRecord.mark).order_by(CareRecord.id).tuples()] == [80, 60, 95]


def test_who_was_absent_is_noted_and_may_get_a_mark_later(session: Session, children: tuple[int, int]) -> None:
    first, second = children
    assert record_marks(session, "数学", {first: 90, second: 70}, SPRING) == 2
    assert record_marks(session, "数学", {first: None, second: 71}) == 2
    school_class = Child.select(Child.school_class).scalar()

    def shown() -> dict[int, tuple[int | None, str, int]]:
        found = class_marks(session, school_class, "数学")
        return {one.child_id: (one.now.mark if one.now else None, one.absent, one.version) for one in found}

    assert shown() == {first: (None, "缺考", 1), second: (71, "", 1)}
    assert record_marks(session, "数学", {first: None}, seen={first: 1}) == 0
    assert record_marks(session, "数学", {first: 88, second: None}, seen={first: 1, second: 1}) == 2
    assert shown() == {first: (88, "", 2), second: (None, "缺考", 2)}
    assert subjects(session) == ["数学"]
    with pytest.raises(RuleError) as error:
        record(session, first, RecordKind.STUDY_CHECK, {"subject": "语文"})
    assert set(error.value.fields) == {"mark"}
    record(session, second, RecordKind.STUDY_CHECK, {"subject": "英语", "summary": "朗读有进步"})
    for mark, told in ((None, "缺考；朗读有进步"), (61, "朗读有进步"), (None, "缺考；朗读有进步")):
        assert record_marks(session, "英语", {second: mark}) == 1
        last = CareRecord.select().order_by(CareRecord.id.desc()).get()
        assert (last.mark, last.summary) == (mark, told)
    assert record_marks(session, "英语", {second: None}) == 0
    assert (undo_last(session).child, CareRecord.get_by_id(last.id).mark) == ("李小红", 61)


def test_a_plan_answers_the_fall_that_it_was_begun_for(session: Session, children: tuple[int, int]) -> None:
    first, _second = children
    record_marks(session, "数学", {first: 90}, SPRING)
    record_marks(session, "数学", {first: 60})
    school_class = Child.select(Child.school_class).scalar()

    def planned(session: Session) -> tuple[bool, int]:
        pupil = next(one for one in class_marks(session, school_class, "数学") if one.child_id == first)
        return bool(pupil.fall), pupil.plan.id if pupil.plan else 0

    assert planned(session) == (True, 0)
    assert len(child_file(session, first).falls) == 1
    begin_plan(session, first, {"cause": "moral", "facts": "打架"})
    measure = {"measure": "课后辅导数学", "by_name": "王老师", "rhythm": "每周一次"}
    plan = begin_plan(session, first, {"cause": "study_decline", "facts": "数学从90分降到60分", **measure})
    assert planned(session) == (True, plan)
    assert child_file(session, first).falls == {}
    assert [row["rhythm"] for row in plan_of(session, plan).measures] == ["每周一次"]
    assert planned(session.within(session.scope._replace(plans=False))) == (True, 0)
    close_plan(session, plan, 1, "reached", "已补上")
    assert planned(session) == (True, plan)
    with pytest.raises(RuleError):
        begin_plan(session, first, {"cause": "study_decline", "facts": "语文", "measure": "辅导"})
    assert CarePlan.select().count() == 2


def test_a_wrong_mark_refuses_all_and_names_its_child(session: Session, children: tuple[int, int]) -> None:
    first, second = children
    with pytest.raises(RuleError) as error:
        record_marks(session, "数学", {first: 80, second: 151})
    assert set(error.value.fields) == {f"{second}.mark"}
    with pytest.raises(RuleError):
        record_marks(session, "  ", {first: 80})
    with pytest.raises(NotFoundError):
        record_marks(session.within(Scope(schools=frozenset({9}))), "数学", {first: 80})
    assert CareRecord.select().count() == 0


def test_a_sharp_fall_stands_in_the_file_and_follows_the_rule(session: Session, children: tuple[int, int]) -> None:
    first, second = children
    record_marks(session, "语文", {first: 62, second: 95}, SPRING)
    record_marks(session, "语文", {first: 58, second: 81})

    def alarms(child: int) -> list[str]:
        return [item.value for block in blocks(child_file(session, child), "school") for item in block.items
                if item.alarming]  # fmt: skip

    assert alarms(first) == ["成绩严重下滑：2025-2026学年第二学期62分，这次58分。"]
    assert alarms(second) == []
    set_fall_rule(session, 0, 14, 0)
    assert fall_rule(session) == (FallRule(14, 0), 1)
    assert alarms(first) == []
    assert "81分" in alarms(second)[0]
    fallen = child_file(session, second).marks[-1]
    withdraw_record(session, fallen.record_id, fallen.version, "录错了人")
    assert alarms(second) == []


def test_only_the_office_sets_the_rule_once_at_a_time(session: Session) -> None:
    set_fall_rule(session, 0, 20, 0)
    with pytest.raises(ConflictError):
        set_fall_rule(session, 0, 10, 0)
    with pytest.raises(RuleError):
        set_fall_rule(session, 1, -1, 0)
    with pytest.raises(RefusedError):
        set_fall_rule(replace(session, role=Role.TEACHER), 1, 5, 0)
    assert fall_rule(session)[0] == FallRule(20, 0)
    assert FallRule(15, 60).is_sharp(60, 59)
    assert not FallRule(15, 60).is_sharp(59, 50)


def test_the_report_of_marks_lists_each_beside_the_one_before(session: Session, children: tuple[int, int]) -> None:
    first, second = children
    record_marks(session, "数学", {first: 90, second: 70}, SPRING)
    record_marks(session, "数学", {first: 74, second: 70})
    record_marks(session, "语文", {second: 61})

    def listed(**request: str) -> list[list[str]]:
        rows = find("marks").rows(session, Request(session.clock.today(), **request), hidden=frozenset())  # type: ignore[arg-type]
        return [[row[0], *row[2:6]] for row in rows]

    assert listed() == [
        ["李小红", "数学", "70", "70", "0"], ["李小红", "语文", "", "61", ""], ["王小明", "数学", "90", "74", "-16"],
    ]  # fmt: skip
    assert listed(kind="fell") == [["王小明", "数学", "90", "74", "-16"]]
