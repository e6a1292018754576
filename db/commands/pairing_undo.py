"""A deed of pairing taken back, and done again: both are new deeds over the change log, nothing is removed.

A pairing that is taken back stays as one that lasted no day; done again, it is open as before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from db.access import Right
from db.commands.pairings import deed_of
from db.commands.writing import log, update
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import ChangeLog, Child, Pairing, Staff
from db.queries.family import Row
from db.queries.scope import child_conditions
from db.session import Session
from db.vocabulary import Action, RegistryState

TABLE = Pairing._meta.table_name
AT_ONCE = 500


def undo(session: Session, deed: int) -> int:
    """Take back what a deed did to pairings, or an undo itself; returns the number of the new deed.

    Raises RuleError, with nothing changed, where one of the pairings has been changed since, or a child has another
    helper of the kind, or a child or a helper has left meanwhile.
    """
    with session.writing():
        session.require(Right.PAIRINGS)
        lines = ChangeLog.select().where(ChangeLog.deed == deed, ChangeLog.table_name == TABLE)
        rows = list(lines.where(ChangeLog.row_id.is_null(False)).order_by(ChangeLog.id.desc()).dicts())
        if not rows:
            raise NotFoundError(_("There is nothing to take back."))
        pairings = _rows(session, [line["row_id"] for line in rows])
        steps = [(pairings[line["row_id"]], _values(line)) for line in rows]
        # What ends comes first: a child has one open helper of a kind at any moment.
        for row, (before, after) in sorted(steps, key=lambda step: step[1][0].get("to_on") is None):
            if any(row[name] != value for name, value in after.items()):
                raise RuleError(_("A pairing was changed since. Nothing was taken back."))
            _check_free(row, before)
            update(session, Pairing, row["id"], row["version"], before, action=Action.UNDO)
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


def _rows(session: Session, ids: Sequence[int]) -> dict[int, Row]:
    """The pairings with the state of their children, some hundred a query: an accepted proposal has thousands."""
    query = Pairing.select(Pairing, Child.registry_state.alias("state")).join(Child, on=(Pairing.child == Child.id))
    found: dict[int, Row] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = query.where(Pairing.id.in_(ids[start : start + AT_ONCE]), *child_conditions(session.scope))
        found |= {row["id"]: row for row in some.dicts()}
    if len(found) < len(set(ids)):
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    return found


def _check_free(row: Row, before: dict[str, Any]) -> None:
    """Whether a pairing that is open again stands alone."""
    if "to_on" not in before or before["to_on"] is not None:
        return
    if row["state"] != RegistryState.REGISTERED:
        raise RuleError(_("A child has left the register meanwhile. Nothing was taken back."))
    if not _helps_still(row):
        raise RuleError(_("A helper has left meanwhile. Nothing was taken back."))
    same = (Pairing.child == row["child"]) & (Pairing.kind == row["kind"]) & Pairing.to_on.is_null()
    if Pairing.select().where(same, Pairing.id != row["id"]).exists():
        raise RuleError(_("A child has another helper of this kind meanwhile. Nothing was taken back."))


def _helps_still(row: Row) -> bool:
    """Whether the helper, of the staff or a child, has not left."""
    staff = (Staff.id == row["staff"]) & (Staff.active == 1)
    child = (Child.id == row["helper_child"]) & (Child.registry_state == RegistryState.REGISTERED)
    found = Staff.select().where(staff) if row["staff"] else Child.select().where(child)
    return bool(found.exists())
