"""What somebody is typing, written down before it is saved: a lost line loses at most two seconds of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from db.models import Draft
from db.queries.drafts import abandoned
from db.session import Session

NEW = 0
"""The object of a draft that is to become a new record."""


def keep_draft(session: Session, form: str, object_id: int, base_version: int, entries: Mapping[str, str]) -> None:
    """Write the entries of an open form down; a sitting has one draft a form and object.

    It takes the place of what the person's ended sittings left there, never of what another one is typing. What
    somebody typed before the office disabled them is kept, too.
    """
    with session.unasked().writing():
        _forget(session, form, object_id)
        Draft.replace(
            by=session.user, form=form, object_id=object_id, session=session.id, process=os.getpid(),
            base_version=base_version, payload=json.dumps(entries, ensure_ascii=False),
            updated_at=session.clock.instant(),
        ).execute()  # fmt: skip


def discard_draft(session: Session, form: str, object_id: int) -> None:
    """Forget the draft: its form was saved, or what stood in it thrown away."""
    with session.writing():
        _forget(session, form, object_id)


def forget_file(child_id: int) -> None:
    """Forget what anybody has typed into forms of a child's file and not saved, within the caller's transaction."""
    Draft.delete().where(Draft.form.startswith("child.") & (Draft.object_id == child_id)).execute()


def _forget(session: Session, form: str, object_id: int) -> None:
    of_form = (Draft.by == session.user) & (Draft.form == form) & (Draft.object_id == object_id)
    rows = Draft.select(Draft.session, Draft.process).where(of_form).tuples()
    ended = [sitting for sitting, process in list(rows) if abandoned(session, sitting, process)]
    Draft.delete().where(of_form & Draft.session.in_([session.id, *ended])).execute()
