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
from db.rules.standing import Row, parent_facts
from db.rules.statistics import Facts
from db.session import Session
from db.vocabulary import Code


def counted_on(session: Session, on: date, *, school: int | None = None, village: int | None = None) -> Iterator[Facts]:
    """`children_on` with the schooling of those in a class, who cares by the carer on file, why by the parents."""
    children = list(children_on(session, on, school=school, village=village))
    parents = with_parents(session, on, (child for child in children if not child.care_reason))
    for start in range(0, len(children), PORTION):
        # Each takes the place of the one that lacked something: two lists of 20,000 would be 6 MB more.
        portion = slice(start, start + PORTION)
        children[portion] = _completed(session, on, children[portion], parents)
    yield from children


def _completed(
    session: Session, on: date, children: Sequence[Facts], parents: Iterator[tuple[Facts, Row | None, Row | None]]
) -> list[Facts]:
    """The children, with what follows; `parents` gives those of the children without a reason for care, in order."""
    carers = Carer.select(Carer.child, Carer.relation)
    relations = _of_day(session, carers, Carer, on, [child.id for child in children if not child.actual_care])
    classes = Enrolment.select(Enrolment.child, SchoolClass.stage).join(SchoolClass)
    stages = _of_day(session, classes, Enrolment, on, [child.id for child in children if not child.schooling])
    return [
        child if child.care_reason and child.actual_care and child.schooling else replace(
            child,
            care_reason=child.care_reason or _code(reason_of(*map(parent_facts, next(parents)[1:]))),
            actual_care=child.actual_care or _code(care_of(relations.get(child.id))),
            schooling=child.schooling or _code(schooling_of(stages.get(child.id))),
        )
        for child in children
    ]  # fmt: skip


def _code(value: Code | None) -> str | None:
    return str(value.value) if value else None


def _of_day(
    session: Session, query: Any, model: type[Carer] | type[Enrolment], on: date, children: Sequence[int]
) -> dict[int, str | None]:
    """What the query of pairs gives for these children, of the rows that were in force on that day."""
    if not children:
        return {}
    day = on.isoformat()
    began = fn.COALESCE(model.from_on, fn.SUBSTR(model.created_at, 1, 10)) <= day
    in_force = query.where(model.child.in_(children), began, model.to_on.is_null() | (model.to_on > day))
    with session.reading():
        return dict(in_force.order_by(model.id).tuples())
