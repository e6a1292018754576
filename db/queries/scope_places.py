"""What belongs to a school or a village, narrowed to the places of a person's scope."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL

from db.models import SchoolClass
from db.scope import Scope


def within_places(scope: Scope, school: Any = None, village: Any = None) -> Any:
    """The condition that leaves rows of the places a person looks after; None for a kind that the rows have not.

    Whoever looks after a class sees what belongs to its school.
    """
    if scope.everything:
        return SQL("1")
    own = []
    if scope.schools is not None and school is not None:
        own.append(school.in_(sorted(scope.schools)))
    if scope.classes is not None and school is not None:
        own.append(school.in_(SchoolClass.select(SchoolClass.school).where(SchoolClass.id.in_(sorted(scope.classes)))))
    if scope.villages is not None and village is not None:
        own.append(village.in_(sorted(scope.villages)))
    return reduce(or_, own) if own else SQL("0")
