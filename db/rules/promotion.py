"""Where a class goes when a school year starts."""

from __future__ import annotations

from collections.abc import Collection

from db.rules.class_names import GRADES
from db.vocabulary import Stage


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
