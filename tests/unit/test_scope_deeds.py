"""No deed reaches a child outside a person's scope, whatever row ids they guess: every command is tried as a teacher.

Each deed is done by the supervisor, too, and taken back, so that a call that does nothing at all is no proof.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from db import commands
from db.commands import (
    care_batches,
    care_records,
    children,
    definitions,
    families,
    incidents,
    marks,
    merging,
    pairings,
    plans,
    privacy,
    recording,
    registration,
    schooling,
    surveys,
    telling_apart,
)
from db.commands.cleaning import NewPlace
from db.commands.helpers import add_helper, hand_over_and_leave
from db.errors import GuanaiError, NotFoundError, RefusedError
from db.models import ChangeLog, SchoolClass
from db.queries.pairing_hand_over import HandOver, hand_over_of
from db.rules.letters import Round
from db.scope import Scope
from db.session import Session
from db.vocabulary import Festival, PairingKind, RecordKind, Role
from tests.conftest import TODAY

ABOUT_CHILDREN = {
    "child_id", "child", "kept_id", "other_id", "one", "other", "pair", "children", "letters", "records", "marks",
    "of_children", "record_id", "plan_id", "measure_id", "incident_id", "carer_id", "pairing", "pairings", "pairs",
    "request_id",
}  # fmt: skip
"""Parameters that name a child or something of one; a command with one of them must be tried here."""
WITHIN_DEEDS = {
    "care_records.doubts", "children.refuse_out_of_scope", "definitions.recompute", "findable.kept_findable",
    "findable.make_findable", "telling_apart.remember", "telling_apart.hand_on", "writing.log", "writing.empty_lines",
}  # fmt: skip
"""What deeds are made of, and what only asks."""
INJURED = {"kind": "injury", "facts": "受伤", "found_by": "张"}
MOTHER = PairingKind.LOVING_MOTHER


class Undone(Exception):
    """Takes back what was tried."""


@dataclass
class Outsider:
    """A child of another class, what there is of it, and a child of the teacher's own."""

    own: int
    child: int
    other: int
    helper: int
    second: int
    rows: dict[str, int] = field(default_factory=dict)
    over: HandOver = field(default_factory=lambda: HandOver(0))


@pytest.fixture
def outsider(session: Session) -> Outsider:
    """The supervisor has written something of every kind about the outsider."""
    place = {"school": NewPlace("中心学校"), "registered_on": "2026-03-01", "birth_date": "2016-05-02"}
    own = children.add_child(session, {"name": "自己", **place, "school_class": NewPlace("三(1)班")})
    child = children.add_child(
        session, {"name": "旁人", **place, "school_class": NewPlace("四(2)班")},
        father={"name": "旁父", "whereabouts": "abroad"}, carer={"name": "旁监", "relation": "paternal_grandmother"},
    )  # fmt: skip
    other = children.add_child(session, {"name": "旁二", **place, "school_class": NewPlace("四(2)班")})
    helper = add_helper(session, {"name": "李妈妈", "roles": "loving_mother", "capacity": 9})
    second = add_helper(session, {"name": "张妈妈", "roles": "loving_mother", "capacity": 9})
    found = Outsider(own, child, other, helper, second)
    a_round = Round(Festival.MID_AUTUMN, TODAY)
    found.rows["record"] = care_records.record(session, child, RecordKind.TALK, {"summary": "谈话", "way": "face"})
    care_batches.send_letters(session, [other], a_round)
    found.rows["letter"] = _newest(session, "care_record")
    found.rows["plan"] = plans.begin_plan(session, child, {"cause": "study_decline", "facts": "事实"})
    found.rows["measure"] = plans.add_measure(session, found.rows["plan"], {"measure": "措施", "by_name": "王芳"})
    found.rows["incident"] = incidents.find_incident(
        session, child, {"kind": "injury", "facts": "受伤", "found_by": "张"}
    )
    pairings.pair(session, MOTHER, child, helper, pairings.Wish(despite=True))
    found.rows["pairing"] = _newest(session, "pairing")
    found.over = hand_over_of(session, helper)
    pairings.pair(session, MOTHER, own, second, pairings.Wish(despite=True))
    found.rows["own pairing"] = _newest(session, "pairing")
    found.rows["request"] = privacy.take_request(session, child, {"kind": "copy", "asked_by": "旁父"})
    found.rows["carer"] = _newest(session, "carer")
    telling_apart.tell_apart(session, own, child)
    found.rows["pair"] = _newest(session, "distinct_pair")
    return found


