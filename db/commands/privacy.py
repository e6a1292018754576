"""What guardians may ask for about a child's data, and what becomes of it when a child is long gone.

A file is reduced to what statistics need: who left when and why, from which place, at what risk. The log goes on
saying who changed which column and when; what stood in the columns is taken out of its lines, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from peewee import TextField

from db.access import Right
from db.commands.cleaning import day_of, reason_of, refuse
from db.commands.drafts import forget_file
from db.commands.findable import reindex
from db.commands.writing import blank, empty_lines, insert, update
from db.engine import search as index
from db.engine.sqlite import empty_journal
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import (
    CarePlan,
    Carer,
    CareRecord,
    ChangeLog,
    Child,
    Edited,
    Grandparent,
    Incident,
    Pairing,
    Parent,
    PlanMeasure,
    PlanReview,
    PrivacyRequest,
    Survey,
)
from db.queries.family import child_row
from db.queries.privacy import NOBODY, reducible
from db.queries.search_documents import documents_of
from db.rules.names import clean_name, clean_note
from db.session import Session
from db.vocabulary import Action, RegistryState, RequestKind, RequestState

_OF_CHILD: tuple[type[Edited], ...] = (
    Parent, Grandparent, Carer, CareRecord, Survey, Pairing, CarePlan, Incident, PrivacyRequest
)  # fmt: skip
_OF_PLAN: tuple[type[Edited], ...] = (PlanMeasure, PlanReview)
_FILE: tuple[type[Edited], ...] = (Child, *_OF_CHILD, *_OF_PLAN)
_MODELS = {model._meta.table_name: model for model in _FILE}
_KEPT = frozenset({"uid", "created_by", "updated_by", "work_province", "work_city"})
_HIDDEN = frozenset({"id_type"})


def take_request(session: Session, child_id: int, values: Mapping[str, Any]) -> int:
    """Write down what a guardian asks for: `kind`, `asked_by`, `relation`, `asked_on` (today), `detail`.

    Raises RuleError with a sentence a field, NotFoundError.
    """
    with session.writing():
        child_row(session, child_id)
        kind, asked_by = values.get("kind"), clean_name(values.get("asked_by") or "")
        problems = {}
        if not kind:
            problems["kind"] = _("Choose one from the list.")
        if not asked_by:
            problems["asked_by"] = _("Write down who asks.")
        refuse(problems)
        row = {
            "child": child_id, "kind": RequestKind(str(kind)).value, "asked_by": asked_by,
            "relation": clean_name(values.get("relation") or ""), "state": RequestState.OPEN.value,
            "asked_on": day_of(values.get("asked_on"), session.clock.today(), "asked_on"),
            "detail": clean_note(values.get("detail") or ""),
        }  # fmt: skip
        return insert(session, PrivacyRequest, row)


def answer_request(session: Session, request_id: int, version: int, state: str, answer: str) -> None:
    """Say what became of a request; a deletion that is carried out reduces the file of a child that has left.

    That cannot be taken back, so it is the office's deed. Raises RuleError where the request was answered before or
    the child is still on the register, RefusedError.
    """
    with session.writing():
        row = PrivacyRequest.select().where(PrivacyRequest.id == request_id).dicts().get_or_none()
        if row is None:
            raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
        child = child_row(session, row["child"])
        if row["state"] != RequestState.OPEN:
            raise RuleError(_("This request was answered already."))
        if state not in (RequestState.DONE, RequestState.REFUSED):
            refuse({"state": _("Choose one from the list.")})
        answer = reason_of(answer, "answer")
        values = {"state": state, "answered_on": session.clock.today().isoformat()}
        update(session, PrivacyRequest, request_id, version, values)
        if row["kind"] == RequestKind.DELETE and state == RequestState.DONE:
            session.require(Right.OFFICE)
            if child["registry_state"] != RegistryState.LEFT:
                raise RuleError(_("The law asks for this file while the child is on the register. Take it off first."))
            _reduce(session.unbound(), child["id"])
        version = PrivacyRequest.select(PrivacyRequest.version).where(PrivacyRequest.id == request_id).scalar()
        update(session, PrivacyRequest, request_id, version, {"answer": answer})
    if row["kind"] == RequestKind.DELETE and state == RequestState.DONE:
        scrub(session)


def reduce_left(session: Session, years: int) -> int:
    """Reduce every file of a child that left more than so many years ago; returns how many. The supervisor's deed."""
    with session.writing():
        session.require(Right.USERS)
        children = reducible(session, years)
        for child_id in children:
            _reduce(session.unbound(), child_id)
    if children:
        scrub(session)
    return len(children)


def scrub(session: Session) -> None:
    """Let nothing that was taken out stay in the bytes of the file: pages are overwritten, words of the index not."""
    with session.writing():
        index.optimise(session.database)
    with session.reading():
        empty_journal(session.database)


