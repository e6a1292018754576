"""Where a draft of an earlier sitting is gone on with."""

from __future__ import annotations

from db.i18n import _
from db.queries.drafts import PendingDraft
from db.session import Session
from screens.base import BaseScreen
from screens.child import ChildScreen
from screens.child_forms import DEEDS
from screens.new_child import FORM, NewChildScreen


def draft_screen(session: Session, draft: PendingDraft) -> BaseScreen[int] | None:
    """The screen that offers the draft when it opens; None for a form that this version does not have."""
    if draft.form == FORM:
        return NewChildScreen(session)
    deed = draft.form.removeprefix("child.")
    return ChildScreen(session, draft.object_id, edit=deed) if deed in DEEDS else None


def draft_title(draft: PendingDraft) -> str:
    """What a draft is about, without personal data."""
    if draft.form == FORM:
        return _("New child")
    deed = DEEDS.get(draft.form.removeprefix("child."))
    return _(deed.title) if deed else draft.form
