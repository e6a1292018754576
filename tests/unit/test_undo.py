"""One's last deeds taken back, newest first, as long as nothing later depends on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.commands.care_records import record
from db.commands.children import add_child, correct_child
from db.commands.class_teachers import set_class_teacher
from db.commands.cleaning import NewPlace
from db.commands.families import save_parent
from db.commands.helpers import add_helper
from db.commands.registration import grade_risk, leave_register
from db.commands.undo import undo_last
from db.errors import RuleError
from db.models import CareRecord, ChangeLog, Child, Parent, SchoolClass
from db.queries.registry import RegistryFilter, RegistryPages
from db.session import Session
from db.uid import new_uid
from db.vocabulary import Action, RecordKind


def found(session: Session, text: str) -> list[int]:
    return [row.id for row in RegistryPages(session, RegistryFilter(text=text), ("name",)).first(10)]


def version(child: int) -> int:
    return int(Child.get_by_id(child).version)


def test_steps_are_taken_back_newest_first(session: Session) -> None:
    child = add_child(session, {"name": "张小明", "household_kind": "rural"}, father={"name": "张大"})
    correct_child(session, child, version(child), {"name": "张小名"})
    grade_risk(session, child, version(child), "red", "独自居住")
    save_parent(session, child, "father", 1, {"phone": "13812345678"})
    assert (undo_last(session).child, Parent.get().phone) == ("张小名", None)
    undo_last(session)
    assert Child.get().risk is None
    undo_last(session)
    assert (Child.get().name, found(session, "张小明"), found(session, "名")) == ("张小明", [child], [])
    assert undo_last(session).action == Action.CREATE
    assert (Child.get().registry_state, Child.get().left_reason) == ("left", "wrong_entry")
    with pytest.raises(RuleError, match="没有可"):
        undo_last(session)
    assert ChangeLog.select().where(ChangeLog.action == Action.UNDO, ChangeLog.undoes.is_null(False)).count() == 4


def test_a_leaving_and_a_record_are_taken_back(session: Session) -> None:
    child = add_child(session, {"name": "张小明", "registered_on": "2026-09-01"})
    leave_register(session, child, version(child), "wrong_entry")
    undo_last(session)
    assert Child.get().registry_state == "registered"
    record(session, child, RecordKind.TALK, {"happened_on": "2026-11-20", "summary": "想妈妈", "by_name": "王老师"})
    undone = undo_last(session)
    assert (undone.action.label, undone.about, undone.child) == ("新增", "记录", "张小明")
    assert CareRecord.get().withdrawn_reason == "李文书录入后当即撤销"


def test_a_class_teacher_is_not_taken_back_by_way_of_the_child_before(session: Session) -> None:
    teacher = add_helper(replace(session, id=new_uid()), {"name": "刘老师", "roles": "teacher"})
    add_child(session, {"name": "张小明", "school": NewPlace("石桥小学"), "school_class": NewPlace("三(2)班")})
    school_class = SchoolClass.get()
    set_class_teacher(session, school_class.id, school_class.version, teacher)
    with pytest.raises(RuleError, match=r"不能撤销刚才的操作（修改 班级，.*请到原处修改"):
        undo_last(session)
    assert (Child.get().registry_state, SchoolClass.get().teacher_id) == ("registered", teacher)


def test_what_others_changed_since_stays(session: Session) -> None:
    child = add_child(session, {"name": "张小明", "registered_on": "2026-09-01"})
    correct_child(session, child, version(child), {"nation": "藏族", "nickname": "小明"})
    other = replace(session, user="王芳", id=new_uid())
    correct_child(other, child, version(child), {"nation": "羌族"})
    with pytest.raises(RuleError, match="改"):
        undo_last(session)
    assert (Child.get().nation, Child.get().nickname) == ("羌族", "小明")
    undo_last(other)
    undo_last(session)
    assert Child.get().nation is None


def test_only_what_was_done_in_this_sitting_is_taken_back(session: Session) -> None:
    add_child(session, {"name": "张小明", "registered_on": "2026-09-01"})
    with pytest.raises(RuleError):
        undo_last(replace(session, id=new_uid()))


def test_a_child_that_was_worked_on_since_stays(session: Session) -> None:
    child = add_child(session, {"name": "张小明", "registered_on": "2026-09-01"})
    other = replace(session, user="王芳", id=new_uid())
    record(other, child, RecordKind.TALK, {"happened_on": "2026-11-20", "summary": "想妈妈", "by_name": "王老师"})
    with pytest.raises(RuleError):
        undo_last(session)
    assert Child.get().registry_state == "registered"
