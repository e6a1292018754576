"""What belongs to a school or a village, narrowed to the places of a person's scope."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from db.models import SchoolClass
from db.scope import Scope


def place_conditions(scope: Scope, school: Any, village: Any = None) -> list[Any]:
    """Conditions that leave rows of the places a person looks after; `village` is None where rows have none.

    Whoever looks after a class sees what belongs to its school.
    """
    if scope.everything:
        return []
    own = []
    if scope.schools is not None:
        own.append(school.in_(sorted(scope.schools)))
    if scope.classes is not None:
        own.append(school.in_(SchoolClass.select(SchoolClass.school).where(SchoolClass.id.in_(sorted(scope.classes)))))
    if scope.villages is not None and village is not None:
        own.append(village.in_(sorted(scope.villages)))
    return [reduce(or_, own)] if own else [school.is_null()]