def _reduce(session: Session, child_id: int) -> None:
    for entry in _entries(child_id):
        _reduce_entry(session, entry)


def _entries(child_id: int) -> list[int]:
    """The entry of the child, and all that were merged into it, one into another."""
    entries = [child_id]
    for entry in entries:  # grows
        entries += [other for other in _merged_into(entry) if other not in entries]
    return entries


def _merged_into(child_id: int) -> Iterator[int]:
    """The other entries that were merged into this one: their lines stand before its own in the deed."""
    child = Child._meta.table_name
    lines = ChangeLog.select(ChangeLog.id, ChangeLog.deed, ChangeLog.table_name, ChangeLog.row_id)
    lines = lines.where(ChangeLog.action == Action.MERGE)
    own = lines.where((ChangeLog.table_name == child) & (ChangeLog.row_id == child_id))
    for number, deed, _table, _row in list(own.tuples()):
        # Found by their numbers, which are in a row: by their table it would be every line about any child.
        before = list(lines.where(ChangeLog.id.between(deed, number - 1)).tuples())
        yield from (row for at, _deed, table, row in before if table == child and not _stands_again(row, at))


def _stands_again(entry: int, since: int) -> bool:
    """Whether an entry is of a child of its own again since a line: its merge was taken back, or it came back."""
    lines = ChangeLog.select(ChangeLog.changes).where(
        ChangeLog.child_id == entry, ChangeLog.table_name == Child._meta.table_name, ChangeLog.id > since
    )
    return any("registry_state" in json.loads(changes or "{}") for (changes,) in lines.tuples())


def reduce_merged(session: Session, last: int) -> None:
    """Reduce the entries that deeds up to a line of the log merged into another, within the caller's transaction."""
    lines = ChangeLog.select(ChangeLog.id, ChangeLog.deed, ChangeLog.row_id).where(
        ChangeLog.table_name == Child._meta.table_name, ChangeLog.action == Action.MERGE, ChangeLog.id <= last
    )
    merges = list(lines.order_by(ChangeLog.id).tuples())
    for (at, deed, entry), (_at, next_deed, _kept) in pairwise(merges):
        if deed == next_deed and not _stands_again(entry, at):
            _reduce_entry(session, entry)


def _reduce_entry(session: Session, child_id: int) -> None:
    documents = documents_of(session, [child_id])
    rows = list(_rows(child_id))
    empty_lines(session, child_id, _rests(child_id, rows))
    for model, row in rows:
        values = {name: left for name, stored in row.items() if (left := _left(model, name, stored)) != stored}
        if values:
            blank(session, model, row["id"], row["version"], values)
    forget_file(child_id)
    reindex(session, documents)


def _rows(child_id: int) -> Iterator[tuple[type[Edited], Mapping[str, Any]]]:
    """The rows that a file is made of."""
    for model in _OF_CHILD:
        for row in list(model.select().where(model.child == child_id).dicts()):
            yield model, row
    plans = CarePlan.select(CarePlan.id).where(CarePlan.child == child_id)
    for part in _OF_PLAN:
        for row in list(part.select().where(part.plan.in_(plans)).dicts()):
            yield part, row
    yield Child, Child.select().where(Child.id == child_id).dicts().get()


def _left(model: type[Edited], name: str, stored: Any) -> Any:
    """What is left of a value: of free text nothing, of a birth date the year."""
    if stored in (None, "", NOBODY) or name in _KEPT:
        return stored
    field = model._meta.fields[name]
    if name == "birth_date":
        return stored[:4]
    if type(field) is TextField or name in _HIDDEN:
        return None if field.null else NOBODY
    return stored


def _rests(child_id: int, rows: list[tuple[type[Edited], Mapping[str, Any]]]) -> dict[int, str | None]:
    """What is left of the changes of each line of the log that told something of the file.

    Lines are found by the child and by the row: a record that came from a twin was logged under the twin's number.
    """
    lines = ChangeLog.select(ChangeLog.id, ChangeLog.table_name, ChangeLog.changes, ChangeLog.reason)
    lines = lines.where(ChangeLog.digest.is_null())
    found = list(lines.where(ChangeLog.child_id == child_id).tuples())
    for model, row in rows:
        of_row = (ChangeLog.table_name == model._meta.table_name) & (ChangeLog.row_id == row["id"])
        found += list(lines.where(of_row).tuples())
    rests = {}
    for number, table, changes, reason in found:
        rest = _rest(_MODELS.get(table), changes)
        if reason is not None or rest != changes:
            rests[number] = rest
    return rests


def _rest(model: type[Edited] | None, changes: str | None) -> str | None:
    if model is None or changes is None:
        return changes
    told = json.loads(changes)
    return json.dumps(
        {name: [_left(model, name, value) for value in pair] if name in model._meta.fields else pair
         for name, pair in told.items()}, ensure_ascii=False)  # fmt: skip
