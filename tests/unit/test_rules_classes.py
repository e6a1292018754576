"""Class names in every usual spelling."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import RuleError
from db.rules.class_names import GRADES, class_name, class_title, stage_of_grade
from db.rules.classes import ClassName, parse_class
from db.vocabulary import Stage

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "stage", "grade", "number"),
    [
        ("三(2)班", "primary", 3, 2),
        ("三（2）班", "primary", 3, 2),
        ("三（二）班", "primary", 3, 2),
        ("三2班", "primary", 3, 2),
        ("三２班", "primary", 3, 2),
        ("3.2", "primary", 3, 2),
        ("3-2", "primary", 3, 2),
        ("3月2日", "primary", 3, 2),
        ("302", "primary", 3, 2),
        ("0302班", "primary", 3, 2),
        ("三年级二班", "primary", 3, 2),
        ("三年二班", "primary", 3, 2),
        ("3年级(2)班", "primary", 3, 2),
        (" 三 年级 2 班 ", "primary", 3, 2),
        ("小学三年级2班", "primary", 3, 2),
        ("六一班", "primary", 6, 1),
        ("三年级", "primary", 3, 0),
        ("一(10)班", "primary", 1, 10),
        ("三年级十二班", "primary", 3, 12),
        ("七(1)", "junior", 7, 1),
        ("七年级1班", "junior", 7, 1),
        ("701", "junior", 7, 1),
        ("初一1班", "junior", 7, 1),
        ("初一(1)班", "junior", 7, 1),
        ("初中一年级1班", "junior", 7, 1),
        ("初三", "junior", 9, 0),
        ("高一(3)", "senior", 10, 3),
        ("高二3班", "senior", 11, 3),
        ("1203", "senior", 12, 3),
        ("职高一(2)班", "vocational", 1, 2),
        ("2021级3班", "primary", 6, 3),
        ("2026级1班", "primary", 1, 1),
        ("2020级1班", "junior", 7, 1),
        ("初2025级3班", "junior", 8, 3),
        ("高24级(3)班", "senior", 12, 3),
        ("大班", "kindergarten", 3, 0),
        ("中班", "kindergarten", 2, 0),
        ("小班", "kindergarten", 1, 0),
        ("托班", "kindergarten", 0, 0),
        ("学前班", "kindergarten", 4, 0),
        ("学前1班", "kindergarten", 4, 1),
        ("大一班", "kindergarten", 3, 1),
        ("大（1）班", "kindergarten", 3, 1),
        ("大班(1)", "kindergarten", 3, 1),
        ("幼儿园大班", "kindergarten", 3, 0),
    ],
)
def test_spellings(text: str, stage: str, grade: int, number: int) -> None:
    assert parse_class(text, TODAY) == ClassName(Stage(stage), grade, number)


def test_the_school_decides_what_the_text_leaves_open() -> None:
    assert parse_class("一(2)班", TODAY, "junior") == ClassName(Stage.JUNIOR, 7, 2)
    assert parse_class("2024级1班", TODAY, "junior") == ClassName(Stage.JUNIOR, 9, 1)
    assert parse_class("2024级1班", TODAY, "senior") == ClassName(Stage.SENIOR, 12, 1)
    assert parse_class("八(1)班", TODAY, "primary") == ClassName(Stage.JUNIOR, 8, 1)


def test_the_school_year_decides_the_grade_of_an_entry_year() -> None:
    assert parse_class("2021级3班", date(2026, 8, 31)).grade == 5
    assert parse_class("2021级3班", date(2026, 9, 1)).grade == 6


@pytest.mark.parametrize(
    "text", ["", "2班", "二班", "3", "班", "abc", "十三(1)班", "三(2)(3)班", "3.99", "2010级1班", "2030级1班", "0.1"]
)
def test_what_names_no_class_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match="不是班级"):
        parse_class(text, TODAY)


@pytest.mark.parametrize(
    ("stage", "grade", "number", "title"),
    [
        (Stage.PRIMARY, 3, 2, "三(2)班"),
        (Stage.PRIMARY, 3, 0, "三年级"),
        (Stage.JUNIOR, 7, 1, "七(1)班"),
        (Stage.SENIOR, 10, 3, "高一(3)班"),
        (Stage.SENIOR, 12, 0, "高三"),
        (Stage.VOCATIONAL, 1, 2, "职一(2)班"),
        (Stage.KINDERGARTEN, 3, 0, "大班"),
        (Stage.KINDERGARTEN, 3, 1, "大(1)班"),
        (Stage.KINDERGARTEN, 4, 0, "学前班"),
    ],
)
def test_titles(stage: Stage, grade: int, number: int, title: str) -> None:
    assert class_title(stage, grade, number) == title
    assert class_title(stage.value, grade, number) == title


@given(st.data(), st.sampled_from(list(Stage)), st.integers(0, 60))
def test_every_title_is_read_back(data: st.DataObject, stage: Stage, number: int) -> None:
    grade = data.draw(st.sampled_from(list(GRADES[stage])))
    assert parse_class(class_title(stage, grade, number), TODAY) == ClassName(stage, grade, number)


@given(st.text(st.sampled_from("一二三十初高大小班年级()（）.-0123 9"), max_size=9))
def test_any_text_is_a_class_of_its_stage_or_refused(text: str) -> None:
    try:
        found = parse_class(text, TODAY)
    except RuleError:
        return
    assert found.grade in GRADES[found.stage]
    assert 0 <= found.number <= 60


def test_grades_have_one_stage() -> None:
    assert [stage_of_grade(grade).value for grade in (1, 6, 7, 9, 10, 12)] == [
        "primary", "primary", "junior", "junior", "senior", "senior",
    ]  # fmt: skip


def test_a_class_that_may_be_unknown_is_named_or_nothing() -> None:
    assert class_name("kindergarten", 0, None) == "托班"
    assert class_name("primary", 3, 2) == "三(2)班"
    assert class_name(None, None, None) == class_name("primary", None, 1) == ""
