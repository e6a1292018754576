"""Villages, schools and classes to choose from in a form."""

from __future__ import annotations

from dataclasses import dataclass

from db.models import School, SchoolClass, Village
from db.rules.class_names import class_title
from db.rules.semesters import school_year
from db.session import Session


@dataclass(frozen=True)
class Place:
    """A village or school."""

    id: int
    name: str


@dataclass(frozen=True)
class ClassPlace:
    """A class of this school year."""

    id: int
    name: str
    school_id: int
    school: str


def villages(session: Session) -> list[Place]:
    """The villages in use that the person may choose, by entry."""
    return _places(session, Village, session.scope.villages)


def schools(session: Session) -> list[Place]:
    """The schools in use that the person may choose, by entry."""
    return _places(session, School, session.scope.schools)


def classes(session: Session, school: int | None = None) -> list[ClassPlace]:
    """This school year's classes that the person may choose, of one school or of all; by school, grade and number."""
    conditions = [SchoolClass.school_year == school_year(session.clock.today())]
    if school is not None:
        conditions.append(SchoolClass.school == school)
    for field, allowed in ((SchoolClass.school, session.scope.schools), (SchoolClass.id, session.scope.classes)):
        if allowed is not None:
            conditions.append(field.in_(sorted(allowed)))
    query = (
        SchoolClass.select(
            SchoolClass.id, SchoolClass.stage, SchoolClass.grade, SchoolClass.number, School.id, School.name
        )
        .join(School)
        .where(*conditions)
        .order_by(School.id, SchoolClass.stage.desc(), SchoolClass.grade, SchoolClass.number)
    )
    with session.reading():
        return [
            ClassPlace(class_id, class_title(stage, grade, number), school_id, name)
            for class_id, stage, grade, number, school_id, name in query.tuples()
        ]


def places_planned_for(session: Session) -> dict[str, list[Place]]:
    """The schools and villages that the person plans for; a class teacher plans for the school of the class."""
    scope, found = session.scope, {}
    if scope.everything or scope.schools is not None or scope.classes is not None:
        of_classes = None if scope.classes is None else {one.school_id for one in classes(session)}
        found["school"] = [place for place in schools(session) if of_classes is None or place.id in of_classes]
    if scope.everything or scope.villages is not None:
        found["village"] = villages(session)
    return found


def _places(session: Session, model: type[Village] | type[School], allowed: frozenset[int] | None) -> list[Place]:
    query = model.select(model.id, model.name).where(model.active == 1)
    if allowed is not None:
        query = query.where(model.id.in_(sorted(allowed)))
    with session.reading():
        return [Place(*row) for row in query.order_by(model.id).tuples()]