def _newest(session: Session, table: str) -> int:
    with session.reading():
        return int(session.database.execute_sql(f"SELECT max(id) FROM {table}").fetchone()[0])


def _version(session: Session, table: str, row_id: int) -> int:
    with session.reading():
        return int(session.database.execute_sql(f"SELECT version FROM {table} WHERE id = ?", (row_id,)).fetchone()[0])


Deed = Callable[[Session, Outsider], object]


def _of_row(command: Callable[..., object], table: str, kind: str, *rest: Any) -> Deed:
    """A command over a row of the outsider, of the version that it has."""
    return lambda s, o: command(s, o.rows[kind], _version(s, table, o.rows[kind]), *rest)


def _of_file(command: Callable[..., object], *rest: Any) -> Deed:
    return lambda s, o: command(s, o.child, _version(s, "child", o.child), *rest)


def _pair(session: Session, outsider: Outsider, which: str) -> tuple[int, int]:
    return outsider.rows[which], _version(session, "pairing", outsider.rows[which])


WISH = pairings.Wish(despite=True, agreed=True)
DEEDS: dict[str, Deed] = {
    "children.correct_child": _of_file(children.correct_child, {"note": "改"}),
    "definitions.overrule_definition": _of_file(definitions.overrule_definition, "civil", False, "原因"),
    "registration.grade_risk": _of_file(registration.grade_risk, "red", "原因"),
    "registration.leave_register": _of_file(registration.leave_register, "wrong_entry"),
    "schooling.change_schooling": _of_file(schooling.change_schooling, {"school_class": None, "schooling": "junior"}),
    "schooling.enter_school": lambda s, o: schooling.enter_school(
        s, {o.child: _version(s, "child", o.child)}, {"schooling": "junior"}
    ),
    "surveys.confirm_survey": _of_file(surveys.confirm_survey),
    "families.save_parent": lambda s, o: families.save_parent(s, o.child, "mother", 0, {"name": "母"}),
    "families.save_grandparents": lambda s, o: families.save_grandparents(
        s, o.child, {}, {"paternal_grandmother": {"name": "奶奶"}}
    ),
    "families.entrust": lambda s, o: families.entrust(s, o.other, {"name": "外婆", "relation": "maternal_grandmother"}),
    "families.correct_carer": _of_row(families.correct_carer, "carer", "carer", {"phone": "13812345678"}),
    "families.end_care": _of_row(families.end_care, "carer", "carer", "原因"),
    "care_records.record": lambda s, o: care_records.record(
        s, o.child, RecordKind.TALK, {"summary": "谈", "way": "face", "happened_on": "2026-11-03"}
    ),
    "care_records.record_many": lambda s, o: care_records.record_many(
        s, RecordKind.GOOD_DEED, {"summary": "好事"}, {o.own: {}, o.child: {}}
    ),
    "care_records.correct_record": _of_row(care_records.correct_record, "care_record", "record", {"summary": "改"}),
    "care_records.withdraw_record": _of_row(care_records.withdraw_record, "care_record", "record", "原因"),
    "care_batches.send_letters": lambda s, o: care_batches.send_letters(
        s, [o.own, o.child], Round(Festival.MID_AUTUMN, TODAY)
    ),
    "care_batches.answer_letters": lambda s, o: care_batches.answer_letters(
        s, {o.rows["letter"]: _version(s, "care_record", o.rows["letter"])}
    ),
    "care_batches.withdraw_records": lambda s, o: care_batches.withdraw_records(
        s, {o.rows["letter"]: _version(s, "care_record", o.rows["letter"])}, "原因"
    ),
    "care_batches.enter_good_deeds": lambda s, o: care_batches.enter_good_deeds(s, [o.own, o.child], "好事"),
    "marks.record_marks": lambda s, o: marks.record_marks(s, "语文", {o.own: 90, o.child: 90}),
    "merging.merge_children": lambda s, o: merging.merge_children(
        s, o.own, _version(s, "child", o.own), o.other, _version(s, "child", o.other)
    ),
    "telling_apart.tell_apart": lambda s, o: telling_apart.tell_apart(s, o.own, o.other),
    "telling_apart.doubt_again": _of_row(telling_apart.doubt_again, "distinct_pair", "pair"),
    "plans.begin_plan": lambda s, o: plans.begin_plan(s, o.other, {"cause": "study_decline", "facts": "事实"}),
    "plans.correct_plan": _of_row(plans.correct_plan, "care_plan", "plan", {"goal": "改"}),
    "plans.add_measure": lambda s, o: plans.add_measure(s, o.rows["plan"], {"measure": "又", "by_name": "王芳"}),
    "plans.correct_measure": _of_row(plans.correct_measure, "plan_measure", "measure", {"rhythm": "每周"}),
    "plans.finish_measure": _of_row(plans.finish_measure, "plan_measure", "measure"),
    "plans.review_plan": _of_row(plans.review_plan, "care_plan", "plan", {"result": "好", "by_name": "王芳"}),
    "plans.close_plan": _of_row(plans.close_plan, "care_plan", "plan", "reached", "原因"),
    "incidents.find_incident": lambda s, o: incidents.find_incident(s, o.child, INJURED),
    "incidents.correct_incident": _of_row(incidents.correct_incident, "incident", "incident", {"facts": "改"}),
    "incidents.report_incident": _of_row(incidents.report_incident, "incident", "incident", {"reported_to": "派出所"}),
    "pairings.pair": lambda s, o: pairings.pair(s, MOTHER, o.other, o.helper, WISH),
    "pairings.accept": lambda s, o: pairings.accept(s, MOTHER, [(o.other, o.helper)], WISH),
    "pairings.end_pairing": _of_row(pairings.end_pairing, "pairing", "pairing", "原因"),
    "pairings.move": lambda s, o: pairings.move(s, *_pair(s, o, "pairing"), o.second, "原因", WISH),
    "pairings.swap": lambda s, o: pairings.swap(s, _pair(s, o, "pairing"), _pair(s, o, "own pairing"), "原因", WISH),
    "pairings.hand_over": lambda s, o: pairings.hand_over(
        s, dict([_pair(s, o, "pairing")]), {o.rows["pairing"]: o.second}, "原因", WISH
    ),
    "helpers.hand_over_and_leave": lambda s, o: hand_over_and_leave(s, o.helper, 1, o.over, "原因", WISH),
    "privacy.take_request": lambda s, o: privacy.take_request(s, o.child, {"kind": "copy", "asked_by": "人"}),
    "privacy.answer_request": _of_row(privacy.answer_request, "privacy_request", "request", "done", "已办"),
    "recording.record_view": lambda s, o: recording.record_view(s, o.child),
    "recording.record_full_export": lambda s, o: recording.record_full_export(s, "sheet", child_id=o.child),
}
"""By command, one call that reaches for the outsider."""
OF_TWO_STEPS = {"registration.return_to_register", "incidents.close_incident", "plans.reopen_plan"}
"""Ask for the row as the deed does that comes before them."""


