"""Parents, grandparents and the carer of a child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.commands.cleaning import Values, cleaned, day_of, identified, part, reason_of, refuse
from db.commands.definitions import recompute
from db.commands.findable import kept_findable
from db.commands.writing import insert, update
from db.errors import ConflictError, NotFoundError
from db.i18n import _
from db.models import Carer, Edited, Grandparent, Parent
from db.queries.family import Row, child_row, family
from db.session import Session
from db.vocabulary import GrandparentRole, ParentRole

NOT_RECORDED = 0
"""The version of a row that did not exist when it was read."""


def save_parent(session: Session, child_id: int, role: str, version: int, values: Values) -> None:
    """Record or correct the father or the mother; both definitions of the child follow.

    `version` is NOT_RECORDED where nothing was known. Raises RuleError, ConflictError, NotFoundError.
    """
    today = session.clock.today()
    with session.writing():
        before = family(session, child_id).parents.get(role)
        changes = identified(Parent, cleaned(session, Parent, values), before or {}, today)
        with kept_findable(session, child_id):
            _save(session, Parent, before, version, changes, {"child": child_id, "role": ParentRole(role).value})
        recompute(session, child_id)


def save_grandparents(
    session: Session, child_id: int, versions: Mapping[str, int], values: Mapping[str, Values]
) -> None:
    """Record or correct grandparents by role, all or none; errors are named `paternal_grandfather.birth_date`."""
    with session.writing():
        found = family(session, child_id).grandparents
        for role, given in values.items():
            with part(role):
                changes = cleaned(session, Grandparent, given)
            before = found.get(role)
            if before is None and not any(value is not None for value in changes.values()):
                continue
            key = {"child": child_id, "role": GrandparentRole(role).value}
            _save(session, Grandparent, before, versions.get(role, NOT_RECORDED), changes, key)


def entrust(
    session: Session, child_id: int, values: Values, *, former: tuple[int, int] | None = None, end_reason: str = "",
) -> int:  # fmt: skip
    """Record a new carer, which ends the care of the former one on the same day; returns the carer's id.

    `former` is id and version of the carer as read, None where there was none; to end it takes a reason. A carer whom
    the law forbids to entrust is recorded, too: it is a fact, and stands as a red alert until it has changed.
    """
    today = session.clock.today()
    with session.writing():
        found = family(session, child_id)
        changes = identified(Carer, cleaned(session, Carer, {"name": None, **values}), {}, today)
        changes["from_on"] = changes.get("from_on") or today.isoformat()
        _check_agreement(changes)
        present = found.carer
        if (present and present["id"]) != (former and former[0]):
            raise ConflictError(
                _("Somebody else has changed the carer meanwhile. Nothing was saved; look at the file again.")
            )
        with kept_findable(session, child_id):
            if present and former:
                _end(session, present, former[1], changes["from_on"], end_reason, "from_on")
            return insert(session, Carer, {**changes, "child": child_id})


def correct_carer(session: Session, carer_id: int, version: int, values: Values) -> None:
    """Change what is known of a carer. Raises RuleError, ConflictError, NotFoundError."""
    today = session.clock.today()
    with session.writing():
        before = _carer(session, carer_id)
        changes = identified(Carer, cleaned(session, Carer, values), before, today)
        _check_agreement({**before, **changes})
        with kept_findable(session, before["child"]):
            update(session, Carer, carer_id, version, changes)


def end_care(session: Session, carer_id: int, version: int, reason: str, on: str | None = None) -> None:
    """End the care of a carer without a new one, for a reason, today or on a day before."""
    today = session.clock.today()
    with session.writing():
        before = _carer(session, carer_id)
        with kept_findable(session, before["child"]):
            _end(session, before, version, day_of(on, today, "to_on"), reason, "to_on")


def _save(
    session: Session, model: type[Edited], before: Row | None, version: int, changes: dict[str, Any], key: Values
) -> None:
    """Insert or update a row of which a child has one for each role."""
    if before:
        update(session, model, before["id"], version, changes)
    elif version != NOT_RECORDED:
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    else:
        insert(session, model, {**changes, **key})


def _carer(session: Session, carer_id: int) -> Row:
    found: Row | None = Carer.select().where(Carer.id == carer_id).dicts().first()
    if found is None:
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    child_row(session, found["child"])
    return found


def _end(session: Session, carer: Row, version: int, day: str, reason: str, field: str) -> None:
    reason = reason_of(reason, "end_reason")
    if carer["from_on"] and day < carer["from_on"]:
        refuse({field: _("The former carer began on {day}.").format(day=carer["from_on"])})
    update(session, Carer, carer["id"], version, {"to_on": day, "end_reason": reason}, reason=reason)


def _check_agreement(carer: Values) -> None:
    signed, until = carer.get("agreement_on"), carer.get("agreement_until")
    if signed and until and until < signed:
        refuse({"agreement_until": _("The agreement ends before it was signed.")})
