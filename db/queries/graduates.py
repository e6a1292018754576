"""The children who graduated and have no school yet, with the class that they left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from db.models import Child, Enrolment, School, SchoolClass, Village
from db.queries.duties.school import without_school
from db.queries.scope import child_conditions
from db.rules.class_names import class_name
from db.session import Session
from db.vocabulary import EnrolmentOutcome, RegistryState


@dataclass(frozen=True)
class Graduate:
    """A child of the register, and the class from which it graduated; the day is as stored."""

    child: int
    version: int
    name: str
    village: str
    school: str
    stage: str
    class_title: str
    graduated_on: str


def graduates(session: Session) -> list[Graduate]:
    """Those of the person's scope, by school, class and name."""
    query = (
        Child.select(
            Child.id, Child.version, Child.name, Village.name, School.name, SchoolClass.stage, SchoolClass.grade,
            SchoolClass.number, Enrolment.to_on, School.id, Child.name_key,
        )
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id))
        .join(Enrolment, on=(Enrolment.child == Child.id), src=Child)
        .join(SchoolClass, on=(Enrolment.school_class == SchoolClass.id))
        .join(School, on=(SchoolClass.school == School.id))
        .where(
            Child.registry_state == RegistryState.REGISTERED, *child_conditions(session.scope), without_school(),
            Enrolment.outcome == EnrolmentOutcome.GRADUATED.value,
        )
        .order_by(Enrolment.to_on)
    )  # fmt: skip
    latest: dict[int, tuple[tuple[Any, ...], Graduate]] = {}
    with session.reading():
        for child, version, name, village, school, stage, grade, number, day, school_id, key in query.tuples():
            title = class_name(stage, grade, number)
            one = Graduate(child, version, name, village or "", school, stage, title, day)
            latest[child] = (school_id, stage, grade, number or 0, key, child), one
    return [one for _order, one in sorted(latest.values(), key=lambda pair: pair[0])]
