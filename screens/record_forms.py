"""A form for each kind of care record over a child's file, made from the declaration of the kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from db.commands.care_records import doubts, record
from db.i18n import mark
from db.queries.child_file import ChildFile
from db.rules.record_kinds import FORMS
from db.session import Session
from db.vocabulary import AWAY, PairingKind, ParentRole, RecordKind, label
from screens.child_fields import Asking
from screens.child_forms import Deed, Values
from screens.people_fields import BY, as_stored, by_option
from screens.record_fields import record_fields
from screens.widgets.fields import Field, Section


def _sections(kind: RecordKind) -> Callable[[Asking, ChildFile], Sequence[Section]]:
    if kind is RecordKind.CALL:
        return lambda asking, file: [Section("", [_with_parents(one, file) for one in record_fields(asking, kind)])]
    return lambda asking, _file: [Section("", record_fields(asking, kind))]


def _with_parents(field: Field, file: ChildFile) -> Field:
    """Who was called, from whom the relation and the number follow where it is a parent."""
    return replace(field, effects=lambda name: _parents(file).get(name, {})) if field.name == "met_name" else field


def _parents(file: ChildFile) -> dict[str, dict[str, Any]]:
    """What a call with each parent on file opens with, by name; the one who is away first."""
    known = sorted((file.mother, file.father), key=lambda parent: parent["whereabouts"] not in AWAY)
    return {
        parent["name"]: {"met_relation": label(ParentRole, parent["role"]), "phone": parent["phone"]}
        for parent in known
        if parent["name"]
    }


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
        if kind is RecordKind.CALL:
            return next(({"met_name": name, **told} for name, told in _parents(file).items()), {})
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
