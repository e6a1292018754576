"""The imports that were made: the newest first, and how their columns were understood."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from db.models import ChangeLog, Child, ImportBatch
from db.session import Session
from db.vocabulary import Action, ExitReason


@dataclass(frozen=True)
class Batch:
    """One import, with the counts of its rows; `undone_at` is None while it stands."""

    id: int
    file_name: str
    at: str
    by: str
    read: int
    new: int
    changed: int
    same: int
    refused: int
    undone_at: str | None


def batches(session: Session, limit: int = 100) -> list[Batch]:
    """The last imports, the newest first; a person who does not see the whole register has those of their own."""
    with session.reading():
        query = ImportBatch.select(*_FIELDS).order_by(ImportBatch.id.desc()).limit(limit)
        if not session.scope.everything:
            query = query.where(ImportBatch.created_by == session.user)
        return [Batch(*row) for row in query.tuples()]


def last_mapping(session: Session, header_key: str) -> list[str | None] | None:
    """The fields that the columns of the last file with this header were taken for."""
    with session.reading():
        query = ImportBatch.select(ImportBatch.mapping).where(ImportBatch.header_key.contains(header_key))
        found = query.order_by(ImportBatch.id.desc()).limit(1).scalar()
    return json.loads(found).get(header_key) if found else None


def last_change(session: Session) -> int:
    """The number of the last line of the change log."""
    with session.reading():
        last = ChangeLog.select(ChangeLog.id).order_by(ChangeLog.id.desc()).limit(1).scalar()
    return int(last or 0)


def of_standing_imports() -> Any:
    """A condition on children: all but those whom an import registered that was taken back, and who stay so."""
    undone = ImportBatch.select(ImportBatch.id).where(ImportBatch.undone_at.is_null(False))
    entered = ChangeLog.select(ChangeLog.row_id).where(
        ChangeLog.batch_id.in_(undone),
        (ChangeLog.table_name == "child") & (ChangeLog.action == Action.CREATE.value),
    )
    kept = Child.left_reason.is_null() | (Child.left_reason != ExitReason.WRONG_ENTRY.value)
    return kept | ~Child.id.in_(entered)


_FIELDS = (
    ImportBatch.id, ImportBatch.file_name, ImportBatch.created_at, ImportBatch.created_by, ImportBatch.read,
    ImportBatch.new, ImportBatch.changed, ImportBatch.same, ImportBatch.refused, ImportBatch.undone_at,
)  # fmt: skip
