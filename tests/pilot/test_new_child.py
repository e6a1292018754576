"""A new child: looked for first, entered in one form, kept as a draft until then."""

from __future__ import annotations

import threading
from typing import Any, NoReturn

import pytest
from textual.pilot import Pilot

from db.commands.children import add_child
from db.commands.drafts import keep_draft
from db.errors import BusyError
from db.models import Child
from db.queries.child_file import child_file
from db.queries.drafts import pending
from db.session import Session
from screens.child import ChildScreen
from screens.child_edit import ChildEditScreen
from screens.new_child import NewChildForm, NewChildScreen
from screens.widgets.record_table import RecordTable
from tests.pilot.conftest import Sit
from tests.pilot.hosting import NUMBER, OTHER, PATIENCE, SHEETS, host, sees, showing, shown, types, until


def busy(*_args: object) -> NoReturn:
    raise BusyError("数据库正忙，请稍后再试。")


def keep_all(pilot: Pilot[None]) -> None:
    """What the keepers would write by themselves within two seconds."""
    for keeper in tuple(host(pilot).drafts):
        keeper.flush()


def left(session: Session) -> list[dict[str, str]]:
    return [dict(draft.entries) for draft in pending(session)]


async def test_a_new_child_is_looked_for_first(session: Session, child_id: int) -> None:
    async with showing(NewChildScreen(session)) as pilot:
        await types(pilot, "王晓明")
        keep_all(pilot)
        assert left(session) == [{"name": "王晓明"}]
        await pilot.press("f8")
        await sees(pilot, "姓名同音")
        table = pilot.app.screen.query_one(RecordTable)
        for _time in range(2):  # Enter twice: the second comes while the draft is taken away
            table.action_select()
        await until(pilot, lambda: host(pilot).results == [child_id])
    assert left(session) == []


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_new_child_is_entered_in_one_form(session: Session, child_id: int, size: tuple[int, int]) -> None:
    async with showing(NewChildScreen(session), size) as pilot:
        await types(pilot, "王小明")
        await pilot.press("down")
        await types(pilot, OTHER)
        assert "2017-02-03" in shown(pilot.app)
        await pilot.press("f8")
        await sees(pilot, "姓名相同")
        search = pilot.app.screen
        assert isinstance(search, NewChildScreen)
        for _time in range(2):  # F8 twice, before the form is there
            search.action_go_on()
        await sees(pilot, "户籍性质")
        assert sum(isinstance(screen, NewChildForm) for screen in pilot.app.screen_stack) == 1
        assert OTHER in shown(pilot.app)
        assert "女" in shown(pilot.app)
        await pilot.press("pagedown", "right", "down")
        await pilot.press("space")
        await sees(pilot, "青山村")
        await pilot.press("enter", "f8")
        await until(pilot, lambda: bool(host(pilot).results))
        (new,) = host(pilot).results
    file = child_file(session, new)
    assert (file.child["name"], file.child["sex"], file.village) == ("王小明", "female", "青山村")
    assert file.child["household_kind"] == "rural"
    assert not file.carer


async def test_a_number_that_is_taken_is_told_at_the_form(session: Session, child_id: int) -> None:
    async with showing(NewChildScreen(session)) as pilot:
        await types(pilot, "赵天")
        await pilot.press("down")
        await types(pilot, NUMBER)
        await pilot.press("f8")
        await sees(pilot, "身份证号相同")
        await pilot.press("f8")
        await sees(pilot, "户籍性质")
        await pilot.press("f8")
        await sees(pilot, "另一名儿童已使用这个身份证号")
        assert "青山村" in shown(pilot.app)


async def test_a_new_childs_draft_is_offered_before_the_search(session: Session) -> None:
    keep_draft(session, "new_child", 0, 0, {"name": "王小明", "nation": "苗族"})
    async with showing(NewChildScreen(session)) as pilot:
        await sees(pilot, "继续填写")
        await pilot.press("enter")
        await sees(pilot, "苗族")
        await pilot.press("f8")
        await until(pilot, lambda: bool(host(pilot).results))
        assert child_file(session, host(pilot).results[0]).child["nation"] == "苗族"
    assert pending(session) == []


