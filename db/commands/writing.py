"""The only two ways a row is written: inserted with its identity, or updated against the version that was read.

Both write the change log in the same transaction. (Plain saves by six processes lost 166 of 240 changes.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from db.access import may_write
from db.admission import refusal
from db.clock import local_time
from db.engine import logbook, seal
from db.errors import ConflictError, NotFoundError
from db.i18n import _
from db.models import Child, Edited
from db.session import Session
from db.uid import new_uid
from db.vocabulary import Action

Values = Mapping[str, Any]
_SECRET = frozenset({"pin"})
"""Columns that the log names and does not repeat."""


def insert(
    session: Session, model: type[Edited], values: Values, *,
    action: Action = Action.CREATE, reason: str | None = None, batch_id: int | None = None,
) -> int:  # fmt: skip
    """Insert a row inside the caller's transaction, log it, and return its id.

    Raises RefusedError where the person's role may not write such rows.
    """
    _refuse(session, model, new=True)
    now = session.clock.instant()
    identity = {
        "uid": new_uid(), "created_at": now, "created_by": session.user,
        "updated_at": now, "updated_by": session.user, "version": 1,
    }  # fmt: skip
    stored = {name: _stored(model, name, value) for name, value in values.items()}
    row_id: int = model.insert({**stored, **identity}).execute()
    changes = {name: [None, _plain(model, name, value)] for name, value in values.items() if value is not None}
    log(session, action, model, row_id, _child_of(model, row_id, values), changes, reason, batch_id)
    return row_id


def update(
    session: Session, model: type[Edited], row_id: int, version: int, values: Values, *,
    action: Action = Action.UPDATE, reason: str | None = None, batch_id: int | None = None,
) -> dict[str, list[Any]]:  # fmt: skip
    """Change the fields that differ inside the caller's transaction; returns {field: [old, new]}.

    Raises ConflictError where the row is no longer of `version`, NotFoundError where it does not exist, RefusedError
    where the person's role may not write such rows.
    """
    _refuse(session, model, new=False)
    before = model.select().where(model.id == row_id).dicts().get_or_none()
    if before is None:
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    if before["version"] != version:
        raise ConflictError(
            _("{user} changed this record at {time}, after you opened it. Nothing was overwritten; what you typed is "
              "kept. Look at the new text, then save again.").format(
                user=before["updated_by"], time=local_time(before["updated_at"]))
        )  # fmt: skip
    plain = {name: _plain(model, name, value) for name, value in values.items()}
    changes = {
        name: [_plain(model, name, before[name]), value]
        for name, value in plain.items()
        if _plain(model, name, before[name]) != value
    }
    if not changes and action is Action.UPDATE:
        return {}
    changed = model.update(
        {**{name: _stored(model, name, values[name]) for name in changes}, "version": version + 1,
         "updated_at": session.clock.instant(), "updated_by": session.user}
    ).where((model.id == row_id) & (model.version == version)).execute()  # fmt: skip
    if changed != 1:
        raise ConflictError(_("This record was changed at the same moment. Nothing was overwritten; save again."))
    told = {name: [None, None] if name in _SECRET else pair for name, pair in changes.items()}
    log(session, action, model, row_id, _child_of(model, row_id, before), told, reason, batch_id)
    return changes


def update_all(session: Session, model: type[Edited], conditions: Sequence[Any], values: Values) -> int:
    """Give many rows the same values inside the caller's transaction, without a line each; returns how many.

    For what follows from another deed, whose caller logs it as one line with the number. Raises RefusedError.
    """
    _refuse(session, model, new=False)
    written = {"version": model.version + 1, "updated_at": session.clock.instant(), "updated_by": session.user}
    return int(model.update({**values, **written}).where(*conditions).execute())


def blank(session: Session, model: type[Edited], row_id: int, version: int, values: Values) -> None:
    """Take data out of a row inside the caller's transaction: the log tells what is left, not what stood there."""
    _refuse(session, model, new=False)
    changed = model.update(
        {**values, "version": version + 1, "updated_at": session.clock.instant(), "updated_by": session.user}
    ).where((model.id == row_id) & (model.version == version)).execute()  # fmt: skip
    if changed != 1:
        raise ConflictError(_("This record was changed at the same moment. Nothing was overwritten; save again."))
    row = model.select().where(model.id == row_id).dicts().get()
    changes = {name: [_plain(model, name, value)] * 2 for name, value in values.items()}
    log(session, Action.RETENTION, model, row_id, _child_of(model, row_id, row), changes)


def empty_lines(session: Session, child_id: int, rests: Mapping[int, str | None]) -> None:
    """Take what stood in lines of the change log about a child out of them, inside the caller's transaction.

    `rests` is what is left of the changes of each; a line of its own names them, by which the seals hold on.
    """
    if rests:
        logbook.empty(session.database, rests)
        log(session, Action.RETENTION, None, None, child_id, seal.naming(rests))


def _refuse(session: Session, model: type[Edited], *, new: bool) -> None:
    table = model._meta.table_name
    if not may_write(session.role, table, new=new):
        raise refusal(session.role, table)


def log(
    session: Session, action: Action, model: type[Edited] | None, row_id: int | None, child_id: int | None,
    changes: Mapping[str, Any] | None = None, reason: str | None = None, batch_id: int | None = None,
    undoes: int | None = None,
) -> None:  # fmt: skip
    """Append one line to the change log inside the caller's transaction."""
    table = model._meta.table_name if model else ""
    text = json.dumps(changes, ensure_ascii=False, default=str) if changes else None
    line = (session.clock.instant(), session.user, session.id, action.value, table, row_id, child_id, text,
            reason or None, batch_id, undoes)  # fmt: skip
    logbook.append(session.database, [line])


def _stored(model: type[Edited], name: str, value: Any) -> Any:
    """Nothing is stored as NULL, except in a column that always holds a text."""
    return None if value == "" and model._meta.fields[name].null else value


def _plain(model: type[Edited], name: str, value: Any) -> Any:
    """The value as the database stores it, so that old and new compare and print alike."""
    if value is None or value == "":
        return None
    return model._meta.fields[name].db_value(value)


def _child_of(model: type[Edited], row_id: int, values: Values) -> int | None:
    if model is Child:
        return row_id
    child = values.get("child")
    return getattr(child, "id", child)
