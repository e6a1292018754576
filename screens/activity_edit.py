"""A deed over an activity, as a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db.i18n import _
from db.session import Session
from db.vocabulary import ActivityKind, label
from screens.activity_forms import ActivityDeed, Done, Opened, doubts_of_days, told_of_kind
from screens.child_fields import Asking
from screens.dialogs.confirm import Confirm
from screens.form_screen import FormScreen
from screens.widgets.fields import Section


class ActivityFormScreen(FormScreen[Done]):
    """One form over an activity that was read before, or over a new one."""

    def __init__(self, session: Session, deed: ActivityDeed, opened: Opened, *, resume: bool = False) -> None:
        self.deed = deed
        self.opened = opened
        self._asking = Asking(session, self.entry)
        what = str(opened.file["title"]) if opened.file else label(ActivityKind, opened.kind)
        form = f"activity.{deed.key}" if opened.file else f"activity.{deed.key}.{opened.kind}"
        super().__init__(session, f"{_(deed.title)}  {what}", form, opened.id, opened.version, resume=resume)

    def sections(self) -> Sequence[Section]:
        return self.deed.sections(self._asking, self.opened)

    def opening(self) -> Mapping[str, Any]:
        return self.deed.opening(self.opened)

    def doubts(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        return doubts_of_days(self.session, values) if self.deed.days else {}

    async def agreed(self, changed: Mapping[str, Any]) -> bool:
        """Ask before fields that the form of another kind lacks become text."""
        told = told_of_kind(self.opened, changed) if self.deed.key == "correct" else []
        question = Confirm(_("Is it of another kind?"), "\n".join(told), _("Change the kind"))
        return not told or await self.app.push_screen_wait(question) is True

    def save(self, values: dict[str, Any], changed: dict[str, Any]) -> Done:
        return self.deed.save(self.session, self.opened, dict(values if self.deed.whole else changed))
