"""Requests of guardians are answered, and a child that is long gone leaves figures behind and no trace of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from peewee import ForeignKeyField, TextField

from db.clock import Clock
from db.commands import privacy
from db.commands.children import add_child
from db.commands.drafts import keep_draft
from db.commands.helpers import add_helper
from db.commands.incidents import find_incident
from db.commands.merging import merge_children
from db.commands.pairings import Wish, pair
from db.commands.plans import add_measure, begin_plan, review_plan
from db.commands.privacy import answer_request, reduce_left, take_request
from db.commands.registration import leave_register, return_to_register
from db.commands.surveys import confirm_survey
from db.commands.undo import undo_last
from db.errors import NotFoundError, RefusedError, RuleError
from db.models import TABLES, CarePlan, ChangeLog, Child, Edited, Parent, PrivacyRequest
from db.queries.privacy import reducible, requests
from db.queries.registry import RegistryFilter, RegistryPages
from db.scope import NO_CHILD
from db.session import Session
from db.vocabulary import Action, PairingKind, Role

ASKED = {"kind": "delete", "asked_by": "张大", "relation": "父亲", "detail": "已随父母外出"}


def everything(session: Session) -> list[Any]:
    """Every row of every table, the log and the drafts among them."""
    return [row for table in TABLES for row in table.select().tuples()]


def left(session: Session) -> int:
    child = add_child(session, {"name": "张小明", "birth_date": "2016-05-02", "nation": "汉族", "phone": "13812345678"},
                      father={"name": "张大", "whereabouts": "abroad"})  # fmt: skip
    leave_register(session, child, 1, "wrong_entry")
    return child


def test_a_deletion_that_is_carried_out_leaves_no_name_and_no_number(session: Session) -> None:
    child = left(session)
    request = take_request(session, child, ASKED)
    assert [(line.child, line.kind) for line in requests(session)] == [("张小明", "delete")]
    before = ChangeLog.select().count()
    answer_request(session, request, 1, "done", "已删除，只留统计")
    row = Child.get()
    assert (row.name, row.phone, row.birth_date, row.registry_state) == ("*", None, "2016", "left")
    assert (Parent.get().name, Parent.get().whereabouts) == (None, "abroad")
    lines = list(ChangeLog.select().where(ChangeLog.id > before))
    assert {line.action for line in lines} == {Action.RETENTION, Action.UPDATE}
    assert not any(text in str(row) for row in everything(session) for text in ("张小明", "张大", "1381234", "2016-05"))
    assert RegistryPages(session, RegistryFilter(text="张小明", state=None), ("name",)).count() == 0
    assert (requests(session), len(requests(session, answered=True))) == ([], 1)
    with pytest.raises(RuleError, match="答复"):
        answer_request(session, request, 2, "refused", "再次")


def test_what_a_plan_a_survey_and_a_pairing_tell_goes_with_the_file(session: Session) -> None:
    child = add_child(session, {"name": "张小明", "registered_on": "2026-09-01"})
    plan = begin_plan(session, child, {"cause": "study_decline", "facts": "张小明的父亲", "found_on": "2026-10-01",
                                       "starts_on": "2026-10-01"})  # fmt: skip
    add_measure(session, plan, {"measure": "找张小明谈话", "by_name": "王芳"})
    review_plan(session, plan, 1, {"result": "张小明进步"})
    confirm_survey(session, child, 1, note="张小明在家")
    find_incident(session, child, {"kind": "injury", "facts": "张小明受伤", "found_by": "张大"})
    keep_draft(session, "child.basic", child, 1, {"name": "张小明"})
    helper = add_helper(session, {"name": "王芳", "roles": "loving_mother", "capacity": 2})
    pair(session, PairingKind.LOVING_MOTHER, child, helper, Wish(reason="张小明同村", despite=True))
    leave_register(session, child, 2, "wrong_entry")
    answer_request(session, take_request(session, child, ASKED), 1, "done", "已删除，只留统计")
    assert not any(
        name in str(row) for row in everything(session) for name in ("张小明", "张大", "已随父母外出")
    )  # fmt: skip
    assert PrivacyRequest.get().answer == "已删除，只留统计"


def test_not_even_the_bytes_of_the_files_tell_of_a_child_whose_file_was_reduced(
    session: Session, database_path: Path
) -> None:
    def told() -> set[str]:
        files = b"".join(path.read_bytes() for path in database_path.parent.iterdir())
        return {text for text in ("张小明", "zhangxiaoming", "13812345678", "2016-05") if text.encode() in files}

    child = left(session)
    for name in ("李四一", "李四二"):
        add_child(session, {"name": name})
    assert told() == {"张小明", "zhangxiaoming", "13812345678", "2016-05"}
    answer_request(session, take_request(session, child, ASKED), 1, "done", "已删除，只留统计")
    assert told() == set()


def test_another_entry_that_was_merged_into_the_file_goes_with_it(session: Session) -> None:
    kept, other, third = (
        add_child(session, {"name": name, "note": f"{name}的情况"}) for name in ("张小明", "张晓明", "李四")
    )
    merge_children(session, kept, 1, other, 1)
    leave_register(session, kept, 2, "wrong_entry")
    answer_request(session, take_request(session, kept, ASKED), 1, "done", "已删除，只留统计")
    assert not any(name in str(row) for row in everything(session) for name in ("张小明", "张晓明"))
    assert Child.get_by_id(third).note == "李四的情况"


def test_entries_that_were_merged_one_into_another_go_together(session: Session) -> None:
    names = ("张小明", "张晓明", "张筱明")
    first, second, third = (add_child(session, {"name": name, "note": f"{name}的情况"}) for name in names)
    merge_children(session, second, 1, first, 1)
    merge_children(session, third, 1, second, 2)
    leave_register(session, third, 2, "wrong_entry")
    answer_request(session, take_request(session, third, ASKED), 1, "done", "已删除，只留统计")
    assert not any(name in str(row) for row in everything(session) for name in names)


def test_a_child_whose_merging_was_taken_back_keeps_its_file(session: Session) -> None:
    kept, other = (add_child(session, {"name": name}) for name in ("张小明", "张晓明"))
    merge_children(session, kept, 1, other, 1)
    undo_last(session)
    leave_register(session, kept, Child.get_by_id(kept).version, "wrong_entry")
    answer_request(session, take_request(session, kept, ASKED), 1, "done", "已删除，只留统计")
    assert [(child.name, child.registry_state) for child in Child.select().order_by(Child.id)] == [
        ("*", "left"), ("张晓明", "registered"),
    ]  # fmt: skip


def test_a_child_whose_file_was_reduced_does_not_come_back(session: Session) -> None:
    child = left(session)
    office = replace(session, user="王主任", id="another")
    answer_request(office, take_request(office, child, ASKED), 1, "done", "已删除，只留统计")
    with pytest.raises(RuleError, match="缩减"):
        undo_last(session)
    with pytest.raises(RuleError, match="重新登记"):
        return_to_register(session, child, Child.get().version, "又外出")
    assert (Child.get().name, Child.get().registry_state) == ("*", "left")


def test_only_the_office_deletes(session: Session) -> None:
    request = take_request(session, left(session), ASKED)
    teacher = replace(session, role=Role.TEACHER)
    with pytest.raises(RefusedError):
        answer_request(teacher, request, 1, "done", "已删除")
    assert Child.get().name == "张小明"
    answer_request(teacher, request, 1, "refused", "请到乡镇办公室")


def test_a_child_on_the_register_is_not_deleted(session: Session) -> None:
    child = add_child(session, {"name": "张小明"})
    request = take_request(session, child, ASKED)
    with pytest.raises(RuleError, match="名册"):
        answer_request(session, request, 1, "done", "删除")
    answer_request(session, request, 1, "refused", "仍在册")
    assert (Child.get().name, PrivacyRequest.get().state) == ("张小明", "refused")


def test_a_request_is_whole_and_about_a_child_that_one_sees(session: Session) -> None:
    child = add_child(session, {"name": "张小明"})
    with pytest.raises(RuleError) as error:
        take_request(session, child, {})
    assert error.value.fields.keys() == {"kind", "asked_by"}
    with pytest.raises(NotFoundError):
        take_request(session.within(NO_CHILD), child, ASKED)
    take_request(session, child, ASKED)
    assert requests(session.within(NO_CHILD)) == []


def test_files_are_reduced_so_many_years_after_the_leaving(session: Session) -> None:
    child = left(session)
    assert (reducible(session, 3), reduce_left(session, 3)) == ([], 0)
    later = replace(session, clock=Clock(date(2030, 1, 1)))
    with pytest.raises(RefusedError):
        reduce_left(replace(later, role=Role.CLERK), 3)
    assert (reducible(later, 3), reduce_left(later, 3), reduce_left(later, 3)) == ([child], 1, 0)
    assert Child.get().name == "*"


def test_no_table_that_tells_of_a_child_in_words_is_forgotten() -> None:
    told = set()
    for model in (table for table in TABLES if issubclass(table, Edited)):
        fields = model._meta.fields.items()
        linked = {field.rel_model for _name, field in fields if isinstance(field, ForeignKeyField)}
        words = [name for name, field in fields if type(field) is TextField and name not in privacy._KEPT]
        if linked & {Child, CarePlan} and words:
            told.add(model._meta.table_name)
    assert told <= privacy._MODELS.keys()
