"""The proposal for a whole township: time, memory, its margin over plain greedy; and the deed that accepts it."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from db.commands.pairing_undo import undo
from db.commands.pairings import accept
from db.demo import build
from db.queries.pairing_board import pairing_board
from db.queries.pairing_proposal import propose
from db.rules.assignment import Helping, assign
from db.rules.pairing import SHIPPED, Helper, KindRules, Seeker, bonus, doors, fit, keys
from db.session import Session
from db.vocabulary import PairingKind
from tests.bench.figures import Figure
from tests.bench.ground import CLOCK, Ground, say

CHILDREN, HELPERS = 2_000, 300
VILLAGES, SCHOOLS = 25, 9
TOWNSHIPS = 3
"""Made-up townships of which the margins are told."""
SECONDS, MEGABYTES = 5, 150
REGISTER = 5_000
"""Children of the register on which a proposal is accepted and taken back."""
DEED = 1_500
"""Milliseconds of the processor for either."""
GREEDY = "greedy"


@dataclass(frozen=True)
class Town:
    """Children and helpers who live, learn and work unevenly spread."""

    rules: KindRules
    seekers: Sequence[Seeker]
    helpers: Sequence[Helper]

    def solve(self) -> dict[int, int]:
        wanted = {seeker.id: doors(self.rules, seeker) for seeker in self.seekers}
        helpings = [Helping(one.id, keys(self.rules, one), bonus(one), one.load, one.capacity) for one in self.helpers]
        return assign(wanted, helpings)

    def greedy(self) -> dict[int, int]:
        """Each child in turn takes the best helper who has room, the least loaded of equals."""
        load = {one.id: one.load for one in self.helpers}
        found = {}
        for seeker in self.seekers:
            able = [(-told.score, load[one.id], one.id) for one in self.helpers if load[one.id] < one.capacity
                    and (told := fit(self.rules, seeker, one)).allowed]  # fmt: skip
            if able:
                found[seeker.id] = min(able)[2]
                load[found[seeker.id]] += 1
        return found

    def score(self, pairs: Mapping[int, int]) -> int:
        seekers = {seeker.id: seeker for seeker in self.seekers}
        helpers = {helper.id: helper for helper in self.helpers}
        return sum(fit(self.rules, seekers[child], helpers[one]).score for child, one in pairs.items())


def figures(ground: Ground) -> Iterator[Figure]:
    """Loving mothers for a township, and little teachers, whose classes must be near."""
    say(f"proposal for {CHILDREN:,} children and {HELPERS} helpers")
    towns = [made_up(seed) for seed in range(1, TOWNSHIPS + 1)]
    seconds = median(_seconds(town) for town in towns for _ in range(ground.times))
    what = f"proposal for {CHILDREN:,} children and {HELPERS} helpers"
    yield Figure(what, seconds * 1000, "ms", SECONDS * 1000)
    tracemalloc.start()
    towns[0].solve()
    yield Figure("its memory", tracemalloc.get_traced_memory()[1] / 1e6, "MB", MEGABYTES)
    tracemalloc.stop()
    for name, sample in (("loving mothers", towns), ("little teachers", [classes(n + 1) for n in range(TOWNSHIPS)])):
        best, plain = [town.solve() for town in sample], [town.greedy() for town in sample]
        covered, plainly = sum(map(len, best)), sum(map(len, plain))
        yield Figure(f"children with {name}", covered, "children", peers={GREEDY: plainly})
        fits = [sum(town.score(pairs) for town, pairs in zip(sample, found, strict=True)) for found in (best, plain)]
        yield Figure(f"fit of {name}", fits[0], "points", peers={GREEDY: fits[1]})
    yield from _deeds(ground)


def _deeds(ground: Ground) -> Iterator[Figure]:
    """A proposal accepted and taken back, each as one deed with a line of the log a pair."""
    kind = PairingKind.LOVING_MOTHER
    with Session.open(ground.folder / "pairs.db", "bench", CLOCK) as session:
        build(session, children=REGISTER, seed=1)
        pairs = [(pair.child.id, pair.helper.id) for pair in propose(pairing_board(session, kind)).pairs]
        begun = time.process_time()
        deed = accept(session, kind, pairs)
        accepted = time.process_time()
        undo(session, deed)
        taken_back = time.process_time()
    yield Figure(f"{len(pairs):,} pairs accepted", (accepted - begun) * 1000, "ms", DEED)
    yield Figure("and taken back", (taken_back - accepted) * 1000, "ms", DEED)


def made_up(seed: int) -> Town:
    """A township whose loving mothers crowd in a few villages."""
    chance = Random(seed)
    seekers = [
        Seeker(at, chance.choice(["male", "female"]), chance.randrange(VILLAGES),
               chance.randrange(SCHOOLS) if chance.random() < 0.9 else None, language=_spoken(chance))
        for at in range(CHILDREN)
    ]  # fmt: skip
    helpers = [
        Helper(at, sex="female", village=int(chance.random() ** 2 * VILLAGES),
               school=chance.randrange(SCHOOLS) if chance.random() < 0.2 else None, load=chance.randrange(3),
               capacity=chance.randrange(1, 10), trained=chance.random() < 0.7, promised=chance.random() < 0.8,
               language=_spoken(chance))
        for at in range(HELPERS)
    ]  # fmt: skip
    return Town(SHIPPED[PairingKind.LOVING_MOTHER], seekers, helpers)


def classes(seed: int) -> Town:
    """Pupils of whom some have failed and others may help, in schools of nine grades."""
    chance = Random(seed)

    def seat() -> tuple[int, int, str, int]:
        school, grade = chance.randrange(SCHOOLS), chance.randrange(1, 10)
        return school, 100 * school + grade, "primary" if grade < 7 else "junior", grade

    seekers = [Seeker(at, chance.choice(["male", "female"]), chance.randrange(VILLAGES), *seat()) for at in range(300)]
    helpers = []
    for at in range(1000, 1300):
        school, room, stage, grade = seat()
        helpers.append(
            Helper(at, True, chance.choice(["male", "female"]), chance.randrange(VILLAGES), school, room, stage, grade,
                   capacity=1, mark=chance.randrange(80, 101))
        )  # fmt: skip
    return Town(SHIPPED[PairingKind.LITTLE_TEACHER], seekers, helpers)


def _spoken(chance: Random) -> tuple[str, ...]:
    """Nothing on record for half of all, else one language or two."""
    return tuple(chance.sample(("普通", "苗", "土家"), chance.choice((0, 0, 1, 2))))


def _seconds(town: Town) -> float:
    started = time.perf_counter()
    town.solve()
    return time.perf_counter() - started
