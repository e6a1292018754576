"""Which numbers of a table are left out so that none of one or two people can be read there, or worked out from sums.

A number of one or two is left out. So are others beside it, as few as it takes, as long as the sums of a row and of a
column would give one of them away: a table with its sums is a graph, with a line between a row and a column for each
number that is left out, and a number can be worked out exactly where its line is a bridge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

FEWEST = 3
"""A count of children below it may tell who they are."""
Cell = tuple[int, str]
"""The place of an area, and the key of a figure."""
_Node = tuple[str, object]
_GROUND: _Node = ("", None)
"""Where a number stands in no sum."""
REST = "rest of "


def is_few(count: int | None) -> bool:
    """Whether a count may tell who they are."""
    return count is not None and 0 < count < FEWEST


def hidden_figures(
    areas: Sequence[Mapping[str, int]], sums: Collection[Sequence[str]], *, open_keys: Collection[str] = ()
) -> frozenset[Cell]:
    """The cells to leave out of the figures of `areas`, of which the last, where there are several, is all together.

    Each of `sums` has the key of a whole and those of its parts, or one key alone; what the parts lack of the whole is
    a number too, which a reader can work out. A few of `open_keys` (things, no people) are told.
    """
    hidden: set[Cell] = {
        (at, key) for at, area in enumerate(areas) for keys in sums for key in keys
        if key not in open_keys and is_few(area[key])
    }  # fmt: skip
    tables = [_Table(areas, keys, open_keys) for keys in sums]
    before = -1
    while before < len(hidden):  # a figure stands in several tables: each may give away what another left out
        before = len(hidden)
        for table in tables:
            table.complete(hidden)
    return frozenset(cell for cell in hidden if not cell[1].startswith(REST))


def keys_by_area(hidden: Collection[Cell]) -> defaultdict[int, frozenset[str]]:
    """The keys that are left out of each area, by its place."""
    keys: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for at, key in hidden:
        keys[at] |= {key}
    return keys


class _Table:
    """A whole and its parts by area."""

    def __init__(
        self, areas: Sequence[Mapping[str, int]], keys: Sequence[str], open_keys: Collection[str]
    ) -> None:  # fmt: skip
        whole, *parts = keys
        self.whole, self.parts, self.open_keys = whole, parts, open_keys
        self.last = len(areas) - 1 if len(areas) > 1 else None
        rest = [REST + whole + " ".join(parts)] if parts else []
        self.values = {(at, key): area[key] for at, area in enumerate(areas) for key in keys}
        for key in rest:
            for at, area in enumerate(areas):
                self.values[at, key] = area[whole] - sum(area[part] for part in parts)
        self.unprinted = {cell for cell in self.values if cell[1] in rest}

    def complete(self, hidden: set[Cell]) -> None:
        """Add what it takes to `hidden`, for which the numbers of this table say nothing exact about each other."""
        hidden |= {cell for cell in self.unprinted if is_few(self.values[cell])}
        while True:
            own = [cell for cell in self.values if cell in hidden]
            given = _bridge({cell: self._ends(cell) for cell in own})
            more = self._across(given, hidden) if given else self._beside(own, hidden)
            if more is None:
                return
            hidden.add(more)

    def _ends(self, cell: Cell) -> tuple[_Node, _Node]:
        row: _Node = ("row", cell[0]) if self.parts else _GROUND
        column: _Node = ("column", cell[1]) if self.last is not None else _GROUND
        return row, column

    def _across(self, given: tuple[Cell, set[_Node]], hidden: set[Cell]) -> Cell | None:
        """The number that joins the two sides of a bridge a second time."""
        _cell, side = given
        crossing = [cell for cell in self.values if len({end in side for end in self._ends(cell)}) == 2]
        return self._smallest(crossing, hidden)

    def _beside(self, own: Sequence[Cell], hidden: set[Cell]) -> Cell | None:
        """A further number of a line in which all that is left out is ones: their sum would say so."""
        lines: dict[_Node, list[Cell]] = defaultdict(list)
        for cell in own:
            for end in self._ends(cell):
                lines[end].append(cell)
        for node, cells in lines.items():
            wholes = [cell for cell in cells if self._is_whole(cell, node)]
            if node != _GROUND and not wholes and all(self.values[cell] == 1 for cell in cells):
                beside = [cell for cell in self.values if node in self._ends(cell)]
                found = self._smallest(beside, hidden)
                if found:
                    return found
        return None

    def _is_whole(self, cell: Cell, node: _Node) -> bool:
        return cell[1] == self.whole if node[0] == "row" else cell[0] == self.last

    def _smallest(self, cells: Sequence[Cell], hidden: set[Cell]) -> Cell | None:
        """The one that costs least: no thing, no sum, no zero, the smallest."""

        def cost(cell: Cell) -> tuple[bool, bool, bool, bool, int]:
            value, of_all = abs(self.values[cell]), cell[1] == self.whole or cell[0] == self.last
            return cell in self.unprinted, cell[1] in self.open_keys, of_all, value == 0, value

        return min((cell for cell in cells if cell not in hidden), key=cost, default=None)


def _bridge(lines: Mapping[Cell, tuple[_Node, _Node]]) -> tuple[Cell, set[_Node]] | None:
    """A line without which its two ends are not joined, and what is on the side of one of them."""
    around: dict[_Node, list[Cell]] = defaultdict(list)
    for cell, ends in lines.items():
        for end in ends:
            around[end].append(cell)
    entered: dict[_Node, int] = {}
    for start in around:
        if start in entered:
            continue
        order: list[_Node] = []
        low: dict[_Node, int] = {}
        entered[start] = low[start] = len(entered)
        order.append(start)
        path: list[tuple[_Node, Cell | None, int]] = [(start, None, 0)]
        while path:
            node, by, at = path.pop()
            if at < len(around[node]):
                path.append((node, by, at + 1))
                cell = around[node][at]
                one, other = lines[cell]
                following = other if node == one else one
                if cell == by or following == node:
                    continue
                if following in entered:
                    low[node] = min(low[node], entered[following])
                else:
                    entered[following] = low[following] = len(entered)
                    order.append(following)
                    path.append((following, cell, 0))
            elif by is not None:
                parent = path[-1][0]
                if low[node] > entered[parent]:
                    return by, set(order[order.index(node) :])
                low[parent] = min(low[parent], low[node])
    return None
