"""What a person may see; applied in one place, `db.queries.scope`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Row ids a person is limited to; None means no limit of that kind."""

    schools: frozenset[int] | None = None
    classes: frozenset[int] | None = None
    villages: frozenset[int] | None = None

    @property
    def everything(self) -> bool:
        return self.schools is None and self.classes is None and self.villages is None


EVERYTHING = Scope()
