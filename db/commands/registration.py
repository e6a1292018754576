"""Risk, leaving the register and coming back: deeds with a reason and a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.commands.cleaning import cleaned, day_of, reason_of, refuse
from db.commands.writing import update
from db.errors import RuleError
from db.i18n import _
from db.models import Child
from db.queries.family import child_row
from db.queries.privacy import NOBODY
from db.rules.dates import birthday, first_day
from db.rules.definitions import AGE_LIMIT
from db.session import Session
from db.vocabulary import Action, ExitReason, RegistryState


def grade_risk(session: Session, child_id: int, version: int, risk: str, reason: str, on: str | None = None) -> None:
    """Give the child a risk colour, for a reason, today or on a day before.

    Raises RuleError, ConflictError, NotFoundError, as all deeds here do.
    """
    today = session.clock.today()
    with session.writing():
        child_row(session, child_id)
        changes = cleaned(session, Child, {"risk": risk})
        if not changes["risk"]:
            refuse({"risk": _("Choose one from the list.")})
        changes |= {"risk_reason": reason_of(reason, "risk_reason"), "risk_on": day_of(on, today, "risk_on")}
        update(session, Child, child_id, version, changes, reason=changes["risk_reason"])


def leave_register(
    session: Session, child_id: int, version: int, reason: str, on: str | None = None, note: str = ""
) -> None:
    """Take the child off the register, today or on a day before; its file stays. `reason` is an ExitReason.

    ExitReason.OTHER takes a note.
    """
    today = session.clock.today()
    with session.writing():
        child = child_row(session, child_id)
        if child["registry_state"] == RegistryState.LEFT:
            raise RuleError(_("The child has left the register already."))
        changes = cleaned(session, Child, {"left_reason": reason, "left_note": note})
        if not changes["left_reason"]:
            refuse({"left_reason": _("Choose one from the list.")})
        if changes["left_reason"] == ExitReason.OTHER:
            reason_of(note, "left_note")
        day = day_of(on, today, "left_on")
        if changes["left_reason"] == ExitReason.TURNED_16:
            _turned_16(child["birth_date"], day)
        if day < child["registered_on"]:
            refuse({"left_on": _("The child was registered on {day} only.").format(day=child["registered_on"])})
        changes |= {"left_on": day, "registry_state": RegistryState.LEFT.value}
        update(session, Child, child_id, version, changes, action=Action.EXIT, reason=changes["left_note"])


def _turned_16(birth_date: str | None, day: str) -> None:
    """Refuse a reason that the birth date contradicts; of a birth date known to the month, the earliest day counts."""
    if birth_date and (sixteen := birthday(first_day(birth_date), AGE_LIMIT).isoformat()) > day:
        refuse({"left_reason": _("The child turns 16 on {day} only.").format(day=sixteen)})


def return_to_register(session: Session, child_id: int, version: int, reason: str) -> None:
    """Take a child that has left back on the register, for a reason; the first day of registration stays.

    Raises RuleError for one whose file was reduced, too: it has no name to come back with.
    """
    with session.writing():
        child = child_row(session, child_id)
        if child["registry_state"] != RegistryState.LEFT:
            raise RuleError(_("The child is on the register already."))
        if child["name"] == NOBODY:
            raise RuleError(_("This file was reduced to figures and tells of nobody. Register the child anew."))
        changes = {"registry_state": RegistryState.REGISTERED.value, "left_on": None, "left_reason": None,
                   "left_note": None}  # fmt: skip
        update(session, Child, child_id, version, changes, action=Action.RETURN, reason=reason_of(reason))


def as_mistake(child: Mapping[str, Any], today: date, note: str) -> dict[str, Any]:
    """The columns of an entry that leaves the register as a mistake; its ID number is free for the true one."""
    return {
        "registry_state": RegistryState.LEFT.value, "left_on": max(today.isoformat(), child["registered_on"]),
        "left_reason": ExitReason.WRONG_ENTRY.value, "left_note": note, "id_no": None, "id_type": None,
    }  # fmt: skip
