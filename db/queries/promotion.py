"""What the start of a school year does to the classes: who moves up, and whose top grade is over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peewee import fn

from db.models import ChangeLog, Child, School, SchoolClass
from db.rules.classes import class_title
from db.rules.promotion import next_grade
from db.rules.semesters import school_year
from db.session import Session
from db.vocabulary import RegistryState, Stage

MARK = "moved_up"
"""Names the deed in the change log; its new value is the school year, and the old one where it was taken back."""


@dataclass(frozen=True)
class ClassMove:
    """A class of a former school year with registered children in it; `to` is empty for one that leaves the school."""

    class_id: int
    school: str
    title: str
    to: str
    children: int


@dataclass(frozen=True)
class Leaver:
    """A child of a top grade."""

    child_id: int
    name: str
    school: str
    title: str


@dataclass(frozen=True)
class Promotion:
    """What is proposed for the school year of today; `undoable` where it has been done and can be taken back."""

    year: int
    classes: tuple[ClassMove, ...]
    leavers: tuple[Leaver, ...]
    undoable: bool

    @property
    def moving(self) -> int:
        return sum(one.children for one in self.classes if one.to)


def promotion(session: Session) -> Promotion:
    """The proposal of today."""
    year = school_year(session.clock.today())
    with session.reading():
        classes = tuple(_moves(year))
        top = {one.class_id: one for one in classes if not one.to}
        query = Child.select(Child.id, Child.name, Child.school_class).where(
            Child.school_class.in_(list(top)), Child.registry_state == RegistryState.REGISTERED
        )
        leavers = tuple(
            Leaver(child_id, name, top[class_id].school, top[class_id].title)
            for child_id, name, class_id in query.order_by(Child.school_class, Child.name_key, Child.id).tuples()
        )
        return Promotion(year, classes, leavers, last_deed(year) is not None)


def old_classes(year: int) -> list[dict[str, Any]]:
    """Classes of former school years that still have registered children, with their school's stages."""
    count = fn.COUNT(Child.id)
    query = (
        SchoolClass.select(
            SchoolClass.id, SchoolClass.stage, SchoolClass.grade, SchoolClass.number, SchoolClass.teacher,
            SchoolClass.school, School.name.alias("name"), School.stages.alias("stages"), count.alias("children"),
        )
        .join(School)
        .join(Child, on=(Child.school_class == SchoolClass.id))
        .where(SchoolClass.school_year < year, Child.registry_state == RegistryState.REGISTERED)
        .group_by(SchoolClass.id)
        .order_by(School.id, SchoolClass.stage.desc(), SchoolClass.grade, SchoolClass.number)
    )  # fmt: skip
    return list(query.dicts())


def goes_to(row: dict[str, Any]) -> tuple[Stage, int] | None:
    """Stage and grade of the next year for a row of `old_classes`."""
    return next_grade(row["stage"], row["grade"], (row["stages"] or "").split())


def last_deed(year: int) -> int | None:
    """The deed that moved the classes up for a school year and still stands, by the number of its first line."""
    marks = ChangeLog.select(ChangeLog.deed, ChangeLog.changes).where(
        (ChangeLog.table_name == "") & ChangeLog.changes.startswith(f'{{"{MARK}"')
    )
    standing = None
    for deed, changes in marks.order_by(ChangeLog.id).tuples():
        old, new = json.loads(changes)[MARK]
        if year in (old, new):
            standing = deed if new == year else None
    if standing is not None and ChangeLog.select(ChangeLog.id).where(ChangeLog.undoes == standing).limit(1).exists():
        return None
    return standing


def _moves(year: int) -> Iterator[ClassMove]:
    for row in old_classes(year):
        to = goes_to(row)
        title = class_title(row["stage"], row["grade"], row["number"])
        following = class_title(*to, row["number"]) if to else ""
        yield ClassMove(row["id"], row["name"], title, following, row["children"])
