"""A child's file on the screen: read, changed, merged, kept as a draft, and left for the next child."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.commands.children import add_child, correct_child
from db.commands.drafts import keep_draft
from db.commands.families import NOT_RECORDED, save_parent
from db.errors import BusyError
from db.models import ChangeLog
from db.queries.child_file import child_file
from db.queries.drafts import pending
from db.queries.registry import RegistryFilter, RegistryPages
from db.session import Session
from db.vocabulary import Action
from screens.child import ChildScreen
from screens.draft_screen import DraftScreen
from screens.widgets.form import Form
from tests.pilot.hosting import NUMBER, OTHER, SHEETS, host, sees, showing, shown, types, until


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_every_part_of_the_file_is_reached_by_arrows(
    session: Session, child_id: int, size: tuple[int, int]
) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS), size) as pilot:
        for expected in ("逾期未排查", "王大", "四(2)班", "尚无结对人", "登记在册。", NUMBER):
            await sees(pilot, expected)
            assert "未满16周岁的儿童独自生活" in shown(pilot.app)
            await pilot.press("right")
        await sees(pilot, "逾期未排查")
        await pilot.press("5")
        await sees(pilot, "登记在册。")
        await pilot.press("left", "left")
        await sees(pilot, "就学情况")


async def test_a_block_is_changed_by_enter_and_the_file_says_when(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("down", "enter")
        await sees(pilot, "证件类型")
        await pilot.press("down", "down")
        await pilot.press(*["backspace"] * 18)
        await types(pilot, OTHER.lower())
        await pilot.press("f8")
        await sees(pilot, "与填写的不一致")
        assert child_file(session, child_id).child["id_no"] == NUMBER
        await pilot.press("f8")
        await sees(pilot, "已保存")
        await sees(pilot, OTHER)
        await pilot.press("escape")
        assert host(pilot).results == [child_id]
    assert pending(session) == []


async def test_a_wrong_number_is_told_under_its_field_and_not_saved(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("down", "f8")
        await sees(pilot, "证件类型")
        await pilot.press("down", "down", "backspace", "9", "f8")
        await sees(pilot, "! ")
        assert "证件类型" in shown(pilot.app)
    assert child_file(session, child_id).child["id_no"] == NUMBER


async def test_what_two_people_changed_in_different_fields_is_kept_of_both(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("down", "f8")
        await sees(pilot, "证件类型")
        correct_child(replace(session, user="张文书"), child_id, 1, {"nickname": "毛毛"})
        await pilot.press(*["down"] * 5)
        await types(pilot, "苗族")
        await pilot.press("f8")
        await sees(pilot, "已保存")
    child = child_file(session, child_id).child
    assert (child["nation"], child["nickname"], child.version) == ("苗族", "毛毛", 3)


async def test_a_form_stays_open_where_the_other_change_cannot_be_read(
    session: Session, child_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise BusyError("数据库正忙，请稍后再试。")

    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("down", "f8")
        await sees(pilot, "证件类型")
        correct_child(replace(session, user="张文书"), child_id, 1, {"nickname": "毛毛"})
        await pilot.press(*["down"] * 5)
        await types(pilot, "苗族")
        with monkeypatch.context() as broken:
            broken.setattr("screens.child_edit.child_file", busy)
            await pilot.press("f8")
            await sees(pilot, "数据库正忙")
        await pilot.press("enter")
        await sees(pilot, "苗族")
        await pilot.press("f8")
        await sees(pilot, "已保存")
    assert child_file(session, child_id).child["nation"] == "苗族"


@pytest.mark.parametrize(("keys", "kept"), [(("enter",), "苗族"), (("space", "enter"), "侗族")])
async def test_where_two_people_changed_the_same_field_one_of_them_decides(
    session: Session, child_id: int, keys: tuple[str, ...], kept: str
) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("down", "f8")
        await sees(pilot, "证件类型")
        correct_child(replace(session, user="张文书"), child_id, 1, {"nation": "侗族"})
        await pilot.press(*["down"] * 5)
        await types(pilot, "苗族")
        await pilot.press("f8")
        await sees(pilot, "两人都改了")
        screen = shown(pilot.app)
        assert "苗族" in screen
        assert "侗族" in screen
        assert "张文书" in screen
        await pilot.press("escape")
        await sees(pilot, "证件类型")
        assert "苗族" in shown(pilot.app)
        await pilot.press("f8")
        await sees(pilot, "两人都改了")
        await pilot.press(*keys)
        await sees(pilot, "已保存")
    assert child_file(session, child_id).child["nation"] == kept


async def test_a_survey_of_a_file_that_changed_since_is_not_recorded(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("s")
        await sees(pilot, "排查日期")
        correct_child(session, child_id, 1, {"nickname": "毛毛"})
        await pilot.press("f8")
        await sees(pilot, "李文书")
        await pilot.press("enter", "escape")
        await sees(pilot, "毛毛")
        await pilot.press("s")
        await sees(pilot, "排查日期")
        await pilot.press("f8")
        await sees(pilot, "已于2026-11-24排查")


async def test_deeds_are_reached_without_letters(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("enter")
        await sees(pilot, "评定风险等级")
        await pilot.press("down", "enter")
        await sees(pilot, "评级理由")
        await pilot.press("right", "down")
        await types(pilot, "独居")
        await pilot.press("f8")
        await sees(pilot, "已保存")
        assert "独居" in shown(pilot.app)
    assert child_file(session, child_id).child["risk"] == "red"


async def test_a_child_leaves_and_returns(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("x")
        await sees(pilot, "退出原因")
        await pilot.press("right", "right", "right", "f8")
        await sees(pilot, "已退出名册")
        assert not child_file(session, child_id).registered
        await pilot.press("x")
        await sees(pilot, "恢复登记")
        await types(pilot, "父母再次外出")
        await pilot.press("f8")
        await sees(pilot, "已恢复登记")
    assert child_file(session, child_id).registered


async def test_an_unfit_carer_is_warned_about_saved_and_shown_red(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("2", "down", "down", "f8")
        await sees(pilot, "与儿童关系")
        await pilot.press("pagedown", "right", "right", "f8")
        await sees(pilot, "法律禁止委托")
        assert child_file(session, child_id).carer["full_capacity"] is None
        await pilot.press("f8")
        await sees(pilot, "不得委托")
    assert child_file(session, child_id).carer["full_capacity"] is False


async def test_a_new_class_is_entered_with_the_child(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("3", "f8")
        await sees(pilot, "原班级")
        await pilot.press("down", "down")
        await pilot.press("5")
        await sees(pilot, "新增")
        await types(pilot, "(3)班")
        await sees(pilot, "5(3)班")
        await pilot.press("enter")
        await sees(pilot, "要新增吗")
        await pilot.press("right", "enter", "f8")
        await sees(pilot, "已保存")
    file = child_file(session, child_id)
    assert (file.school, file.school_class) == ("中心学校", "五(3)班")
    assert len(file.enrolments) == 2


async def test_the_next_child_of_the_list_is_one_key_away(session: Session, child_id: int) -> None:
    other = add_child(session, {"name": "张小红"})
    pages = RegistryPages(session, RegistryFilter(), ("name",))
    async with showing(ChildScreen(session, child_id, SHEETS, pages)) as pilot:
        await sees(pilot, "1/2")
        await pilot.press("pagedown")
        await sees(pilot, "张小红")
        await sees(pilot, "2/2")
        await pilot.press("pagedown")
        await sees(pilot, "已是最后一人")
        await pilot.press("pageup")
        await sees(pilot, "王小明")
        correct_child(session, child_id, 1, {"name": "李小明"})
        await pilot.press("n")
        await sees(pilot, "张小红")
        await pilot.press("escape")
        assert host(pilot).results == [other]


async def test_a_child_that_dropped_out_of_the_list_still_has_neighbours(session: Session, child_id: int) -> None:
    other = add_child(session, {"name": "张小红"})
    pages = RegistryPages(session, RegistryFilter(text="张"), ("name",))
    async with showing(ChildScreen(session, child_id, SHEETS, pages)) as pilot:
        await sees(pilot, "王小明")
        await pilot.press("n")
        await sees(pilot, "张小红")
        await pilot.press("escape")
        assert host(pilot).results == [other]


async def test_what_is_typed_becomes_a_draft_that_is_offered_again(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("down", "f8")
        await sees(pilot, "证件类型")
        await pilot.press(*["down"] * 5)
        await types(pilot, "苗族")
        (keeper,) = host(pilot).drafts
        keeper.flush()
        (draft,) = pending(session)
        assert (draft.form, draft.object_id, draft.entries) == ("child.basic", child_id, {"nation": "苗族"})
    correct_child(session, child_id, 1, {"nickname": "毛毛"})
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("down", "f8")
        await sees(pilot, "继续填写")
        assert "其后已被改动" in shown(pilot.app)
        await pilot.press("enter")
        await sees(pilot, "苗族")
        await pilot.press("f8")
        await sees(pilot, "已保存")
        assert host(pilot).drafts == set()
    child = child_file(session, child_id).child
    assert (child["nation"], child["nickname"]) == ("苗族", "毛毛")
    assert pending(session) == []


async def test_a_form_that_is_left_on_purpose_leaves_no_draft(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        await pilot.press("down", "f8")
        await sees(pilot, "证件类型")
        await types(pilot, "二")
        next(iter(host(pilot).drafts)).flush()
        await pilot.press("escape")
        await sees(pilot, "不保存")
        await pilot.press("right", "enter")
        await sees(pilot, "逾期未排查")
        await pilot.press("f8")
        await sees(pilot, "证件类型")
        await types(pilot, "三")
        left = pilot.app.screen
        assert isinstance(left, DraftScreen)
        for _time in range(2):  # Esc twice: the second comes while the draft is taken away
            left.post_message(Form.Cancelled(left.form))
        await sees(pilot, "逾期未排查")
    assert pending(session) == []
    assert child_file(session, child_id).child["name"] == "王小明"


async def test_the_timeline_shows_a_long_entry_whole(session: Session, child_id: int) -> None:
    note = "在东莞电子厂做工，" * 8 + "春节回家"
    save_parent(session, child_id, "mother", NOT_RECORDED, {"name": "李梅", "note": note})
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await pilot.press("5")
        await sees(pilot, "[母亲]")
        assert "春节回家" not in shown(pilot.app)
        await pilot.press("enter")
        await sees(pilot, "春节回家")


async def test_a_file_that_may_not_be_seen_is_one_sentence(session: Session) -> None:
    async with showing(ChildScreen(session, 99, SHEETS)) as pilot:
        await sees(pilot, "不在您的权限内")
        await pilot.press("enter")
        await until(pilot, lambda: host(pilot).results == [99])


async def test_a_draft_of_an_earlier_sitting_is_gone_on_with(session: Session, child_id: int) -> None:
    keep_draft(session, "child.health", child_id, 1, {"illness": "哮喘"})
    async with showing(ChildScreen(session, child_id, SHEETS, edit="health")) as pilot:
        await sees(pilot, "哮喘")
        await pilot.press("f8")
        await sees(pilot, "已保存")
    assert child_file(session, child_id).child["illness"] == "哮喘"


async def test_a_draft_of_a_form_that_is_gone_opens_the_file_alone(session: Session, child_id: int) -> None:
    async with showing(ChildScreen(session, child_id, SHEETS, edit="of a later version")) as pilot:
        await sees(pilot, "逾期未排查")


async def test_who_may_only_read_changes_nothing(session: Session, child_id: int) -> None:
    session.database.read_only = True
    async with showing(ChildScreen(session, child_id, SHEETS)) as pilot:
        await sees(pilot, "逾期未排查")
        assert "改动" not in shown(pilot.app)
        await pilot.press("down", "enter", "f8", "r", "x", "2")
        await sees(pilot, "王大")
    assert child_file(session, child_id).child.version == 1


async def test_the_sheet_is_saved_with_a_reason_that_is_put_on_record(session: Session, tmp_path: Path) -> None:
    child_id = add_child(session, {"name": "张小明", "id_no": NUMBER})
    async with showing(ChildScreen(session, child_id, tmp_path / "reports")) as pilot:
        await pilot.press("6", "t", *"给家长", "enter", "right", "enter")
        await sees(pilot, "已保存")
        (saved,) = (tmp_path / "reports").iterdir()
        assert saved.name == f"2026-11-24-儿童档案-{child_id}.txt"
        assert NUMBER in saved.read_text(encoding="utf-8")
        assert saved.stat().st_mode & 0o777 == 0o600
    logged = ChangeLog.select().where(ChangeLog.action == Action.EXPORT_FULL).get()
    assert (logged.child_id, logged.reason) == (child_id, "给家长")
