"""Pair, end, move, swap and hand over. History is never overwritten: a pairing that ends keeps its days and its reason.

Every command returns the number of its deed in the change log, by which `db.commands.pairing_undo` takes it back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from db.access import Right
from db.commands.cleaning import day_of, reason_of, refuse
from db.commands.ledger import Ledger
from db.commands.writing import update
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import Child, Pairing
from db.queries.family import Row
from db.queries.pairing_board import Waiting, known_children
from db.queries.pairing_helpers import HelperLine, helpers_of
from db.queries.pairing_rules import kind_rules
from db.queries.scope import child_conditions
from db.rules.pairing import fit
from db.session import Session
from db.vocabulary import PairingKind

Pair = tuple[int, int]
"""A child and a helper, by row id."""


@dataclass(frozen=True)
class Wish:
    """How pairs are made: since when and why, whether both children have agreed, and whether a rule may be passed over.

    `despite` passes over what the rules of the office demand, never over what is forbidden to all.
    """

    on: str | None = None
    reason: str = ""
    agreed: bool = False
    despite: bool = False


TODAY = Wish()
"""From today on, within the rules."""


def pair(session: Session, kind: PairingKind, child: int, helper: int, wish: Wish = TODAY) -> int:
    """Give a child a helper. Raises RuleError as `accept` does; a rule passed over with `wish.despite` is fine."""
    return accept(session, kind, [(child, helper)], wish)


def accept(session: Session, kind: PairingKind, pairs: Collection[Pair], wish: Wish = TODAY) -> int:
    """Make all these pairs, or none of them, in one transaction.

    Raises RuleError for a child that has such a helper already, has left or would help itself, for a helper who is
    barred, has left or is full, for pairs that the rules do not allow, and for little teachers without consent.
    """
    if not pairs:
        raise RuleError(_("Nothing is chosen. Choose at least one pair."))
    with session.writing():
        desk = _Desk(session, kind, [child for child, _helper in pairs])
        for child, helper in pairs:
            desk.make(child, helper, wish)
        return desk.close()


def end_pairing(session: Session, pairing: int, version: int, reason: str, on: str | None = None) -> int:
    """End a pairing for a reason, today or on a day before."""
    with session.writing():
        row = _open_row(session, pairing)
        _end(session, row, version, reason, on)
        return deed_of(session)


def move(session: Session, pairing: int, version: int, helper: int, reason: str, wish: Wish = TODAY) -> int:
    """Give a child another helper of the same kind: the former pairing ends for the reason, the new one begins."""
    with session.writing():
        row = _open_row(session, pairing)
        if helper == _helper_of(row):
            raise RuleError(_("This is the helper whom the child has. Nothing was changed."))
        _end(session, row, version, reason, wish.on)
        desk = _Desk(session, PairingKind(row["kind"]), [row["child"]])
        desk.make(row["child"], helper, wish)
        return desk.close()


def swap(session: Session, one: Pair, other: Pair, reason: str, wish: Wish = TODAY) -> int:
    """Let two children change their helpers; both pairings are given as id and version."""
    with session.writing():
        first, second = _open_row(session, one[0]), _open_row(session, other[0])
        if first["kind"] != second["kind"] or _helper_of(first) == _helper_of(second):
            raise RuleError(_("Choose two children with different helpers of one kind. Nothing was changed."))
        _end(session, first, one[1], reason, wish.on)
        _end(session, second, other[1], reason, wish.on)
        desk = _Desk(session, PairingKind(first["kind"]), [first["child"], second["child"]])
        desk.make(first["child"], _helper_of(second), wish)
        desk.make(second["child"], _helper_of(first), wish)
        return desk.close()


def hand_over(
    session: Session, pairings: Mapping[int, int], successors: Mapping[int, int], reason: str,
    wish: Wish = TODAY, insisted: Collection[int] = (),
) -> int:  # fmt: skip
    """End these pairings (version by id), and give each child of `successors` (helper by pairing) the next helper.

    All of it or nothing; a child without a successor stands on the board as waiting. Of the pairings in `insisted` the
    next helper was chosen in spite of the rules; they come last, after those who fit as long as there is room.
    """
    if not pairings:
        raise RuleError(_("This helper has no children to hand over."))
    with session.writing():
        rows = [(_open_row(session, pairing), version) for pairing, version in pairings.items()]
        for row, version in rows:
            _end(session, row, version, reason, wish.on)
        followed = [row for row, _version in rows if row["id"] in successors]
        for kind in dict.fromkeys(PairingKind(row["kind"]) for row in followed):
            of_kind = sorted((row for row in followed if row["kind"] == kind), key=lambda row: row["id"] in insisted)
            desk = _Desk(session, kind, [row["child"] for row in of_kind])
            for row in of_kind:
                against = replace(wish, despite=wish.despite or row["id"] in insisted)
                desk.make(row["child"], successors[row["id"]], against)
            desk.close()
        return deed_of(session)


def deed_of(session: Session) -> int:
    """The number of the deed under way, by which it can be taken back; inside the caller's transaction."""
    return int(session.database.logged.deed)


