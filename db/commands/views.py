"""Saving a view of a list."""

from __future__ import annotations

from db.commands.writing import insert, update
from db.errors import RuleError
from db.i18n import _
from db.models import SavedView
from db.queries.views import View, saved_views
from db.session import Session

NAME_LIMIT = 30


def save_view(session: Session, screen: str, name: str, view: View) -> None:
    """Keep the view under a name; the same name is written over."""
    name = name.strip()
    if not name or len(name) > NAME_LIMIT:
        raise RuleError(_("A view needs a name of at most {n} characters.").format(n=NAME_LIMIT))
    with session.writing():
        former = next((stored for stored in saved_views(session, screen) if stored.name == name), None)
        if former:
            update(session, SavedView, former.id, former.version, {"definition": view.to_json()})
        else:
            values = {"owner": session.user, "screen": screen, "name": name, "definition": view.to_json()}
            insert(session, SavedView, values)
