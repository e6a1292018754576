"""Care records: what may be written down, what is doubted, how they are corrected, withdrawn and listed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from db.commands.care_records import correct_record, doubts, record, record_many, withdraw_record
from db.commands.children import add_child
from db.commands.places import ensure_school
from db.commands.registration import leave_register
from db.commands.writing import insert, update
from db.errors import ConflictError, NotFoundError, RuleError
from db.models import CareRecord, ChangeLog, Child, School, SchoolClass, Semester, Staff
from db.queries.care_records import last_talk, record_file
from db.queries.record_pages import RecordFilter, RecordPages
from db.rules.record_kinds import COMMON, FORMS, field_label
from db.rules.topics import suggested_topics
from db.scope import Scope
from db.session import Session
from db.vocabulary import Action, RecordKind, TalkTopic

TALK = {"summary": "作业常不交", "topics": "study", "happened_on": "2026-11-20"}


@pytest.fixture
def teacher(session: Session) -> int:
    with session.writing():
        return insert(session, Staff, {"name": "陈老师", "name_key": "chen", "roles": "teacher"})


@pytest.fixture
def school_class(session: Session, teacher: int) -> int:
    with session.writing():
        school = insert(session, School, {"name": "中心学校", "active": True})
        return insert(
            session, SchoolClass,
            {"school": school, "school_year": 2026, "stage": "primary", "grade": 4, "number": 2, "teacher": teacher},
        )  # fmt: skip


@pytest.fixture
def child(session: Session, school_class: int) -> int:
    school = SchoolClass.get_by_id(school_class).school_id
    where = {"school": school, "school_class": school_class}
    return add_child(session, {"name": "王小红", "birth_date": "2016-05-02", "registered_on": "2026-09-10", **where})


def test_a_talk_is_written_down_with_its_semester(session: Session, child: int, teacher: int) -> None:
    found = record_file(session, record(session, child, RecordKind.TALK, {**TALK, "staff": teacher, "subject": "数学"}))
    assert (found.child, found.by, found["topics"], found.kind) == ("王小红", "陈老师", "study", RecordKind.TALK)
    assert Semester.get_by_id(found["semester"]).name == "2026-2027学年第一学期"
    assert found["subject"] is None  # no field of this card
    latest = last_talk(session, child)
    assert latest is not None
    assert latest.id == found.id


def test_without_a_day_it_happened_today(session: Session, child: int) -> None:
    found = record_file(session, record(session, child, RecordKind.HELP, {"summary": "送棉被一床"}))
    assert found["happened_on"] == "2026-11-24"


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (RecordKind.TALK, {**TALK, "happened_on": "2026-09-09"}, "happened_on"),
        (RecordKind.TALK, {**TALK, "happened_on": "2026-11-25"}, "happened_on"),
        (RecordKind.TALK, {**TALK, "happened_on": "2026-11"}, "happened_on"),
        (RecordKind.TALK, {"topics": "study"}, "summary"),
        (RecordKind.TALK, {**TALK, "topics": "weather"}, "topics"),
        (RecordKind.TALK, {**TALK, "follow_up_on": "2026-11-19"}, "follow_up_on"),
        (RecordKind.LETTER, {"happened_on": "2026-11-20", "answered_on": "2026-11-19"}, "answered_on"),
        (RecordKind.STUDY_CHECK, {"subject": "数学"}, "mark"),
        (RecordKind.STUDY_CHECK, {"subject": "数学", "mark": 151}, "mark"),
        (RecordKind.CALL, {}, "met_name"),
        (RecordKind.CALL, {"met_name": "王大", "starts_at": "25:00"}, "starts_at"),
        (RecordKind.CALL, {"met_name": "王大", "minutes": -1}, "minutes"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    session: Session, child: int, kind: RecordKind, values: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleError) as refused:
        record(session, child, kind, values)
    assert list(refused.value.fields) == [field]
    assert CareRecord.select().count() == 0


def test_of_a_child_who_left_only_what_was_before_is_recorded(session: Session, child: int) -> None:
    leave_register(session, child, 1, "parent_returned", "2026-11-10")
    record(session, child, RecordKind.TALK, {**TALK, "happened_on": "2026-11-10"})
    with pytest.raises(RuleError, match="标出") as refused:
        record(session, child, RecordKind.TALK, {**TALK, "happened_on": "2026-11-11"})
    assert "2026-11-10退出名册" in refused.value.fields["happened_on"]


def test_another_talker_than_the_class_teacher_is_doubted_and_allowed(session: Session, child: int) -> None:
    told = {**TALK, "by_name": "刘校长"}
    assert "陈老师" in doubts(session, child, RecordKind.TALK, told)["staff"]
    assert doubts(session, child, RecordKind.HOME_VISIT, told) == {}
    assert record_file(session, record(session, child, RecordKind.TALK, told)).by == "刘校长"


def test_a_second_talk_of_a_day_is_doubted_but_not_its_own_correction(
    session: Session, child: int, teacher: int
) -> None:
    told = {**TALK, "staff": teacher}
    assert doubts(session, child, RecordKind.TALK, told) == {}
    first = record(session, child, RecordKind.TALK, told)
    assert "陈老师" in doubts(session, child, RecordKind.TALK, told)["happened_on"]
    assert doubts(session, child, RecordKind.TALK, told, first) == {}
    withdraw_record(session, first, 1, "记错了人")
    assert doubts(session, child, RecordKind.TALK, told) == {}


def test_words_of_one_twin_in_the_file_of_the_other_are_doubted(session: Session, child: int) -> None:
    twin = add_child(session, {"name": "王小兰", "birth_date": "2016-05-02", "registered_on": "2026-09-10"})
    other = add_child(session, {"name": "李小兰", "birth_date": "2016-05-02", "registered_on": "2026-09-10"})
    record(session, child, RecordKind.TALK, TALK)
    assert "王小红" in doubts(session, twin, RecordKind.TALK, TALK)["summary"]
    assert doubts(session, twin, RecordKind.TALK, {**TALK, "summary": "想念父母"}) == {}
    with session.writing():
        school = ensure_school(session, "青山小学")
        update(session, Child, twin, Child.get_by_id(twin).version, {"school": school})
    elsewhere = session.within(Scope(schools=frozenset({school})))
    assert "summary" not in doubts(elsewhere, twin, RecordKind.TALK, TALK)
    assert doubts(session, other, RecordKind.TALK, TALK) == {}


def test_a_sharp_fall_is_doubted_where_it_is_entered(session: Session, child: int) -> None:
    marked = {"subject": "数学", "mark": 85}
    record(session, child, RecordKind.STUDY_CHECK, {**marked, "happened_on": "2026-09-10"})
    assert doubts(session, child, RecordKind.STUDY_CHECK, {**marked, "mark": 40}) == {}  # of the same semester
    CareRecord.update(happened_on="2026-06-20", version=CareRecord.version + 1).execute()
    assert "85" in doubts(session, child, RecordKind.STUDY_CHECK, {**marked, "mark": 40})["mark"]
    assert doubts(session, child, RecordKind.STUDY_CHECK, {**marked, "mark": 84}) == {}


def test_of_two_who_write_the_same_card_the_second_is_told(session: Session, child: int) -> None:
    card = record(session, child, RecordKind.TALK, TALK)
    correct_record(replace(session, user="张文书"), card, 1, {"summary": "作业已补交"})
    with pytest.raises(ConflictError, match="张文书"):
        correct_record(session, card, 1, {"summary": "作业仍不交"})
    assert record_file(session, card)["summary"] == "作业已补交"


def test_a_correction_keeps_the_former_text_and_moves_the_semester(session: Session, child: int) -> None:
    card = record(session, child, RecordKind.TALK, TALK)
    changes = correct_record(session, card, 1, {"summary": "作业已补交", "happened_on": "2026-11-21"})
    assert changes["summary"] == ["作业常不交", "作业已补交"]
    logged = ChangeLog.select().where((ChangeLog.table_name == "care_record") & (ChangeLog.action == Action.UPDATE))
    assert json.loads(logged.get().changes)["summary"] == ["作业常不交", "作业已补交"]
    with pytest.raises(RuleError):
        correct_record(session, card, 2, {"summary": ""})


def test_a_withdrawn_record_says_why_and_stays_as_it_is(session: Session, child: int) -> None:
    card = record(session, child, RecordKind.TALK, TALK)
    with pytest.raises(RuleError) as refused:
        withdraw_record(session, card, 1, " ")
    assert list(refused.value.fields) == ["withdrawn_reason"]
    withdraw_record(session, card, 1, "记错了人")
    found = record_file(session, card)
    assert (found["withdrawn_on"], found["withdrawn_reason"]) == ("2026-11-24", "记错了人")
    assert last_talk(session, child) is None
    for deed in (lambda: correct_record(session, card, 2, {"summary": "又"}),
                 lambda: withdraw_record(session, card, 2, "再撤")):  # fmt: skip
        with pytest.raises(RuleError):
            deed()


def test_a_class_is_recorded_whole_or_not_at_all(session: Session, child: int) -> None:
    late = add_child(session, {"name": "赵强", "registered_on": "2026-11-22"})
    with pytest.raises(RuleError) as refused:
        record_many(session, RecordKind.TALK, TALK, {child: {}, late: {}})
    assert list(refused.value.fields) == [f"{late}.happened_on"]
    assert CareRecord.select().count() == 0
    ids = record_many(session, RecordKind.TALK, TALK, {child: {}, late: {"happened_on": "2026-11-23"}})
    assert [record_file(session, one)["happened_on"] for one in ids] == ["2026-11-20", "2026-11-23"]


def test_nothing_is_seen_or_written_outside_the_scope(session: Session, child: int) -> None:
    card = record(session, child, RecordKind.TALK, TALK)
    elsewhere = session.within(Scope(villages=frozenset({77})))
    for deed in (lambda: record(elsewhere, child, RecordKind.TALK, TALK),
                 lambda: correct_record(elsewhere, card, 1, {"summary": "改"}),
                 lambda: withdraw_record(elsewhere, card, 1, "撤"),
                 lambda: record_file(elsewhere, card)):  # fmt: skip
        with pytest.raises(NotFoundError):
            deed()
    assert RecordPages(elsewhere, RecordFilter()).count() == 0


def test_the_list_is_read_in_pages_and_narrowed(session: Session, child: int) -> None:
    other = add_child(session, {"name": "赵强", "registered_on": "2026-09-01"})
    for day in range(12, 21):
        record(session, child, RecordKind.TALK, {**TALK, "happened_on": f"2026-11-{day}"})
    record(session, other, RecordKind.GOOD_DEED, {"summary": "植树", "happened_on": "2026-11-15"})
    gone = record(session, other, RecordKind.TALK, {**TALK, "summary": "记错"})
    withdraw_record(session, gone, 1, "记错了人")
    pages = RecordPages(session, RecordFilter())
    everything = pages.first(100)
    assert [row.day for row in everything] == sorted((row.day for row in everything), reverse=True)
    assert pages.count() == len(everything) == 10
    assert [row.id for row in pages.after(everything[3], 3)] == [row.id for row in everything[4:7]]
    assert [row.id for row in pages.before(everything[3], 2)] == [row.id for row in everything[1:3]]
    assert pages.position(everything[4]) == 4
    narrowed = {
        "植树": RecordFilter(text="植树"),
        "赵强": RecordFilter(text="赵强"),
        "kind": RecordFilter(kind="good_deed"),
        "child": RecordFilter(child=other),
    }
    for filter_ in narrowed.values():
        assert [row.sentence for row in RecordPages(session, filter_).first(9)] == ["植树"]
    assert RecordPages(session, RecordFilter(withdrawn=None)).count() == 11


@pytest.mark.parametrize("few", [0, 2_000])
def test_pages_of_few_and_of_many_records_are_the_same_list(
    session: Session, child: int, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    days = [12, 20, 15, 15, 13, 20, 18, 12, 15]
    for number, day in enumerate(days):
        kind = RecordKind.HELP if number % 3 else RecordKind.GOOD_DEED
        record(session, child, kind, {"summary": f"第{number}件", "happened_on": f"2026-11-{day}"})
    monkeypatch.setattr("db.queries.record_pages.FEW", few)
    for narrowed in (RecordFilter(), RecordFilter(kind="help"), RecordFilter(text="第5件"), RecordFilter(text="没有")):
        pages = RecordPages(session, narrowed)
        plain = sorted(
            (row.happened_on, row.id)
            for row in CareRecord.select()
            if narrowed.kind in (None, row.kind) and narrowed.text in row.summary
        )[::-1]
        walked, page = [], pages.first(2)
        while page:
            walked += page
            page = pages.after(page[-1], 2)
        assert [(row.day, row.id) for row in walked] == plain
        assert [(row.day, row.id) for row in pages.last(3)] == plain[-3:]
        assert pages.count() == len(plain)
        assert [pages.position(row) for row in walked] == list(range(len(plain)))


def test_every_kind_is_declared_with_columns_that_exist(session: Session) -> None:
    columns = set(CareRecord._meta.fields)
    assert set(FORMS) == set(RecordKind)
    for kind, form in FORMS.items():
        assert form.columns <= columns
        assert all(field_label(kind, column) for column in form.columns | COMMON)


def test_the_words_of_a_talk_suggest_its_topics() -> None:
    assert suggested_topics("数学成绩下降，想念父母") == (TalkTopic.STUDY, TalkTopic.FAMILY)
    assert suggested_topics("") == ()


def test_a_call_of_which_nothing_is_told_is_doubted(session: Session, child: int) -> None:
    call = {"met_name": "王大"}
    assert set(doubts(session, child, RecordKind.CALL, call)) == {"minutes"}
    assert not doubts(session, child, RecordKind.CALL, {**call, "minutes": 12})
    assert not doubts(session, child, RecordKind.CALL, {**call, "summary": "问了学习"})