def _commands() -> Iterator[tuple[str, set[str]]]:
    for module in pkgutil.iter_modules(commands.__path__):
        found = importlib.import_module(f"db.commands.{module.name}")
        for name, value in vars(found).items():
            if name.startswith("_") or getattr(value, "__module__", "") != found.__name__ or not callable(value):
                continue
            parameters = list(inspect.signature(value).parameters)
            if parameters[:1] == ["session"]:
                yield f"{module.name}.{name}", set(parameters[1:])


def test_every_command_about_a_child_is_tried() -> None:
    about = {name for name, parameters in _commands() if parameters & ABOUT_CHILDREN}
    assert about - WITHIN_DEEDS - OF_TWO_STEPS == DEEDS.keys()


def _snapshot(session: Session) -> list[tuple[Any, ...]]:
    """The log tells of every row that is written; a refusal is a line of its own."""
    with session.reading():
        lines = ChangeLog.select(ChangeLog.id, ChangeLog.table_name, ChangeLog.row_id, ChangeLog.action)
        return list(lines.where(ChangeLog.action != "refuse").tuples())


def test_a_teacher_does_nothing_to_a_child_of_another_class(session: Session, outsider: Outsider) -> None:
    with session.reading():
        room = SchoolClass.select(SchoolClass.id).where(SchoolClass.grade == 3).scalar()
    teacher = replace(session, user="王芳", role=Role.TEACHER, scope=Scope(classes=frozenset({room}), incidents=False))
    before = _snapshot(session)
    idle, reached = [], []
    for name, deed in DEEDS.items():
        with suppress(Undone), session.writing():
            deed(session, outsider)
            if _snapshot(session) == before:
                idle.append(name)
            raise Undone
        try:
            deed(teacher, outsider)
        except (NotFoundError, RefusedError) as error:
            if "旁" in error.sentence:
                reached.append(name)
        except GuanaiError as error:
            reached.append(f"{name}: {error.sentence}")
        if _snapshot(session) != before:
            reached.append(name)
            before = _snapshot(session)
    assert (idle, reached) == ([], [])
