"""Record cards, growth file, list of talks and the letter to the family: whole, masked, and 80 columns wide."""

from __future__ import annotations

from datetime import date

import pytest

from db.commands.care_records import record, withdraw_record
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.writing import insert
from db.models import Activity, Attendance, Child
from db.queries.terms import current_semester
from db.rules.study import ABSENT
from db.session import Session
from db.vocabulary import RecordKind
from exports.child_sheet import blocks
from exports.pages import BREAK
from exports.report import Request, find
from exports.saving import printed
from exports.text import cells

TODAY = date(2026, 11, 24)
WORDS = "王小明说父母两个月没有来电，想知道爸爸什么时候回来。" * 4


@pytest.fixture
def children(session: Session) -> list[int]:
    made = [
        add_child(session, {"name": name, "registered_on": "2026-03-01", "phone": "13812345678", "sex": "male",
                            "school": NewPlace("中心学校"), "school_class": NewPlace("四(2)班")},
                  carer={"name": "刘桂花", "relation": "paternal_grandmother"})
        for name in ("王小明", "李小红")
    ]  # fmt: skip
    first = made[0]
    record(session, first, RecordKind.TALK, {
        "happened_on": "2026-11-03", "summary": WORDS, "topics": "family", "measure": "每周通话", "by_name": "陈老师",
    })  # fmt: skip
    record(session, first, RecordKind.TALK, {"happened_on": "2026-10-08", "summary": "十月谈过"})
    record(session, first, RecordKind.CALL, {"happened_on": "2026-11-04", "phone": "13912345678", "met_name": "王大"})
    record(session, first, RecordKind.GOOD_DEED, {"happened_on": "2026-11-05", "summary": "扶老人过河"})
    wrong = record(session, first, RecordKind.TALK, {"happened_on": "2026-11-06", "summary": "记错人的一次"})
    withdraw_record(session, wrong, 1, "记错了人")
    with session.writing():
        training = insert(session, Activity, {"kind": "guardian_training", "title": "隔代教育讲座",
                                              "on_date": "2026-10-20", "state": "done"})  # fmt: skip
        insert(session, Attendance, {"activity": training, "carer": 1, "present": True})
    return made


def text(session: Session, name: str, **request: object) -> str:
    lines = list(printed(session, find(name), Request(TODAY, **request)))  # type: ignore[arg-type]
    assert max(cells(line) for line in lines) <= 80
    return "\n".join(lines)


def test_the_cards_of_the_month_are_printed_one_a_page(session: Session, children: list[int]) -> None:
    filled = text(session, "record-card", child=children[0])
    assert "陈老师" in filled
    assert WORDS[:20] in filled
    assert "十月谈过" not in filled
    assert "记错人" not in filled
    semester = text(session, "record-card", semester=current_semester(session))
    assert semester.count(BREAK) == 1
    assert semester.index("十月谈过") < semester.index(WORDS[:20])
    assert "这段时间没有记录" in text(session, "record-card", child=children[1])


def test_a_class_gets_a_blank_card_for_each_child(session: Session, children: list[int]) -> None:
    school_class = Child.select(Child.school_class).scalar()
    blank = text(session, "record-card", school_class=school_class, by="blank")
    assert blank.index("李小红") < blank.index("王小明")
    assert blank.count("谈心记录卡") == 2
    assert blank.count("____") > 20
    assert text(session, "record-card", by="blank", kind="home_visit").count("家访记录") == 1


def test_the_growth_file_is_whole_and_masked(session: Session, children: list[int]) -> None:
    file = text(session, "growth-file", child=children[0])
    for told in ("王小明", "刘桂花", "扶老人过河", "十月谈过", "每周通话", "隔代教育讲座"):
        assert told in file, told
    assert "139****5678" in file
    assert "138****5678" in file
    assert "13812345678" not in file
    assert "记错人" not in file
    full = "\n".join(printed(session, find("growth-file"), Request(TODAY, child=children[0]), frozenset()))
    assert "13812345678" in full


def test_the_list_of_talks_is_narrowed_by_kind_and_class(session: Session, children: list[int]) -> None:
    def days(**request: object) -> list[str]:
        return [row[0] for row in find("talks").rows(session, Request(TODAY, **request))]  # type: ignore[arg-type]

    assert days() == ["2026-11-03"]
    assert days(kind="all") == ["2026-11-03", "2026-11-04", "2026-11-05"]
    assert days(semester=current_semester(session)) == ["2026-10-08", "2026-11-03"]
    assert days(kind="all", child=children[1]) == days(school_class=99) == []
    text(session, "talks", kind="all")


def test_the_family_learns_what_was_done_and_not_what_was_said(session: Session, children: list[int]) -> None:
    for subject, why in (("数学", "没写作业，精神差"), ("语文", ABSENT)):
        record(session, children[0], RecordKind.STUDY_CHECK, {"subject": subject, "summary": why})
    letter = text(session, "parent-sheet", child=children[0])
    for told in ("2次", "亲情", "扶老人过河", "隔代教育讲座", "每周通话", "语文 缺考", "家长回复"):
        assert told in letter, told
    assert "没有来电" not in letter
    assert "数学" not in letter
    assert text(session, "parent-sheet").count("家长回复") == 2


def test_training_stands_with_the_carer_in_the_file(session: Session, children: list[int]) -> None:
    from db.queries.child_file import child_file

    attended = [block for block in blocks(child_file(session, children[0]), "family") if "培训" in block.title]
    assert [(item.label, item.value) for item in attended[0].items] == [("2026-10-20", "隔代教育讲座 刘桂花")]
    assert not [block for block in blocks(child_file(session, children[1]), "family") if "培训" in block.title]
