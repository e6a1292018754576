"""What changes no row and stands in the change log all the same: who looked at what, took what away, was refused."""

from __future__ import annotations

from db.access import Right
from db.commands.writing import log
from db.queries.family import child_row
from db.session import Session
from db.vocabulary import Action


def record_full_export(session: Session, what: str, *, child_id: int | None = None, reason: str | None = None) -> None:
    """Log that `what` (a report's name, or "nightly") is about to be written with names and numbers unmasked.

    Raises RefusedError where the person's role takes no list away unmasked; the sheet of a child they look after is
    theirs to give. Raises NotFoundError for one that they may not see.
    """
    with session.writing():
        session.require(Right.REGISTER if child_id else Right.FULL)
        if child_id:
            child_row(session, child_id)
        log(session, Action.EXPORT_FULL, None, None, child_id, {"export": [None, what]}, reason)


def record_restore(session: Session, backup: str) -> None:
    """Log, in the restored database, the name of the backup file it came from."""
    with session.writing():
        log(session, Action.RESTORE, None, None, None, {"backup": [None, backup]})


def record_view(session: Session, child_id: int) -> None:
    """Log that the person looks at the whole file of a child; raises NotFoundError for one that they may not see."""
    child_row(session, child_id)
    with session.writing():
        log(session, Action.VIEW, None, None, child_id)


def record_print(session: Session, what: str) -> None:
    """Log that a report was written out or saved, masked."""
    with session.writing():
        log(session, Action.PRINT, None, None, None, {"report": [None, what]})


def record_login(session: Session, origin: str = "", key: str = "") -> None:
    """Log that the person sat down, and from which address and with which key where the line tells."""
    told = {name: [None, value] for name, value in (("from", origin), ("key", key)) if value}
    with session.writing():
        log(session, Action.LOGIN, None, None, None, told or None)


def record_refusal(session: Session, what: str) -> None:
    """Log that the person asked for what they may not have: the name of a right, a table, or "login"."""
    with session.writing():
        log(session, Action.REFUSE, None, None, None, {"refused": [None, what]})
