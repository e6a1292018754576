"""The register as a list: filtered, searched and sorted in SQL, read by keyset pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from db.engine import search as index
from db.queries.registry_stretch import WITHOUT, RegistryRow, Stretch
from db.rules.search import parse
from db.session import Session
from db.vocabulary import RegistryState

__all__ = ["WITHOUT", "RegistryFilter", "RegistryPages", "RegistryRow", "neighbour"]


@dataclass(frozen=True)
class RegistryFilter:
    """What the list is narrowed to; None or "" narrows nothing, a place of WITHOUT leaves those that have none."""

    text: str = ""
    village: int | None = None
    school: int | None = None
    school_class: int | None = None
    risk: str | None = None
    civil: bool | None = None
    school_practice: bool | None = None
    state: str | None = RegistryState.REGISTERED.value
    surveyed: bool | None = None
    alert: str | None = None
    duty: str | None = None
    duty_state: str | None = None
    """`duty` is a DutyKind; its state is a DutyState, or "open" for due or overdue."""
    helper: int | None = None
    """A member of staff: the children whose loving mother that is."""

    @property
    def asks_circumstances(self) -> bool:
        """Whether the list is narrowed by what is due for a child, or wrong, or widened to those who left."""
        narrowed = self.surveyed is not None or self.helper is not None or bool(self.alert or self.duty)
        return narrowed or self.state != RegistryState.REGISTERED

    def in_force(self) -> list[str]:
        """The names of the fields that narrow the list."""
        return [name for name, value in asdict(self).items() if value not in (None, "")]


class RegistryPages:
    """A page source over the register; made anew for every filter, order or choice of columns.

    First come the children who are what is searched for; then, where those are few enough to be sorted, the children
    whose parents or carers are.
    """

    def __init__(
        self, session: Session, narrowed: RegistryFilter, columns: Sequence[str], sort: str = "name",
        descending: bool = False, *, also: Sequence[Any] = (),
    ) -> None:  # fmt: skip
        """`also` are conditions on the children besides the filter, which knows one duty alone."""
        self._stretch = partial(Stretch, session, narrowed, columns, sort, descending, also=also)
        self._own = self._stretch()
        self._relatives: Stretch | None = None
        self._names_relatives = bool(parse(narrowed.text).names)

    @property
    def sorted(self) -> bool:
        """Whether the list stands in the order asked for; False while a search matches too many to sort."""
        return self._own.sorted and (self._relatives is None or self._relatives.sorted)

    def by_relative(self, row: RegistryRow) -> bool:
        """Whether a row that was read is there for the name of a parent or carer."""
        return self._relatives is not None and self._relatives.holds(row)

    def first(self, n: int) -> list[RegistryRow]:
        return self._filled(self._own.first(n), n)

    def last(self, n: int) -> list[RegistryRow]:
        relatives = self._following()
        return self._filled_before(relatives.last(n), n) if relatives else self._own.last(n)

    def after(self, row: RegistryRow, n: int) -> list[RegistryRow]:
        if relatives := self._stretch_of_relative(row):
            return relatives.after(row, n)
        return self._filled(self._own.after(row, n), n)

    def before(self, row: RegistryRow, n: int) -> list[RegistryRow]:
        if relatives := self._stretch_of_relative(row):
            return self._filled_before(relatives.before(row, n), n)
        return self._own.before(row, n)

    def at(self, row: RegistryRow, n: int) -> list[RegistryRow]:
        if relatives := self._stretch_of_relative(row):
            return relatives.at(row, n)
        return self._filled(self._own.at(row, n), n)

    def position(self, row: RegistryRow) -> int:
        if relatives := self._stretch_of_relative(row):
            return self._own.count() + relatives.position(row)
        return self._own.position(row)

    def count(self) -> int:
        own, relatives = self._own.count(), self._following()
        return own + relatives.count() if relatives else own

    def stop_counting(self) -> None:
        self._own.stop_counting()
        if self._relatives:
            self._relatives.stop_counting()

    def _filled(self, rows: list[RegistryRow], n: int) -> list[RegistryRow]:
        """A page that the children themselves may leave short."""
        relatives = self._following() if len(rows) < n else None
        return rows + relatives.first(n - len(rows)) if relatives else rows

    def _filled_before(self, rows: list[RegistryRow], n: int) -> list[RegistryRow]:
        return self._own.last(n - len(rows)) + rows if len(rows) < n else rows

    def _stretch_of_relative(self, row: RegistryRow) -> Stretch | None:
        """The second stretch, where the row stands in it; a row that is in neither any more is of the first."""
        relatives = self._following()
        if relatives is None or not relatives.holds(row):
            return None
        relatives.found()  # what it holds is known only then
        return relatives if relatives.holds(row) else None

    def _following(self) -> Stretch | None:
        if self._relatives is None and self._names_relatives:
            own = self._own.found()
            if own is not None:
                self._relatives = self._stretch(table=index.RELATIVES, without=own)
        return self._relatives


def neighbour(pages: RegistryPages, child_id: int, step: int) -> int | None:
    """The child after or before in the list, also where the child itself has dropped out of it."""
    here: Sequence[RegistryRow] = pages.at(RegistryRow(child_id, None, {}), 1)
    if not here:
        found = [] if step > 0 else pages.last(1)
    elif step < 0:
        found = pages.before(here[0], 1)
    else:
        found = pages.after(here[0], 1) if here[0].id == child_id else list(here)
    return found[0].id if found else None
