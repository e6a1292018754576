"""The campaign: its phases are dated, named and closed; people join the working group and leave it."""

from __future__ import annotations

from typing import Any

from db.commands.cleaning import Values, cleaned, day_of, reason_of, refuse
from db.commands.writing import insert, update
from db.errors import RuleError
from db.i18n import _
from db.models import Phase, WorkingGroupMember
from db.queries.campaign import row_of
from db.rules.campaign import problems
from db.session import Session

PHASE_FIELDS = frozenset({"name", "starts_on", "ends_on", "tasks", "result"})
MEMBER_FIELDS = frozenset({"name", "post", "duty", "phone", "leads", "from_on"})


def save_phase(session: Session, phase_id: int, version: int, values: Values) -> dict[str, list[Any]]:
    """Name a phase, set its days and tasks. Raises RuleError with a sentence a field, ConflictError, NotFoundError."""
    with session.writing():
        before = row_of(Phase, phase_id)
        stored = cleaned(session, Phase, {name: value for name, value in values.items() if name in PHASE_FIELDS})
        refuse(problems({**before, **stored}))
        return update(session, Phase, phase_id, version, stored)


def close_phase(session: Session, phase_id: int, version: int, result: str, on: str | None = None) -> None:
    """Close a phase with what came of it, today or on a day before; `reopen_phase` takes it back.

    Raises RuleError where it has not begun.
    """
    with session.writing():
        before = row_of(Phase, phase_id)
        day = day_of(on, session.clock.today(), "closed_on")
        starts_on = before["starts_on"]
        if starts_on is None or day < str(starts_on):
            raise RuleError(_("The phase has not begun. Set its days first; nothing was saved."))
        text = reason_of(result, "result")
        update(session, Phase, phase_id, version, {"closed_on": day, "result": text})


def reopen_phase(session: Session, phase_id: int, version: int) -> None:
    """Go on with a phase that was closed; what came of it until now stays."""
    with session.writing():
        row_of(Phase, phase_id)
        update(session, Phase, phase_id, version, {"closed_on": None})


def add_member(session: Session, values: Values) -> int:
    """Take somebody into the working group, today by default; whoever leads it takes the lead from the one before."""
    with session.writing():
        today = session.clock.today().isoformat()
        given = {name: value for name, value in values.items() if name in MEMBER_FIELDS}
        stored = cleaned(session, WorkingGroupMember, {"name": None, **given})
        stored["leads"] = bool(stored.get("leads"))
        stored["from_on"] = stored.get("from_on") or today
        if stored["leads"]:
            _take_the_lead(session)
        return insert(session, WorkingGroupMember, stored)


def correct_member(session: Session, member_id: int, version: int, values: Values) -> dict[str, list[Any]]:
    """Change what is known of a member. Raises RuleError, ConflictError, NotFoundError."""
    with session.writing():
        before = row_of(WorkingGroupMember, member_id)
        given = {name: value for name, value in values.items() if name in MEMBER_FIELDS}
        stored = cleaned(session, WorkingGroupMember, given)
        if "leads" in stored:
            stored["leads"] = bool(stored["leads"])
        begins, left = stored.get("from_on", before["from_on"]), before["to_on"]
        if begins and left and str(left) < str(begins):
            refuse({"from_on": _("The member left on {day} already.").format(day=left)})
        if stored.get("leads") and left:
            refuse({"leads": _("Who has left the group does not lead it.")})
        if stored.get("leads") and not before["leads"]:
            _take_the_lead(session)
        return update(session, WorkingGroupMember, member_id, version, stored)


def end_membership(session: Session, member_id: int, version: int, on: str | None = None) -> None:
    """Let a member leave the group, today or on a day before; the line is kept."""
    with session.writing():
        before = row_of(WorkingGroupMember, member_id)
        day = day_of(on, session.clock.today(), "to_on")
        if before["to_on"]:
            raise RuleError(_("The member left on {day} already.").format(day=before["to_on"]))
        if before["from_on"] and day < str(before["from_on"]):
            refuse({"to_on": _("The member joined on {day} only.").format(day=before["from_on"])})
        update(session, WorkingGroupMember, member_id, version, {"to_on": day, "leads": False})


def _take_the_lead(session: Session) -> None:
    leading = WorkingGroupMember.select(WorkingGroupMember.id, WorkingGroupMember.version)
    for row_id, version in list(leading.where(WorkingGroupMember.leads == 1).tuples()):
        update(session, WorkingGroupMember, row_id, version, {"leads": False})
