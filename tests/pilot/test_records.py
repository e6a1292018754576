"""Care records on the screen: written from a child's file, read, corrected and withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.commands.care_records import correct_record, record, withdraw_record
from db.commands.drafts import keep_draft
from db.errors import RefusedError
from db.models import CareRecord
from db.queries.drafts import pending
from db.session import Session
from db.vocabulary import RecordKind, Role
from screens.child import ChildScreen
from screens.records import RecordsScreen
from tests.pilot.hosting import SHEETS, host, sees, showing, shown, types, until

TOLD = {"summary": "作业常不交", "happened_on": "2026-11-20"}


async def test_a_talk_is_one_key_away_from_the_file_and_doubted_where_it_is_doubtful(
    session: Session, child_id: int
) -> None:
    record(session, child_id, RecordKind.TALK, {"summary": "想念父母"})
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("w")
        await sees(pilot, "谈心内容")
        await types(pilot, "数学成绩下降")
        await sees(pilot, "学习")
        await pilot.press("f8")
        await sees(pilot, "这是第二次吗")
        assert CareRecord.select().count() == 1
        await pilot.press("f8")
        await sees(pilot, "已记录")
        await pilot.press("5")
        await sees(pilot, "数学成绩下降")
    talk = CareRecord.select().order_by(CareRecord.id.desc()).get()
    assert (talk.topics, talk.happened_on) == ("study", "2026-11-24")
    assert pending(session) == []


async def test_every_kind_is_written_from_the_timeline_without_letters(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS), (60, 20)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("5")
        await sees(pilot, "登记在册。")
        await pilot.press("f8")
        await sees(pilot, "记录什么")
        await pilot.press("down", "enter")
        await sees(pilot, "家庭与生活")
        await pilot.press("pageup", "f8")
        await sees(pilot, "必须填写")
        await types(pilot, "家中整洁")
        await pilot.press("f8")
        await sees(pilot, "家中整洁")
    visit = CareRecord.get()
    assert (visit.kind, visit.summary) == ("home_visit", "家中整洁")


async def test_a_record_is_read_corrected_and_withdrawn_and_its_former_text_stays(
    session: Session, child_id: int
) -> None:
    record(session, child_id, RecordKind.TALK, TOLD)
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("5")
        await sees(pilot, "作业常不交")
        await pilot.press("end", "enter")
        await sees(pilot, "谈心记录卡")
        await pilot.press("f8")
        await sees(pilot, "下次日期")
        await types(pilot, "，已谈")
        await pilot.press("f8")
        await sees(pilot, "已更正")
        assert "作业常不交，已谈" in shown(pilot.app)
        await pilot.press("x")
        await sees(pilot, "撤回这条记录")
        await types(pilot, "记错了人")
        await pilot.press("enter", "right", "enter")
        await sees(pilot, "不再计入")
        await pilot.press("escape")
        await sees(pilot, "记错了人")
    assert CareRecord.get().withdrawn_reason == "记错了人"


async def test_of_two_who_correct_one_card_the_second_is_told_and_keeps_what_was_typed(
    session: Session, child_id: int
) -> None:
    card = record(session, child_id, RecordKind.TALK, TOLD)
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("5")
        await sees(pilot, "作业常不交")
        await pilot.press("end", "enter")
        await sees(pilot, "谈心记录卡")
        await pilot.press("f8")
        await sees(pilot, "下次日期")
        correct_record(replace(session, user="张文书"), card, 1, {"effect": "已补交"})
        await types(pilot, "，已谈")
        await pilot.press("f8")
        await sees(pilot, "张文书")
        await pilot.press("enter")
        await sees(pilot, "作业常不交，已谈")
    assert (CareRecord.get().summary, CareRecord.get().effect) == ("作业常不交", "已补交")


async def test_the_list_of_records_is_searched_narrowed_and_opened(session: Session, child_id: int) -> None:
    record(session, child_id, RecordKind.TALK, TOLD)
    record(session, child_id, RecordKind.GOOD_DEED, {"summary": "参加植树"})
    async with showing(RecordsScreen(session)) as pilot:
        await sees(pilot, "参加植树")
        await sees(pilot, "作业常不交")
        await pilot.press("slash")
        await types(pilot, "植树")
        await until(pilot, lambda: "作业" not in shown(pilot.app))
        await pilot.press("escape", "c")
        await sees(pilot, "作业常不交")
        await pilot.press("f8")
        await sees(pilot, "只显示")
        await pilot.press("enter")
        await until(pilot, lambda: "植树" not in shown(pilot.app))
        assert "谈心" in shown(pilot.app)
        await pilot.press("enter")
        await sees(pilot, "谈心记录卡")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: host(pilot).results == [None])


async def test_what_was_typed_before_the_line_was_lost_is_gone_on_with(session: Session, child_id: int) -> None:
    card = record(session, child_id, RecordKind.TALK, TOLD)
    keep_draft(session, "child.record.talk", child_id, 1, {"summary": "没有写完的谈心"})
    keep_draft(session, f"child.correct.{card}", child_id, 1, {"summary": "没有改完的谈心"})
    for edit, text in (("record.talk", "没有写完的谈心"), (f"correct.{card}", "没有改完的谈心")):
        async with showing(ChildScreen(session, child_id, SHEETS, edit=edit)) as pilot:
            await sees(pilot, text)
            await pilot.press("f8")
            await sees(pilot, "已更正" if edit.startswith("correct") else "已记录")
    assert {row.summary for row in CareRecord.select()} == {"没有写完的谈心", "没有改完的谈心"}
    assert pending(session) == []


async def test_a_leader_reads_records_and_is_offered_no_key_to_write_them(session: Session, child_id: int) -> None:
    card = record(session, child_id, RecordKind.TALK, TOLD)
    leader = replace(session, role=Role.LEADER)
    async with showing(ChildScreen(leader, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("5")
        await sees(pilot, "作业常不交")
        await pilot.press("w", "a", "f8", "end", "enter")
        await sees(pilot, "谈心记录卡")
        await pilot.press("x", "f8", "enter", "escape", "escape")
        await until(pilot, lambda: host(pilot).results == [child_id])
    with pytest.raises(RefusedError):
        record(leader, child_id, RecordKind.TALK, TOLD)
    with pytest.raises(RefusedError):
        withdraw_record(leader, card, 1, "撤")
