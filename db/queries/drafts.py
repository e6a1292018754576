"""What a person typed and did not save."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import reduce
from operator import and_, or_

from peewee import JOIN, fn

from db.engine.storage import is_running
from db.models import Activity, Child, Draft
from db.queries.scope import child_conditions
from db.session import Session

ELSEWHERE = ("activity.", "semester")
"""How the names of forms begin whose records are no children."""
AT_ITS_FORM = "plain."
"""How the names of forms begin whose draft is offered when the form is opened again, not at the start."""


STANDS_STILL = 60
"""Seconds without a key after which a draft of a sitting that still lives is offered, too: its line may be dead, which
the server finds out after two minutes. It stays that sitting's own all the same."""
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class PendingDraft:
    """The entries of a form as they stood at `updated_at` (UTC), over a record that was of `base_version`.

    `name` is that of the child whose file the form belongs to, or of the activity; empty for what is new.
    """

    form: str
    object_id: int
    base_version: int
    entries: Mapping[str, str]
    updated_at: str
    name: str = ""
    here: bool = False
    """Whether this sitting itself left it."""


def pending(session: Session) -> list[PendingDraft]:
    """The person's drafts, the latest first: of this sitting and of those that ended or stand still on a stalled line.

    None of a child that they may not see any more.
    """
    anybody = Child.alias()
    elsewhere = reduce(or_, (Draft.form.startswith(name) for name in (*ELSEWHERE, AT_ITS_FORM)))
    of_child = reduce(and_, child_conditions(session.scope), (Draft.object_id == Child.id) & ~elsewhere)
    of_nobody = elsewhere | Draft.object_id.not_in(anybody.select(anybody.id))
    with session.reading():
        of_activity = (Draft.object_id == Activity.id) & Draft.form.startswith("activity.")
        query = Draft.select(Draft, fn.COALESCE(Child.name, Activity.title).alias("name"))
        query = query.join(Child, JOIN.LEFT_OUTER, on=of_child)
        query = query.join_from(Draft, Activity, JOIN.LEFT_OUTER, on=of_activity)
        query = query.where((Draft.by == session.user) & (Child.id.is_null(False) | of_nobody))
        rows = list(query.order_by(Draft.updated_at.desc()).dicts())
    still = _seconds_before(session.clock.instant(), STANDS_STILL)
    return [
        _draft(row, session) for row in rows
        if abandoned(session, row["session"], row["process"], mine=True) or row["updated_at"] < still
    ]  # fmt: skip


def _seconds_before(instant: str, seconds: int) -> str:
    moment = datetime.strptime(instant, _INSTANT).replace(tzinfo=timezone.utc) - timedelta(seconds=seconds)
    return moment.strftime(_INSTANT)


def abandoned(session: Session, sitting: str, process: int, *, mine: bool = False) -> bool:
    """Whether a draft is free to be taken up: its sitting has ended, or is this one where `mine` is asked for."""
    if sitting == session.id:
        return mine
    return process == os.getpid() or not is_running(process)


def draft_of(session: Session, form: str, object_id: int) -> PendingDraft | None:
    """The person's draft of one form, if there is one."""
    return next((d for d in pending(session) if (d.form, d.object_id) == (form, object_id)), None)


def _draft(row: Mapping[str, object], session: Session) -> PendingDraft:
    return PendingDraft(
        form=str(row["form"]),
        object_id=int(str(row["object_id"])),
        base_version=int(str(row["base_version"])),
        entries=json.loads(str(row["payload"])),
        updated_at=str(row["updated_at"]),
        name=str(row["name"] or ""),
        here=row["session"] == session.id,
    )
