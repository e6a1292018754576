"""Care records: written down, for one child or for many, corrected, withdrawn; and what is doubtful about one.

What a kind consists of stands in `db.rules.record_kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.commands.cleaning import Values, cleaned, part, reason_of, refuse
from db.commands.surveys import ensure_semesters, semester_id
from db.commands.writing import insert, update
from db.errors import RuleError
from db.i18n import _
from db.models import CareRecord
from db.queries.care_records import known, record_row
from db.rules import record_checks as checks
from db.rules.activities import parse_time
from db.rules.record_kinds import DAY, FORMS
from db.session import Session
from db.vocabulary import Action, RecordKind


def record(session: Session, child_id: int, kind: RecordKind, values: Values) -> int:
    """Write down what happened to a child and return the id of the record; without a day it happened today.

    `values` are columns of the kind (`db.rules.record_kinds`): `staff`, or `by_name` for somebody who is not of the
    staff. Raises RuleError with a sentence a field, NotFoundError for a child out of the person's scope.
    """
    with session.writing():
        given = {**values, DAY: values.get(DAY) or session.clock.today().isoformat()}
        stored = _checked(session, kind, child_id, given)
        return insert(session, CareRecord, {"child": child_id, "kind": kind.value, **stored})


def record_many(session: Session, kind: RecordKind, values: Values, of_children: Mapping[int, Values]) -> list[int]:
    """Write down the same for many children, all of them or none, and return the ids of the records.

    `of_children` are the children with what differs for each: a letter each for a class. Errors name their fields
    `child.column`, with the id of the child.
    """
    ids = []
    with session.writing():
        for child_id, own in of_children.items():
            with part(str(child_id)):
                ids.append(record(session, child_id, kind, {**values, **own}))
    return ids


def correct_record(session: Session, record_id: int, version: int, values: Values) -> dict[str, list[Any]]:
    """Change fields of a record; the change log keeps the former text.

    Raises RuleError, for a withdrawn record too, ConflictError where somebody else wrote the same card meanwhile,
    NotFoundError.
    """
    with session.writing():
        before = _standing(session, record_id)
        stored = _checked(session, RecordKind(before["kind"]), before["child"], values, before)
        return update(session, CareRecord, record_id, version, stored)


def withdraw_record(session: Session, record_id: int, version: int, reason: str) -> None:
    """Take a record back, for a reason: it stays in the file and counts no more."""
    with session.writing():
        _standing(session, record_id)
        why = reason_of(reason, "withdrawn_reason")
        taken_back = {"withdrawn_on": session.clock.today().isoformat(), "withdrawn_reason": why}
        update(session, CareRecord, record_id, version, taken_back, action=Action.WITHDRAW, reason=why)


def doubts(
    session: Session, child_id: int, kind: RecordKind, values: Values, record_id: int = 0
) -> dict[str, str]:  # fmt: skip
    """What may be saved but is probably a slip, a sentence a field; `record_id` is the record that is corrected."""
    told = {**values, DAY: values.get(DAY) or session.clock.today().isoformat()}
    return checks.doubts(kind, known(session, child_id, kind, told, record_id), told)


def _standing(session: Session, record_id: int) -> dict[str, Any]:
    row = record_row(session, record_id)
    if row["withdrawn_on"] is not None:
        raise RuleError(_("This record was withdrawn and stays as it is. Write a new one."))
    return row


def _checked(
    session: Session, kind: RecordKind, child_id: int, values: Values, before: Mapping[str, Any] | None = None
) -> dict[str, Any]:  # fmt: skip
    """The values as they are stored, with the semester of their day, held against the rules of the kind."""
    stored = cleaned(session, CareRecord, {name: values[name] for name in values if name in FORMS[kind].columns})
    if stored.get("starts_at"):
        stored["starts_at"] = _time(stored["starts_at"])
    if stored.get("staff"):
        stored["by_name"] = None
    elif stored.get("by_name"):
        stored["staff"] = None
    merged = {**(before or {}), **stored}
    found = checks.problems(kind, known(session, child_id, kind, merged), merged)
    # What stood before and was not touched is nobody's fault now.
    refuse({name: sentence for name, sentence in found.items() if before is None or name in stored})
    if DAY in stored:
        day = date.fromisoformat(stored[DAY])
        ensure_semesters(session, day)
        stored["semester"] = semester_id(session, day)
    return stored


def _time(text: str) -> str:
    try:
        return parse_time(text)
    except RuleError as error:
        raise RuleError(error.sentence, {"starts_at": error.sentence}) from error
