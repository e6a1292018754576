"""Activities from the plan to the list of who was there: what is refused, what is kept, who may do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.commands.activities import (
    cancel_activity,
    copy_activity,
    correct_activity,
    finish_activity,
    invite,
    mark_present,
    move_activity,
    plan_activity,
    plan_for_each_school,
    repeat_activity,
    resume_activity,
    take_over,
)
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.undo import undo_last
from db.commands.writing import insert
from db.errors import ConflictError, NotFoundError, RuleError
from db.models import Activity, Attendance, ChangeLog, Child, School, Staff
from db.queries.activities import ActivityFile, ActivityFilter, activity_file, agenda, guests, month_facts
from db.queries.guest_groups import CARERS, CHILDREN, STAFF, Group, group_places
from db.scope import Scope
from db.session import Session
from exports.activity_sheet import blocks

LECTURE = {
    "kind": "law_lecture",
    "title": "法制讲座",
    "on_date": "2026-12-04",
    "starts_at": "14:30",
    "ends_at": "16:00",
}


@pytest.fixture
def village(session: Session) -> list[int]:
    """Three children of two classes and two villages, one with a carer; one member of staff."""
    found = []
    for name, place, title in (
        ("王小明", "青山村", "四(2)班"),
        ("李小红", "青山村", "三(1)班"),
        ("赵小刚", "白云村", "三(1)班"),
    ):
        carer = {"name": "刘桂花", "relation": "paternal_grandmother"} if name == "王小明" else None
        values = {"name": name, "village": NewPlace(place), "school": NewPlace("中心学校"),
                  "school_class": NewPlace(title), "registered_on": "2026-09-01"}  # fmt: skip
        found.append(add_child(session, values, carer=carer))
    with session.writing():
        insert(session, Staff, {"name": "陈老师", "name_key": "chenlaoshi", "roles": "teacher", "school": 1})
    return found


def row(session: Session, activity_id: int) -> ActivityFile:
    return activity_file(session, activity_id)


def plan(session: Session, **values: Any) -> int:
    return plan_activity(session, {**LECTURE, **values})


# Planning


def test_a_plan_is_stored_in_its_semester(session: Session) -> None:
    found = row(session, plan(session, starts_at="下午2点半", budget=200, topics="未成年人保护法\n家庭保护"))
    assert (found["on_date"], found["starts_at"], found["state"]) == ("2026-12-04", "14:30", "planned")
    assert found["topics"] == "未成年人保护法\n家庭保护"
    assert found["semester"] is not None


@pytest.mark.parametrize(
    ("values", "field"),
    [({"on_date": "2027-02-31"}, "on_date"), ({"on_date": "2026-12"}, "on_date"), ({"title": ""}, "title"),
     ({"kind": "party"}, "kind"), ({"until_date": "2026-12-03"}, "until_date"), ({"starts_at": "25:00"}, "starts_at"),
     ({"ends_at": "14:00"}, "ends_at"), ({"budget": -5}, "budget"), ({"school": 99}, "school")],
)  # fmt: skip
def test_what_cannot_be_planned(session: Session, values: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as caught:
        plan(session, **values)
    assert field in caught.value.fields
    with session.reading():
        assert Activity.select().count() == 0


def test_a_correction_is_held_against_what_stands(session: Session) -> None:
    activity_id = plan(session)
    with pytest.raises(RuleError) as caught:
        correct_activity(session, activity_id, 1, {"ends_at": "9:00"})
    assert set(caught.value.fields) == {"ends_at"}
    correct_activity(session, activity_id, 1, {"ends_at": "9:00", "until_date": "2026-12-05"})
    with pytest.raises(ConflictError):
        correct_activity(session, activity_id, 1, {"title": "讲座"})
    assert row(session, activity_id)["title"] == "法制讲座"


def test_a_copy_takes_the_plan_and_not_the_result(session: Session, village: list[int]) -> None:
    first = plan(session, until_date="2026-12-05", on_date="2026-11-20", school=1, place="操场")
    finish_activity(session, first, 1, {"summary": "到场百余人", "others_present": 100})
    invite(session, first, Group(CHILDREN))
    copied = row(session, copy_activity(session, first, "2027-03-19"))
    assert (copied["on_date"], copied["until_date"], copied["place"]) == ("2027-03-19", "2027-04-03", "操场")
    assert (copied["state"], copied["summary"], copied["others_present"], copied.listed) == ("planned", None, None, 0)
    assert copied["semester"] != row(session, first)["semester"]


def test_a_repetition_adds_only_what_is_not_there(session: Session) -> None:
    activity_id = plan(session)
    assert len(repeat_activity(session, activity_id, "weekly", "2026-12-31")) == 3
    with pytest.raises(RuleError):
        repeat_activity(session, activity_id, "weekly", "2026-12-31")
    assert len(repeat_activity(session, activity_id, "weekly", "2027-01-10")) == 2
    assert len(repeat_activity(session, activity_id, "semester", "2028-12-31")) == 4
    with pytest.raises(RuleError) as caught:
        repeat_activity(session, activity_id, "monthly", "2026-12-31")
    assert "until" in caught.value.fields


def test_moved_it_keeps_its_length_and_its_time(session: Session) -> None:
    activity_id = plan(session)
    move_activity(session, activity_id, 1, "2026-12-11", "15:00")
    moved = row(session, activity_id)
    assert (moved["on_date"], moved["starts_at"], moved["ends_at"]) == ("2026-12-11", "15:00", "16:30")
    with pytest.raises(RuleError) as caught:
        move_activity(session, activity_id, moved.version, "2026-12-11", "23:00")
    assert "starts_at" in caught.value.fields
    assert row(session, activity_id).version == moved.version


def test_cancelling_takes_a_reason_and_can_be_taken_back(session: Session) -> None:
    activity_id = plan(session)
    with pytest.raises(RuleError):
        cancel_activity(session, activity_id, 1, "  ")
    cancel_activity(session, activity_id, 1, "暴雨停课")
    for deed in (lambda: move_activity(session, activity_id, 2, "2026-12-11"),
                 lambda: cancel_activity(session, activity_id, 2, "再次"),
                 lambda: finish_activity(session, activity_id, 2, {"summary": "好"})):  # fmt: skip
        with pytest.raises(RuleError):
            deed()
    resume_activity(session, activity_id, 2)
    found = row(session, activity_id)
    assert (found["state"], found["cancelled_reason"]) == ("planned", None)
    with session.reading():
        reasons = [
            line for (line,) in ChangeLog.select(ChangeLog.reason).where(ChangeLog.reason.is_null(False)).tuples()
        ]
    assert reasons == ["暴雨停课"]


def test_done_is_what_has_begun_and_has_a_summary(session: Session) -> None:
    coming, past = plan(session), plan(session, on_date="2026-11-20")
    with pytest.raises(RuleError):
        finish_activity(session, coming, 1, {"summary": "好"})
    with pytest.raises(RuleError) as caught:
        finish_activity(session, past, 1, {"summary": ""})
    assert set(caught.value.fields) == {"summary"}
    finish_activity(session, past, 1, {"summary": "反响好", "others_present": 12})
    assert row(session, past)["state"] == "done"
    assert row(session, past).present.all == 12


# Who came


def test_whole_groups_at_one_stroke_and_each_person_once(session: Session, village: list[int]) -> None:
    activity_id = plan(session, school=1)
    places = {place.name: place for place in group_places(session, 1)}
    third = places["中心学校 三(1)班"]
    assert invite(session, activity_id, Group(CHILDREN, third.field, third.id)) == 2
    green = places["青山村"]
    assert invite(session, activity_id, Group(CHILDREN, green.field, green.id)) == 1
    assert invite(session, activity_id, Group(CHILDREN)) == 0
    assert invite(session, activity_id, Group(CARERS)) == 1
    assert invite(session, activity_id, Group(STAFF, "school", 1)) == 1
    assert invite(session, activity_id, Group(CHILDREN, "id", village[0])) == 0
    listed = guests(session, activity_id)
    assert [guest.kind for guest in listed] == ["child", "child", "child", "carer", "staff"]
    assert mark_present(session, activity_id, [(listed[0].id, listed[0].version)], False) == 1
    present = row(session, activity_id).present
    assert (present.children, present.carers, present.staff, present.all) == (2, 1, 1, 4)
    with pytest.raises(ConflictError):
        mark_present(session, activity_id, [(listed[1].id, 1), (listed[0].id, 1)], True)
    assert row(session, activity_id).present == present


def test_three_thousand_are_on_the_list_and_counted(session: Session, village: list[int]) -> None:
    """Written past the commands, which take 1.2 s for them: what is held here is reading and counting."""
    activity_id = plan(session)
    with session.writing():
        child = Child.select(*[f for f in Child._meta.sorted_fields if f.name not in ("id", "uid")]).where(
            Child.id == village[0]
        ).dicts().get()  # fmt: skip
        columns = {Child._meta.fields[name].column_name: value for name, value in child.items()}
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        session.database.connection().executemany(
            f"INSERT INTO child (uid, {names}) VALUES (?, {marks})",
            [(f"u{number}", *columns.values()) for number in range(2997)],
        )
        session.database.execute_sql(
            "INSERT INTO attendance (uid, created_at, created_by, updated_at, updated_by, version, activity_id,"
            " child_id, present) SELECT 'a' || id, '', '', '', '', 1, ?, id, 1 FROM child", (activity_id,),
        )  # fmt: skip
    assert len(guests(session, activity_id)) == 3000
    assert row(session, activity_id).present.children == 3000
    assert invite(session, activity_id, Group(CHILDREN)) == 0


# What the calendar shows


def test_a_month_counts_by_kind_and_day_without_what_was_cancelled(session: Session) -> None:
    plan(session, until_date="2026-12-06")
    plan(session, kind="outing", title="游览")
    cancelled = plan(session, kind="outing", title="取消")
    cancel_activity(session, cancelled, 1, "雨")
    plan(session, on_date="2026-11-02")
    december = month_facts(session, date(2026, 12, 1), date(2026, 12, 31), ActivityFilter())
    assert {day.day: dict(count.kinds) for day, count in december.days.items()} == {
        4: {"law_lecture": 1, "outing": 1}, 5: {"law_lecture": 1}, 6: {"law_lecture": 1},
    }  # fmt: skip
    assert not any(count.late for count in december.days.values())
    november = month_facts(session, date(2026, 11, 1), date(2026, 11, 30), ActivityFilter())
    assert november.days[date(2026, 11, 2)].late
    lines = agenda(session, date(2026, 12, 5), date(2026, 12, 5), ActivityFilter())
    assert [line.title for line in lines] == ["法制讲座"]
    assert len(agenda(session, date(2026, 12, 4), date(2026, 12, 4), ActivityFilter(kind="outing"))) == 2


def test_a_school_sees_its_own_and_the_townships_and_plans_for_itself(session: Session, village: list[int]) -> None:
    own, township = plan(session, school=1), plan(session)
    with session.writing():
        insert(session, School, {"name": "双井小学"})
    other = plan(session, school=2)
    head = session.within(Scope(schools=frozenset({1})))
    seen = [line.id for line in agenda(head, date(2026, 12, 4), date(2026, 12, 4), ActivityFilter())]
    assert seen == [own, township]
    assert [line.id for line in agenda(session, date(2026, 12, 4), date(2026, 12, 4), ActivityFilter(school=2))] == [
        township, other,
    ]  # fmt: skip
    with pytest.raises(NotFoundError):
        activity_file(head, other)
    with pytest.raises(RuleError) as caught:
        plan(head)
    assert set(caught.value.fields) == {"school"}
    with pytest.raises(RuleError):
        correct_activity(head, township, 1, {"title": "x"})
    with pytest.raises(RuleError):
        correct_activity(head, own, 1, {"school": 2})
    teacher = session.within(Scope(classes=frozenset({1})))
    assert [guest.name for guest in _listed(teacher, session, own)] == ["王小明"]
    assert row(session, own).listed == 3


def _listed(teacher: Session, office: Session, activity_id: int) -> list[Any]:
    """The list of attendance as a class teacher sees it, after the office has put everybody on it."""
    assert invite(teacher, activity_id, Group(CHILDREN)) == 1
    assert invite(office, activity_id, Group(CHILDREN)) == 2
    with office.reading():
        assert Attendance.select().count() == 3
    return guests(teacher, activity_id)


def test_what_the_township_holds_is_changed_by_the_office_alone(session: Session, village: list[int]) -> None:
    coming, held = plan(session), plan(session, on_date="2026-11-20", until_date=None)
    teacher = session.within(Scope(classes=frozenset({1})))
    deeds: list[Callable[[], object]] = [
        lambda: correct_activity(teacher, coming, 1, {"school": 1, "title": "x"}),
        lambda: move_activity(teacher, coming, 1, "2026-12-11"),
        lambda: cancel_activity(teacher, coming, 1, "雨"),
        lambda: finish_activity(teacher, held, 1, {"summary": "x"}),
        lambda: resume_activity(teacher, held, 1),
    ]
    for deed in deeds:
        with pytest.raises(RuleError):
            deed()
    assert {row(session, one).version for one in (coming, held)} == {1}


def test_who_was_there_is_said_of_ones_own_children(session: Session, village: list[int]) -> None:
    township = plan(session)
    invite(session, township, Group(CHILDREN))
    teacher = session.within(Scope(classes=frozenset({1})))
    everybody = [(guest.id, guest.version) for guest in guests(session, township)]
    assert mark_present(teacher, township, everybody, present=False) == 1
    assert [guest.name for guest in guests(session, township) if not guest.present] == ["王小明"]


# A semester at one stroke


def test_one_for_each_school(session: Session, village: list[int]) -> None:
    with session.writing():
        insert(session, School, {"name": "双井小学", "active": True})
    found = plan_for_each_school(session, {**LECTURE, "village": 1})
    assert [(row(session, one).school, row(session, one).village) for one in found] == [
        ("中心学校", ""),
        ("双井小学", ""),
    ]
    with pytest.raises(RuleError):
        plan_for_each_school(session, {**LECTURE, "on_date": "2026-13-01"})
    apart = plan_for_each_school(session, {**LECTURE, "until_date": "2026-12-05"}, 1)  # from a Friday to a Monday
    assert [(row(session, one)["on_date"], row(session, one)["until_date"]) for one in apart] == [
        ("2026-12-04", "2026-12-05"), ("2026-12-07", "2026-12-08"),
    ]  # fmt: skip
    head = session.within(Scope(schools=frozenset({2})))
    assert [row(session, one).school for one in plan_for_each_school(head, LECTURE)] == ["双井小学"]


def test_a_semester_is_planned_as_the_one_before(session: Session) -> None:
    """Weeks count from the one in which a semester begins: 1 September 2026 is a Tuesday, 22 February 2027 a Monday."""
    plan(session, on_date="2026-09-16", until_date="2026-09-17")
    plan(session, kind="outing", title="敬老院", on_date="2026-09-01")
    cancel_activity(session, plan(session, title="取消", on_date="2026-10-14"), 1, "雨")
    assert take_over(session, date(2027, 3, 1)) == 2
    lines = agenda(session, date(2027, 2, 1), date(2027, 7, 31), ActivityFilter())
    assert [(line.title, line.on_date, line.until_date, line.state) for line in lines] == [
        ("敬老院", "2027-02-23", None, "planned"), ("法制讲座", "2027-03-10", "2027-03-11", "planned"),
    ]  # fmt: skip
    with pytest.raises(RuleError):
        take_over(session, date(2027, 3, 1))
    assert take_over(session, date(2027, 9, 1)) == 2


def test_nobody_takes_over_what_is_not_theirs_to_plan(session: Session, village: list[int]) -> None:
    own = plan(session, school=1)
    plan(session)
    head = session.within(Scope(schools=frozenset({1})))
    assert take_over(head, date(2027, 3, 1)) == 1
    (line,) = agenda(session, date(2027, 2, 1), date(2027, 7, 31), ActivityFilter())
    assert (line.title, line.where) == (row(session, own)["title"], "中心学校")


def test_the_last_deed_is_taken_back(session: Session) -> None:
    activity_id = plan(session)
    move_activity(session, activity_id, 1, "2026-12-11", "15:00")
    copies = repeat_activity(session, activity_id, "weekly", "2026-12-25")
    undo_last(session)
    assert {row(session, one)["state"] for one in copies} == {"cancelled"}
    undo_last(session)
    found = row(session, activity_id)
    assert (found["on_date"], found["starts_at"], found["ends_at"]) == ("2026-12-04", "14:30", "16:00")


def test_repetitions_are_one_series_that_is_moved_and_cancelled_together(session: Session) -> None:
    first = plan(session)
    ids = repeat_activity(session, first, "weekly", "2026-12-25")
    series = row(session, first)["series"]
    assert series
    assert {row(session, one)["series"] for one in ids} == {series}
    assert row(session, copy_activity(session, first, "2026-12-30"))["series"] is None
    assert [row(session, one).following for one in (first, *ids)] == [3, 2, 1, 0]
    assert ["后面还有3项" in str(blocks(row(session, one))) for one in (first, ids[0])] == [True, False]
    repeat_activity(session, ids[-1], "weekly", "2027-01-01")
    assert row(session, first).following == 4

    second = row(session, ids[0])
    assert move_activity(session, ids[0], second.version, "2026-12-12", "9:00", following=True) == 4
    assert [row(session, one)["on_date"] for one in (first, *ids)] == [
        "2026-12-04", "2026-12-12", "2026-12-19", "2026-12-26",
    ]  # fmt: skip
    assert row(session, ids[-1])["ends_at"] == "10:30"
    assert move_activity(session, first, row(session, first).version, "2026-12-03") == 1

    third = row(session, ids[1])
    assert cancel_activity(session, ids[1], third.version, "放假", following=True) == 3
    assert [row(session, one)["state"] for one in (first, *ids)] == ["planned", "planned", "cancelled", "cancelled"]
    undo_last(session)
    assert row(session, ids[-1])["state"] == "planned"
    alone = plan(session, on_date="2026-12-07", title="另一项")
    again = repeat_activity(session, alone, "weekly", "2026-12-21")
    undo_last(session)
    assert row(session, alone)["series"] is None
    assert {row(session, one)["state"] for one in again} == {"cancelled"}


def test_a_series_taken_over_is_one_again(session: Session) -> None:
    repeat_activity(session, plan(session), "weekly", "2026-12-18")
    plan(session, title="单独的")
    take_over(session, date(2027, 3, 1))
    later = [row(session, line.id) for line in agenda(session, date(2027, 3, 1), date(2027, 7, 1), ActivityFilter())]
    assert len({file["series"] for file in later if file["title"] == "法制讲座"}) == 1
    assert [file["series"] for file in later if file["title"] == "单独的"] == [None]
