"""The last deed of a sitting taken back, as a new deed over the change log: nothing is removed.

An edit, a pairing, a record, a leaving: what a deed changed is what it was before, what it added stays as one that does
not count. Deeds of pairing follow `db.commands.pairing_undo`, an import `db.commands.import_undo`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from db.clock import local_time
from db.commands import pairing_undo
from db.commands.children import refuse_out_of_scope
from db.commands.findable import reindex
from db.commands.registration import as_mistake
from db.commands.writing import log, update
from db.errors import RuleError
from db.i18n import _
from db.log_names import table_called
from db.models import (
    Activity,
    Carer,
    CareRecord,
    ChangeLog,
    Child,
    DistinctPair,
    Edited,
    Enrolment,
    Grandparent,
    Pairing,
    Parent,
)
from db.queries.family import child_row, family
from db.queries.search_documents import documents_of
from db.rules.standing import standing
from db.session import Session
from db.vocabulary import Action, ActivityState, EnrolmentOutcome, ParentRole

_MODELS: dict[str, type[Edited]] = {
    model._meta.table_name: model
    for model in (Child, Parent, Grandparent, Carer, DistinctPair, Enrolment, CareRecord, Activity)
}
_STAYS = frozenset({"semester", "village", "school", "school_class"})
"""What a deed enters on its way, and others may use already; a deed that only changes one has no way back here."""
_COMPUTED = frozenset({"civil", "civil_computed", "school_practice", "school_computed"})
"""What changes by itself with the days."""
_IDENTITY = frozenset(
    {"id", "uid", "child", "role", "created_at", "created_by", "updated_at", "updated_by", "version"}
)  # fmt: skip
_LOOKED_AT = 2000
"""Lines of the log that are searched for a deed to take back: more than anybody writes in a sitting by hand."""


@dataclass(frozen=True)
class Undone:
    """What was taken back: the child whose it was, where it was one child's, and what had been done."""

    child: str
    action: Action
    at: str
    about: str
    """What was added or changed, translated: a record of a child that is taken back is not the child."""


def undo_last(session: Session) -> Undone:
    """Take back the newest deed of this sitting that still stands.

    Raises RuleError, with nothing changed, where there is none, something later depends on it, or it is of a kind that
    has a way of its own; NotFoundError for a child that the person may not see any more.
    """
    with session.writing():
        deed = _newest(session)
        rows = list(
            ChangeLog.select().where(ChangeLog.deed == deed, ChangeLog.table_name.not_in(["", *_STAYS]))
            .order_by(ChangeLog.id.desc()).dicts()
        )  # fmt: skip
        tables = {row["table_name"] for row in rows}
        if tables == {Pairing._meta.table_name}:
            pairing_undo.undo(session, deed)
        else:
            if not rows or not tables <= _MODELS.keys() or any(row["batch_id"] for row in rows):
                raise RuleError(_refusal(deed))
            _take_back(session, rows)
            log(session, Action.UNDO, None, None, None, {"deed": [None, deed]}, undoes=deed)
        children = {row["child_id"] for row in rows if row["child_id"]}
        name = child_row(session, children.pop())["name"] if len(children) == 1 else ""
        first = rows[-1]
        return Undone(name, Action(first["action"]), first["at"], table_called(first["table_name"]))


def _refusal(deed: int) -> str:
    """What was done that has no way back here, and where it has one."""
    line = ChangeLog.select().where(ChangeLog.deed == deed, ChangeLog.table_name != "").order_by(ChangeLog.id).get()
    what = f"{Action(line.action).label} {table_called(line.table_name)}"
    way = _("An import is taken back in the list of imports.") if line.batch_id else _("Change it where you did it.")
    sentence = _("This key cannot take back what you did last ({what}, {time}). {way} Nothing was changed.")
    return sentence.format(what=what, time=local_time(line.at)[11:], way=way)


