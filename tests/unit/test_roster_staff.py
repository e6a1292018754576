"""What a roster says of class teachers and helpers, and of villages in addresses: found, set, compared, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.helpers import add_helper
from db.commands.import_undo import undo_import
from db.commands.importing import do_import
from db.commands.pairings import Wish, pair
from db.errors import ConflictError
from db.models import Child, Pairing, SchoolClass, Staff
from db.queries.import_known import Places
from db.roster.address import Addresses, Lived
from db.roster.deciding import State
from db.roster.naming import PlaceNames
from db.roster.planning import Plan, plan
from db.session import Session
from db.vocabulary import PairingKind
from exports import import_report
from tests.unit.roster_corpus.files import as_csv, cells, id_number

BOY, GIRL = id_number("2013-05-02"), id_number("2015-11-20", 2)
VILLAGES = ["李家冲村", "石桥村", "李村", "城关社区", "石桥社区"]


def _write(path: Path, text: str) -> Path:
    path.write_bytes(as_csv(cells(text)))
    return path


def _warned(made: Plan) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for warning in made.warnings.values():
        found.setdefault(warning.column, []).append(warning.sentence)
    return found


def _helper(session: Session, name: str, roles: str, **values: object) -> int:
    return add_helper(session, {"name": name, "roles": roles, "capacity": 5, **values})


@pytest.mark.parametrize(
    ("address", "lived"),
    [
        ("李家冲村3组", Lived("李家冲村", "3组")),
        ("四川省内江市石桥镇李家冲村三组12号", Lived("李家冲村", "三组")),
        ("石桥镇李家冲村委会第３村民小组", Lived("李家冲村", "3村民小组")),
        ("李家冲村大湾组", Lived("李家冲村", "大湾组")),
        ("李村四社", Lived("李村", "四社")),
        ("石桥镇石桥社区2栋", Lived("石桥社区", "")),
        ("城关居委会", Lived("城关社区", "")),
        ("大石桥村3组", None),
        ("石桥镇中心街3号", None),
        ("石桥镇李家冲村3组、石桥镇石桥村1组", None),
        ("无", None),
    ],
)
def test_what_an_address_tells(address: str, lived: Lived | None) -> None:
    known = Places(dict(enumerate(VILLAGES)), {}, {})
    assert Addresses(PlaceNames(known), VILLAGES).lived(address) == lived


def test_nothing_is_found_where_no_village_is_known() -> None:
    assert Addresses(PlaceNames(Places({}, {}, {})), []).lived("李家冲村3组") is None


def test_village_and_group_come_from_the_address_where_nothing_else_says_them(session: Session, tmp_path: Path) -> None:
    for name, number, more in (
        ("张小明", BOY, {"village": NewPlace("石桥村")}),
        ("李小红", GIRL, {"village": NewPlace("李家冲村")}),
    ):
        add_child(session, {"name": name, "id_no": number, **more})
    path = _write(tmp_path / "名册.csv", f"""
        姓名|身份证号|村|家庭住址|户籍所在地|父亲姓名
        张小明|{BOY}|~|石桥镇李家冲村3组5号|~|~
        李小红|{GIRL}|~|石桥镇李家冲村三组12号|~|~
        王小军|~|~|石桥镇李家冲村4组|石桥镇李家冲村|王大
        赵小强|~|~|石桥镇李家冲村4组|石桥镇石桥村1组|赵大
        孙小云|~|石桥村委会|石桥村2组|~|孙大
    """)  # fmt: skip
    made = plan(session, path)
    assert made.counts == {State.NEW: 3, State.CHANGED: 2}
    assert [note.count for note in made.notes.values() if "住址" in note.sentence] == [3, 1]
    do_import(session, made)
    lives = {row.name: (row.village and row.village.name, row.village_group) for row in Child.select()}
    assert lives == {
        "张小明": ("石桥村", None), "李小红": ("李家冲村", "3组"), "王小军": ("李家冲村", "4组"),
        "赵小强": (None, None), "孙小云": ("石桥村", "2组"),
    }  # fmt: skip
    assert plan(session, path).counts == {State.SAME: 5}


ROSTER = f"""
    姓名|身份证号|学校|班级|班主任|班主任电话|爱心妈妈|联系电话|帮扶人
    张小明|{BOY}|石桥小学|三(2)班|刘老师|~|王芳|13812345678|陈干部
    李小红|{GIRL}|石桥小学|三(2)班|刘老师|~|王芳|13812345678|无名氏
