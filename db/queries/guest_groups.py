"""Whom one stroke puts on a list of attendance: the children, carers or staff of a class, a school, a village."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from db.models import Carer, Child, School, Staff, Village, WorkingGroupMember
from db.queries.places import classes, schools, villages
from db.queries.scope import child_conditions
from db.session import Session
from db.vocabulary import RegistryState

CHILDREN, CARERS, STAFF, GROUP = "children", "carers", "staff", "group"


@dataclass(frozen=True)
class Group:
    """`who` is CHILDREN, CARERS, STAFF or GROUP, the working group as a whole.

    `field` is a column of `child` (of `staff`), empty for everybody.
    """

    who: str
    field: str = ""
    id: int | None = None


@dataclass(frozen=True)
class Named:
    """A place whose people can be invited together."""

    field: str
    id: int
    name: str


def group_places(session: Session, school: int | None = None) -> list[Named]:
    """The classes, schools and villages that the person may choose; those of `school` first."""
    found = [Named("school_class", one.id, f"{one.school} {one.name}") for one in classes(session, school)]
    if school is not None:
        found += [
            Named("school_class", one.id, f"{one.school} {one.name}")
            for one in classes(session)
            if one.school_id != school
        ]
    found += [Named("school", one.id, one.name) for one in schools(session)]
    return found + [Named("village", one.id, one.name) for one in villages(session)]


def members(session: Session, group: Group) -> list[int]:
    """The row ids of the people of a group within the person's scope, inside the caller's transaction."""
    if group.who == GROUP:
        query = WorkingGroupMember.select(WorkingGroupMember.id).where(WorkingGroupMember.to_on.is_null())
        return [row[0] for row in query.order_by(WorkingGroupMember.leads.desc(), WorkingGroupMember.id).tuples()]
    if group.who == STAFF:
        query = Staff.select(Staff.id).where(Staff.active == 1)
        if group.field:
            query = query.where(Staff._meta.fields[group.field] == group.id)
        return [row[0] for row in query.order_by(Staff.name_key, Staff.id).tuples()]
    conditions: list[Any] = [Child.registry_state == RegistryState.REGISTERED, *child_conditions(session.scope)]
    if group.field:
        conditions.append(Child._meta.fields[group.field] == group.id)
    if group.who == CHILDREN:
        query = Child.select(Child.id).where(*conditions)
    else:
        query = Carer.select(Carer.id).join(Child).where(Carer.to_on.is_null(), *conditions)
    return [row[0] for row in query.order_by(Child.name_key, Child.id).tuples()]


def active_staff(session: Session) -> list[tuple[int, str, str]]:
    """Everybody on the staff by name: row id, name, unit."""
    query = Staff.select(Staff.id, Staff.name, fn.COALESCE(Staff.unit, School.name, Village.name, ""))
    query = query.left_outer_join(School, on=(Staff.school == School.id)).switch(Staff)
    query = query.left_outer_join(Village, on=(Staff.village == Village.id)).where(Staff.active == 1)
    with session.reading():
        return list(query.order_by(Staff.name_key, Staff.id).tuples())
