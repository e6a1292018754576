"""Letters home by festival, and good deeds: who is asked, marked at one stroke, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db.commands.care_batches import Booked, answer_letters, enter_good_deeds, send_letters, withdraw_records
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.nine_ones import tick_festivals
from db.commands.registration import leave_register
from db.commands.surveys import ensure_semesters
from db.errors import ConflictError, NotFoundError, RefusedError, RuleError, UsageError
from db.models import CareRecord, School
from db.queries.letters import FestivalLetters, LetterLine, festival_letters, letter_lines, ticked_festivals
from db.queries.nine_ones_children import children_cells
from db.rules.letters import Round, able_to_write
from db.scope import Scope
from db.session import Session
from db.vocabulary import DutyState, Festival, NineOne, Role
from exports.report import Request, find

TODAY = date(2026, 11, 24)
MID_AUTUMN = Round(Festival.MID_AUTUMN, date(2026, 9, 25))


@pytest.fixture
def children(session: Session) -> list[int]:
    """Of the third grade, of the second, without a class and ten years old, and in kindergarten."""
    ensure_semesters(session)
    told: list[dict[str, Any]] = [
        {"name": "王小芳", "school": NewPlace("中心学校"), "school_class": NewPlace("三(2)班")},
        {"name": "李小明", "school": NewPlace("中心学校"), "school_class": NewPlace("二(1)班"),
         "birth_date": "2014-01-01"},
        {"name": "张小勇", "birth_date": "2017-11-24"},
        {"name": "赵小宝", "birth_date": "2017-11-24", "schooling": "kindergarten"},
    ]  # fmt: skip
    father = {"name": "王大海", "whereabouts": "out_of_province", "work_place": "东莞"}
    mother = {"name": "李梅", "whereabouts": "home"}
    parents: list[dict[str, Any]] = [{"father": father, "mother": mother}, {}, {}, {}]
    return [
        add_child(session, {**values, "registered_on": "2026-09-01"}, **family)
        for values, family in zip(told, parents, strict=True)
    ]


def asked(session: Session) -> FestivalLetters:
    return next(row for row in festival_letters(session) if row.round.festival is Festival.MID_AUTUMN)


def line_of(session: Session, child: int) -> LetterLine:
    return next(line for line in letter_lines(session, MID_AUTUMN) if line.child == child)


def test_who_can_write_is_asked_and_the_rest_is_not(session: Session, children: list[int]) -> None:
    lines = letter_lines(session, replace(MID_AUTUMN, day=date(2026, 12, 1)))
    assert [line.child for line in lines] == [children[0], children[2]]
    assert (lines[0].to, lines[0].address) == ("王大海(父亲)", "东莞")
    # At the festival he was eight.
    assert [line.child for line in letter_lines(session, MID_AUTUMN)] == [children[0]]


@pytest.mark.parametrize(
    ("stage", "grade", "schooling", "born", "able"),
    [
        ("primary", 3, None, None, True), ("primary", 2, None, "2010-01-01", False),
        ("vocational", 1, None, None, True), ("kindergarten", 3, None, "2010-01-01", False),
        (None, None, None, None, False),
        (None, None, "dropped_out", "2012", True), (None, None, None, "2017-11-25", False),
        (None, None, None, "2017-11", True), ("senior", 10, None, None, True),
    ],
)  # fmt: skip
def test_who_is_able_to_write(
    stage: str | None, grade: int | None, schooling: str | None, born: str | None, able: bool
) -> None:
    assert able_to_write(stage, grade, schooling, born, TODAY) == able


def test_sent_at_one_stroke_once_then_answered_then_taken_back(session: Session, children: list[int]) -> None:
    before = asked(session)
    assert (before.able, before.sent, before.state) == (1, 0, DutyState.OVERDUE)
    assert send_letters(session, children[:1], MID_AUTUMN, "2026-09-17") == Booked(1)
    assert send_letters(session, children[:1], MID_AUTUMN, "2026-09-18") == Booked(0)
    assert (asked(session).sent, asked(session).state) == (1, DutyState.DONE)
    line = line_of(session, children[0])
    assert line.record
    with pytest.raises(RuleError) as early:
        answer_letters(session, {line.record: line.version}, "2026-09-16")
    assert set(early.value.fields) == {"answered_on"}
    assert early.value.sentence == early.value.fields["answered_on"]
    assert answer_letters(session, {line.record: line.version}, "2026-10-02") == Booked(1)
    with pytest.raises(ConflictError):
        withdraw_records(session, {line.record: line.version}, "点错了")
    line = line_of(session, children[0])
    assert line.answered_on == "2026-10-02"
    assert withdraw_records(session, {line.record or 0: line.version}, "点错了") == 1
    assert asked(session).sent == 0
    row = CareRecord.get()
    assert (row.withdrawn_reason, row.festival, row.by_name) == ("点错了", "mid_autumn", "李文书")


def test_all_or_none(session: Session, children: list[int]) -> None:
    with pytest.raises(NotFoundError):
        send_letters(session, [children[0], 999], MID_AUTUMN)
    within = session.within(Scope(schools=frozenset({School.get().id})))
    with pytest.raises(NotFoundError):
        enter_good_deeds(within, [children[0], children[2]], "打扫院子")
    for on, message in (("2026-11-25", "没有到"), ("2025-11-24", "太远"), ("2026-08-31", "登记")):
        with pytest.raises(RuleError, match=message):
            send_letters(session, children[:1], MID_AUTUMN, on)
    with pytest.raises(RefusedError):
        send_letters(replace(session, role=Role.LEADER), children[:1], MID_AUTUMN)
    assert not CareRecord.select().exists()


def test_who_was_not_there_is_left_out_and_named(session: Session, children: list[int]) -> None:
    late = add_child(session, {"name": "孙小梅", "registered_on": "2026-09-20", "schooling": "junior",
                               "birth_date": "2013-01-01"})  # fmt: skip
    gone = add_child(session, {"name": "周小伟", "registered_on": "2026-09-01", "birth_date": "2013-01-01"})
    assert {line.child for line in letter_lines(session, MID_AUTUMN)} == {children[0], late, gone}
    leave_register(session, gone, 1, "household_moved", "2026-10-15")
    # Nobody will write for the festival after leaving; whoever has written stays.
    assert {line.child for line in letter_lines(session, MID_AUTUMN)} == {children[0], late}
    assert asked(session).able == 2
    assert send_letters(session, [children[0], late], MID_AUTUMN, "2026-09-18") == Booked(1, ("孙小梅",))
    assert send_letters(session, [children[0], late, gone], MID_AUTUMN) == Booked(1, ("周小伟",))
    assert (asked(session).sent, asked(session).able) == (2, 2)
    letters = {row.id: row.version for row in CareRecord.select()}
    assert answer_letters(session, letters, "2026-10-01") == Booked(1, ("孙小梅",))
    assert send_letters(session, [gone], MID_AUTUMN, "2026-09-18") == Booked(1)
    assert {line.child for line in letter_lines(session, MID_AUTUMN)} == {children[0], late, gone}


def test_good_deeds_for_many(session: Session, children: list[int]) -> None:
    assert enter_good_deeds(session, children[:3], "帮村里老人打扫院子", "2026-10-10") == 3
    with pytest.raises(RuleError) as empty:
        enter_good_deeds(session, children, "  ")
    assert set(empty.value.fields) == {"summary"}
    deeds = {row.id: (row.deeds, row.state(NineOne.GOOD_DEED).value) for row in children_cells(session)}
    assert deeds == {**dict.fromkeys(children[:3], (1, "met")), children[3]: (0, "missing")}


def test_festivals_are_ticked_as_a_whole(session: Session) -> None:
    before = ticked_festivals(session)
    assert before == ["spring_festival", "mothers_day", "childrens_day", "fathers_day", "mid_autumn"]
    assert tick_festivals(session, ["double_ninth", "mid_autumn"]) == 5
    assert ticked_festivals(session) == ["mid_autumn", "double_ninth"]
    assert [(str(row.round.day), row.state) for row in festival_letters(session)] == [
        (day, DutyState.NOT_APPLICABLE)
        for day in ("2026-09-25", "2026-10-18")  # nobody there can write
    ]
    with pytest.raises(UsageError):
        tick_festivals(session, ["bandits_day"])
    tick_festivals(session, [])
    assert festival_letters(session) == []


def test_the_envelopes_are_those_of_the_next_festival_or_of_the_one_asked_for(
    session: Session, children: list[int]
) -> None:
    report = find("letters")
    send_letters(session, children[:1], MID_AUTUMN, "2026-09-17")
    coming = list(report.rows(session, Request(TODAY), hidden=frozenset()))
    assert [row[2] for row in coming] == ["王小芳", "张小勇"]
    assert [row[6] for row in report.rows(session, Request(TODAY, kind="mid_autumn"))] == ["2026-09-17"]
    assert not list(report.rows(session, Request(TODAY, kind="double_ninth")))
