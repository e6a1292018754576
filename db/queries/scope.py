"""The one place where a person's scope narrows a query."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

from peewee import Case

from db.i18n import _
from db.models import Child, Pairing
from db.scope import Scope


def child_conditions(scope: Scope, child: Any = Child) -> list[Any]:
    """Conditions on `Child`, or on an alias of it, that leave only what the scope admits."""
    within = [getattr(child, name).in_(sorted(allowed)) for name, allowed in scope.limits.items()]
    if scope.helper is None or not within:
        return within
    return [reduce(and_, within) | child.id.in_(helped_by(scope.helper))]


def name_seen(scope: Scope, child: Any) -> Any:
    """The name of another child, an alias of `Child` that may be missing: of one outside, only that it is a child."""
    conditions = child_conditions(scope, child)
    if not conditions:
        return child.name
    return Case(None, [(child.id.is_null(), None), (reduce(and_, conditions), child.name)], _("another child"))


def helped_by(helper: int) -> Any:
    """A query of the ids of the children whom a member of staff helps at present."""
    return Pairing.select(Pairing.child).where((Pairing.staff == helper) & Pairing.to_on.is_null())
