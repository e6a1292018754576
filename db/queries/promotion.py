"""What the start of a school year does to the classes: who moves up, and whose top grade is over."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from db.access import Right
from db.errors import RuleError
from db.i18n import _
from db.models import ChangeLog, Child, School, SchoolClass
from db.rules.class_names import class_name, class_title
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

    @property
    def proposed(self) -> list[int]:
        """The children of top grades who are proposed to leave: those left behind by a first move were to repeat."""
        return [] if self.undoable else [one.child_id for one in self.leavers]


@dataclass(frozen=True)
class TakeBack:
    """What taking the move back does: the log lines of the children who go back, and where the others are kept."""

    deed: int
    lines: tuple[Mapping[str, Any], ...]
    kept: Mapping[str, int]
    """How many stay, by the name of their class: their class or enrolment was changed since."""

    @property
    def children(self) -> int:
        return sum(line["table_name"] == "child" for line in self.lines)


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


def take_back(session: Session) -> TakeBack:
    """What is to be taken back for the school year of today; raises RuleError where the classes were not moved up."""
    session.require(Right.OFFICE)
    with session.reading():
        deed = last_deed(school_year(session.clock.today()))
        if deed is None:
            raise RuleError(_("The classes were not moved up this school year. Nothing was changed."))
        own = ChangeLog.select().where(
            ChangeLog.id >= deed, ChangeLog.deed == deed, ChangeLog.table_name.in_(["child", "enrolment"])
        )
        lines = list(own.order_by(ChangeLog.id).dicts())
        kept = _changed_since(lines)
    names = Counter(kept.values())
    return TakeBack(deed, tuple(line for line in lines if line["child_id"] not in kept), names)


def _changed_since(lines: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The children whose class or enrolment is no longer as the deed of these lines left it, with their class."""
    if not lines:
        return {}
    enrolled = ChangeLog.select(ChangeLog.child_id).where(
        ChangeLog.table_name == "enrolment", ChangeLog.id > lines[-1]["id"]
    )
    changed = {row[0] for row in enrolled.tuples()}
    left = {
        line["child_id"]: {name: new for name, (_old, new) in json.loads(line["changes"]).items()}
        for line in lines
        if line["table_name"] == "child"
    }
    children = (
        Child.select(
            Child.id, Child.school_class, Child.school, School.name, SchoolClass.stage, SchoolClass.grade,
            SchoolClass.number,
        )
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id))
        .join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id), src=Child)
        .where(Child.id.in_(enrolled) | Child.id.in_(_moved_by(lines[0]["deed"])))
    )  # fmt: skip
    found = {}
    for child_id, school_class, school, name, *of_class in children.tuples():
        now = {"school_class": school_class, "school": school}
        if child_id in left and (child_id in changed or now != {**now, **left[child_id]}):
            found[child_id] = f"{name or ''} {class_name(*of_class)}".strip() or _("no school")
    return found


def _moved_by(deed: int) -> Any:
    return ChangeLog.select(ChangeLog.child_id).where(
        ChangeLog.id >= deed, ChangeLog.deed == deed, ChangeLog.table_name == "child"
    )


def _moves(year: int) -> Iterator[ClassMove]:
    for row in old_classes(year):
        to = goes_to(row)
        title = class_title(row["stage"], row["grade"], row["number"])
        following = class_title(*to, row["number"]) if to else ""
        yield ClassMove(row["id"], row["name"], title, following, row["children"])
