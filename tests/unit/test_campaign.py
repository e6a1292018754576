"""The campaign: phases with dates that follow, closed with a result; a working group with one head."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.commands.activities import invite, mark_present, plan_activity
from db.commands.campaign import (
    add_member,
    close_phase,
    correct_member,
    end_membership,
    reopen_phase,
    save_phase,
)
from db.errors import ConflictError, NotFoundError, RefusedError, RuleError
from db.queries.activities import activity_file, guests
from db.queries.campaign import PhaseLine, meetings, members, phases
from db.queries.guest_groups import GROUP, Group
from db.rules.activities import rate
from db.rules.campaign import Days, PhaseState, doubts, phase_state, problems
from db.session import Session
from db.vocabulary import Role
from screens.campaign_forms import member_deed

days = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)


def phase(session: Session, position: int) -> PhaseLine:
    return phases(session)[position - 1]


def test_a_phase_is_named_dated_closed_and_opened_again(session: Session) -> None:
    assert [one.state for one in phases(session)] == [PhaseState.OPEN] * 3
    assert phase(session, 3).title == "第3阶段（未命名）"
    third = phase(session, 3)
    save_phase(session, third.id, third.version, {"name": "总结提升", "starts_on": "2026-11-01",
                                                  "ends_on": "2026-12-31", "tasks": "写总结\n评比表彰"})  # fmt: skip
    third = phase(session, 3)
    assert (third.state, third.title, third.tasks) == (PhaseState.RUNNING, "总结提升", "写总结\n评比表彰")
    close_phase(session, third.id, third.version, "评出先进六名")
    third = phase(session, 3)
    assert (third.state, third.closed_on, third.result) == (PhaseState.CLOSED, "2026-11-24", "评出先进六名")
    reopen_phase(session, third.id, third.version)
    assert (phase(session, 3).state, phase(session, 3).result) == (PhaseState.RUNNING, "评出先进六名")
    with pytest.raises(ConflictError):
        save_phase(session, third.id, third.version, {"name": "别的"})


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": "2026-03-01", "ends_on": "2026-02-28"}, "ends_on"), ({"ends_on": "2026-03-01"}, "starts_on"),
        ({"starts_on": "2026-03-01"}, "ends_on"), ({"starts_on": "2026-02-31", "ends_on": "2026-03-01"}, "starts_on"),
        ({"starts_on": "2026-02", "ends_on": "2026-03-01"}, "starts_on"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(session: Session, values: dict[str, Any], field: str) -> None:
    first = phase(session, 1)
    with pytest.raises(RuleError) as refused:
        save_phase(session, first.id, first.version, values)
    assert set(refused.value.fields) == {field}
    assert phase(session, 1) == first


def test_a_phase_that_has_not_begun_is_not_closed(session: Session) -> None:
    second = phase(session, 2)
    with pytest.raises(RuleError):
        close_phase(session, second.id, second.version, "完成")
    save_phase(session, second.id, second.version, {"starts_on": "2026-12-01", "ends_on": "2026-12-31"})
    second = phase(session, 2)
    assert second.state is PhaseState.COMING
    with pytest.raises(RuleError):
        close_phase(session, second.id, second.version, "完成")
    with pytest.raises(NotFoundError):
        save_phase(session, 99, 1, {"name": "x"})


@given(days, days, days)
def test_a_phase_is_in_one_state_and_closed_for_good(first: str, last: str, today: str) -> None:
    first, last = sorted((first, last))
    state = phase_state(first, last, None, date.fromisoformat(today))
    assert state == (PhaseState.COMING if today < first else PhaseState.RUNNING if today <= last else PhaseState.OVER)
    assert phase_state(first, last, last, date.fromisoformat(today)) is PhaseState.CLOSED


@given(days, days, days, days)
def test_overlapping_and_disordered_phases_are_doubted(a: str, b: str, c: str, d: str) -> None:
    (a, b), (c, d) = sorted((a, b)), sorted((c, d))
    told = doubts(2, {"starts_on": c, "ends_on": d}, [Days(1, "启动", a, b), Days(3, "", None, None)])
    assert not problems({"starts_on": c, "ends_on": d})
    assert bool(told) == (c <= b)
    assert set(told) <= {"starts_on"}


def test_one_person_leads_the_group(session: Session) -> None:
    first = add_member(session, {"name": "欧阳国辉", "post": "乡长", "leads": True})
    second = add_member(session, {"name": "郑国强", "post": "副乡长", "leads": False, "from_on": "2026-10-01"})
    assert [(one.id, one.leads) for one in members(session)] == [(first, True), (second, False)]
    correct_member(session, second, 1, {"leads": True})
    assert [(one.id, one.leads) for one in members(session)] == [(second, True), (first, False)]
    for on, field in (("2026-09-30", "to_on"), ("2026-11-25", "to_on")):
        with pytest.raises(RuleError) as refused:
            end_membership(session, second, 2, on)
        assert set(refused.value.fields) == {field}
    end_membership(session, second, 2, "2026-11-20")
    assert [(one.id, one.leads, one.to_on) for one in members(session)] == [
        (first, False, None), (second, False, "2026-11-20"),
    ]  # fmt: skip
    for values, field in (({"leads": True}, "leads"), ({"from_on": "2026-11-21"}, "from_on")):
        with pytest.raises(RuleError) as refused:
            correct_member(session, second, 3, values)
        assert set(refused.value.fields) == {field}
    with pytest.raises(RuleError):
        end_membership(session, second, 3)
    with pytest.raises(RuleError) as refused:
        add_member(session, {"post": "乡长"})
    assert set(refused.value.fields) == {"name"}


def test_meetings_are_those_of_the_calendar_and_the_office_alone_settles_phases(session: Session) -> None:
    plan_activity(session, {"kind": "group_meeting", "title": "第一次例会", "on_date": "2026-12-01"})
    plan_activity(session, {"kind": "outing", "title": "郊游", "on_date": "2026-12-02"})
    assert [(one.title, one.state) for one in meetings(session)] == [("第一次例会", "planned")]
    with pytest.raises(RefusedError):
        save_phase(replace(session, role=Role.TEACHER), 1, 1, {"name": "x"})


def test_no_more_than_all_come() -> None:
    held = {"expected": 6, "state": "done"}
    assert [rate(held, present) for present in (0, 5, 6, 8)] == [0, 83, 100, 100]
    assert rate({**held, "state": "planned"}, 6) is rate({**held, "expected": 0}, 6) is None


def test_taking_the_lead_is_doubted(session: Session) -> None:
    head = add_member(session, {"name": "欧阳国辉", "leads": True})
    assert member_deed(session).doubts({"leads": True}) == {"leads": "现任组长是欧阳国辉，保存后不再是组长。"}
    assert member_deed(session).doubts({"leads": False}) == {}
    one = next(member for member in members(session) if member.id == head)
    assert member_deed(session, one).doubts({"leads": True}) == {}


def test_the_group_comes_to_its_meeting_at_one_stroke(session: Session) -> None:
    add_member(session, {"name": "郑国强", "post": "副乡长"})
    add_member(session, {"name": "欧阳国辉", "post": "乡长", "leads": True})
    left = add_member(session, {"name": "黄慧芳"})
    end_membership(session, left, 1)
    meeting = plan_activity(session, {"kind": "group_meeting", "title": "小组会议", "on_date": "2026-11-20"})
    assert invite(session, meeting, Group(GROUP)) == 2
    assert invite(session, meeting, Group(GROUP)) == 0
    listed = guests(session, meeting)
    assert [(one.kind, one.name, one.what) for one in listed] == [
        ("member", "欧阳国辉", "乡长"), ("member", "郑国强", "副乡长"),
    ]  # fmt: skip
    mark_present(session, meeting, [(listed[1].id, listed[1].version)], False)
    assert activity_file(session, meeting).present.staff == 1
