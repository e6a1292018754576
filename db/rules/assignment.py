"""The best assignment of children to helpers: the most children first, then the best fit, then evenly spread load.

A flow of least cost: children who can be matched by the same things are one node, helpers who match alike are another,
and between them stand the things themselves ("doors"), so that a township of 2,000 children and 300 helpers has some
thousands of edges instead of 600,000. Each further child of a helper costs more than the one before (the square of the
load), which keeps the cost convex. Solved by successive shortest paths with potentials, all paths of one length in
one phase (primal-dual). Everything is in whole numbers and in a fixed order: the same input gives the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

SOURCE, SINK = 0, 1


@dataclass(frozen=True)
class Helping:
    """A helper: the doors that its keys open, points it brings to each child, its load now and its capacity."""

    id: int
    keys: Sequence[Hashable]
    bonus: int = 0
    load: int = 0
    capacity: int = 0


def assign(seekers: Mapping[int, Mapping[Hashable, int]], helpers: Sequence[Helping]) -> dict[int, int]:
    """Helper by child, for as many children as can have one; `seekers` gives each child's doors with their points.

    A pair is worth the best door that both share, and the helper's bonus.
    """
    plan = _Plan(seekers, helpers)
    plan.network.saturate()
    return plan.pairs()


class _Plan:
    """Groups of those who are alike, as a network, and the flow read back as pairs."""

    def __init__(self, seekers: Mapping[int, Mapping[Hashable, int]], helpers: Sequence[Helping]) -> None:
        able = [helper for helper in sorted(helpers, key=lambda one: one.id) if helper.capacity > helper.load]
        open_doors = {key for helper in able for key in helper.keys}
        self._children: dict[tuple[tuple[Hashable, int], ...], list[int]] = defaultdict(list)
        for child in sorted(seekers):
            useful = {key: points for key, points in seekers[child].items() if key in open_doors}
            if useful:
                self._children[tuple(sorted(useful.items(), key=repr))].append(child)
        self._helpers: dict[tuple[tuple[Hashable, ...], int], list[Helping]] = defaultdict(list)
        for helper in able:
            self._helpers[tuple(sorted(set(helper.keys), key=repr)), helper.bonus].append(helper)
        self.network = _Network()
        self._build(able)

    def _build(self, able: Sequence[Helping]) -> None:
        network = self.network
        points = [value for doors in self._children for _key, value in doors]
        best = max(points, default=0)
        # One point of fit outweighs any distribution of the load.
        weight = 1 + sum(helper.capacity**2 - helper.load**2 for helper in able)
        door_nodes: dict[Hashable, int] = {}
        self._entries: list[tuple[list[int], list[tuple[int, int]]]] = []
        for doors, children in self._children.items():
            node = network.node()
            network.edge(SOURCE, node, len(children), 0)
            edges = []
            for key, value in doors:
                door = door_nodes.setdefault(key, -1)
                if door < 0:
                    door = door_nodes[key] = network.node()
                edges.append((network.edge(node, door, len(children), (best - value) * weight), door))
            self._entries.append((children, edges))
        self._exits: list[tuple[list[Helping], list[tuple[int, int]]]] = []
        for (opens, extra), members in self._helpers.items():
            node = network.node()
            room = sum(member.capacity - member.load for member in members)
            edges = [
                (network.edge(door_nodes[key], node, room, -extra * weight), door_nodes[key])
                for key in opens if key in door_nodes
            ]  # fmt: skip
            for level, number in _levels(members).items():
                network.edge(node, SINK, number, 2 * level + 1)
            self._exits.append((members, edges))
        # A bonus makes an edge cheaper than nothing; the potentials begin where no edge is.
        most = max((bonus for _keys, bonus in self._helpers), default=0)
        network.settle_negative(most * weight, self._helper_nodes())

    def _helper_nodes(self) -> list[int]:
        return [self.network.target(edges[0][0]) for _members, edges in self._exits if edges]

    def pairs(self) -> dict[int, int]:
        """Whom each child got; behind one door any child may go to any helper."""
        waiting: dict[int, list[int]] = defaultdict(list)
        for children, edges in self._entries:
            at = 0
            for edge, door in edges:
                flow = self.network.flow(edge)
                waiting[door] += children[at : at + flow]
                at += flow
        found: dict[int, int] = {}
        for members, edges in self._exits:
            slots = [(member.load, member.id, member) for member in members]
            heapify(slots)
            for edge, door in edges:
                for _unit in range(self.network.flow(edge)):
                    load, helper, member = heappop(slots)
                    found[waiting[door].pop(0)] = helper
                    if load + 1 < member.capacity:
                        heappush(slots, (load + 1, helper, member))
        return found


def _levels(members: Sequence[Helping]) -> dict[int, int]:
    """How many members of a group can take a child at each load, from the lowest on."""
    levels: dict[int, int] = defaultdict(int)
    for member in members:
        for load in range(member.load, member.capacity):
            levels[load] += 1
    return dict(sorted(levels.items()))


class _Network:
    """Edges in pairs, an edge and its way back; number `e ^ 1` is the other of the two."""

    def __init__(self) -> None:
        self._out: list[list[int]] = [[], []]
        self._to: list[int] = []
        self._room: list[int] = []
        self._cost: list[int] = []
        self._potential: list[int] = [0, 0]

    def node(self) -> int:
        self._out.append([])
        self._potential.append(0)
        return len(self._out) - 1

    def edge(self, start: int, end: int, room: int, cost: int) -> int:
        number = len(self._to)
        self._to += [end, start]
        self._room += [room, 0]
        self._cost += [cost, -cost]
        self._out[start].append(number)
        self._out[end].append(number + 1)
        return number

    def target(self, edge: int) -> int:
        return self._to[edge]

    def flow(self, edge: int) -> int:
        return self._room[edge ^ 1]

    def settle_negative(self, most: int, nodes: Sequence[int]) -> None:
        """Let edges into `nodes` cost less than nothing, at most `most`: the first potentials make up for it."""
        for node in (*nodes, SINK):
            self._potential[node] = -most

    def saturate(self) -> None:
        """Send as much as can be sent, at the least cost."""
        while self._measure():
            self._dead: set[int] = set()
            self._at = [0] * len(self._out)
            while self._push():
                pass

    def _measure(self) -> bool:
        """Shortest distances from the source by reduced costs go into the potentials; False where no way is left."""
        potential, out, to, room, cost = self._potential, self._out, self._to, self._room, self._cost
        distance: dict[int, int] = {SOURCE: 0}
        done: set[int] = set()
        queue = [(0, SOURCE)]
        reached = -1
        while queue:
            far, node = heappop(queue)
            if node in done:
                continue
            if node == SINK:
                reached = far
                break
            done.add(node)
            base = far + potential[node]
            for edge in out[node]:
                if room[edge]:
                    end = to[edge]
                    way = base + cost[edge] - potential[end]
                    if end not in done and way < distance.get(end, way + 1):
                        distance[end] = way
                        heappush(queue, (way, end))
        if reached < 0:
            return False
        # What lies beyond the sink keeps its reduced costs by the same step.
        for node in range(len(potential)):
            potential[node] += min(distance[node], reached) if node in done else reached
        return True

    def _push(self) -> int:
        """Send flow along one way of edges that cost nothing; a node that leads nowhere is left out of this phase."""
        potential, out, to, room, cost, at = self._potential, self._out, self._to, self._room, self._cost, self._at
        path: list[int] = []
        on_path = {SOURCE}
        node = SOURCE
        while node != SINK:
            edges = out[node]
            while at[node] < len(edges):
                edge = edges[at[node]]
                end = to[edge]
                if (room[edge] and end not in on_path and end not in self._dead
                        and cost[edge] + potential[node] - potential[end] == 0):  # fmt: skip
                    break
                at[node] += 1
            if at[node] < len(edges):
                path.append(edge)
                on_path.add(end)
                node = end
            elif not path:
                return 0
            else:
                self._dead.add(node)
                on_path.discard(node)
                node = to[path.pop() ^ 1]
                at[node] += 1
        sent = min(room[edge] for edge in path)
        for edge in path:
            room[edge] -= sent
            room[edge ^ 1] += sent
        return sent
