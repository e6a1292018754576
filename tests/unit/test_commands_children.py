"""A child is registered and corrected: what is filled in, what is refused, what stays findable, what is logged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from db.clock import Clock
from db.commands.children import add_child, correct_child
from db.commands.places import ensure_class, ensure_school, ensure_village
from db.commands.registration import leave_register
from db.commands.schooling import change_schooling
from db.errors import ConflictError, NotFoundError, RuleError
from db.models import ChangeLog, Child, Enrolment, Parent
from db.queries.child_file import child_file
from db.queries.registry import RegistryFilter, RegistryPages
from db.rules.id_number import check_digit
from db.scope import Scope
from db.session import Session


def place(session: Session, ensure: Callable[..., int], *names: object) -> int:
    with session.writing():
        return ensure(session, *names)


def id_number(birth: str = "20160502", order: str = "123") -> str:
    body = f"990101{birth}{order}"
    return body + check_digit(body)


def found(session: Session, text: str) -> list[int]:
    return [row.id for row in RegistryPages(session, RegistryFilter(text), ("name",)).first(10)]


def test_a_new_child_gets_everything_that_its_number_and_name_tell(session: Session) -> None:
    child_id = add_child(session, {"name": " 单　雄 ", "id_no": id_number().lower(), "household_kind": "rural"})
    child = child_file(session, child_id).child
    assert (child["name"], child["sex"], child["birth_date"], child["id_type"]) == (
        "单雄",
        "male",
        "2016-05-02",
        "resident",
    )
    assert (child["registered_on"], child["registry_state"], child.version) == ("2026-11-24", "registered", 1)
    for text in ("单", "shanxiong", "sx", "danx", "160502"):
        assert found(session, text) == [child_id], text


def test_the_family_and_the_class_come_along_in_one_deed(session: Session) -> None:
    school = place(session, ensure_school, "中心学校")
    class_id = place(session, ensure_class, school, "三(2)班")
    child_id = add_child(
        session,
        {"name": "王小明", "birth_date": "2017-3-4", "household_kind": "rural", "school_class": class_id},
        father={"name": "王大", "whereabouts": "out_of_province", "away_since": "2025-2-1", "phone": "138 1234 5678"},
        mother={"name": "李梅", "whereabouts": "in_province", "away_since": "2025年2月"},
        carer={"name": "刘桂花", "relation": "paternal_grandmother", "phone": ""},
    )
    file = child_file(session, child_id)
    assert file.child["civil"] is True
    assert file.child["school_practice"] is True
    assert (file.school, file.school_class) == ("中心学校", "三(2)班")
    assert (file.carer["name"], file.carer["from_on"]) == ("刘桂花", "2026-11-24")
    assert found(session, "5678") == [child_id]
    assert Enrolment.select().count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "王\u202e明"}, "name"),
        ({"name": "王明", "birth_date": "2027-1-1"}, "birth_date"),
        ({"name": "王明", "birth_date": "2016-02-30"}, "birth_date"),
        ({"name": "王明", "id_no": "510322200002301234"}, "id_no"),
        ({"name": "王明", "id_no": "5.10322E+17"}, "id_no"),
        ({"name": "王明", "id_no": "12", "id_type": "none"}, "id_no"),
        ({"name": "王明", "sex": "boy"}, "sex"),
        ({"name": "王明", "village": 77}, "village"),
        ({"name": "王明", "phone": "1381234567"}, "phone"),
        ({"name": "王明", "disability_level": 7}, "disability_level"),
        ({"name": "王明", "registered_on": "2026-11"}, "registered_on"),
        ({"name": "王明", "birth_date": "2026-10-1", "registered_on": "2026-9-1"}, "registered_on"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_for_its_field(
    session: Session, values: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleError) as refused:
        add_child(session, values)
    assert set(refused.value.fields) == {field}
    assert refused.value.fields[field]
    assert Child.select().count() == 0
    assert ChangeLog.select().count() == 0


def test_errors_of_the_family_are_named_after_their_part(session: Session) -> None:
    with pytest.raises(RuleError) as refused:
        add_child(session, {"name": "王明"}, father={"phone": "1"}, carer={"phone": "13812345678"})
    assert set(refused.value.fields) == {"father.phone"}
    with pytest.raises(RuleError) as refused:
        add_child(session, {"name": "王明"}, carer={"phone": "13812345678"})
    assert set(refused.value.fields) == {"carer.name"}


def test_a_taken_number_is_answered_with_the_other_childs_place(session: Session) -> None:
    village = place(session, ensure_village, "青山村")
    first = add_child(session, {"name": "王明", "id_no": id_number(), "village": village, "file_no": "2026-018"})
    with pytest.raises(RuleError) as refused:
        add_child(session, {"name": "王小明", "id_no": id_number()})
    sentence = refused.value.fields["id_no"]
    assert "青山村" in sentence
    assert "2026-018" in sentence
    assert "王明" not in sentence
    leave_register(session, first, 1, "changed_school")
    with pytest.raises(RuleError) as refused:
        add_child(session, {"name": "王小明", "id_no": id_number()})
    assert refused.value.fields["id_no"] != sentence


def test_a_number_taken_outside_the_scope_tells_nothing_about_the_child(session: Session) -> None:
    village, other = place(session, ensure_village, "青山村"), place(session, ensure_village, "柳树村")
    add_child(session, {"name": "王明", "id_no": id_number(), "village": village})
    limited = session.within(Scope(villages=frozenset({other})))
    with pytest.raises(RuleError) as refused:
        add_child(limited, {"name": "王明", "id_no": id_number(), "village": other})
    assert "青山村" not in refused.value.fields["id_no"]


def test_nobody_registers_or_changes_a_child_outside_the_scope(session: Session) -> None:
    village, other = place(session, ensure_village, "青山村"), place(session, ensure_village, "柳树村")
    child_id = add_child(session, {"name": "王明", "village": village})
    limited = session.within(Scope(villages=frozenset({other})))
    with pytest.raises(RuleError) as refused:
        add_child(limited, {"name": "李雷", "village": village})
    assert "village" in refused.value.fields
    with pytest.raises(NotFoundError):
        correct_child(limited, child_id, 1, {"name": "李雷"})
    assert [child.name for child in Child.select()] == ["王明"]


def test_nobody_moves_a_child_out_of_their_own_sight(session: Session) -> None:
    village, other = place(session, ensure_village, "青山村"), place(session, ensure_village, "柳树村")
    child_id = add_child(session, {"name": "王明", "village": village})
    limited = session.within(Scope(villages=frozenset({village})))
    with pytest.raises(RuleError) as refused:
        correct_child(limited, child_id, 1, {"name": "王亮", "village": other})
    assert "village" in refused.value.fields
    assert Child.get_by_id(child_id).village_id == village
    assert found(session, "王亮") == []
    correct_child(limited, child_id, 1, {"name": "王亮"})
    assert found(session, "王亮") == [child_id]


def test_nobody_moves_a_child_to_a_class_out_of_their_own_sight(session: Session) -> None:
    school = place(session, ensure_school, "中心学校")
    own, other = place(session, ensure_class, school, "三(2)班"), place(session, ensure_class, school, "四(1)班")
    child_id = add_child(session, {"name": "王明", "school_class": own})
    limited = session.within(Scope(classes=frozenset({own})))
    with pytest.raises(RuleError) as refused:
        change_schooling(limited, child_id, 1, {"school_class": other})
    assert "school_class" in refused.value.fields
    assert [(row.school_class_id, row.to_on) for row in Enrolment.select()] == [(own, None)]


def test_a_correction_changes_what_differs_and_logs_it(session: Session) -> None:
    child_id = add_child(session, {"name": "王明", "nation": "汉族", "id_no": id_number()})
    changes = correct_child(session, child_id, 1, {"nation": "苗族", "name": "王明", "id_no": id_number(order="125")})
    assert changes == {"nation": ["汉族", "苗族"], "id_no": [id_number(), id_number(order="125")]}
    line = ChangeLog.select().order_by(ChangeLog.id.desc()).get()
    assert json.loads(line.changes) == changes
    assert (line.child_id, line.by) == (child_id, "李文书")
    assert found(session, id_number(order="125")) == [child_id]
    assert found(session, id_number()) == []


def test_a_correction_that_changes_nothing_leaves_no_trace(session: Session) -> None:
    child_id = add_child(session, {"name": "王明", "nation": "汉族"})
    lines = ChangeLog.select().count()
    assert correct_child(session, child_id, 1, {"name": "王明", "nation": " 汉族 "}) == {}
    assert ChangeLog.select().count() == lines
    assert child_file(session, child_id).child.version == 1


def test_a_renamed_child_is_found_by_the_new_name_only(session: Session) -> None:
    child_id = add_child(session, {"name": "王明"})
    correct_child(session, child_id, 1, {"name": "赵雪梅"})
    assert found(session, "zhaoxuemei") == [child_id]
    assert found(session, "wangming") == []


def test_the_later_of_two_corrections_is_refused_and_the_earlier_kept(session: Session) -> None:
    child_id = add_child(session, {"name": "王明"})
    other = replace(session, user="张文书")
    correct_child(other, child_id, 1, {"nation": "苗族"})
    with pytest.raises(ConflictError) as refused:
        correct_child(session, child_id, 1, {"nation": "汉族"})
    assert "张文书" in refused.value.sentence
    assert child_file(session, child_id).child["nation"] == "苗族"


def test_a_number_that_contradicts_is_stored_and_pointed_out(session: Session) -> None:
    values = {"name": "王明", "sex": "female", "birth_date": "2016-05-03", "id_no": id_number()}
    file = child_file(session, add_child(session, values))
    assert (file.child["sex"], file.child["birth_date"]) == ("female", "2016-05-03")
    assert len(file.doubts) == 2


def test_a_disability_card_number_fills_both_fields(session: Session) -> None:
    file = child_file(session, add_child(session, {"name": "王明", "id_no": id_number() + "43"}))
    assert (file.child["id_no"], file.child["disability_no"]) == (id_number(), id_number() + "43")


def test_other_documents_are_taken_as_they_are(session: Session) -> None:
    child_id = add_child(session, {"name": "王明", "id_type": "passport", "id_no": "ea1234567"})
    assert child_file(session, child_id).child["id_no"] == "EA1234567"


def test_fields_with_a_deed_of_their_own_are_no_correction(session: Session) -> None:
    child_id = add_child(session, {"name": "王明"})
    with pytest.raises(ValueError, match="risk"):
        correct_child(session, child_id, 1, {"risk": "red"})


def test_the_definitions_follow_a_correction(session: Session) -> None:
    away = {"whereabouts": "abroad", "away_since": "2025-1-1"}
    child_id = add_child(
        session, {"name": "王明", "birth_date": "2016-5-2", "household_kind": "rural"}, father=away, mother=away
    )
    assert child_file(session, child_id).child["civil"] is True
    correct_child(session, child_id, 1, {"household_kind": "urban"})
    file = child_file(session, child_id)
    assert (file.child["civil"], file.child["school_practice"]) == (False, False)


def test_one_day_is_the_same_everywhere(session: Session) -> None:
    later = replace(session, clock=Clock(date(2027, 3, 1)))
    child_id = add_child(later, {"name": "王明"})
    assert child_file(later, child_id).child["registered_on"] == "2027-03-01"
    assert Parent.select().count() == 0
