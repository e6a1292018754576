"""Questions about the register as a whole."""

from __future__ import annotations

import json

from db.models import Child, Setting
from db.session import Session

KEPT_UP = "kept_up_on"
"""The setting that holds the day of the last upkeep."""


def is_empty(session: Session) -> bool:
    """Whether no child was ever entered, registered or not."""
    with session.reading():
        return not Child.select(Child.id).limit(1).exists()


def needs_upkeep(session: Session) -> bool:
    """Whether nobody has started the program yet today, and this sitting may write."""
    if session.read_only:
        return False
    with session.reading():
        kept = Setting.get_or_none(Setting.name == KEPT_UP)
    return kept is None or json.loads(kept.value) != session.clock.today().isoformat()
