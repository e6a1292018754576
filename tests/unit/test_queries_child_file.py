"""The file of a child, its timeline and its likely duplicates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.clock import Clock
from db.commands.care_records import record
from db.commands.children import add_child, correct_child
from db.commands.families import entrust, save_parent
from db.commands.places import ensure_village
from db.commands.registration import grade_risk, leave_register, return_to_register
from db.commands.schooling import change_schooling
from db.commands.surveys import confirm_survey
from db.commands.writing import insert, update
from db.errors import NotFoundError
from db.models import Activity, Attendance, CareRecord, Child, Pairing, School, SchoolClass, Staff
from db.queries.child_file import child_file
from db.queries.duplicates import Sought, likely_duplicates
from db.queries.places import classes, schools, villages
from db.queries.timeline import Happened, timeline
from db.rules.definitions import Ground
from db.rules.id_number import check_digit
from db.scope import Scope
from db.session import Session
from db.vocabulary import Alert, DutyState, RecordKind


def id_number(order: str = "123") -> str:
    body = f"99010120160502{order}"
    return body + check_digit(body)


@pytest.fixture
def village(session: Session) -> int:
    with session.writing():
        return ensure_village(session, "青山村")


@pytest.fixture
def child_id(session: Session, village: int) -> int:
    values = {
        "name": "王明", "id_no": id_number(), "household_kind": "rural", "village": village,
        "registered_on": "2026-03-01",
    }  # fmt: skip
    return add_child(session, values, father={"name": "王大", "whereabouts": "abroad", "away_since": "2026-1-1"})


def staff(session: Session, name: str, role: str) -> int:
    values = {"name": name, "name_key": name, "roles": role, "unit": "中心学校", "phone": "13812345678"}
    return insert(session, Staff, {**values, "capacity": 3, "active": True})


def test_the_file_says_what_is_known_and_what_follows(session: Session, child_id: int) -> None:
    file = child_file(session, child_id)
    assert (file.village, file.age, file.registered) == ("青山村", 10, True)
    assert (file.father["name"], file.mother.version, file.mother["name"]) == ("王大", 0, None)
    assert file.civil.grounds == (Ground.PARENT_UNKNOWN,)
    assert file.school_practice.grounds == (Ground.PARENT_AWAY_MONTHS,)
    assert (file.survey.state, file.fitness, file.alerts, file.doubts) == (DutyState.OVERDUE, None, (), ())


def test_a_child_alone_is_a_red_alert_as_long_as_it_is_registered(session: Session, child_id: int) -> None:
    correct_child(session, child_id, 1, {"living": "alone"})
    assert child_file(session, child_id).alerts == (Alert.LIVING_ALONE,)
    leave_register(session, child_id, 2, "went_with_parents")
    assert child_file(session, child_id).alerts == ()


def test_files_outside_the_scope_do_not_exist(session: Session, child_id: int) -> None:
    limited = session.within(Scope(villages=frozenset({99})))
    with pytest.raises(NotFoundError):
        child_file(limited, child_id)
    with pytest.raises(NotFoundError):
        timeline(limited, child_id)
    assert likely_duplicates(limited, Sought("王明", id_number())) == []


@pytest.mark.parametrize("name", ["王明", "汪名"])
def test_namesakes_elsewhere_do_not_crowd_out_the_own_ones(
    session: Session, village: int, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("db.queries.duplicates.CANDIDATES", 2)
    for _number in range(3):
        add_child(session, {"name": "王明"})
    own = add_child(session, {"name": "王明", "village": village})
    limited = session.within(Scope(villages=frozenset({village})))
    assert [likely.id for likely in likely_duplicates(limited, Sought(name))] == [own]


def test_helpers_and_classes_stand_in_the_file(session: Session, child_id: int) -> None:
    with session.writing():
        teacher = staff(session, "孙老师", "teacher")
        school = insert(session, School, {"name": "中心学校", "active": True})
        values = {"school": school, "school_year": 2026, "stage": "primary", "grade": 4, "number": 2}
        school_class = insert(session, SchoolClass, {**values, "teacher": teacher})
        little = add_child(session, {"name": "周小老师"})
        pairing = {"child": child_id, "kind": "help_teacher", "staff": teacher, "from_on": "2026-09-01"}
        insert(session, Pairing, {**pairing, "to_on": "2026-10-01", "end_reason": "调走"})
        insert(
            session,
            Pairing,
            {"child": child_id, "kind": "little_teacher", "helper_child": little, "from_on": "2026-09-02"},
        )
    change_schooling(session, child_id, 1, {"school_class": school_class})
    file = child_file(session, child_id)
    assert (file.school, file.school_class, file.class_teacher) == ("中心学校", "四(2)班", "孙老师")
    assert [(helper.helper, helper.to_on) for helper in file.helpers] == [("周小老师", None), ("孙老师", "2026-10-01")]


def told(session: Session, child_id: int) -> list[Happened]:
    return timeline(session, child_id)


def test_the_timeline_tells_a_correction_field_by_field_and_masks_numbers(session: Session, child_id: int) -> None:
    correct_child(session, child_id, 1, {"id_no": id_number("141"), "nation": "苗族", "living": "carer"})
    line = told(session, child_id)[0]
    assert (line.day, line.who) == ("2026-11-24", "李文书")
    assert "民族：苗族" in line.sentence
    assert "随照料人" in line.sentence
    assert "公民身份号码" in line.sentence
    for number in (id_number(), id_number("141")):
        assert number not in line.sentence
        assert number[-2:] in line.sentence


def test_the_timeline_names_whose_field_changed(session: Session, child_id: int) -> None:
    save_parent(session, child_id, "father", 1, {"phone": "13812345678"})
    entrust(session, child_id, {"name": "刘桂花", "relation": "paternal_grandmother"})
    carer, father = told(session, child_id)[:2]
    assert carer.sentence.startswith("[照料人]")
    assert "祖母" in carer.sentence
    assert father.sentence.startswith("[父亲]")
    assert "13812345678" in father.sentence


def test_the_timeline_tells_every_kind_of_event_the_latest_first(session: Session, child_id: int) -> None:
    grade_risk(session, child_id, 1, "yellow", "奶奶生病")
    leave_register(session, child_id, 2, "other", None, "随父母外出")
    return_to_register(session, child_id, 3, "父母再次外出")
    confirm_survey(session, child_id, 4, "2026-11-20")
    with session.writing():
        mother = staff(session, "周妈妈", "loving_mother")
        talk = {"child": child_id, "kind": "talk", "happened_on": "2026-10-08", "staff": mother, "summary": "谈学习"}
        insert(session, CareRecord, talk)
        withdrawn = {"happened_on": "2026-10-09", "withdrawn_on": "2026-10-10", "withdrawn_reason": "记错人"}
        insert(session, CareRecord, {**talk, **withdrawn})
        insert(session, Pairing, {"child": child_id, "kind": "loving_mother", "staff": mother, "from_on": "2026-09-10"})
        for state, title in (("done", "法治讲座"), ("cancelled", "郊游")):
            activity = insert(
                session, Activity, {"kind": "law_lecture", "title": title, "on_date": "2026-09-20", "state": state}
            )
            insert(session, Attendance, {"activity": activity, "child": child_id, "present": True})
    lines = told(session, child_id)
    assert [line.day for line in lines] == sorted((line.day for line in lines), reverse=True)
    text = "\n".join(line.sentence for line in lines)
    for expected in ("奶奶生病", "随父母外出", "父母再次外出", "谈学习", "记错人", "周妈妈", "法治讲座", "第一学期"):
        assert expected in text, expected
    assert "郊游" not in text
    assert text.count("奶奶生病") == 1


def test_what_was_entered_on_one_day_stands_in_that_order(session: Session, child_id: int) -> None:
    class Hour(Clock):
        now = 0

        def instant(self) -> str:
            return f"2026-11-24T{Hour.now:02}:00:00Z"

    def at(hour: int) -> Session:
        Hour.now = hour
        return replace(session, clock=Hour(session.clock.today()))

    record(at(9), child_id, RecordKind.TALK, {"summary": "想念父母", "happened_on": "2026-11-24"})
    confirm_survey(at(10), child_id, 1)
    record(at(11), child_id, RecordKind.TALK, {"summary": "谈学习", "happened_on": "2026-11-24"})
    sentences = [line.sentence for line in told(session, child_id) if line.day == "2026-11-24"]
    order = [next(n for n, one in enumerate(sentences) if word in one) for word in ("谈学习", "第一学期", "想念父母")]
    assert order == sorted(order)


def test_a_verdict_is_told_in_the_words_of_the_definition(session: Session, child_id: int) -> None:
    with session.writing():
        for verdict in (True, None):
            update(session, Child, child_id, Child.get_by_id(child_id).version, {"civil": verdict})
    assert any("由计入改为待定" in line.sentence for line in told(session, child_id))


def test_a_timeline_without_a_log_begins_with_the_registration(session: Session, child_id: int) -> None:
    with session.writing():
        copy = Child.select().where(Child.id == child_id).dicts().get()
        del copy["id"]
        copy |= {"uid": "x", "id_no": None, "left_on": "2026-10-01", "left_reason": "died"}
        loaded = Child.insert(copy).execute()
    assert [(line.day, line.sentence) for line in told(session, loaded)] == [
        ("2026-10-01", "退出名册：死亡"), ("2026-03-01", "登记在册。"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sought", "reasons"),
    [
        (Sought("王明"), 1),
        (Sought("汪名"), 1),
        (Sought("王民"), 0),
        (Sought("王鸣"), 1),
        (Sought("王 明", birth_date="2016-05-02"), 2),
        (Sought("赵天", id_no=id_number()), 1),
        (Sought("赵天", birth_date="2016-05-02"), 0),
        (Sought("赵天", birth_date="2016-05-02", father="王大"), 2),
        (Sought("赵天", birth_date="2016-05-03", father="王大"), 0),
        (Sought("赵天"), 0),
    ],
)
def test_likely_duplicates_come_with_their_reasons(
    session: Session, child_id: int, sought: Sought, reasons: int
) -> None:
    found = likely_duplicates(session, sought)
    assert [likely.id for likely in found] == ([child_id] if reasons else [])
    assert sum(len(likely.reasons) for likely in found) == reasons


def test_the_likeliest_comes_first_and_those_who_left_are_shown(session: Session, child_id: int, village: int) -> None:
    other = add_child(session, {"name": "王明", "birth_date": "2019-01-01"})
    leave_register(session, child_id, 1, "changed_school")
    found = likely_duplicates(session, Sought("王明", birth_date="2016-05-02", village=village))
    assert [(likely.id, likely.left) for likely in found] == [(child_id, True), (other, False)]
    assert [len(likely.reasons) for likely in found] == [3, 1]


def test_places_to_choose_are_those_of_the_scope(session: Session, village: int) -> None:
    with session.writing():
        other = ensure_village(session, "柳树村")
        school = insert(session, School, {"name": "中心学校", "active": True})
        insert(session, School, {"name": "撤并小学", "active": False})
        for year in (2025, 2026):
            insert(
                session,
                SchoolClass,
                {"school": school, "school_year": year, "stage": "primary", "grade": 3, "number": 1},
            )
    assert [place.name for place in villages(session)] == ["青山村", "柳树村"]
    assert [place.name for place in schools(session)] == ["中心学校"]
    assert [(place.school, place.name) for place in classes(session)] == [("中心学校", "三(1)班")]
    assert classes(session, school=school + 1) == []
    limited = replace(session, scope=Scope(villages=frozenset({other}), classes=frozenset()))
    assert [place.name for place in villages(limited)] == ["柳树村"]
    assert classes(limited) == []
