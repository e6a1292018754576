"""The homes: things entered, corrected and retired, what every home must have, and the published number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.commands.homes import add_item, correct_item, publish_hotline, require_thing, retire_item, return_item
from db.commands.writing import insert
from db.errors import ConflictError, NotFoundError, RefusedError, RuleError
from db.models import School, Village
from db.queries.homes import all_requirements, homes, hotline_of, inventory
from db.rules.homes import Requirement, Thing, fulfil, kind_of
from db.scope import Scope
from db.session import Session
from db.vocabulary import HomeItemKind, HomeItemState, Role
from exports.report import Request, find

TODAY = "2026-11-24"


@pytest.fixture
def school(session: Session) -> int:
    with session.writing():
        insert(session, Village, {"name": "青山村"})
        insert(session, School, {"name": "山里小学"})
        return insert(session, School, {"name": "中心学校"})


def lacking(session: Session, school: int) -> list[str]:
    home = next(home for home in homes(session) if home.school == school)
    return [check.requirement.name for check in home.missing]


def test_a_home_has_what_it_must_when_usable_things_of_the_name_stand_there(session: Session, school: int) -> None:
    assert lacking(session, school) == ["档案资料柜", "电话机", "计算机"]
    add_item(session, {"kind": "files", "name": "文件柜"}, school=school)
    add_item(session, {"kind": "phone", "name": "座机", "quantity": 2}, school=school)
    add_item(session, {"kind": "computing", "name": "电视机"}, school=school)
    assert lacking(session, school) == ["计算机"]
    computer = add_item(session, {"kind": "computing", "name": "旧电脑", "state": "broken"}, school=school)
    assert lacking(session, school) == ["计算机"]
    correct_item(session, computer, 1, {"state": "good"})
    assert lacking(session, school) == []
    retire_item(session, computer, 2, "主板烧坏")
    assert lacking(session, school) == ["计算机"]
    assert [item.name for item in inventory(session, school=school)] == ["电视机", "座机", "文件柜"]
    retired = inventory(session, school=school, retired=True)[-1]
    assert (retired.retired_on, retired.retired_reason) == (TODAY, "主板烧坏")
    return_item(session, computer, 3)
    assert lacking(session, school) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "files"}, "name"), ({"name": "柜子"}, "kind"), ({"kind": "weapons", "name": "枪"}, "kind"),
        ({"kind": "files", "name": "柜子", "quantity": 0}, "quantity"),
        ({"kind": "files", "name": "柜子", "quantity": 100_000}, "quantity"),
        ({"kind": "files", "name": "柜子", "value_yuan": -1}, "value_yuan"),
        ({"kind": "files", "name": "柜子", "acquired_on": "2026-11-25"}, "acquired_on"),
        ({"kind": "files", "name": "柜子", "acquired_on": "2026-02-31"}, "acquired_on"),
        ({"kind": "files", "name": "柜子", "state": "shiny"}, "state"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_with_its_field(session: Session, school: int, values: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        add_item(session, values, school=school)
    assert set(refused.value.fields) == {field}
    assert inventory(session) == []


def test_a_thing_is_retired_once_and_not_before_it_came(session: Session, school: int) -> None:
    thing = add_item(session, {"kind": "books", "name": "图书", "acquired_on": "2026-10-01"}, school=school)
    with pytest.raises(RuleError) as early:
        retire_item(session, thing, 1, "丢失", "2026-09-30")
    assert set(early.value.fields) == {"retired_on"}
    with pytest.raises(RuleError):
        retire_item(session, thing, 1, " ")
    retire_item(session, thing, 1, "丢失", "2026-10-02")
    with pytest.raises(RuleError):
        retire_item(session, thing, 2, "又丢失")
    with pytest.raises(ConflictError):
        correct_item(session, thing, 1, {"name": "书"})


def test_each_looks_after_their_own_home(session: Session, school: int) -> None:
    within = replace(session, scope=Scope(schools=frozenset({school})), role=Role.SCHOOL_HEAD)
    thing = add_item(within, {"kind": "sport", "name": "篮球"}, school=school)
    foreign = add_item(session, {"kind": "sport", "name": "足球"}, school=1)
    village = add_item(session, {"kind": "sport", "name": "跳绳"}, village=1)
    assert [item.id for item in inventory(within)] == [thing]
    assert [home.school for home in homes(within)] == [school]
    for places in ({"school": 1}, {"village": 1}, {"school": 99}):
        with pytest.raises(NotFoundError):
            add_item(within, {"kind": "sport", "name": "篮球"}, **places)
    with pytest.raises(NotFoundError):
        retire_item(within, foreign, 1, "坏了")
    director = replace(session, scope=Scope(villages=frozenset({1})), role=Role.VILLAGE_DIRECTOR)
    assert [item.id for item in inventory(director)] == [village]
    assert [(home.village, home.name) for home in homes(director)] == [(1, "青山村")]
    with pytest.raises(RuleError):
        add_item(session, {"kind": "sport", "name": "篮球"}, school=school, village=1)
    with pytest.raises(RefusedError):
        require_thing(within, {"kind": "books", "name": "图书"})


def test_the_office_says_what_every_home_must_have(session: Session, school: int) -> None:
    require_thing(session, {"kind": "books", "name": "图书", "words": "书", "quantity": 300})
    assert "图书" in lacking(session, school)
    add_item(session, {"kind": "books", "name": "儿童读书", "quantity": 299}, school=school)
    assert "图书" in lacking(session, school)
    asked = {one.name: one for one in all_requirements(session)}
    phone = asked["电话机"]
    require_thing(session, {"quantity": 0}, of=(phone.id, phone.version))
    assert lacking(session, school) == ["档案资料柜", "计算机", "图书"]
    require_thing(session, {"kind": "medical", "name": "急救箱"})
    add_item(session, {"kind": "medical", "name": "体温计"}, school=school)
    assert lacking(session, school)[-1] == "急救箱"
    add_item(session, {"kind": "other", "name": "家用急救箱"}, school=school)
    assert lacking(session, school) == ["档案资料柜", "计算机", "图书"]
    with pytest.raises(RuleError) as refused:
        require_thing(session, {"quantity": -1}, of=(phone.id, phone.version + 1))
    assert set(refused.value.fields) == {"quantity"}
    rows = list(find("homes").rows(session, Request(session.clock.today(), school=school)))
    told = [(row[1], row[4]) for row in rows]
    assert told == [("档案资料柜", "缺"), ("计算机", "缺"), ("图书", "缺"), ("急救箱", "有")]


def test_a_number_is_published_in_one_spelling(session: Session, school: int) -> None:
    publish_hotline(session, school, 1, "0912-1234567， 13800001111")
    assert hotline_of(session, school) == (2, "0912-1234567、13800001111")
    for wrong in ("请打村部", "1380000"):
        with pytest.raises(RuleError) as refused:
            publish_hotline(session, school, 2, wrong)
        assert set(refused.value.fields) == {"hotline"}
    publish_hotline(session, school, 2, "")
    assert hotline_of(session, school) == (3, "")
    with pytest.raises(RefusedError):
        publish_hotline(replace(session, role=Role.TEACHER), school, 3, "13800001111")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("电话机", "phone"), ("乒乓球桌", "sport"), ("书柜", "furniture"), ("儿童图书", "books"), ("药柜", "medical"),
     ("饮水机", "living"), ("旧电脑", "computing"), ("铁皮柜", "files"), ("沙盘", "mind"), ("横幅", None)],
)  # fmt: skip
def test_a_name_tells_the_kind(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


things = st.builds(
    Thing, st.sampled_from([kind.value for kind in HomeItemKind]), st.text("柜电脑书", min_size=1, max_size=3),
    st.integers(1, 9), st.sampled_from([None, *(state.value for state in HomeItemState)]),
)  # fmt: skip


@given(st.lists(things, max_size=6), things)
def test_more_things_never_lack_more(own: list[Thing], another: Thing) -> None:
    required = [
        Requirement(1, 1, HomeItemKind.FILES, "柜", ("柜",), 2),
        Requirement(2, 1, HomeItemKind.BOOKS, "书", (), 1),
    ]
    before, after = fulfil(required, own), fulfil(required, [*own, another])
    assert all(late.have >= early.have for early, late in zip(before, after, strict=True))
    assert all(one.fulfilled == (one.have >= one.requirement.quantity) for one in after)
