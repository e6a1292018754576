"""Where a class goes when a school year starts, and where the children of a top grade go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from db.rules.class_names import GRADES
from db.rules.dates import add_months
from db.rules.duties import Duty, owed
from db.vocabulary import Schooling, Stage

AFTER = {Stage.KINDERGARTEN: Schooling.PRIMARY, Stage.PRIMARY: Schooling.JUNIOR, Stage.JUNIOR: Schooling.SENIOR}
"""Where most graduates of a stage go."""
ASKED_FOR = frozenset({Stage.KINDERGARTEN, Stage.PRIMARY, Stage.JUNIOR})
"""Whoever goes on to these goes to a school of the township or near it: its name is asked for."""


def next_grade(stage: str, grade: int, stages: Collection[str] = ()) -> tuple[Stage, int] | None:
    """Stage and grade of the next school year; None for the top grade, whose children leave the school.

    A school that also has the next stage (a nine-year school: primary and junior in `stages`) keeps its sixth grade.
    A kindergarten's top is 大班: its children go to a primary school of their parents' choice.
    """
    now = Stage(stage)
    if now is Stage.KINDERGARTEN:
        return (now, grade + 1) if grade < 3 else None
    if grade + 1 in GRADES[now]:
        return now, grade + 1
    following = {Stage.PRIMARY: Stage.JUNIOR, Stage.JUNIOR: Stage.SENIOR}.get(now)
    return (following, grade + 1) if following and following.value in stages else None


def school_duty(graduated_on: date, today: date) -> Duty:
    """Where a child goes that graduated is found out within a month, until it has a school or is said to learn nowhere.

    Compulsory education does not end with the primary school; who is lost sight of there is lost to the register.
    """
    return owed(add_months(graduated_on, 1), None, today)
