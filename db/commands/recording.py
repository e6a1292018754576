"""What leaves unmasked, and what was put in the place of the database, stands in the change log."""

from __future__ import annotations

from db.commands.writing import log
from db.session import Session
from db.vocabulary import Action


def record_full_export(session: Session, what: str, *, child_id: int | None = None, reason: str | None = None) -> None:
    """Log that `what` (a report's name, or "nightly") is about to be written with names and numbers unmasked."""
    with session.writing():
        log(session, Action.EXPORT_FULL, None, None, child_id, {"export": [None, what]}, reason)


def record_restore(session: Session, backup: str) -> None:
    """Log, in the restored database, the name of the backup file it came from."""
    with session.writing():
        log(session, Action.RESTORE, None, None, None, {"backup": [None, backup]})
