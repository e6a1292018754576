"""Questions about the register as a whole."""

from __future__ import annotations

from db.models import Child
from db.session import Session


def is_empty(session: Session) -> bool:
    """Whether no child was ever entered, registered or not."""
    with session.reading():
        return not Child.select(Child.id).limit(1).exists()
