"""What time alone makes due: done once a day, at the first start, so that nobody has to remember it."""

from __future__ import annotations

import json
from dataclasses import replace

from db.commands.definitions import refresh_definitions
from db.commands.surveys import ensure_semesters
from db.commands.writing import insert, update
from db.models import Setting
from db.queries.register import KEPT_UP
from db.session import Session
from db.uid import new_uid


def keep_up(session: Session) -> None:
    """Enter the semesters that have begun, and recount the children whom time has made too old or long enough alone."""
    session = replace(session.unbound(), id=new_uid())  # no deed of the sitting, whose person would take it back
    ensure_semesters(session)
    refresh_definitions(session)
    done = json.dumps(session.clock.today().isoformat())
    with session.writing():
        kept = Setting.get_or_none(Setting.name == KEPT_UP)
        if kept is None:
            insert(session, Setting, {"name": KEPT_UP, "value": done})
        elif kept.value != done:
            update(session, Setting, kept.id, kept.version, {"value": done})