async def test_a_search_is_kept_until_its_form_takes_it_over_and_when_it_gives_it_back(session: Session) -> None:
    async with showing(NewChildScreen(session)) as pilot:
        await types(pilot, "王小明")
        await pilot.press("f8")
        await sees(pilot, "户籍性质")
        assert left(session) == [{"name": "王小明"}]
        await pilot.press(*["down"] * 5)
        await types(pilot, "苗族")
        keep_all(pilot)
        assert left(session) == [{"name": "王小明", "nation": "苗族"}]
        await pilot.press("escape")
        await sees(pilot, "不保存就离开吗")
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, NewChildScreen) and bool(host(pilot).drafts))
        keep_all(pilot)
        assert left(session) == [{"name": "王小明"}]
    async with showing(NewChildScreen(session)) as pilot:
        await sees(pilot, "未保存：登记儿童 王小明")
        await pilot.press("escape")
        await until(pilot, lambda: host(pilot).results == [None])
        assert left(session) == [{"name": "王小明"}]
        host(pilot).open(NewChildScreen(session))
        await sees(pilot, "继续填写")
        await pilot.press("enter")
        await sees(pilot, "*姓名         王小明")
        await pilot.press("escape")
        await sees(pilot, "不保存就离开吗")
        await pilot.press("right", "enter")
        await until(pilot, lambda: len(host(pilot).results) == 2)
    assert left(session) == []


async def test_a_form_that_is_being_saved_is_not_left(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    may_write, begun = threading.Event(), []
    add = add_child

    def slow(*args: Any, **options: Any) -> int:
        begun.append(args)
        assert may_write.wait(PATIENCE)
        return add(*args, **options)

    monkeypatch.setattr("screens.new_child.add_child", slow)
    async with showing(NewChildForm(session, {"name": "王小明"})) as pilot:
        await sees(pilot, "户籍性质")
        form = pilot.app.screen
        await pilot.press("f8")
        await until(pilot, lambda: bool(begun))
        for key in ("escape", "f8"):
            await pilot.press(key)
            await sees(pilot, "正在保存")
            assert pilot.app.screen is form
        assert isinstance(form, NewChildForm)
        assert not await form.may_close()
        assert host(pilot).results == []
        may_write.set()
        await until(pilot, lambda: bool(host(pilot).results))
        (new,) = host(pilot).results
    assert len(begun) == 1
    assert child_file(session, new).child["name"] == "王小明"
    assert pending(session) == []


async def test_drafts_that_cannot_be_read_are_a_sentence(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.draft_screen.draft_of", busy)
    async with showing(NewChildScreen(session)) as pilot:
        await sees(pilot, "数据库正忙")
        await types(pilot, "王小明")
        await sees(pilot, "王小明")


async def test_a_draft_that_cannot_be_dropped_is_a_sentence(
    session: Session, child_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_draft(session, "child.health", child_id, 0, {"illness": "哮喘"})
    monkeypatch.setattr("screens.drafts.discard_draft", busy)
    async with showing(ChildScreen(session, child_id, SHEETS, edit="health")) as pilot:
        await sees(pilot, "继续填写")
        await pilot.press("down", "enter")
        await sees(pilot, "数据库正忙")
        assert isinstance(pilot.app.screen, ChildEditScreen)
    assert pending(session)


async def test_the_last_draft_is_written_in_a_thread_and_a_hang_up_meanwhile_would_write_it_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[threading.Thread, int]] = []
    keep = keep_draft

    async with showing(NewChildForm(session)) as pilot:

        def watched(*args: Any) -> None:
            written.append((threading.current_thread(), len(host(pilot).drafts)))
            keep(*args)

        monkeypatch.setattr("screens.drafts.keep_draft", watched)
        await sees(pilot, "户籍性质")
        await types(pilot, "王")
        pilot.app.screen.dismiss(None)
        await until(pilot, lambda: not host(pilot).drafts)
    ((thread, held),) = written
    assert thread is not threading.main_thread()
    assert held == 1
    assert [draft.entries for draft in pending(session)] == [{"name": "王"}]


async def test_an_error_pushes_no_field_of_the_search_out_of_sight(session: Session) -> None:
    async with showing(NewChildScreen(session)) as pilot:
        await pilot.press("f8")
        await sees(pilot, "这一项必须填写")
        assert "父亲姓名" in shown(pilot.app)


async def test_child_after_child_is_registered_with_one_key(session: Session, sit: Sit) -> None:
    async with sit(session, screen="registry") as sitting:
        for name in ("王小明", "李小红"):
            await sitting.press("f8")
            await sitting.on("RegistryScreen", "NewChildScreen")
            await sitting.type(name)
            await sitting.press("f8")
            await sitting.on("RegistryScreen", "NewChildScreen", "NewChildForm")
            await sitting.see("名册里没有相像的儿童")
            await sitting.press("f8")
            await sitting.on("RegistryScreen", "ChildScreen")
            await sitting.see("F8 登记下一名")
            await sitting.see("已登记")
        await sitting.press("e")
        await sitting.on("RegistryScreen", "ChildScreen", "Choose")
    assert {child.name for child in Child.select()} == {"王小明", "李小红"}
