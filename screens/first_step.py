"""What an empty register tells a person to do first, by what they may do."""

from __future__ import annotations

from db.access import Right
from db.i18n import _
from db.session import Session


def first_step(session: Session) -> str:
    """Why no child is shown, and the keys that enter some, for a screen of any room."""
    if session.scope.nobody:
        return _("Your role sees no child; F11 shows the log.")
    if not session.may(Right.REGISTER):
        return _("No child is registered yet.")
    if not session.may(Right.IMPORT):
        return _("No child yet: F8 enters one.")
    return _("No child yet: F8 enters one, F3 and i import a list.")
