"""A whole import taken back, as long as nothing that came later depends on it.

Nothing is removed: children who came with it leave the register as entered by mistake and give their ID number free,
what it changed is what it was before. Only its copies for the survey go, and the log keeps what they said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from db.commands.findable import reindex
from db.commands.ledger import Ledger
from db.commands.registration import as_mistake
from db.commands.writing import log, update
from db.engine import bulk
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import (
    Carer,
    ChangeLog,
    Child,
    Edited,
    Enrolment,
    Grandparent,
    ImportBatch,
    Pairing,
    Parent,
    School,
    SchoolClass,
    Survey,
    Village,
)
from db.queries.search_documents import documents_of
from db.rules.standing import standing
from db.session import Session
from db.vocabulary import Action, EnrolmentOutcome, RegistryState

_MODELS: dict[str, type[Edited]] = {
    model._meta.table_name: model for model in (Child, Parent, Grandparent, Carer, Enrolment, Pairing, Survey)
}
"""What is taken back line by line; places follow from who still uses them."""
_COMPUTED = frozenset({"civil", "civil_computed", "school_practice", "school_computed"})
"""What changes by itself with the days, and so depends on nothing."""
_PORTION = 400

Line = tuple[int, str, str, int, int | None, dict[str, list[Any]]]
"""Number, action, table, row, child and changes of a line of the log."""


def undo_import(session: Session, batch_id: int) -> int:
    """Take back an import; returns the number of rows that were taken back or restored.

    Raises RuleError where it was undone before, something later depends on it, or the person does not see the whole
    register; NotFoundError.
    """
    if not session.scope.everything:
        raise RuleError(
            _("An import is undone as a whole, by somebody who may see the whole register. Nothing changed.")
        )
    with session.writing(), bulk.room(session.database):
        batch = ImportBatch.select().where(ImportBatch.id == batch_id).dicts().first()
        if batch is None:
            raise NotFoundError(_("There is no such import."))
        if batch["undone_at"]:
            raise RuleError(_("This import was undone already."))
        last = _last_line(batch_id)
        if not last:
            raise RuleError(_("What this import wrote is no longer in the change log, which was cut. Nothing changed."))
        _refuse_dependents(batch_id, last)
        undoing = _Undoing(session, batch_id)
        done = 0
        for portion in _portions(_lines(batch_id, last)):
            undoing.undo(portion)
            done += len(portion)
        _take_back_teachers(session, batch_id)
        _close_places(session, batch_id)
        values = {"undone_at": session.clock.instant()}
        update(session, ImportBatch, batch_id, batch["version"], values, action=Action.WITHDRAW)
    return done


def _last_line(batch_id: int) -> int:
    query = ChangeLog.select(ChangeLog.id).where(ChangeLog.batch_id == batch_id).order_by(ChangeLog.id.desc())
    return int(query.limit(1).scalar() or 0)


def _created(batch_id: int, table: str) -> Any:
    """A query of the ids of rows that came with the batch."""
    return _touched(batch_id, table, Action.CREATE)


def _touched(batch_id: int, table: str, *actions: Action) -> Any:
    mine = ChangeLog.alias()
    return mine.select(mine.row_id).where(
        (mine.batch_id == batch_id) & (mine.table_name == table) & mine.action.in_([action.value for action in actions])
    )


def _lines(batch_id: int, last: int) -> Iterator[Line]:
    """The lines of the batch, the last one first, as they stood before the undoing added its own."""
    query = ChangeLog.select(
        ChangeLog.id, ChangeLog.action, ChangeLog.table_name, ChangeLog.row_id, ChangeLog.child_id, ChangeLog.changes
    ).where(ChangeLog.batch_id == batch_id)
    while rows := list(query.where(ChangeLog.id <= last).order_by(ChangeLog.id.desc()).limit(_PORTION).tuples()):
        for row in rows:
            yield *row[:5], json.loads(row[5] or "{}")
        last = rows[-1][0] - 1


def _portions(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while portion := list(islice(lines, _PORTION)):
        yield portion


def _refuse_dependents(batch_id: int, last: int) -> None:
    """Later lines about a child that came with the batch, or about a field that it changed; not what changed no row."""
    mine = ChangeLog.alias()
    came = _created(batch_id, "child")
    later = ChangeLog.select(
        ChangeLog.table_name, ChangeLog.row_id, ChangeLog.child_id, ChangeLog.changes
    ).where((ChangeLog.id > last) & (ChangeLog.table_name != ""))  # fmt: skip
    children = {
        child
        for table, _row, child, changes in later.where(ChangeLog.child_id.in_(came)).tuples().iterator()
        if table != "child" or not json.loads(changes or "{}").keys() <= _COMPUTED
    }
    helped = Pairing.select(Pairing.helper_child).where(Pairing.helper_child.in_(came))
    children |= {row[0] for row in helped.tuples()}
    changed = mine.select(mine.row_id).where(
        (mine.batch_id == batch_id) & (mine.action == Action.UPDATE) & (mine.table_name == ChangeLog.table_name)
        & mine.table_name.in_(list(_MODELS))
    )  # fmt: skip
    for table, row, child, changes in list(later.where(ChangeLog.row_id.in_(changed)).tuples()):
        before = mine.select(mine.changes).where(
            (mine.batch_id == batch_id) & (mine.table_name == table) & (mine.row_id == row)
        )
        fields = {name for (text,) in before.tuples() for name in json.loads(text or "{}")}
        if (json.loads(changes or "{}").keys() & fields) - _COMPUTED:
            children.add(child)
    if children:
        sentence = _("{n} children of this import were worked on since; it can no longer be undone as a whole.")
        raise RuleError(sentence.format(n=len(children)))


class _Undoing:
    """Takes back line after line, the last one first."""

    def __init__(self, session: Session, batch_id: int) -> None:
        self._session = session
        self._ledger = Ledger(session, batch_id)
        self._today = session.clock.today()
        self._day = self._today.isoformat()
        self._reason = _("Import undone")
        query = _created(batch_id, "child")
        self._came = {row[0] for row in query.tuples()}

    def undo(self, portion: list[Line]) -> None:
        """Some lines, and what they change of the search index."""
        children = {line[4] for line in portion if line[4] and line[2] in ("child", "parent", "carer")}
        documents = documents_of(self._session, sorted(children))
        rows = self._rows(portion)
        for _number, action, table, row_id, child_id, changes in portion:
            row = rows.get((table, row_id))
            if row is None:
                continue
            if action == Action.UPDATE:
                values = {name: old for name, (old, _new) in changes.items() if name not in _COMPUTED}
                self._ledger.update(_MODELS[table], row, values, child_id, self._reason)
            elif action == Action.CREATE:
                values = self._withdrawn(table, row, child_id)
                if table == "survey":
                    self._drop(row)
                elif values:
                    self._ledger.update(_MODELS[table], row, values, child_id, self._reason)
        self._judge_anew(children - self._came)
        self._ledger.flush()
        reindex(self._session, documents)

    def _judge_anew(self, children: set[int]) -> None:
        """Both definitions of children who were there before, on the day of the undoing: time has gone on."""
        parents: dict[tuple[int, str], Mapping[str, Any]] = {
            (row["child"], row["role"]): row for row in Parent.select().where(Parent.child.in_(children)).dicts()
        }
        for row in list(Child.select().where(Child.id.in_(children)).dicts()):
            father, mother = parents.get((row["id"], "father")), parents.get((row["id"], "mother"))
            columns = standing(row, father, mother, self._today).columns(row)
            self._ledger.update(Child, row, columns, reason=self._reason)

    def _rows(self, portion: list[Line]) -> dict[tuple[str, int], Mapping[str, Any]]:
        wanted: dict[str, list[int]] = {}
        for _number, _action, table, row_id, _child, _changes in portion:
            if table in _MODELS:
                wanted.setdefault(table, []).append(row_id)
        return {
            (table, row["id"]): row
            for table, ids in wanted.items()
            for row in _MODELS[table].select().where(_MODELS[table].id.in_(ids)).dicts()
        }

    def _withdrawn(self, table: str, row: Mapping[str, Any], child_id: int | None) -> dict[str, Any]:
        """What makes a row that came with the batch as good as not there; the family leaves with the child."""
        if table == "child":
            return as_mistake(row, self._today, self._reason)
        if table == "enrolment":
            return {"to_on": max(self._day, row["from_on"]), "outcome": EnrolmentOutcome.CORRECTED.value}
        if table == "pairing":
            ended = {"to_on": max(self._day, row["from_on"]), "end_reason": self._reason}
            return {} if row["to_on"] else ended
        if child_id in self._came:
            return {}
        if table == "carer":
            return {"to_on": max(self._day, row["from_on"] or ""), "end_reason": self._reason}
        if table in ("parent", "grandparent"):
            kept = {"id", "uid", "child", "role", "created_at", "created_by", "updated_at", "updated_by", "version"}
            return {name: None for name in row if name not in kept}
        return {}

    def _drop(self, row: Mapping[str, Any]) -> None:
        kept = {name: [value, None] for name, value in row.items() if value is not None and name not in ("id", "uid")}
        Survey.delete().where(Survey.id == row["id"]).execute()
        log(self._session, Action.WITHDRAW, Survey, row["id"], row["child"], kept, self._reason)


def _take_back_teachers(session: Session, batch_id: int) -> None:
    """Classes that got their teacher by the batch, and have nobody else since, have none again."""
    query = ChangeLog.select(ChangeLog.row_id, ChangeLog.changes).where(
        ChangeLog.batch_id == batch_id, ChangeLog.table_name == "school_class", ChangeLog.action == Action.UPDATE
    )
    given = {row: json.loads(changes)["teacher"] for row, changes in query.tuples()}
    for row in list(SchoolClass.select().where(SchoolClass.id.in_(list(given))).dicts()):
        former, teacher = given[row["id"]]
        if row["teacher"] == teacher:
            update(session, SchoolClass, row["id"], row["version"], {"teacher": former})


def _close_places(session: Session, batch_id: int) -> None:
    """Villages and schools that came with the batch, or into use again, and that nobody uses are no longer offered."""
    for model, used in ((Village, Child.village), (School, Child.school)):
        came = _touched(batch_id, model._meta.table_name, Action.CREATE, Action.UPDATE)
        in_use = Child.select(used).where(used.is_null(False) & (Child.registry_state == RegistryState.REGISTERED))
        for row in list(model.select().where(model.id.in_(came) & model.id.not_in(in_use)).dicts()):
            update(session, model, row["id"], row["version"], {"active": False})
