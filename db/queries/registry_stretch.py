"""A stretch of the register's list: the children of one search in one order, read by keyset pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from peewee import SQL, Expression, NodeList, Tuple, Value, fn

from db.engine import search as index
from db.engine.sqlite import Stoppable
from db.models import Carer, Child, Parent
from db.queries.registry_columns import COLUMNS, Query
from db.queries.scope import child_conditions
from db.rules.search import parse
from db.session import Session

if TYPE_CHECKING:
    from db.queries.registry import RegistryFilter

SORTABLE_MATCHES = 400
"""Up to so many matches of a search are sorted (5 ms); more come in the order in which they were entered."""
CHUNK = 500
"""Ids taken from the index at a time while a search matches too many to sort."""

ALL_IDS = fn.json_group_array(Child.id)
"""Ids as one row: see `db.engine.search.matching`."""

WITHOUT = 0
"""As village, school or class of a filter: the children who have none."""


@dataclass(frozen=True)
class RegistryRow:
    """A child in the list: its id, its place in the order, and the values of the chosen columns."""

    id: int
    sort: Any = field(compare=False)
    values: dict[str, tuple[Any, ...]] = field(hash=False)


class Stretch:
    """A page source over the children of one search in one of the indexes."""

    def __init__(
        self, session: Session, narrowed: RegistryFilter, columns: Sequence[str], sort: str = "name",
        descending: bool = False, *, also: Sequence[Any] = (), table: str = index.OWN, without: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """`table` is the index, `without` are children who stand elsewhere in the list."""
        self.session = session
        self.filter = narrowed
        self._also = also
        self.columns = tuple(COLUMNS[name] for name in dict.fromkeys(columns))
        self._sort = COLUMNS[sort]
        self._ascending = not descending
        self._search = parse(narrowed.text)
        self._table = table
        self._without = frozenset(without)
        self._matches: list[int] | None = None
        self._leading: list[int] = []
        """The first of them, where they are too many."""
        self._looked_up = not self._search
        self._counting = Stoppable(session.database)

    @property
    def sorted(self) -> bool:
        """Whether the list stands in the order asked for; False while a search matches too many to sort."""
        return not self._leading

    def found(self) -> list[int] | None:
        """The ids that match, whatever the filter leaves of them; None where too many do or nothing is searched for."""
        with self.session.reading():
            self._look_up()
        return self._matches

    def holds(self, row: RegistryRow) -> bool:
        """Whether a row of this or the other stretch is of this one, as far as is known."""
        return row.id not in self._without and (self._matches is None or row.id in self._matches)

    # The page source

    def first(self, n: int) -> list[RegistryRow]:
        return self._walk(None, n, forward=True)

    def last(self, n: int) -> list[RegistryRow]:
        return self._walk(None, n, forward=False)[::-1]

    def after(self, row: RegistryRow, n: int) -> list[RegistryRow]:
        return self._walk(row, n, forward=True)

    def before(self, row: RegistryRow, n: int) -> list[RegistryRow]:
        return self._walk(row, n, forward=False)[::-1]

    def at(self, row: RegistryRow, n: int) -> list[RegistryRow]:
        present = self._present(row)
        return self._walk(present, n, forward=True, including=True)

    def position(self, row: RegistryRow) -> int:
        present = self._present(row)
        with self.session.reading():
            if not self.sorted:
                earlier: int = self._all_matches().where(Child.id < present.id).count()
                return earlier
            return sum(
                self._sort.join(self._base(Child.id)).where(*conditions).count()
                for conditions in self._segments(present, forward=False)
            )

    def count(self) -> int:
        with self.session.reading(), self._counting:
            self._look_up()
            total: int = (self._base(Child.id) if self.sorted else self._all_matches()).count()
            return total

    def stop_counting(self) -> None:
        self._counting.stop()

    # How a page is read

    def _walk(self, start: RegistryRow | None, n: int, *, forward: bool, including: bool = False) -> list[RegistryRow]:
        with self.session.reading():
            self._look_up()
            if self._matches == []:
                return []
            if self.sorted:
                ids = self._sorted_ids(start, n, forward, including)
            else:
                ids = list(islice(self._unsorted_ids(start, forward, including), n))
            return self._rows(ids)

    def _sorted_ids(self, start: RegistryRow | None, n: int, forward: bool, including: bool) -> list[int]:
        ascending = self._ascending is forward
        order = [term.asc() if ascending else term.desc() for term in (self._sort.sort, Child.id)]
        ids: list[int] = []
        for conditions in self._segments(start, forward=forward, including=including):
            query = self._sort.join(self._base(Child.id)).where(*conditions).order_by(*order)
            ids.extend(row[0] for row in query.limit(n - len(ids)).tuples())
            if len(ids) >= n:
                break
        return ids

    def _unsorted_ids(self, start: RegistryRow | None, forward: bool, including: bool = False) -> Iterator[int]:
        """All ids in order of entry, straight from the index: it would take too long to sort them."""
        for found in self._chunks(start, forward, including):
            query = _among(found, self._base(ALL_IDS)).where(*self._digits_verified())
            kept = frozenset(_ids(query)) - self._without
            yield from (child_id for child_id in found if child_id in kept)

    def _chunks(self, start: RegistryRow | None, forward: bool, including: bool) -> Iterator[list[int]]:
        beyond = None if start is None else start.id + (0 if not including else -1 if forward else 1)
        if start is None and forward:
            yield from (self._leading[at : at + CHUNK] for at in range(0, len(self._leading), CHUNK))
            beyond = self._leading[-1]
        while found := index.matching(
            self.session.database, self._search, CHUNK, beyond=beyond, descending=not forward, table=self._table
        ):
            yield found
            beyond = found[-1]

    def _all_matches(self) -> Query:
        matches = Child.id.in_(index.all_matching(self._search, self._table))
        elsewhere = [Child.id.not_in(_listed(self._without))] if self._without else []
        return self._base(Child.id).where(matches, *elsewhere, *self._digits_verified())

    def _rows(self, ids: list[int]) -> list[RegistryRow]:
        """The rows of these children, in this order."""
        query = Child.select(Child.id, self._sort.sort, *(value for column in self.columns for value in column.read))
        for join in dict.fromkeys([self._sort.join, *(column.join for column in self.columns)]):
            query = join(query)
        rows = {row[0]: self._row(row) for row in query.where(Child.id.in_(ids)).tuples()}
        return [rows[child_id] for child_id in ids if child_id in rows]

    def _segments(self, start: RegistryRow | None, *, forward: bool, including: bool = False) -> list[list[Any]]:
        """The parts of the list from `start` on, as conditions: SQL compares no NULL, so those are a part of their own.

        They stand first in an ascending list, as SQLite sorts them.
        """
        ascending = self._ascending is forward
        key = self._sort.sort
        empty, filled = key.is_null(), key.is_null(False)
        if start is None:
            if key is Child.name_key:
                return [[filled]]
            return [[empty], [filled]] if ascending else [[filled], [empty]]
        operator = (">" if ascending else "<") + ("=" if including else "")
        if start.sort is None:
            rest = [Expression(Child.id, operator, start.id), empty]
            return [rest, [filled]] if ascending else [rest]
        rest = [Expression(Tuple(key, Child.id), operator, Tuple(Value(start.sort), Value(start.id)))]
        return [rest] if ascending else [rest, [empty]]

    def _base(self, *selected: Any) -> Query:
        query = Child.select(*selected)
        if self._matches is not None:
            query = _among(self._matches, query)
        conditions = [*child_conditions(self.session.scope), *self._conditions(), *self._also]
        return query.where(*conditions) if conditions else query

    def _conditions(self) -> list[Any]:
        f = self.filter
        places = ((Child.village, f.village), (Child.school, f.school), (Child.school_class, f.school_class))
        values = (
            (Child.risk, f.risk), (Child.civil, f.civil), (Child.school_practice, f.school_practice),
            (Child.registry_state, f.state),
        )  # fmt: skip
        conditions = [
            column.is_null() if place == WITHOUT else column == place for column, place in places if place is not None
        ]
        conditions += [column == value for column, value in values if value is not None]
        if f.asks_circumstances:
            # Not what the first rows of the register wait for: 10 ms of rules about duties and alerts.
            from db.queries.circumstances import circumstances

            conditions += circumstances(self.session, f)
        return conditions

    def _look_up(self) -> None:
        """Find the matches once, if they are few enough to be sorted."""
        if self._looked_up:
            return
        limit = SORTABLE_MATCHES + 1 + len(self._without)
        ids = index.matching(self.session.database, self._search, limit, table=self._table)
        here = [child_id for child_id in ids if child_id not in self._without]
        if len(ids) == limit or len(here) > SORTABLE_MATCHES:
            self._leading = ids
        elif verified := self._digits_verified():
            self._matches = _ids(_among(here, Child.select(ALL_IDS)).where(*verified))
        else:
            self._matches = here
        self._looked_up = True

    def _digits_verified(self) -> list[Any]:
        return [_has_digits(part) for part in self._search.long_digits]

    def _present(self, row: RegistryRow) -> RegistryRow:
        """The row where its record stands now; as it was, where the record is gone."""
        with self.session.reading():
            self._look_up()
            found = self._rows([row.id])
        return found[0] if found else row

    def _row(self, values: tuple[Any, ...]) -> RegistryRow:
        cells: dict[str, tuple[Any, ...]] = {}
        at = 2
        for column in self.columns:
            cells[column.key] = values[at : at + len(column.read)]
            at += len(column.read)
        return RegistryRow(values[0], values[1], cells)


def _among(ids: list[int], query: Query) -> Query:
    """The query over these children alone, each looked up by its id.

    Without statistics SQLite would rather read all registered children off an index: 100 ms at a million. One JSON
    text instead of a parameter an id saves peewee 5 ms.
    """
    return query.from_(NodeList((Child, SQL("NOT INDEXED")))).where(Child.id.in_(_listed(ids)))


def _listed(ids: Iterable[int]) -> SQL:
    return SQL("(SELECT value FROM json_each(?))", [json.dumps(list(ids))])


def _ids(query: Query) -> list[int]:
    """The ids that a query of ALL_IDS finds."""
    ids: list[int] = json.loads(query.scalar())
    return ids


def _has_digits(part: str) -> Any:
    """Whether the ID number or a phone contains the digits; the index only knows pieces of four."""

    def contains(field: Any) -> Any:
        return fn.instr(fn.replace(fn.lower(field), "-", ""), part) > 0

    parents = Parent.select(Parent.child).where((Parent.child == Child.id) & contains(Parent.phone))
    carers = Carer.select(Carer.child).where((Carer.child == Child.id) & contains(Carer.phone))
    return contains(Child.id_no) | contains(Child.phone) | fn.EXISTS(parents) | fn.EXISTS(carers)
