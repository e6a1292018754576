"""The one place where a person's scope narrows a query."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from db.models import Child, Pairing
from db.scope import Scope


def child_conditions(scope: Scope) -> list[Any]:
    """Conditions on `Child` that leave only what the scope admits."""
    within = [Child._meta.fields[name].in_(sorted(allowed)) for name, allowed in scope.limits.items()]
    if scope.helper is None or not within:
        return within
    return [reduce(and_, within) | Child.id.in_(helped_by(scope.helper))]


def helped_by(helper: int) -> Any:
    """A query of the ids of the children whom a member of staff helps at present."""
    return Pairing.select(Pairing.child).where((Pairing.staff == helper) & Pairing.to_on.is_null())
