"""The one place where a person's scope narrows a query."""

from __future__ import annotations

from typing import Any

from db.models import Child
from db.scope import Scope


def child_conditions(scope: Scope) -> list[Any]:
    """Conditions on `Child` that leave only what the scope admits."""
    limits = ((Child.school, scope.schools), (Child.school_class, scope.classes), (Child.village, scope.villages))
    return [field.in_(sorted(allowed)) for field, allowed in limits if allowed is not None]
