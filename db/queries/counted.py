"""The children of a day as they are counted upward: what a field lacks is taken from what surely follows elsewhere.

A register that was just imported has carers, parents and classes, and nobody has answered yet who really cares.
Nothing of it is stored: the file goes on asking until somebody says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from peewee import fn

from db.models import Carer, Enrolment, SchoolClass
from db.queries.history import children_on, with_parents
from db.queries.roster import PORTION
from db.rules.following import care_of, reason_of, schooling_of
from db.rules.standing import parent_facts
from db.rules.statistics import Facts
from db.session import Session
from db.vocabulary import Code


def counted_on(session: Session, on: date, *, school: int | None = None, village: int | None = None) -> Iterator[Facts]:
    """`children_on` with the schooling of those in a class, who cares by the carer on file, why by the parents."""
    children = list(children_on(session, on, school=school, village=village))
    unsaid = [child for child in children if not child.care_reason]
    reasons = {
        child.id: reason_of(parent_facts(father), parent_facts(mother))
        for child, father, mother in (with_parents(session, on, unsaid) if unsaid else ())
    }
    carers = Carer.select(Carer.child, Carer.relation)
    relations = _of_day(session, carers, Carer, on, [child.id for child in children if not child.actual_care])
    classes = Enrolment.select(Enrolment.child, SchoolClass.stage).join(SchoolClass)
    stages = _of_day(session, classes, Enrolment, on, [child.id for child in children if not child.schooling])
    for child in children:
        if child.care_reason and child.actual_care and child.schooling:
            yield child
        else:
            yield replace(
                child,
                care_reason=child.care_reason or _code(reasons.get(child.id)),
                actual_care=child.actual_care or _code(care_of(relations.get(child.id))),
                schooling=child.schooling or _code(schooling_of(stages.get(child.id))),
            )


def _code(value: Code | None) -> str | None:
    return str(value.value) if value else None


def _of_day(
    session: Session, query: Any, model: type[Carer] | type[Enrolment], on: date, children: Sequence[int]
) -> dict[int, str | None]:
    """What the query of pairs gives for these children, of the rows that were in force on that day."""
    day = on.isoformat()
    began = fn.COALESCE(model.from_on, fn.SUBSTR(model.created_at, 1, 10)) <= day
    in_force = query.where(began, model.to_on.is_null() | (model.to_on > day)).order_by(model.id)
    found: dict[int, str | None] = {}
    for start in range(0, len(children), PORTION):
        with session.reading():
            found.update(in_force.where(model.child.in_(children[start : start + PORTION])).tuples())
    return found
