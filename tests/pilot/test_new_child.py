"""A new child: looked for first, entered in one form, kept as a draft until then."""

from __future__ import annotations

import pytest

from db.commands.drafts import keep_draft
from db.queries.child_file import child_file
from db.queries.drafts import pending
from db.session import Session
from screens.new_child import NewChildScreen
from tests.pilot.hosting import NUMBER, OTHER, host, sees, showing, shown, types, until


async def test_a_new_child_is_looked_for_first(session: Session, child_id: int) -> None:
    async with showing(NewChildScreen(session)) as pilot:
        await types(pilot, "王晓明")
        await pilot.press("f8")
        await sees(pilot, "姓名同音")
        await pilot.press("enter")
        await until(pilot, lambda: host(pilot).results == [child_id])


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_new_child_is_entered_in_one_form(session: Session, child_id: int, size: tuple[int, int]) -> None:
    async with showing(NewChildScreen(session), size) as pilot:
        await types(pilot, "王小明")
        await pilot.press("down")
        await types(pilot, OTHER)
        assert "2017-02-03" in shown(pilot.app)
        await pilot.press("f8")
        await sees(pilot, "姓名相同")
        await pilot.press("f8")
        await sees(pilot, "户籍性质")
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
