"""The talks of a month in one sitting: keys counted, the last entry repeated, what is typed kept."""

from __future__ import annotations

from threading import Event

import pytest

from db.commands.care_records import record
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.drafts import keep_draft
from db.commands.registration import grade_risk
from db.commands.writing import insert, update
from db.models import CarePlan, CareRecord, SchoolClass, Staff
from db.queries.drafts import PendingDraft, draft_of
from db.queries.registry import RegistryFilter
from db.queries.talks import lacking_talk, months_lacking, talk_child
from db.session import Session
from db.vocabulary import RecordKind
from screens.talk_matrix import TalkMatrixScreen
from screens.talks import FORM, TalksScreen
from tests.pilot.hosting import host, sees, showing, shown, types, until

NAMES = ("丁一", "万二", "于三", "马四")


@pytest.fixture
def children(session: Session) -> list[int]:
    places = {"school": NewPlace("中心学校"), "school_class": NewPlace("四(2)班")}
    for name in NAMES:
        add_child(session, {"name": name, "birth_date": "2016-05-02", "registered_on": "2026-03-01", **places})
    return lacking_talk(session, RegistryFilter())


async def test_a_class_is_entered_with_at_most_six_keys_a_card(session: Session, children: list[int]) -> None:
    keys = 0

    async def press(*pressed: str) -> None:
        nonlocal keys
        keys += len(pressed)
        await pilot.press(*pressed)

    async with showing(TalksScreen(session, children, talk_child(session, children[0]))) as pilot:
        for number, name in enumerate(("丁一", "马四", "万二", "于三"), 1):
            await sees(pilot, name)
            await sees(pilot, f"{number}/4")
            await types(pilot, f"{name}数学作业常出错")
            for text in ("想有人辅导", "安排小老师", "愿意改进", "+14"):
                await press("enter")
                await types(pilot, text)
            await press("f8")
            await until(pilot, lambda done=number: CareRecord.select().count() == done)  # type: ignore[misc]
        await until(pilot, lambda: host(pilot).results == [4])
    assert keys / 4 <= 6
    talk = CareRecord.select().where(CareRecord.summary.startswith("马四")).get()
    assert (talk.child_wish, talk.measure, talk.effect) == ("想有人辅导", "安排小老师", "愿意改进")
    assert (talk.follow_up_on, talk.topics, talk.happened_on) == ("2026-12-08", "study", "2026-11-24")
    assert lacking_talk(session, RegistryFilter()) == []


def test_a_list_of_another_duty_is_not_widened(session: Session, children: list[int]) -> None:
    assert lacking_talk(session, RegistryFilter(duty="visit", duty_state="done")) == []
    grade_risk(session, children[0], 1, "blue", "父母外出")
    visit = {"happened_on": "2026-11-23", "summary": "家中平安", "by_name": "王老师"}
    record(session, children[0], RecordKind.HOME_VISIT, visit)
    visited = RegistryFilter(duty="visit", duty_state="done")
    assert lacking_talk(session, visited) == children[:1]
    assert lacking_talk(session, RegistryFilter(duty="talk", duty_state="done")) == []


async def test_one_key_repeats_the_last_entry_and_pages_pass_over_a_child(
    session: Session, children: list[int]
) -> None:
    async with showing(TalksScreen(session, children[:3], talk_child(session, children[0])), (60, 20)) as pilot:
        await sees(pilot, "1/3")
        await pilot.press("f11")
        await sees(pilot, "还没有录入过")
        await types(pilot, "防溺水教育")
        await pilot.press("pagedown")
        await sees(pilot, "马四")
        assert "防溺水" not in shown(pilot.app)
        await types(pilot, "讲防溺水知识")
        await pilot.press("f8")
        await sees(pilot, "2/3")
        await sees(pilot, "万二")
        await pilot.press("f11", "f8")
        await sees(pilot, "一字不差")
        assert CareRecord.select().count() == 1
        await pilot.press("f8")
        await sees(pilot, "3/3")
        await sees(pilot, "防溺水教育")  # the draft of the child who was passed over
        assert CareRecord.select(CareRecord.summary).distinct().count() == 1
        await pilot.press("f8")
        await until(pilot, lambda: host(pilot).results == [3])
    assert draft_of(session, FORM, children[0]) is None
    assert {row.topics for row in CareRecord.select()} == {"safety"}


