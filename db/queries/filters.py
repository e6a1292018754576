"""What the registry can be narrowed to: the places in use."""

from __future__ import annotations

from typing import NamedTuple

from db.models import Child, School, SchoolClass, Village
from db.queries.scope import child_conditions
from db.rules.class_names import class_title
from db.session import Session


class PlaceChoice(NamedTuple):
    """A village, school or class to narrow the list to; `field` is that of RegistryFilter."""

    field: str
    id: int
    name: str


def place_choices(session: Session) -> list[PlaceChoice]:
    """Villages, schools and classes in which the person may see a child, in this order, each sorted by entry."""
    conditions = child_conditions(session.scope)

    def used(field: object) -> object:
        query = Child.select(field).distinct()
        return query.where(*conditions) if conditions else query

    with session.reading():
        villages = Village.select(Village.id, Village.name).where(Village.id.in_(used(Child.village)))
        schools = School.select(School.id, School.name).where(School.id.in_(used(Child.school)))
        classes = (
            SchoolClass.select(SchoolClass.id, School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number)
            .join(School)
            .where(SchoolClass.id.in_(used(Child.school_class)))
            .order_by(School.id, SchoolClass.stage.desc(), SchoolClass.grade, SchoolClass.number)
        )
        choices = [PlaceChoice("village", *row) for row in villages.order_by(Village.id).tuples()]
        choices += [PlaceChoice("school", *row) for row in schools.order_by(School.id).tuples()]
        choices += [
            PlaceChoice("school_class", class_id, f"{school} {class_title(stage, grade, number)}")
            for class_id, school, stage, grade, number in classes.tuples()
        ]
    return choices
