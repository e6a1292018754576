"""The proposal for a whole kind: the best assignment within the rules and capacities, explained pair by pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from db.i18n import _
from db.queries.pairing_board import Board, Candidate, Waiting, known_children
from db.rules.assignment import Helping, assign
from db.rules.pairing import KindRules, bonus, doors, keys
from db.session import Session
from db.vocabulary.pairing import Demand


@dataclass(frozen=True)
class Unpaired:
    """A child that stays without a helper, and why."""

    child: Waiting
    why: str


@dataclass(frozen=True)
class Proposal:
    """Pairs to accept in whole or in part, the best fit first, and who stays without."""

    pairs: tuple[Candidate, ...]
    unpaired: tuple[Unpaired, ...]

    @property
    def score(self) -> int:
        return sum(pair.fit.score for pair in self.pairs)


def propose(board: Board, without: Collection[int] = ()) -> Proposal:
    """The best pairs for the waiting children, without the helpers of `without`.

    Children who may be little teachers themselves are not proposed one.
    """
    lines = [line for line in board.helpers if line.id not in without]
    teachers = {line.id for line in lines} if board.rules.of_children else set()
    seeking = [child for child in board.waiting if child.id not in teachers]
    helpings = [
        Helping(line.id, keys(board.rules, line.helper), bonus(line.helper), line.helper.load, line.helper.capacity)
        for line in lines
    ]  # fmt: skip
    wanted = {child.id: doors(board.rules, child.seeker) for child in seeking}
    found = assign(wanted, helpings)
    pairs = [board.candidate(child, board.by_id[found[child.id]]) for child in seeking if child.id in found]
    allowed = {key for helping in helpings for key in helping.keys}
    open_keys = {key for helping in helpings if helping.capacity > helping.load for key in helping.keys}
    unpaired = [
        Unpaired(child, _why(board.rules, child, teachers, allowed & wanted.get(child.id, {}).keys(),
                             bool(open_keys & wanted.get(child.id, {}).keys())))
        for child in board.waiting if child.id not in found
    ]  # fmt: skip
    return Proposal(tuple(sorted(pairs, key=_order)), tuple(unpaired))


def propose_again(session: Session, board: Board, ids: Sequence[int], leaving: int) -> Proposal:
    """The best pairs for children whose helper leaves."""
    return propose(replace(board, waiting=tuple(known_children(session, ids))), without=[leaving])


def reasons_of(proposal: Proposal) -> list[tuple[str, int]]:
    """Why children stay without, the commonest reason first, with how many."""
    return Counter(one.why for one in proposal.unpaired).most_common()


def _order(pair: Candidate) -> tuple[str, str, int]:
    return pair.helper.place, pair.helper.name, pair.child.id


def _why(rules: KindRules, child: Waiting, teachers: Collection[int], helpers: Collection[object], room: bool) -> str:
    place = child.village or child.school
    if child.id in teachers:
        return _("has good marks and may be a little teacher itself")
    if not helpers:
        if not child.seeker.language and rules.language is Demand.REQUIRED:
            return _("it is not known which language the child speaks")
        if not place:
            return _("neither village nor school is known")
        return _("nobody may help in {place}").format(place=place)
    if room:
        return _("others took all the room there was for {place}").format(place=place or _("it"))
    return _("all who may help in {place} are full").format(place=place) if place else _("all who may help are full")
