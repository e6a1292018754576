"""What a person may see; applied in one place, `db.queries.scope`."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """Row ids a person is limited to; None means no limit of that kind."""

    schools: frozenset[int] | None = None
    classes: frozenset[int] | None = None
    villages: frozenset[int] | None = None
    helper: int | None = None
    """The member of staff whose paired children are seen besides."""
    incidents: bool = True
    """Whether incidents of mandatory reporting may be seen and written."""
    plans: bool = True
    """Whether special education plans may be seen and written."""

    @property
    def limits(self) -> dict[str, frozenset[int]]:
        """Which values a child's columns may have; those that are not named may have any."""
        limits = {"school": self.schools, "school_class": self.classes, "village": self.villages}
        return {name: allowed for name, allowed in limits.items() if allowed is not None}

    @property
    def everything(self) -> bool:
        """Whether every child may be seen."""
        return not self.limits

    @property
    def nobody(self) -> bool:
        """Whether no child may be seen."""
        return self.helper is None and frozenset() in self.limits.values()


EVERYTHING = Scope()
NO_CHILD = Scope(schools=frozenset(), incidents=False, plans=False)