"""


def test_class_teacher_and_helpers_are_found_set_and_taken_back(session: Session, tmp_path: Path) -> None:
    teacher = _helper(session, "刘老师", "teacher")
    _helper(session, "王芳", "loving_mother", phone="13900000000")
    mother = _helper(session, "王芳", "loving_mother", phone="13812345678")
    cadre = _helper(session, "陈干部", "cadre")
    path = _write(tmp_path / "名册.csv", ROSTER)
    made = plan(session, path)
    assert made.counts == {State.NEW: 2}
    assert _warned(made) == {"帮扶人": ["帮扶人名册里没有这个人，请先登记。"]}
    batch = do_import(session, made)
    assert batch is not None
    boy, girl = (Child.get(Child.name == name).id for name in ("张小明", "李小红"))
    open_pairs = {(row.child_id, row.kind, row.staff_id) for row in Pairing.select().where(Pairing.to_on.is_null())}
    assert open_pairs == {
        (boy, "loving_mother", mother), (boy, "cadre", cadre), (girl, "loving_mother", mother)
    }  # fmt: skip
    assert SchoolClass.get().teacher_id == teacher
    assert Staff.select().count() == 4

    again = plan(session, path)
    assert again.counts == {State.SAME: 2}
    assert do_import(session, again) is None
    _helper(session, "无名氏", "cadre")
    with pytest.raises(ConflictError):
        do_import(session, again, survey=True)

    undo_import(session, batch)
    assert not Pairing.select().where(Pairing.to_on.is_null()).exists()
    assert SchoolClass.get().teacher_id is None


def test_what_the_register_says_of_staff_stays_and_the_difference_is_told(session: Session, tmp_path: Path) -> None:
    _write(tmp_path / "名册.csv", ROSTER)
    first = _helper(session, "刘老师", "teacher")
    other = _helper(session, "赵妈妈", "loving_mother")
    do_import(session, plan(session, tmp_path / "名册.csv"))
    boy = Child.get(Child.name == "张小明").id
    pair(session, PairingKind.LOVING_MOTHER, boy, other, Wish(despite=True))
    for name, roles in (("王芳", "cadre"), ("陈干部", "cadre"), ("陈干部", "volunteer"), ("周老师", "teacher")):
        _helper(session, name, roles)
    changed = ROSTER.replace("刘老师", "周老师").replace(
        "王芳|13812345678|无名氏", "王芳|13812345678|赵妈妈 13712345678"
    )
    made = plan(session, _write(tmp_path / "新.csv", changed))
    assert made.counts == {State.SAME: 1, State.CHANGED: 1}
    warned = _warned(made)
    assert warned["班主任"] == ["三(2)班在名册中的班主任是刘老师，未改动。"]
    assert sorted(warned["帮扶人"]) == ["帮扶人名册里有几个同名的人，请在结对板上结对。"]
    assert warned["爱心妈妈"] == ["帮扶人名册里没有登记为爱心妈妈，请先补上。"]
    (decision,) = made.decisions.each("changed")
    assert import_report.change_title(decision.changes[0]) == "爱心妈妈"
    do_import(session, made)
    girl = Child.get(Child.name == "李小红").id
    assert {(row.child_id, row.staff_id) for row in Pairing.select()} == {(boy, other), (girl, other)}
    assert SchoolClass.get().teacher_id == first


def test_a_helper_who_gets_more_children_than_agreed_is_named(session: Session, tmp_path: Path) -> None:
    _helper(session, "王芳", "loving_mother", capacity=2)
    rows = "\n".join(f"王{name}|{id_number('2015-11-20', number)}|王芳" for number, name in enumerate("甲乙丙丁", 1))
    path = _write(tmp_path / "名册.csv", f"姓名|身份证号|爱心妈妈\n{rows}")
    made = plan(session, path)
    assert [(warning.count, warning.row, warning.sentence) for warning in made.warnings.values()] == [
        (2, 4, "王芳最多帮2名儿童，按本名册已超出，请到结对页查看。")
    ]
    do_import(session, made)
    assert Pairing.select().count() == 4
    assert plan(session, path).warnings == {}
