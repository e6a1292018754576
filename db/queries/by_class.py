"""Children in the order of a class list: by school, class and name, those of no school last."""

from __future__ import annotations

from typing import Any

from peewee import JOIN

from db.models import Child, School, SchoolClass, Staff


def by_class(*more: Any) -> Any:
    """A query of each child's id, name, school, stage, grade and class number, and of `more`.

    `more` are columns of the child or of `Staff`, the class teacher.
    """
    columns = (Child.id, Child.name, School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number, *more)
    query = Child.select(*columns).join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id))
    query = query.join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id), src=Child)
    query = query.join(Staff, JOIN.LEFT_OUTER, on=(SchoolClass.teacher == Staff.id), src=SchoolClass)
    return query.order_by(
        Child.school.is_null(), Child.school, SchoolClass.stage.desc(), SchoolClass.grade, SchoolClass.number,
        Child.name_key, Child.id,
    )  # fmt: skip