async def test_another_talker_is_doubted_and_a_plan_follows_where_it_is_asked_for(
    session: Session, children: list[int]
) -> None:
    with session.writing():
        teacher = insert(session, Staff, {"name": "陈老师", "name_key": "chen", "roles": "teacher", "active": True})
        row = SchoolClass.get()
        update(session, SchoolClass, row.id, row.version, {"teacher": teacher})
    async with showing(TalksScreen(session, children[:1], talk_child(session, children[0]))) as pilot:
        await sees(pilot, "陈老师")
        await types(pilot, "成绩下降很多")
        for _step in range(6):
            await pilot.press("down")
        await pilot.press("right")
        await sees(pilot, "专项教育管理计划")
        for _step in range(5):
            await pilot.press("down")
        await pilot.press("space")
        await types(pilot, "刘")
        await sees(pilot, "> 刘")
        await pilot.press("enter", "f8")
        await sees(pilot, "班主任是陈老师")
        await pilot.press("f8")
        await sees(pilot, "计划开始")
        await pilot.press("escape")
        await until(pilot, lambda: host(pilot).results == [1])
    assert CareRecord.get().by_name == "刘"
    assert CarePlan.select().count() == 0


async def test_a_draft_of_one_child_never_comes_to_the_next_however_fast_one_goes(
    session: Session, children: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first_may_go = Event()

    def slow(asked: Session, form: str, child: int) -> PendingDraft | None:
        if child == children[0]:
            first_may_go.wait(10)
        return draft_of(asked, form, child)

    keep_draft(session, FORM, children[0], 1, {"summary": "只是丁一的事"})
    monkeypatch.setattr("screens.draft_screen.draft_of", slow)
    async with showing(TalksScreen(session, children[:2], talk_child(session, children[0]))) as pilot:
        await pilot.press("pagedown")
        await sees(pilot, "马四")
        first_may_go.set()
        await pilot.app.workers.wait_for_complete()
        assert "只是丁一的事" not in shown(pilot.app)
        await pilot.press("pagedown")
        await sees(pilot, "只是丁一的事")


async def test_the_talks_of_a_month_gone_by_are_entered_late(session: Session, children: list[int]) -> None:
    for child in children[1:]:
        record(session, child, RecordKind.TALK, {"summary": "学习", "happened_on": "2026-10-08", "by_name": "陈老师"})
    lacking = [(one.month.month, one.children) for one in months_lacking(session, RegistryFilter())]
    assert lacking == [(11, 4), (10, 1), (9, 4)]
    async with showing(TalkMatrixScreen(session), (60, 20)) as pilot:
        await sees(pilot, "丁一")
        await pilot.press("t")
        await sees(pilot, "录入哪个月的谈心")
        await pilot.press("down", "enter")
        await sees(pilot, "10月谈心  1/1  丁一")
        card = host(pilot).screen
        assert isinstance(card, TalksScreen)
        assert "10月" in card.doubts({"happened_on": "2026-11-01", "staff": ""})["happened_on"]
        await types(pilot, "生病期间谈过作业")
        await pilot.press("f8")
        await until(pilot, lambda: CareRecord.select().count() == len(children))
        await sees(pilot, "10月 4")
    late = CareRecord.select().where(CareRecord.child == children[0]).get()
    assert late.happened_on == "2026-10-31"
    assert [one.month.month for one in months_lacking(session, RegistryFilter())] == [11, 9]
    assert months_lacking(session, RegistryFilter(text="没有这个人")) == []
