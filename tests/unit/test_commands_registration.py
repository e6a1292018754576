"""School, risk, leaving and coming back, survey, drafts: each with its day and its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from db.clock import Clock
from db.commands.children import add_child, correct_child
from db.commands.drafts import NEW, discard_draft, keep_draft
from db.commands.families import save_parent
from db.commands.places import ensure_class, ensure_school
from db.commands.registration import grade_risk, leave_register, return_to_register
from db.commands.schooling import change_schooling
from db.commands.surveys import confirm_survey, ensure_semesters
from db.errors import ConflictError, RuleError
from db.models import Enrolment, Semester, Survey
from db.queries.child_file import child_file
from db.queries.drafts import draft_of, pending
from db.scope import Scope
from db.session import Session
from db.vocabulary import DutyState


def place(session: Session, ensure: Callable[..., int], *names: object) -> int:
    with session.writing():
        return ensure(session, *names)


@pytest.fixture
def child_id(session: Session) -> int:
    return add_child(session, {"name": "王明", "birth_date": "2016-05-02", "registered_on": "2026-03-01"})


def test_another_class_ends_the_enrolment_in_the_former(session: Session, child_id: int) -> None:
    school, other = place(session, ensure_school, "中心学校"), place(session, ensure_school, "青山小学")
    third, fourth = place(session, ensure_class, school, "三(1)"), place(session, ensure_class, other, "四年级")
    change_schooling(session, child_id, 1, {"schooling": "primary", "school_class": third}, on="2026-9-1")
    file = child_file(session, child_id)
    assert (file.school, file.school_class) == ("中心学校", "三(1)班")
    with pytest.raises(RuleError) as refused:
        change_schooling(session, child_id, 2, {"school_class": fourth}, on="2026-8-1")
    assert set(refused.value.fields) == {"on"}
    change_schooling(session, child_id, 2, {"school_class": fourth, "boarding": True}, on="2026-11-1")
    file = child_file(session, child_id)
    assert (file.school, file.school_class, file.child["boarding"]) == ("青山小学", "四年级", True)
    assert [(e.school, e.to_on, e.outcome) for e in file.enrolments] == [
        ("青山小学", None, None), ("中心学校", "2026-11-01", "transferred"),
    ]  # fmt: skip


def test_leaving_a_school_leaves_its_class(session: Session, child_id: int) -> None:
    school, other = place(session, ensure_school, "中心学校"), place(session, ensure_school, "青山小学")
    change_schooling(session, child_id, 1, {"school_class": place(session, ensure_class, school, "三1")})
    change_schooling(session, child_id, 2, {"school": other})
    file = child_file(session, child_id)
    assert (file.school, file.school_class) == ("青山小学", "")
    assert Enrolment.select().where(Enrolment.to_on.is_null()).count() == 0


def test_the_same_class_twice_is_one_enrolment(session: Session, child_id: int) -> None:
    third = place(session, ensure_class, place(session, ensure_school, "中心学校"), "三(1)")
    change_schooling(session, child_id, 1, {"school_class": third})
    change_schooling(session, child_id, 2, {"school_class": third, "conduct": "良好"})
    assert Enrolment.select().count() == 1


def test_a_class_is_written_down_once_however_it_is_spelt(session: Session) -> None:
    school = place(session, ensure_school, "中心学校")
    assert len({place(session, ensure_class, school, text) for text in ("三(2)班", "302", "三年级二班", "3.2")}) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"risk": "red", "reason": ""}, "risk_reason"),
        ({"risk": "pink", "reason": "独居"}, "risk"),
        ({"risk": "", "reason": "独居"}, "risk"),
        ({"risk": "red", "reason": "独居", "on": "2026-12-1"}, "risk_on"),
    ],
)
def test_a_risk_grade_takes_a_colour_a_reason_and_a_day(
    session: Session, child_id: int, values: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleError) as refused:
        grade_risk(session, child_id, 1, **values)
    assert set(refused.value.fields) == {field}


def test_a_risk_grade_is_kept_with_its_reason(session: Session, child_id: int) -> None:
    grade_risk(session, child_id, 1, "yellow", "奶奶生病", "2026-11-20")
    child = child_file(session, child_id).child
    assert (child["risk"], child["risk_reason"], child["risk_on"]) == ("yellow", "奶奶生病", "2026-11-20")


def test_a_child_leaves_and_comes_back(session: Session, child_id: int) -> None:
    leave_register(session, child_id, 1, "went_with_parents", "2026-11-1")
    file = child_file(session, child_id)
    assert not file.registered
    assert (file.child["left_on"], file.child["left_reason"]) == ("2026-11-01", "went_with_parents")
    with pytest.raises(RuleError):
        leave_register(session, child_id, 2, "died")
    with pytest.raises(RuleError) as refused:
        return_to_register(session, child_id, 2, "")
    assert "reason" in refused.value.fields
    return_to_register(session, child_id, 2, "父母再次外出")
    file = child_file(session, child_id)
    assert file.registered
    assert (file.child["left_on"], file.child["registered_on"]) == (None, "2026-03-01")


@pytest.mark.parametrize(
    ("reason", "on", "note", "field"),
    [
        ("other", None, "", "left_note"),
        ("moved to the moon", None, "", "left_reason"),
        ("", None, "", "left_reason"),
        ("died", "2026-2-1", "", "left_on"),
        ("died", "2026-12-1", "", "left_on"),
        ("turned_16", None, "", "left_reason"),
    ],
)
def test_leaving_takes_a_reason_and_a_possible_day(
    session: Session, child_id: int, reason: str, on: str | None, note: str, field: str
) -> None:
    with pytest.raises(RuleError) as refused:
        leave_register(session, child_id, 1, reason, on, note)
    assert set(refused.value.fields) == {field}
    assert child_file(session, child_id).registered


def test_semesters_are_written_down_once(session: Session) -> None:
    ensure_semesters(session)
    ensure_semesters(session)
    assert [(row.school_year, row.term) for row in Semester.select().order_by(Semester.starts_on)] == [
        (2026, 1),
        (2026, 2),
    ]


def test_a_survey_copies_what_is_found_and_does_the_duty(session: Session, child_id: int) -> None:
    save_parent(session, child_id, "father", 0, {"whereabouts": "abroad"})
    assert child_file(session, child_id).survey.state is DutyState.OVERDUE
    confirm_survey(session, child_id, child_file(session, child_id).child.version, "2026-11-20")
    file = child_file(session, child_id)
    assert file.survey.state is DutyState.DONE
    survey = Survey.get()
    assert (survey.birth_date, survey.father_whereabouts, survey.mother_whereabouts, survey.surveyed_by) == (
        "2016-05-02", "abroad", None, "李文书",
    )  # fmt: skip
    correct_child(session, child_id, file.child.version, {"health": "weak"})
    assert Survey.get().health is None
    confirm_survey(session, child_id, child_file(session, child_id).child.version)
    assert (Survey.select().count(), Survey.get().health, Survey.get().surveyed_on) == (1, "weak", "2026-11-24")


def test_what_was_surveyed_is_what_was_looked_at(session: Session, child_id: int) -> None:
    correct_child(session, child_id, 1, {"health": "weak"})
    with pytest.raises(ConflictError):
        confirm_survey(session, child_id, 1)
    assert Survey.select().count() == 0


def test_in_the_holidays_the_semester_before_counts(session: Session, child_id: int) -> None:
    later = replace(session, clock=Clock(date(2027, 8, 10)))
    confirm_survey(later, child_id, 1)
    assert Survey.get().semester.term == 2
    assert Survey.get().semester.school_year == 2026


def test_children_off_the_register_are_not_surveyed(session: Session, child_id: int) -> None:
    leave_register(session, child_id, 1, "died")
    with pytest.raises(RuleError):
        confirm_survey(session, child_id, 2)


def test_a_draft_is_one_persons_and_one_forms(session: Session) -> None:
    other = replace(session, user="张文书")
    keep_draft(session, "child", 7, 3, {"name": "王"})
    keep_draft(session, "child", 7, 3, {"name": "王明"})
    keep_draft(session, "new_child", NEW, 0, {"name": ""})
    keep_draft(other, "child", 7, 3, {"name": "李"})
    assert len(pending(session)) == 2
    draft = draft_of(session, "child", 7)
    assert draft is not None
    assert (draft.entries, draft.base_version) == ({"name": "王明"}, 3)
    discard_draft(session, "child", 7)
    assert draft_of(session, "child", 7) is None
    assert draft_of(other, "child", 7) is not None


def test_a_draft_of_a_child_out_of_sight_is_not_told_of(session: Session, child_id: int) -> None:
    keep_draft(session, "child.basics", child_id, 1, {"name": "李"})
    keep_draft(session, "new_child", NEW, 0, {"name": "王"})
    limited = session.within(Scope(villages=frozenset({99})))
    assert [(draft.object_id, draft.name) for draft in pending(limited)] == [(NEW, "")]
    name = child_file(session, child_id).child["name"]
    assert {(draft.object_id, draft.name) for draft in pending(session)} == {(NEW, ""), (child_id, name)}
