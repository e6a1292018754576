"""Many rows of one deed: each with its identity, version and line in the change log, written by the hundred.

The same promises as `db.commands.writing`, at a tenth of the time a row: 10,000 children with their families are
60,000 rows and as many lines of the log, a proposal for a township 2,000 pairs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from db.access import Right
from db.engine import bulk, logbook
from db.engine import search as index
from db.errors import ConflictError
from db.i18n import _
from db.models import Carer, Child, Edited, Enrolment, Grandparent, Pairing, Parent, SchoolClass, Survey
from db.models.base import Flag
from db.rules.indexed import Documents
from db.session import Session
from db.uid import new_uid
from db.vocabulary import Action

INSERTED_INTO: tuple[type[Edited], ...] = (SchoolClass, Child, Parent, Grandparent, Carer, Enrolment, Survey, Pairing)
"""The tables of a deed's new rows, in the order of their dependence."""

Row = Mapping[str, Any]
_AS_JSON = json.JSONEncoder(ensure_ascii=False, default=str).encode


class Ledger:
    """Inserts wait for `flush`; updates are done at once. Lives within one transaction, whose writer is alone."""

    def __init__(self, session: Session, batch_id: int | None = None, right: Right = Right.IMPORT) -> None:
        """`right` is what the deed asks for; an import has the number of its batch."""
        session.require(right)
        self._session = session
        self._batch_id = batch_id
        self._now = session.clock.instant()
        self._next = {model: self._last_id(model) + 1 for model in INSERTED_INTO}
        self._waiting: dict[type[Edited], list[tuple[Any, ...]]] = {model: [] for model in INSERTED_INTO}
        self._lines: list[tuple[Any, ...]] = []
        self._documents: list[tuple[int, Documents]] = []

    def insert(self, model: type[Edited], values: Row, child_id: int | None = None) -> int:
        """Add a row of stored values; returns its id. `child_id` is whose it is, None for the child itself."""
        row_id = self._next[model]
        self._next[model] = row_id + 1
        identity = {
            "id": row_id, "uid": new_uid(), "created_at": self._now, "created_by": self._session.user,
            "updated_at": self._now, "updated_by": self._session.user, "version": 1,
        }  # fmt: skip
        shape = _SHAPES[model]
        stored = shape.stored(values)
        self._waiting[model].append(shape.pick({**shape.defaults, **stored, **identity}))
        self._log(Action.CREATE, model, row_id, child_id, _as_new(stored))
        return row_id

    def update(
        self, model: type[Edited], before: Row, values: Row, child_id: int | None = None, reason: str | None = None,
        action: Action = Action.UPDATE,
    ) -> None:  # fmt: skip
        """Change the fields of a row that differ; raises ConflictError where it is no longer as it was read."""
        shape = _SHAPES[model]
        former = shape.stored({name: before[name] for name in values})
        changes = {name: [former[name], value] for name, value in shape.stored(values).items() if former[name] != value}
        if not changes:
            return
        fields = model._meta.fields
        columns = [*(fields[name].column_name for name in changes), "version", "updated_at", "updated_by"]
        assignments = ", ".join(f'"{column}" = ?' for column in columns)
        cursor = self._session.database.execute_sql(
            f'UPDATE "{model._meta.table_name}" SET {assignments} WHERE id = ? AND version = ?',
            (*(new for _old, new in changes.values()), before["version"] + 1, self._now, self._session.user,
             before["id"], before["version"]),
        )  # fmt: skip
        if cursor.rowcount != 1:
            raise ConflictError(
                _("Somebody changed the register meanwhile. Nothing was imported; look at the list again.")
            )
        self._log(action, model, before["id"], child_id, _AS_JSON(changes), reason)

    def make_findable(self, child_id: int, documents: Documents) -> None:
        """Index a new child."""
        self._documents.append((child_id, documents))

    def waits(self, model: type[Edited]) -> bool:
        """Whether rows of a table wait, to which an update must not refer yet."""
        return bool(self._waiting[model])

    def flush(self) -> None:
        """Write what waits."""
        database = self._session.database
        for model, rows in self._waiting.items():
            if rows:
                bulk.insert(database, model._meta.table_name, _SHAPES[model].columns, rows)
                rows.clear()
        index.add_many(database, self._documents)
        self._documents.clear()
        logbook.append(database, self._lines)
        self._lines.clear()

    def _log(
        self, action: Action, model: type[Edited], row_id: int, child_id: int | None, text: str,
        reason: str | None = None,
    ) -> None:  # fmt: skip
        if model is Child:
            child_id = row_id
        self._lines.append(
            (self._now, self._session.user, self._session.id, action.value, model._meta.table_name, row_id, child_id,
             text, reason, self._batch_id, None)
        )  # fmt: skip

    def _last_id(self, model: type[Edited]) -> int:
        query = f'SELECT coalesce(max(id), 0) FROM "{model._meta.table_name}"'
        return int(self._session.database.execute_sql(query).fetchone()[0])


def _as_new(stored: Row) -> str:
    """The changes of a new row as the log has them, in a quarter of the time of an encoder that is told nothing."""
    pairs = [
        f'"{name}": [null, {encode_basestring(value) if type(value) is str else _AS_JSON(value)}]'
        if type(value) is not int
        else f'"{name}": [null, {value}]'
        for name, value in stored.items()
        if value is not None
    ]
    return f"{{{', '.join(pairs)}}}"


class _Shape:
    """The columns of a table, settled once: which are flags, what stands in those that are not given."""

    def __init__(self, model: type[Edited]) -> None:
        fields = model._meta.fields
        self.columns = [field.column_name for field in fields.values()]
        self.defaults = {name: field.default for name, field in fields.items()}
        self.pick = itemgetter(*fields)
        self._flags = {name for name, field in fields.items() if isinstance(field, Flag)}

    def stored(self, values: Row) -> dict[str, Any]:
        """Values as the database stores them."""
        return {
            name: None if value is None or value == "" else int(value) if name in self._flags else value
            for name, value in values.items()
        }


_SHAPES = {model: _Shape(model) for model in INSERTED_INTO}
