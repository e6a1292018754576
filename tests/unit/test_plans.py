"""Special education plans: each step has its rule, and who may not see plans learns nothing of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.commands import plans as commands
from db.commands.children import add_child
from db.commands.registration import leave_register
from db.errors import ConflictError, GuanaiError, NotFoundError, RefusedError, RuleError
from db.models import Child
from db.queries.family import child_row
from db.queries.plans import overdue, plan, plans
from db.queries.timeline import timeline
from db.scope import Scope
from db.session import Session
from db.vocabulary import Role
from exports.report import Request, find
from exports.saving import printed

FACTS = {"cause": "study_decline", "facts": "数学从85分降到40分"}


@pytest.fixture
def child(session: Session) -> int:
    return add_child(session, {"name": "王小明", "registered_on": "2026-03-01"})


def refused(error: pytest.ExceptionInfo[RuleError]) -> list[str]:
    return list(error.value.fields)


def test_a_plan_lives_from_its_cause_to_its_outcome(session: Session, child: int) -> None:
    plan_id = commands.begin_plan(session, child, {**FACTS, "goal": "期末及格"})
    begun = plan(session, plan_id)
    assert (begun.row["starts_on"], begun.line.review_on, begun.row["found_on"]) == (
        "2026-11-24", "2026-12-24", "2026-11-24",
    )  # fmt: skip
    commands.add_measure(session, plan_id, {"measure": "每天放学后辅导", "by_name": "陈老师", "rhythm": "每天"})
    commands.review_plan(session, plan_id, begun.row["version"], {"result": "有进步"})
    reviewed = plan(session, plan_id)
    (measure,), (review,) = reviewed.measures, reviewed.reviews
    assert measure["by_name"] == "陈老师"
    assert review["next_review_on"] == reviewed.line.review_on == "2026-12-24"
    commands.finish_measure(session, measure["id"], measure["version"])
    commands.close_plan(session, plan_id, reviewed.row["version"], "reached", "期末全部及格")
    closed = plan(session, plan_id)
    assert (closed.open, closed.line.outcome, closed.measures[0]["done_on"]) == (False, "reached", "2026-11-24")
    assert plans(session) == []
    assert [line.id for line in plans(session, closed=True)] == [plan_id]
    with pytest.raises(RuleError, match="已于2026-11-24结案"):
        commands.review_plan(session, plan_id, closed.row["version"], {"result": "再看"})


def test_a_closed_plan_goes_on_with_a_reason_and_its_history_keeps_the_closing(session: Session, child: int) -> None:
    plan_id = commands.begin_plan(session, child, FACTS)
    with pytest.raises(RuleError, match="没有结案"):
        commands.reopen_plan(session, plan_id, 1, "成绩又下滑")
    commands.close_plan(session, plan_id, 1, "reached", "全部及格")
    with pytest.raises(RuleError) as error:
        commands.reopen_plan(session, plan_id, 2, " ")
    assert refused(error) == ["reason"]
    with pytest.raises(RuleError) as error:
        commands.reopen_plan(session, plan_id, 2, "成绩又下滑", "2026-11-24")
    assert refused(error) == ["next_review_on"]
    with pytest.raises(RefusedError):
        commands.reopen_plan(replace(session, role=Role.VILLAGE_DIRECTOR), plan_id, 2, "成绩又下滑")
    commands.reopen_plan(session, plan_id, 2, "成绩又下滑")
    again = plan(session, plan_id)
    assert (again.open, again.line.review_on, again.line.outcome) == (True, "2026-12-24", None)
    (closing,) = again.closings
    assert (closing.closed_on, closing.outcome, closing.close_reason) == ("2026-11-24", "reached", "全部及格")
    assert (closing.reopened_by, closing.reason) == ("李文书", "成绩又下滑")
    told = [line.sentence for line in timeline(session, child) if line.what == "计划"]
    assert sorted(told) == ["开始专项计划：成绩严重下滑。", "计划结案，目标达成：全部及格", "计划重新启动：成绩又下滑"]
    commands.close_plan(session, plan_id, again.row["version"], "moved", "转学")
    leave_register(session, child, child_row(session, child)["version"], "household_moved")
    with pytest.raises(RuleError, match="已退出名册"):
        commands.reopen_plan(session, plan_id, plan(session, plan_id).row["version"], "回来了")


def test_a_plan_prints_whole_on_its_sheet(session: Session, child: int) -> None:
    plan_id = commands.begin_plan(session, child, {**FACTS, "goal": "期末及格"})
    commands.add_measure(session, plan_id, {"measure": "每天放学后辅导", "by_name": "陈老师", "rhythm": "每天"})
    commands.review_plan(session, plan_id, 1, {"result": "有进步"})
    request = Request(date(2026, 11, 24), child=child)

    def sheet(by: Session, asked: Request) -> str:
        return "\n".join(printed(by, find("plan-sheet"), asked))

    text = sheet(session, request)
    for part in ("数学从85分降到40分", "期末及格", "每天放学后辅导", "陈老师", "有进步", "2026-12-24", "班主任：____"):
        assert part in text
    commands.close_plan(session, plan_id, 1, "reached", "全部及格")
    assert "期末及格" not in sheet(session, request)
    assert "全部及格" in sheet(session, replace(request, kind="all"))
    assert "期末及格" not in sheet(session.within(Scope(plans=False)), replace(request, kind="all"))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"cause": ""}, "cause"),
        ({"facts": "  "}, "facts"),
        ({"cause": "bored"}, "cause"),
        ({"found_on": "2026-11-25"}, "found_on"),
        ({"starts_on": "2026-11-20"}, "starts_on"),
        ({"next_review_on": "2026-11-24"}, "next_review_on"),
    ],
)
def test_what_a_plan_lacks_is_said_at_its_field(
    session: Session, child: int, values: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleError) as error:
        commands.begin_plan(session, child, {**FACTS, **values})
    assert refused(error) == [field]
    assert plans(session) == []


def test_a_review_comes_after_the_start_and_before_the_next(session: Session, child: int) -> None:
    plan_id = commands.begin_plan(session, child, FACTS)
    for values, field in (
        ({"result": ""}, "result"),
        ({"result": "好", "reviewed_on": "2026-11-01"}, "reviewed_on"),
        ({"result": "好", "next_review_on": "2026-11-24"}, "next_review_on"),
    ):
        with pytest.raises(RuleError) as error:
            commands.review_plan(session, plan_id, 1, values)
        assert refused(error) == [field]
    with pytest.raises(RuleError) as error:
        commands.add_measure(session, plan_id, {"measure": "家访"})
    assert refused(error) == ["staff"]
    with pytest.raises(RuleError) as error:
        commands.close_plan(session, plan_id, 1, None, "")
    assert refused(error) == ["close_reason"]


def test_two_people_at_one_plan_do_not_overwrite_each_other(session: Session, child: int) -> None:
    plan_id = commands.begin_plan(session, child, FACTS)
    commands.correct_plan(session, plan_id, 1, {"goal": "及格"})
    with pytest.raises(ConflictError):
        commands.correct_plan(session, plan_id, 1, {"goal": "优秀"})
    assert plan(session, plan_id).row["goal"] == "及格"


def test_no_plan_begins_for_a_child_who_left(session: Session, child: int) -> None:
    leave_register(session, child, child_row(session, child)["version"], "household_moved")
    with pytest.raises(RuleError, match="已退出名册"):
        commands.begin_plan(session, child, FACTS)


def test_who_may_not_see_plans_learns_nothing(session: Session, child: int) -> None:
    plan_id = commands.begin_plan(session, child, FACTS)
    blind = session.within(Scope(plans=False))
    elsewhere = session.within(Scope(schools=frozenset({9})))
    for other in (blind, elsewhere):
        assert plans(other, closed=True) == []
        with pytest.raises(NotFoundError):
            plan(other, plan_id)
        with pytest.raises(NotFoundError):
            commands.close_plan(other, plan_id, 1, "reached", "好")
    with pytest.raises(RefusedError):
        commands.begin_plan(replace(session, role=Role.VILLAGE_DIRECTOR), child, FACTS)
    with pytest.raises(GuanaiError):
        commands.finish_measure(session, 99, 1)
    with session.reading():
        assert Child.select().count() == 1


def test_a_review_is_overdue_from_the_day_after(session: Session, child: int) -> None:
    commands.begin_plan(session, child, {**FACTS, "next_review_on": "2026-12-01"})
    (line,) = plans(session)
    assert not overdue(line, date(2026, 12, 1))
    assert overdue(line, date(2026, 12, 2))
    assert plans(session, on=date(2026, 11, 23)) == []


def test_a_plan_stands_in_the_timeline_of_who_may_see_it(session: Session, child: int) -> None:
    plan_id = commands.begin_plan(session, child, FACTS)
    commands.review_plan(session, plan_id, 1, {"result": "有进步"})
    commands.close_plan(session, plan_id, plan(session, plan_id).row["version"], "reached", "及格")

    def told(by: Session) -> list[str]:
        return [line.sentence for line in timeline(by, child) if line.what == "计划"]

    assert sorted(told(session)) == ["开始专项计划：成绩严重下滑。", "计划结案，目标达成：及格", "计划评估：有进步"]
    assert told(session.within(Scope(plans=False))) == []
