"""The one place where a person's scope narrows a query."""

from __future__ import annotations

from typing import Any

from db.models import Child
from db.scope import Scope


def child_conditions(scope: Scope) -> list[Any]:
    """Conditions on `Child` that leave only what the scope admits."""
    return [Child._meta.fields[name].in_(sorted(allowed)) for name, allowed in scope.limits.items()]
