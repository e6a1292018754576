"""What a draft is called where several are offered: its form, and whose it is."""

from __future__ import annotations

from db.i18n import _, mark
from db.queries.drafts import PendingDraft
from db.vocabulary import ActivityKind, label
from screens.activity_forms import DEEDS as ACTIVITY_DEEDS
from screens.child_forms import DEEDS
from screens.record_forms import RECORD_DEEDS

CORRECTION = mark("Correct a record")


def draft_title(draft: PendingDraft) -> str:
    """The form, and the child or activity that it is about; of something new, what was typed as its name."""
    room, _dot, key = draft.form.partition(".")
    typed = draft.entries.get("title") or draft.entries.get("name", "")
    if room == "child":
        deed = DEEDS.get(key) or RECORD_DEEDS.get(key)
        return f"{_(deed.title if deed else CORRECTION)}  {draft.name}"
    if room == "activity":
        key, _dot, kind = key.partition(".")
        about = draft.name or typed or label(ActivityKind, kind)
        return f"{_(ACTIVITY_DEEDS[key].title)}  {about}"
    return _("Dates of a semester") if room == "semester" else "  ".join(filter(None, (_("New child"), typed)))
