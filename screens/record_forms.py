"""A form for each kind of care record over a child's file, made from the declaration of the kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db.commands.care_records import doubts, record
from db.i18n import mark
from db.queries.child_file import ChildFile
from db.rules.record_kinds import FORMS
from db.session import Session
from db.vocabulary import PairingKind, RecordKind
from screens.child_fields import Asking
from screens.child_forms import Deed, Values
from screens.people_fields import BY, as_stored, by_option
from screens.record_fields import record_fields
from screens.widgets.fields import Section


def _sections(kind: RecordKind) -> Callable[[Asking, ChildFile], Sequence[Section]]:
    return lambda asking, _file: [Section("", record_fields(asking, kind))]


def _save(kind: RecordKind) -> Callable[[Session, ChildFile, dict[str, Any]], object]:
    return lambda session, file, values: record(session, file.id, kind, as_stored(values))


def _doubts(kind: RecordKind) -> Callable[[Session, ChildFile, Values], Mapping[str, str]]:
    return lambda session, file, values: doubts(session, file.id, kind, as_stored(values))


def _opening(kind: RecordKind) -> Callable[[ChildFile], Values]:
    def opening(file: ChildFile) -> Values:
        if FORMS[kind].by_teacher:
            return {BY: by_option(file.class_teacher_id, file.class_teacher)}
        if kind is RecordKind.MOTHER_DUTY:
            mothers = (one for one in file.helpers if one.to_on is None and one.kind == PairingKind.LOVING_MOTHER)
            mother = next(mothers, None)
            return {BY: by_option(mother.staff, mother.helper)} if mother else {}
        return {}

    return opening


RECORD_DEEDS: dict[str, Deed] = {
    f"record.{kind}": Deed(
        f"record.{kind}", form.card, _sections(kind), _save(kind), _opening(kind), doubts=_doubts(kind), whole=True,
        done=mark("Recorded."),
    )
    for kind, form in FORMS.items()
}  # fmt: skip
"""By the key under which a draft of the form is kept, too."""
