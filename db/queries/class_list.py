"""The classes of this school year with their class teachers, and who may become one."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import JOIN, fn

from db.models import Child, School, SchoolClass, Staff
from db.queries.helpers import visible
from db.queries.scope import child_conditions
from db.rules.class_names import class_title
from db.rules.semesters import school_year
from db.session import Session
from db.vocabulary import RegistryState, StaffRole


@dataclass(frozen=True)
class ClassLine:
    """A class; `children` counts those on the register whom the person may see."""

    id: int
    version: int
    school_id: int
    school: str
    name: str
    teacher_id: int | None
    teacher: str
    children: int


@dataclass(frozen=True)
class Teacher:
    """A member of staff who teaches; `school_id` is None where no school is entered."""

    id: int
    name: str
    school_id: int | None
    school: str


def class_lines(session: Session) -> list[ClassLine]:
    """The classes that the person may see, by school, grade and number."""
    counted = Child.select(Child.school_class, fn.COUNT(Child.id)).where(
        Child.registry_state == RegistryState.REGISTERED, Child.school_class.is_null(False),
        *child_conditions(session.scope),
    )  # fmt: skip
    query = (
        SchoolClass.select(
            SchoolClass.id, SchoolClass.version, School.id, School.name, SchoolClass.stage, SchoolClass.grade,
            SchoolClass.number, Staff.id, Staff.name,
        )
        .join(School)
        .join(Staff, JOIN.LEFT_OUTER, on=(SchoolClass.teacher == Staff.id), src=SchoolClass)
        .where(SchoolClass.school_year == school_year(session.clock.today()))
        .order_by(School.id, SchoolClass.stage.desc(), SchoolClass.grade, SchoolClass.number)
    )  # fmt: skip
    for field, allowed in ((SchoolClass.school, session.scope.schools), (SchoolClass.id, session.scope.classes)):
        if allowed is not None:
            query = query.where(field.in_(sorted(allowed)))
    with session.reading():
        children = dict(counted.group_by(Child.school_class).tuples())
        return [
            ClassLine(room, version, school_id, school, class_title(stage, grade, number), teacher_id, teacher or "",
                      children.get(room, 0))
            for room, version, school_id, school, stage, grade, number, teacher_id, teacher in query.tuples()
        ]  # fmt: skip


def teachers(session: Session) -> list[Teacher]:
    """Everybody who teaches and has not left, by name."""
    query = (
        Staff.select(Staff.id, Staff.name, School.id, School.name)
        .join(School, JOIN.LEFT_OUTER, on=(Staff.school == School.id), src=Staff)
        .where(Staff.active == 1, fn.INSTR(Staff.roles, StaffRole.TEACHER.value) > 0, visible(session))
        .order_by(Staff.name_key, Staff.id)
    )
    with session.reading():
        return [Teacher(staff, name, school_id, school or "") for staff, name, school_id, school in query.tuples()]
