"""Personal data that leaves unmasked leaves a line in the change log first."""

from __future__ import annotations

from db.commands.writing import log
from db.session import Session
from db.vocabulary import Action


def record_full_export(session: Session, what: str) -> None:
    """Log that `what` (a report's name, or "nightly") is about to be written with names and numbers unmasked."""
    with session.writing():
        log(session, Action.EXPORT_FULL, None, None, None, {"export": [None, what]})
