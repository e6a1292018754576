"""The dates of semesters, and the classes that move up and come back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from db.clock import Clock
from db.commands.activities import plan_activity
from db.commands.care_records import record
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.commands.schooling import change_schooling, enter_school
from db.commands.semesters import MovedUp, change_semester, enter_school_year, move_up, take_back_move_up
from db.commands.surveys import confirm_survey
from db.commands.undo import undo_last
from db.commands.writing import update
from db.errors import ConflictError, NotFoundError, RefusedError, RuleError
from db.log_names import told
from db.models import Activity, CareRecord, ChangeLog, Child, Enrolment, SchoolClass, Survey
from db.queries.graduates import graduates
from db.queries.promotion import promotion
from db.queries.registry import RegistryPages
from db.queries.semester_sides import Sides, sides
from db.queries.terms import SemesterLine, coming_semesters, semester_lines
from db.queries.today import duty_lines
from db.rules.class_names import class_title
from db.rules.promotion import next_grade
from db.session import Session
from db.vocabulary import DutyKind, RecordKind, Role, Stage
from tests.conftest import TODAY

AUTUMN = date(2027, 9, 6)


def autumn(session: Session) -> SemesterLine:
    enter_school_year(session, 2026)
    return next(line for line in semester_lines(session) if (line.school_year, line.term) == (2026, 1))


def test_the_suggested_dates_are_entered_once(session: Session) -> None:
    enter_school_year(session, 2026)
    enter_school_year(session, 2026)
    lines = [line for line in semester_lines(session) if line.school_year == 2026]
    # Lantern festival of 2027 is 20 February, a Saturday.
    assert [(line.starts_on, line.ends_on) for line in lines] == [
        ("2026-09-01", "2027-01-20"), ("2027-02-22", "2027-07-05"),
    ]  # fmt: skip


def test_the_bureau_moves_a_date(session: Session) -> None:
    line = autumn(session)
    change_semester(session, line.id, line.version, {"starts_on": "2026-08-31"})
    assert autumn(session).starts_on == "2026-08-31"
    with pytest.raises(ConflictError):
        change_semester(session, line.id, line.version, {"ends_on": "2027-01-15"})
    with pytest.raises(NotFoundError):
        change_semester(session, 999, 1, {"ends_on": "2027-01-15"})


def test_what_lies_on_days_that_change_sides_goes_along(session: Session, database_path: Path) -> None:
    child = add_child(session, {"name": "王小明", "registered_on": "2026-09-01"})
    autumn(session)
    spring = next(line for line in semester_lines(session) if (line.school_year, line.term) == (2026, 2))
    with Session.open(database_path, "李文书", Clock(date(2027, 3, 10))) as later:
        for day in ("2027-02-20", "2027-02-26"):
            record(later, child, RecordKind.TALK, {"happened_on": day, "summary": "谈心"})
        confirm_survey(later, child, 1, "2027-02-24")
        plan_activity(later, {"kind": "outing", "title": "敬老院", "on_date": "2027-02-27"})
        assert sides(later, spring.id, date(2027, 3, 1)) == Sides(records=1, activities=1, surveys=1)
        change_semester(later, spring.id, spring.version, {"starts_on": "2027-03-01", "survey_due_on": "2027-04-01"})

        def terms() -> set[int]:
            with later.reading():
                tables = (CareRecord, Activity, Survey)
                return {row[0] for model in tables for row in model.select(model.semester).tuples()}

        assert terms() == {autumn(later).id}
        line = ChangeLog.select().order_by(ChangeLog.id.desc()).dicts().first()
        assert told(line["table_name"], json.loads(line["changes"])) == (
            "学期 2026-2027学年第二学期、记录 1、活动 1、排查 1"
        )
        change_semester(later, spring.id, spring.version + 1, {"starts_on": "2027-02-22"})
        assert terms() == {autumn(later).id, spring.id}
        assert sides(later, spring.id, date(2027, 2, 22)) == Sides()


def test_a_survey_that_is_there_already_keeps_the_other_where_it_is(session: Session, database_path: Path) -> None:
    child = add_child(session, {"name": "王小明", "registered_on": "2026-09-01"})
    autumn(session)
    spring = next(line for line in semester_lines(session) if (line.school_year, line.term) == (2026, 2))
    with Session.open(database_path, "李文书", Clock(date(2027, 3, 10))) as later:
        confirm_survey(later, child, 1, "2027-01-10")
        confirm_survey(later, child, 2, "2027-02-24")
        change_semester(later, spring.id, spring.version, {"starts_on": "2027-03-01", "survey_due_on": "2027-04-01"})
        with later.reading():
            assert {row[0] for row in Survey.select(Survey.semester).tuples()} == {autumn(later).id, spring.id}


@pytest.mark.parametrize(
    ("values", "field"),
    [({"starts_on": "2027-02-31"}, "starts_on"), ({"ends_on": "2026-08-01"}, "ends_on"),
     ({"ends_on": "2026-09-20"}, "ends_on"), ({"ends_on": "2027-03-01"}, "starts_on"),
     ({"starts_on": "2026-06-01", "ends_on": "2026-11-01"}, "starts_on"),
     ({"survey_due_on": "2027-03-01"}, "survey_due_on"), ({"survey_due_on": ""}, "survey_due_on")],
)  # fmt: skip
def test_dates_that_cannot_be(session: Session, values: dict[str, str], field: str) -> None:
    line = autumn(session)
    with pytest.raises(RuleError) as caught:
        change_semester(session, line.id, line.version, values)
    assert field in caught.value.fields
    assert autumn(session) == line


def test_years_not_entered_yet_are_suggested(session: Session) -> None:
    line = autumn(session)
    change_semester(session, line.id, line.version, {"starts_on": "2026-08-31"})
    known = coming_semesters(session, date(2028, 10, 1))
    assert [one.starts_on for one in known if one.school_year == 2026 and one.term == 1] == [date(2026, 8, 31)]
    assert known[-1].school_year == 2028


@pytest.mark.parametrize(
    ("stage", "grade", "stages", "to"),
    [(Stage.PRIMARY, 3, "primary", (Stage.PRIMARY, 4)), (Stage.PRIMARY, 6, "primary", None),
     (Stage.PRIMARY, 6, "primary junior", (Stage.JUNIOR, 7)), (Stage.JUNIOR, 9, "junior", None),
     (Stage.SENIOR, 12, "senior", None), (Stage.KINDERGARTEN, 0, "kindergarten", (Stage.KINDERGARTEN, 1)),
     (Stage.KINDERGARTEN, 3, "kindergarten primary", None), (Stage.KINDERGARTEN, 4, "kindergarten", None),
     (Stage.VOCATIONAL, 3, "vocational", None)],
)  # fmt: skip
def test_next_grades(stage: Stage, grade: int, stages: str, to: tuple[Stage, int] | None) -> None:
    assert next_grade(stage, grade, stages.split()) == to


# A new school year


@pytest.fixture
def next_year(database_path: Path, session: Session) -> Iterator[Session]:
    """The autumn of 2027: a third grade, a sixth grade of two, one child who has left the register."""
    for name, title in (("王小明", "三(1)班"), ("李大红", "六(2)班"), ("赵大刚", "六(2)班")):
        values = {"name": name, "school": NewPlace("中心小学"), "school_class": NewPlace(title),
                  "registered_on": "2026-09-01"}  # fmt: skip
        add_child(session, values)
    assert session.clock.today() == TODAY
    with Session.open(database_path, "李文书", Clock(AUTUMN)) as later:
        yield later


def classes(session: Session) -> dict[str, str]:
    """The class of each child, with its school year."""
    with session.reading():
        query = Child.select(
            Child.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number, SchoolClass.school_year
        ).left_outer_join(SchoolClass)  # fmt: skip
        return {
            name: f"{class_title(stage, grade, number)} {year}" if stage else ""
            for name, stage, grade, number, year in query.tuples()
        }


def without_school(session: Session) -> list[str]:
    """Of which children Today asks where they went after their graduation."""
    lines = [line for line in duty_lines(session) if line.kind is DutyKind.SCHOOL]
    found = [row.values["name"][0] for line in lines for row in RegistryPages(session, line.filter, ["name"]).first(9)]
    assert [line.all for line in lines] == ([len(found)] if found else [])
    assert sorted(one.name for one in graduates(session)) == sorted(found)
    return sorted(found)


def test_everybody_moves_up_and_all_of_it_is_taken_back(next_year: Session) -> None:
    before = classes(next_year)
    found = promotion(next_year)
    assert [(one.title, one.to, one.children) for one in found.classes] == [
        ("三(1)班", "四(1)班", 1),
        ("六(2)班", "", 2),
    ]
    assert [one.name for one in found.leavers] == ["李大红", "赵大刚"]
    assert found.proposed == [one.child_id for one in found.leavers]
    repeats = next(one.child_id for one in found.leavers if one.name == "赵大刚")
    assert move_up(next_year, {repeats}) == MovedUp(moved=1, left=1, stayed=1)
    assert classes(next_year) == {"王小明": "四(1)班 2027", "李大红": "", "赵大刚": "六(2)班 2026"}
    with next_year.reading():
        outcomes = [row[0] for row in Enrolment.select(Enrolment.outcome).order_by(Enrolment.id).tuples()]
    assert outcomes == ["moved_up", "graduated", None, None]
    assert without_school(next_year) == ["李大红"]
    kept = promotion(next_year)
    assert kept.undoable
    assert ([one.name for one in kept.leavers], kept.proposed) == (["赵大刚"], [])  # just told to repeat
    assert take_back_move_up(next_year).children == 2
    assert classes(next_year) == before
    assert without_school(next_year) == []
    with next_year.reading():
        open_ones = Enrolment.select().where(Enrolment.to_on.is_null()).count()
    assert open_ones == 3
    with pytest.raises(RuleError):
        take_back_move_up(next_year)
    move_up(next_year)
    assert promotion(next_year).undoable


def test_a_child_with_another_class_since_then_stays_there(next_year: Session) -> None:
    move_up(next_year)
    with next_year.reading():
        child = Child.get(Child.name == "王小明")
    change_schooling(
        next_year, child.id, child.version, {"school": child.school_id, "school_class": NewPlace("四(3)班")}
    )
    assert without_school(next_year) == ["李大红", "赵大刚"]
    one, other = graduates(next_year)
    assert (one.school, one.class_title, one.graduated_on) == ("中心小学", "六(2)班", "2027-09-01")
    with pytest.raises(ConflictError):
        enter_school(next_year, {one.child: one.version, other.child: 1}, {"schooling": "junior"})
    assert without_school(next_year) == ["李大红", "赵大刚"]
    enter_school(next_year, {one.child: one.version}, {"schooling": "vocational"})
    enter_school(next_year, {other.child: other.version}, {"school": NewPlace("县一中")})
    assert without_school(next_year) == []
    told = take_back_move_up(next_year)
    assert told.kept == {"中心小学 四(3)班": 1, "县一中": 1}
    assert classes(next_year)["王小明"] == "四(3)班 2027"


def test_a_child_enrolled_anew_since_then_stays_there_though_the_class_is_the_same(next_year: Session) -> None:
    move_up(next_year)
    with next_year.writing():
        row = Enrolment.select().where(Enrolment.to_on.is_null()).dicts().get()
        update(next_year, Enrolment, row["id"], row["version"], {"from_on": "2027-09-03"})
    told = take_back_move_up(next_year)
    assert (told.children, told.kept) == (2, {"中心小学 四(1)班": 1})
    assert classes(next_year)["王小明"] == "四(1)班 2027"


def test_nothing_moves_within_a_school_year_or_by_a_teacher(session: Session, next_year: Session) -> None:
    teacher = Session(next_year.database, "王老师", next_year.clock, role=Role.TEACHER)
    with pytest.raises(RefusedError):
        move_up(teacher)
    move_up(next_year)
    now = classes(next_year)
    with pytest.raises(RuleError):
        move_up(next_year)
    assert classes(next_year) == now


def test_taken_back_as_the_last_deed_it_is_not_taken_back_twice(next_year: Session) -> None:
    before = classes(next_year)
    move_up(next_year)
    undo_last(next_year)
    assert classes(next_year) == before
    assert not promotion(next_year).undoable
    with pytest.raises(RuleError):
        take_back_move_up(next_year)
