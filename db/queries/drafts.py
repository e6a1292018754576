"""What a person typed and did not save."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import reduce
from operator import and_, or_

from peewee import JOIN

from db.engine.storage import is_running
from db.i18n import _
from db.models import Child, Draft
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

    `name` is that of the child whose file the form belongs to, empty for a new child and for forms of ELSEWHERE.
    """

    form: str
    object_id: int
    base_version: int
    entries: Mapping[str, str]
    updated_at: str
    name: str = ""

    @property
    def title(self) -> str:
        """What the person reads of it: whose file it belongs to, or what it is of."""
        if not self.form.startswith(ELSEWHERE):
            return self.name or " ".join(filter(None, (_("a new child"), self.entries.get("name", ""))))
        return _("an activity") if self.form.startswith("activity.") else _("a semester")


def pending(session: Session) -> list[PendingDraft]:
    """The person's drafts, the latest first: of this sitting and of those that ended or stand still on a stalled line.

    None of a child that they may not see any more.
    """
    anybody = Child.alias()
    elsewhere = reduce(or_, (Draft.form.startswith(name) for name in (*ELSEWHERE, AT_ITS_FORM)))
    of_child = reduce(and_, child_conditions(session.scope), (Draft.object_id == Child.id) & ~elsewhere)
    of_nobody = elsewhere | Draft.object_id.not_in(anybody.select(anybody.id))
    with session.reading():
        query = Draft.select(Draft, Child.name).join(Child, JOIN.LEFT_OUTER, on=of_child)
        query = query.where((Draft.by == session.user) & (Child.id.is_null(False) | of_nobody))
        rows = list(query.order_by(Draft.updated_at.desc()).dicts())
    still = _seconds_before(session.clock.instant(), STANDS_STILL)
    return [
        _draft(row) for row in rows
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


def _draft(row: Mapping[str, object]) -> PendingDraft:
    return PendingDraft(
        form=str(row["form"]),
        object_id=int(str(row["object_id"])),
        base_version=int(str(row["base_version"])),
        entries=json.loads(str(row["payload"])),
        updated_at=str(row["updated_at"]),
        name=str(row["name"] or ""),
    )
