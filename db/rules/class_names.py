"""Grades, and school classes as the program writes them.

Grades count on from primary school: 1-6 primary, 7-9 junior (七 is 初一), 10-12 senior (高一); vocational schools
count 1-3, kindergartens 1 小班, 2 中班, 3 大班, 4 学前班, 0 托班. Number 0 is the only class of its grade.
"""

from __future__ import annotations

from db.vocabulary import Stage

GRADES = {
    Stage.KINDERGARTEN: range(5),
    Stage.PRIMARY: range(1, 7),
    Stage.JUNIOR: range(7, 10),
    Stage.SENIOR: range(10, 13),
    Stage.VOCATIONAL: range(1, 4),
}
NUMERALS = "零一二三四五六七八九十"
"""The numeral of each number up to ten."""
_KINDERGARTEN_NAMES = ("托班", "小班", "中班", "大班", "学前班")


def class_title(stage: str, grade: int, number: int = 0) -> str:
    """The class as Chinese schools write it: 三(2)班, 七(1)班, 高一(3)班, 大(1)班; without a number 三年级, 大班."""
    if stage == Stage.KINDERGARTEN:
        name = _KINDERGARTEN_NAMES[grade]
        return f"{name.removesuffix('班')}({number})班" if number else name
    if stage == Stage.SENIOR:
        name = f"高{NUMERALS[grade - 9]}"
    elif stage == Stage.VOCATIONAL:
        name = f"职{NUMERALS[grade]}"
    else:
        name = NUMERALS[grade]
    if number:
        return f"{name}({number})班"
    return name if stage in (Stage.SENIOR, Stage.VOCATIONAL) else f"{name}年级"


def class_name(stage: str | None, grade: int | None, number: int | None) -> str:
    """`class_title` of a class that may be unknown: then nothing. Grade 0 is a class, too (托班)."""
    return class_title(stage, grade, number or 0) if stage and grade is not None else ""


def stage_of_grade(grade: int) -> Stage:
    """The stage of a grade counted from primary school, 1 to 12."""
    return next(stage for stage in (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR) if grade in GRADES[stage])
