"""A form whose fields, values and deed are given: for records that no screen of their own stands behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.queries.drafts import AT_ITS_FORM
from db.session import Session
from screens.child_fields import Asking
from screens.form_screen import FormScreen
from screens.widgets.fields import Section

Values = Mapping[str, Any]


def _no_doubts(_values: Values) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class PlainDeed:
    """What a form is about: `form` names it for drafts, `id` and `version` are those of the record, 0 for a new one.

    `save` gets every value, and those that were changed.
    """

    form: str
    title: str
    """Translated."""
    sections: Callable[[Asking], Sequence[Section]]
    save: Callable[[dict[str, Any], dict[str, Any]], object]
    opening: Values
    id: int = 0
    version: int = 0
    doubts: Callable[[Values], Mapping[str, str]] = _no_doubts
    first: str = ""
    """The field that the form opens at; empty: the first one."""


class PlainFormScreen(FormScreen[bool]):
    """Returns True once it was saved; `saved` is what the deed's `save` returned."""

    saved: object = None

    def __init__(self, session: Session, deed: PlainDeed) -> None:
        self.deed = deed
        self._asking = Asking(session, self.entry)
        super().__init__(session, deed.title, AT_ITS_FORM + deed.form, deed.id, deed.version)

    def on_mount(self) -> None:
        # Textual calls the base class's handler, too: called from here it would offer the draft twice.
        self.form.focus_first(self.deed.first)

    def sections(self) -> Sequence[Section]:
        return self.deed.sections(self._asking)

    def opening(self) -> Mapping[str, Any]:
        return self.deed.opening

    def doubts(self, values: Values) -> Mapping[str, str]:
        return self.deed.doubts(values)

    def save(self, values: dict[str, Any], changed: dict[str, Any]) -> bool:
        self.saved = self.deed.save(values, changed)
        return True
