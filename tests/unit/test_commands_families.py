"""Parents, grandparents, carers: their versions, their phones in the search, and the definitions that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from db.clock import Clock
from db.commands.children import add_child
from db.commands.definitions import overrule_definition, refresh_definitions
from db.commands.families import NOT_RECORDED, correct_carer, end_care, entrust, save_grandparents, save_parent
from db.errors import ConflictError, RuleError
from db.models import Carer, Grandparent
from db.queries.child_file import child_file
from db.queries.registry import RegistryFilter, RegistryPages
from db.rules.fitness import Fitness
from db.session import Session
from db.vocabulary import Alert

AWAY = {"whereabouts": "out_of_province", "away_since": "2025-01-01"}


def place(session: Session, ensure: Callable[..., int], *names: object) -> int:
    with session.writing():
        return ensure(session, *names)


@pytest.fixture
def child_id(session: Session) -> int:
    return add_child(session, {"name": "王明", "birth_date": "2016-05-02", "household_kind": "rural"})


def found(session: Session, text: str) -> list[int]:
    return [row.id for row in RegistryPages(session, RegistryFilter(text), ("name",)).first(10)]


def test_the_definitions_follow_the_parents(session: Session, child_id: int) -> None:
    assert child_file(session, child_id).child["civil"] is None
    save_parent(session, child_id, "father", NOT_RECORDED, AWAY)
    file = child_file(session, child_id)
    assert (file.child["civil"], file.child["school_practice"]) == (None, True)
    save_parent(session, child_id, "mother", NOT_RECORDED, {"whereabouts": "home"})
    assert child_file(session, child_id).child["civil"] is False
    save_parent(session, child_id, "mother", 1, {"condition": "severe_disability"})
    assert child_file(session, child_id).child["civil"] is True


def test_a_parents_phone_is_searched_and_corrected(session: Session, child_id: int) -> None:
    save_parent(session, child_id, "father", NOT_RECORDED, {"phone": "13812345678"})
    assert found(session, "13812345678") == [child_id]
    save_parent(session, child_id, "father", 1, {"phone": "13987654321"})
    assert found(session, "13812345678") == []
    assert found(session, "4321") == [child_id]


def test_a_parent_recorded_by_two_at_once_is_a_conflict(session: Session, child_id: int) -> None:
    save_parent(session, child_id, "father", NOT_RECORDED, {"name": "王大"})
    with pytest.raises(ConflictError):
        save_parent(session, child_id, "father", NOT_RECORDED, {"name": "王二"})
    assert child_file(session, child_id).father["name"] == "王大"


def test_grandparents_are_saved_together_or_not_at_all(session: Session, child_id: int) -> None:
    old = {"paternal_grandfather": {"name": "王老", "birth_date": "1950年"}, "maternal_grandmother": {"name": ""}}
    save_grandparents(session, child_id, {}, old)
    assert Grandparent.select().count() == 1
    with pytest.raises(RuleError) as refused:
        save_grandparents(
            session, child_id, {"paternal_grandfather": 1},
            {"paternal_grandfather": {"name": "王公"}, "maternal_grandfather": {"birth_date": "1950-13-1"}},
        )  # fmt: skip
    assert set(refused.value.fields) == {"maternal_grandfather.birth_date"}
    file = child_file(session, child_id)
    assert file.grandparents["paternal_grandfather"]["name"] == "王老"
    assert file.grandparents["paternal_grandfather"]["birth_date"] == "1950"


def test_a_new_carer_ends_the_former_one_with_a_reason(session: Session, child_id: int) -> None:
    first = entrust(session, child_id, {"name": "刘桂花", "from_on": "2026-01-05", "phone": "13812345678"})
    with pytest.raises(RuleError) as refused:
        entrust(session, child_id, {"name": "王芳"}, former=(first, 1))
    assert "end_reason" in refused.value.fields
    with pytest.raises(RuleError) as refused:
        entrust(session, child_id, {"name": "王芳", "from_on": "2025-12-1"}, former=(first, 1), end_reason="年老")
    assert "from_on" in refused.value.fields
    entrust(session, child_id, {"name": "王芳", "from_on": "2026-11-1"}, former=(first, 1), end_reason="年老多病")
    file = child_file(session, child_id)
    assert file.carer["name"] == "王芳"
    (former,) = file.former_carers
    assert (former["to_on"], former["end_reason"]) == ("2026-11-01", "年老多病")


def test_two_who_entrust_at_once_do_not_make_two_carers(session: Session, child_id: int) -> None:
    entrust(session, child_id, {"name": "刘桂花"})
    with pytest.raises(ConflictError):
        entrust(session, child_id, {"name": "王芳"})
    assert Carer.select().count() == 1


def test_an_unfit_carer_is_recorded_and_a_red_alert(session: Session, child_id: int) -> None:
    entrust(
        session, child_id, {"name": "王五", "birth_date": "1980", "bars": "addiction neglect", "full_capacity": True}
    )
    file = child_file(session, child_id)
    assert file.fitness is not None
    assert file.fitness.fitness is Fitness.UNFIT
    assert len(file.fitness.reasons) == 2
    assert file.alerts == (Alert.UNFIT_CARER,)
    end_care(session, file.carer.id, file.carer.version, "改由奶奶照料")
    file = child_file(session, child_id)
    assert not file.carer
    assert file.alerts == ()


def test_a_carers_details_are_corrected(session: Session, child_id: int) -> None:
    carer = entrust(session, child_id, {"name": "刘桂花"})
    correct_carer(
        session, carer, 1, {"phone": "13812345678", "agreement_on": "2026-9-1", "agreement_until": "2027-9-1"}
    )
    assert found(session, "5678") == [child_id]
    with pytest.raises(RuleError) as refused:
        correct_carer(session, carer, 2, {"agreement_until": "2026-8-1"})
    assert set(refused.value.fields) == {"agreement_until"}
    with pytest.raises(ConflictError):
        correct_carer(session, carer, 1, {"phone": ""})


def test_an_overruled_definition_keeps_both_and_its_reason(session: Session, child_id: int) -> None:
    with pytest.raises(RuleError) as refused:
        overrule_definition(session, child_id, 1, "civil", True, " ")
    assert "reason" in refused.value.fields
    overrule_definition(session, child_id, 1, "civil", True, "母亲在家但不履行监护职责")
    child = child_file(session, child_id).child
    assert (child["civil"], child["civil_computed"], child["civil_overruled"]) == (True, None, True)
    save_parent(session, child_id, "mother", NOT_RECORDED, {"whereabouts": "home"})
    child = child_file(session, child_id).child
    assert (child["civil"], child["civil_computed"]) == (True, False)
    overrule_definition(session, child_id, child.version, "civil", None, "母亲已履行监护职责")
    child = child_file(session, child_id).child
    assert (child["civil"], child["civil_overruled"], child["civil_reason"]) == (False, None, None)


def test_time_alone_changes_the_definitions(session: Session) -> None:
    late = {"whereabouts": "home"}
    turning = add_child(session, {"name": "甲", "birth_date": "2011-01-10", "household_kind": "rural"}, father=AWAY,
                        mother=AWAY)  # fmt: skip
    leaving = add_child(session, {"name": "乙", "birth_date": "2018-01-10", "household_kind": "rural"}, mother=late,
                        father={"whereabouts": "abroad", "away_since": "2026-10-20"})  # fmt: skip
    assert child_file(session, leaving).child["school_practice"] is False
    assert refresh_definitions(session) == 0
    later = replace(session, clock=Clock(date(2027, 1, 20)))
    assert refresh_definitions(later) == 2
    assert child_file(later, turning).child["civil"] is False
    assert child_file(later, leaving).child["school_practice"] is True
    assert refresh_definitions(later) == 0
