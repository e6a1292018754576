"""What guardians may ask for about a child's data, and what becomes of it when a child is long gone.

A file is reduced to what statistics need: who left when and why, from which place, at what risk. The log says that it
was done, by whom and to which columns; what stood in them is not written down again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peewee import TextField

from db.access import Right
from db.commands.cleaning import day_of, reason_of, refuse
from db.commands.findable import reindex
from db.commands.writing import blank, insert, update
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import (
    CarePlan,
    Carer,
    CareRecord,
    Child,
    Edited,
    Grandparent,
    Pairing,
    Parent,
    PlanMeasure,
    PlanReview,
    PrivacyRequest,
    Survey,
)
from db.queries.family import child_row
from db.queries.privacy import reducible
from db.queries.search_documents import documents_of
from db.rules.names import clean_name, clean_note
from db.session import Session
from db.vocabulary import RegistryState, RequestKind, RequestState

NOBODY = "*"
"""What stands in the place of a name that may not be empty."""
_KEPT = frozenset({"uid", "created_by", "updated_by", "work_province", "work_city"})
_HIDDEN = frozenset({"birth_date", "id_type"})


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
        if row["kind"] == RequestKind.DELETE and state == RequestState.DONE:
            session.require(Right.OFFICE)
            if child["registry_state"] != RegistryState.LEFT:
                raise RuleError(_("The law asks for this file while the child is on the register. Take it off first."))
            _reduce(session, child["id"])
        values = {"state": state, "answer": reason_of(answer, "answer"),
                  "answered_on": session.clock.today().isoformat()}  # fmt: skip
        update(session, PrivacyRequest, request_id, version, values)


def reduce_left(session: Session, years: int) -> int:
    """Reduce every file of a child that left more than so many years ago; returns how many. The supervisor's deed."""
    with session.writing():
        session.require(Right.USERS)
        children = reducible(session, years)
        for child_id in children:
            _reduce(session, child_id)
    return len(children)


def _reduce(session: Session, child_id: int) -> None:
    documents = documents_of(session, [child_id])
    for model in (Parent, Grandparent, Carer, CareRecord, Survey, Pairing, CarePlan):
        for row in list(model.select().where(model.child == child_id).dicts()):
            _empty(session, model, row)
    plans = CarePlan.select(CarePlan.id).where(CarePlan.child == child_id)
    for part in (PlanMeasure, PlanReview):
        for row in list(part.select().where(part.plan.in_(plans)).dicts()):
            _empty(session, part, row)
    _empty(session, Child, Child.select().where(Child.id == child_id).dicts().get())
    reindex(session, documents)


def _empty(session: Session, model: type[Edited], row: Mapping[str, Any]) -> None:
    """Take every free text out of a row, and of a birth date all but the year."""
    values: dict[str, Any] = {}
    for name, field in model._meta.fields.items():
        stored = row.get(name)
        if stored in (None, "", NOBODY) or name in _KEPT:
            continue
        if name == "birth_date":
            if len(stored) > 4:
                values[name] = stored[:4]
        elif type(field) is TextField or name in _HIDDEN:
            values[name] = None if field.null else NOBODY
    if values:
        blank(session, model, row["id"], row["version"], values)
