"""Whom the children of a helper are handed over to: the best next helpers, and who else could take each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from db.queries.pairing_board import Board, Candidate, Held, Waiting, held, known_children, pairing_board
from db.queries.pairing_helpers import HelperLine
from db.queries.pairing_proposal import propose_again
from db.session import Session
from db.vocabulary import PairingKind


@dataclass(frozen=True)
class Passing:
    """A child that is handed over, with the board of its kind; `to` is the next helper, None where there is none.

    A child that `stays` keeps the helper it has; `insisted`: the next one was chosen in spite of the rules.
    """

    pairing: Held
    child: Waiting
    board: Board
    to: HelperLine | None = None
    stays: bool = False
    insisted: bool = False

    @property
    def successor(self) -> HelperLine | None:
        """Who helps the child from now on in place of the former helper."""
        return None if self.stays else self.to


@dataclass(frozen=True)
class HandOver:
    """What becomes of the children of a helper; `versions` and `successors` (the next helper) go by pairing."""

    leaving: int
    passings: tuple[Passing, ...] = ()

    @property
    def versions(self) -> Mapping[int, int]:
        return {one.pairing.id: one.pairing.version for one in self.passings if not one.stays}

    @property
    def successors(self) -> Mapping[int, int]:
        return {one.pairing.id: one.successor.id for one in self.passings if one.successor}

    @property
    def insisted(self) -> frozenset[int]:
        return frozenset(one.pairing.id for one in self.passings if one.successor and one.insisted)

    @cached_property
    def taken(self) -> Counter[int]:
        """How many of the children each next helper takes."""
        return Counter(self.successors.values())

    def load_of(self, line: HelperLine) -> int:
        """The load of a helper after the hand-over."""
        return line.helper.load + self.taken[line.id]

    def changed(self, one: Passing, **changes: object) -> HandOver:
        """The same with another end for one of the children."""
        passings = tuple(replace(one, **changes) if other is one else other for other in self.passings)  # type: ignore[arg-type]
        return replace(self, passings=passings)

    def offered(self, one: Passing) -> list[Candidate]:
        """Who could take a child, the best fit first, each as loaded as the other children leave them."""
        others = self.changed(one, to=None)
        lines = tuple(
            replace(line, helper=replace(line.helper, load=others.load_of(line)))
            for line in one.board.helpers if line.id != self.leaving and not line.helper.barred
        )  # fmt: skip
        return replace(one.board, helpers=lines).for_child(one.child)


def hand_over_of(session: Session, staff: int) -> HandOver:
    """The best next helpers for all children of a member of staff, of every kind of help."""
    passings: list[Passing] = []
    for kind in PairingKind:
        with session.reading():
            rows = held(session, kind, staff).get(staff, ()) if kind is not PairingKind.LITTLE_TEACHER else ()
        if rows:
            passings += _passings(session, pairing_board(session, kind), rows, staff)
    return HandOver(staff, tuple(passings))


def hand_over_on(session: Session, board: Board, helper: int) -> HandOver:
    """The best next helpers for the children whom a helper of a board helps in this one way."""
    return HandOver(helper, tuple(_passings(session, board, board.held.get(helper, ()), helper)))


def _passings(session: Session, board: Board, rows: Sequence[Held], leaving: int) -> list[Passing]:
    ids = [row.child for row in rows]
    following = {pair.child.id: pair.helper for pair in propose_again(session, board, ids, leaving).pairs}
    children = {child.id: child for child in known_children(session, ids)}
    return [Passing(row, children[row.child], board, following.get(row.child)) for row in rows if row.child in children]
