"""A deed over a child's file, as a form: merges with what somebody else changed meanwhile, and asks where both did."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.clock import local_time
from db.errors import ConflictError, GuanaiError
from db.i18n import _
from db.queries.child_file import ChildFile, child_file
from db.session import Session
from screens.child_fields import Asking
from screens.child_forms import Deed
from screens.dialogs.conflict import Clash, ResolveConflict
from screens.dialogs.message import ShowMessage
from screens.form_screen import FormScreen
from screens.widgets.fields import Field, Section


@dataclass(frozen=True)
class Saved:
    """What was done to which child, as a sentence."""

    child_id: int
    sentence: str


class ChildEditScreen(FormScreen[Saved]):
    """One form over a file that was read before."""

    def __init__(self, session: Session, deed: Deed, file: ChildFile, *, resume: bool = False) -> None:
        self.deed = deed
        self.file = file
        self._fields: dict[str, Field] = {}
        title = f"{_(deed.title)}  {file.child['name']}"
        # The sections are asked for by the base class, which has no session before.
        self._asking = Asking(session, self.entry)
        super().__init__(session, title, f"child.{deed.key}", file.id, deed.record(file).version, resume=resume)

    def sections(self) -> Sequence[Section]:
        sections = self.deed.sections(self._asking, self.file)
        self._fields = {field.name: field for section in sections for field in section.fields}
        return sections

    def opening(self) -> Mapping[str, Any]:
        return self.deed.opening(self.file)

    def proposes(self) -> bool:
        return self.deed.whole

    def doubts(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        return self.deed.doubts(self.session, self.file, values)

    def save(self, values: dict[str, Any], changed: dict[str, Any]) -> Saved:
        self.deed.save(self.session, self.file, dict(values if self.deed.whole else changed))
        time = local_time(self.session.clock.instant())[11:]
        return Saved(self.file.id, f"{_(self.deed.done)} {time}")

    async def settle(self, error: ConflictError) -> bool:
        """Take over what the other person changed; ask about fields that both have changed."""
        if self.deed.as_seen:
            await self.app.push_screen_wait(ShowMessage(error.sentence))
            return False
        try:
            file = await asyncio.to_thread(child_file, self.session, self.file.id)
        except GuanaiError as failure:  # the form stays open with what was typed
            await self.app.push_screen_wait(ShowMessage(failure.sentence))
            return False
        before, now, mine = self._texts(self.file), self._texts(file), self.form.entries
        theirs = {name: text for name, text in now.items() if text != before[name]}
        clashes = [
            Clash(name, _(self._fields[name].label), self._shown(name, mine[name]), self._shown(name, text))
            for name, text in theirs.items()
            if mine[name] not in (before[name], text)
        ]
        kept: Sequence[str] = ()
        if clashes:
            who = self.deed.record(file)["updated_by"] or ""
            chosen = await self.app.push_screen_wait(ResolveConflict(who, clashes))
            if chosen is None:
                return False
            kept = chosen
        self.file = file
        self.form.restore({name: text for name, text in theirs.items() if name not in kept})
        return True

    def _texts(self, file: ChildFile) -> dict[str, str]:
        """What the form would open with over `file`."""
        values = self.deed.opening(file)
        return {name: field.entry(values.get(name)) for name, field in self._fields.items()}

    def _shown(self, name: str, entry: str) -> str:
        """An entry as a person reads it."""
        field = self._fields[name]
        if field.search is not None:
            return entry.partition(" ")[2]
        labels = {option.value: option.label for option in field.options()}
        return _(", ").join(labels.get(code, code) for code in entry.split()) if labels else entry
