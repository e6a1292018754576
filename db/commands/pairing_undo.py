"""A deed of pairing taken back, and done again: both are new deeds over the change log, nothing is removed.

A pairing that is taken back stays as one that lasted no day; done again, it is open as before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from db.access import Right
from db.commands.ledger import Ledger
from db.commands.pairings import deed_of
from db.commands.writing import log
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import ChangeLog, Child, Pairing, Staff
from db.queries.family import Row
from db.queries.pairing_board import AT_ONCE
from db.queries.scope import child_conditions
from db.session import Session
from db.vocabulary import Action, RegistryState

TABLE = Pairing._meta.table_name


def undo(session: Session, deed: int) -> int:
    """Take back what a deed did to pairings, or an undo itself; returns the number of the new deed.

    Raises RuleError, with nothing changed, where one of the pairings has been changed since, or a child has another
    helper of the kind, or a child or a helper has left meanwhile.
    """
    with session.writing():
        ledger = Ledger(session, right=Right.PAIRINGS)
        lines = ChangeLog.select().where(ChangeLog.deed == deed, ChangeLog.table_name == TABLE)
        rows = list(lines.where(ChangeLog.row_id.is_null(False)).order_by(ChangeLog.id.desc()).dicts())
        if not rows:
            raise NotFoundError(_("There is nothing to take back."))
        pairings = _rows(session, [line["row_id"] for line in rows])
        steps = [(pairings[line["row_id"]], *_values(line)) for line in rows]
        # What ends comes first: a child has one open helper of a kind at any moment.
        steps.sort(key=lambda step: _opens(step[1]))
        ground = _Ground([row for row, before, _after in steps if _opens(before)])
        for row, before, after in steps:
            if any(row[name] != value for name, value in after.items()):
                raise RuleError(_("A pairing was changed since. Nothing was taken back."))
            if _opens(before):
                ground.take(row)
            elif "to_on" in before:
                ground.leave(row)
            ledger.update(Pairing, row, before, row["child"], action=Action.UNDO)
        ledger.flush()
        number = deed_of(session)
        log(session, Action.UNDO, None, None, None, {"deed": [None, deed]}, undoes=deed)
        return number


def _values(line: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a line of the log leaves to restore, and what must still hold."""
    changes = json.loads(line["changes"] or "{}")
    if line["action"] == Action.CREATE:
        day = changes["from_on"][1]
        return {"to_on": day, "end_reason": _("taken back")}, {"to_on": None}
    return {name: old for name, (old, _new) in changes.items()}, {name: new for name, (_old, new) in changes.items()}


def _opens(before: dict[str, Any]) -> bool:
    """Whether a pairing with these values is open again."""
    return "to_on" in before and before["to_on"] is None


def _rows(session: Session, ids: Sequence[int]) -> dict[int, Row]:
    """The pairings with the state of their children."""
    query = Pairing.select(Pairing, Child.registry_state.alias("state")).join(Child, on=(Pairing.child == Child.id))
    seen = child_conditions(session.scope)
    found = {row["id"]: row for some in _portions(ids) for row in query.where(Pairing.id.in_(some), *seen).dicts()}
    if len(found) < len(set(ids)):
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    return found


class _Ground:
    """On which pairings open again: who helps still, and whom a child has instead; a step at a time."""

    def __init__(self, opening: Sequence[Row]) -> None:
        children = [row["child"] for row in opening]
        mine = Pairing.select(Pairing.child, Pairing.kind, Pairing.id).where(Pairing.to_on.is_null())
        self._open = {
            (child, kind): pairing
            for some in _portions(children)
            for child, kind, pairing in mine.where(Pairing.child.in_(some)).tuples()
        }
        self._staff = _ids(Staff, opening, "staff", Staff.active == 1)
        registered = Child.registry_state == RegistryState.REGISTERED
        self._pupils = _ids(Child, opening, "helper_child", registered)

    def leave(self, row: Row) -> None:
        """A pairing ends."""
        if self._open.get((row["child"], row["kind"])) == row["id"]:
            del self._open[row["child"], row["kind"]]

    def take(self, row: Row) -> None:
        """A pairing is open again; raises RuleError where it cannot be."""
        if row["state"] != RegistryState.REGISTERED:
            raise RuleError(_("A child has left the register meanwhile. Nothing was taken back."))
        if row["staff"] not in self._staff and row["helper_child"] not in self._pupils:
            raise RuleError(_("A helper has left meanwhile. Nothing was taken back."))
        if self._open.setdefault((row["child"], row["kind"]), row["id"]) != row["id"]:
            raise RuleError(_("A child has another helper of this kind meanwhile. Nothing was taken back."))


def _ids(model: type[Staff] | type[Child], rows: Sequence[Row], column: str, condition: Any) -> set[int]:
    """Those of a column who are there still."""
    ids = {row[column] for row in rows if row[column]}
    found = (model.select(model.id).where(condition, model.id.in_(some)).tuples() for some in _portions(sorted(ids)))
    return {row[0] for some in found for row in some}


def _portions(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