def _newest(session: Session) -> int:
    """The number of the deed; lines of undoing come after what they undo, so one look backwards finds both."""
    lines = ChangeLog.select(ChangeLog.deed, ChangeLog.undoes, ChangeLog.action, ChangeLog.table_name)
    mine = lines.where((ChangeLog.session == session.id) & (ChangeLog.by == session.user))
    undone: set[int] = set()
    for deed, undoes, action, table in list(mine.order_by(ChangeLog.id.desc()).limit(_LOOKED_AT).tuples()):
        if undoes is not None:
            undone |= {undoes, deed}
        on_its_way = table in _STAYS and action == Action.CREATE
        if table and not on_its_way and action != Action.UNDO and deed not in undone:
            return int(deed)
    raise RuleError(_("There is nothing of this sitting to take back."))


def _take_back(session: Session, lines: list[Mapping[str, Any]]) -> None:
    children = {line["child_id"] for line in lines if line["child_id"]}
    for child in children:
        child_row(session, child)
    _refuse_reduced(children, since=lines[0]["id"])
    documents = documents_of(session, sorted(children))
    for line in lines:
        _step(session, line)
    for child in children:
        _judge_anew(session, child)
        refuse_out_of_scope(session, child)
    reindex(session, documents)


def _refuse_reduced(children: Collection[int], since: int) -> None:
    """A file that was reduced has no name to come back with, and its lines no longer say what stood there."""
    reduced = (ChangeLog.action == Action.RETENTION) & (ChangeLog.id > since) & ChangeLog.child_id.in_(list(children))
    if ChangeLog.select(ChangeLog.id).where(reduced).limit(1).exists():
        raise RuleError(_("The file of this child was reduced since, which is for good. Nothing was taken back."))


def _step(session: Session, line: Mapping[str, Any]) -> None:
    model = _MODELS[line["table_name"]]
    row = model.select().where(model.id == line["row_id"]).dicts().get()
    changes = {name: pair for name, pair in json.loads(line["changes"] or "{}").items() if name not in _COMPUTED}
    if any(_plain(model, name, row[name]) != new for name, (_old, new) in changes.items()):
        raise RuleError(_("What you did last was changed since by somebody. Nothing was taken back."))
    if line["action"] == Action.CREATE:
        if model is Child and _worked_on(session, line):
            raise RuleError(_("There is more work on this child since. Nothing was taken back."))
        values = _as_not_there(session, model, row)
    else:
        values = {name: old for name, (old, _new) in changes.items()}
    if values:
        update(session, model, row["id"], row["version"], values, action=Action.UNDO)


def _plain(model: type[Edited], name: str, value: Any) -> Any:
    return None if value is None else model._meta.fields[name].db_value(value)


def _worked_on(session: Session, line: Mapping[str, Any]) -> bool:
    """Whether others did something for the child; what this sitting did later was taken back before."""
    later = (ChangeLog.child_id == line["child_id"]) & (ChangeLog.session != session.id) & (ChangeLog.table_name != "")
    return bool(ChangeLog.select(ChangeLog.id).where(later).exists())


def _as_not_there(session: Session, model: type[Edited], row: Mapping[str, Any]) -> dict[str, Any]:
    """What makes a row that was added count no more."""
    today, reason = session.clock.today(), _("taken back")
    if model is Child:
        return as_mistake(row, today, reason)
    if model is CareRecord:
        reason = _("taken back by {user}, in the sitting in which it was written").format(user=session.user)
        return {"withdrawn_on": today.isoformat(), "withdrawn_reason": reason}
    if model is DistinctPair:
        return {"withdrawn_on": today.isoformat()}
    if model is Activity:
        return {"state": ActivityState.CANCELLED.value, "cancelled_reason": reason}
    if model is Enrolment:
        return {"to_on": max(today.isoformat(), row["from_on"]), "outcome": EnrolmentOutcome.CORRECTED.value}
    if model is Carer:
        return {"to_on": max(today.isoformat(), row["from_on"] or ""), "end_reason": reason}
    return {name: None for name, value in row.items() if name not in _IDENTITY and value is not None}


def _judge_anew(session: Session, child_id: int) -> None:
    """Both definitions, on the day of the undoing."""
    found = family(session, child_id)
    parents = found.parents.get(ParentRole.FATHER), found.parents.get(ParentRole.MOTHER)
    columns = standing(found.child, *parents, session.clock.today()).columns(found.child)
    update(session, Child, child_id, found.child["version"], columns)