class _Desk:
    """Makes pairs of one kind within one transaction: what was true when it began, and the loads as they grow."""

    def __init__(self, session: Session, kind: PairingKind, seeking: Sequence[int]) -> None:
        self._session, self._kind = session, kind
        self._ledger = Ledger(session, right=Right.PAIRINGS)
        self._rules = kind_rules(session, kind)
        self._helpers = {line.id: line for line in helpers_of(session, self._rules)}
        self._children = {one.id: one for one in known_children(session, seeking)}
        helped = Pairing.select(Pairing.child).where((Pairing.kind == kind.value) & Pairing.to_on.is_null())
        self._helped = {row[0] for row in helped.tuples()}

    def close(self) -> int:
        """Write the pairs; returns the number of the deed."""
        self._ledger.flush()
        return deed_of(self._session)

    def make(self, child: int, helper: int, wish: Wish) -> None:
        """Pair the two; raises RuleError in one sentence, with nothing written by the whole transaction."""
        seeker, line = self._child(child), self._helper(child, helper)
        if child in self._helped:
            raise RuleError(_("A child has such a helper already; somebody may have been faster. Nothing was paired."))
        if self._rules.of_children and not wish.agreed:
            raise RuleError(_("Both children have to agree first. Nothing was paired."))
        against = fit(self._rules, seeker.seeker, line.helper).against
        if against and not wish.despite:
            raise RuleError(
                _("The rules do not allow this pair: {reasons}. Nothing was paired.").format(
                    reasons=_(", ").join(against)
                )
            )
        day = day_of(wish.on, self._session.clock.today(), "from_on")
        who = {"helper_child": helper} if self._rules.of_children else {"staff": helper}
        values = {"child": child, "kind": self._kind.value, "from_on": day, "start_reason": wish.reason or None, **who}
        if wish.agreed:
            values["agreed_on"] = day
        self._ledger.insert(Pairing, values, child)
        self._helped.add(child)
        taken = replace(line.helper, load=line.helper.load + 1)
        self._helpers[helper] = replace(line, helper=taken)

    def _child(self, child: int) -> Waiting:
        if child not in self._children:
            raise NotFoundError(
                _("A child is not on the register, or not among those you may see. Nothing was paired.")
            )
        return self._children[child]

    def _helper(self, child: int, helper: int) -> HelperLine:
        if self._rules.of_children and child == helper:
            raise RuleError(_("A child cannot be its own helper. Nothing was paired."))
        line = self._helpers.get(helper)
        if line is None:
            raise RuleError(_("By the rules this person does not help so, or helps no longer. Nothing was paired."))
        if line.helper.barred:
            raise RuleError(_("The law forbids to entrust a child to this person. Nothing was paired."))
        return line


def _open_row(session: Session, pairing: int) -> Row:
    query = Pairing.select().join(Child, on=(Pairing.child == Child.id)).where(Pairing.id == pairing)
    row: Row | None = query.where(*child_conditions(session.scope)).dicts().first()
    if row is None:
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    if row["to_on"] is not None:
        raise RuleError(_("This pairing has ended already; somebody may have been faster. Nothing was changed."))
    return row


def _helper_of(row: Row) -> int:
    return int(row["staff"] or row["helper_child"])


def _end(session: Session, row: Row, version: int, reason: str, on: str | None) -> None:
    why = reason_of(reason, "end_reason")
    day = day_of(on, session.clock.today(), "to_on")
    if day < row["from_on"]:
        refuse({"to_on": _("The pairing began on {day}.").format(day=row["from_on"])})
    update(session, Pairing, row["id"], version, {"to_on": day, "end_reason": why}, reason=why)
