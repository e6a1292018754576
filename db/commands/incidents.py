"""Incidents under mandatory reporting (nine departments, 2020): found, reported to the police at once, closed.

Raises RuleError with a sentence a field, ConflictError, NotFoundError, and RefusedError for everybody but the
supervisor's role.
"""

from __future__ import annotations

from typing import Any

from db.access import Right
from db.clock import instant_of, local_time
from db.commands.cleaning import Values, cleaned, day_of, reason_of, refuse
from db.commands.writing import insert, update
from db.errors import RuleError
from db.i18n import _
from db.models import Incident
from db.queries.family import child_row
from db.queries.incidents import Row, incident_row
from db.session import Session

FIELDS = frozenset({"kind", "facts", "found_by", "urgent"})


def find_incident(session: Session, child_id: int, values: Values) -> int:
    """Write down what was found about a child, whether it is registered or has left; returns its id.

    `found_on` and `found_time` (as 14:05) are when; without them it was found just now.
    """
    with session.writing():
        session.require(Right.INCIDENTS)
        child_row(session, child_id)
        stored = _cleaned(session, {"kind": None, "facts": None, **values})
        stored["found_at"] = _moment(session, values, "found")
        stored["urgent"] = bool(stored.get("urgent", True))
        return insert(session, Incident, {**stored, "child": child_id})


def correct_incident(session: Session, incident_id: int, version: int, values: Values) -> None:
    """Change what was found of an incident that is not closed."""
    with session.writing():
        before = _open_incident(session, incident_id)
        stored = _cleaned(session, values)
        if "found_on" in values or "found_time" in values:
            day, time = local_time(before["found_at"]).split()
            stored["found_at"] = _moment(session, {"found_on": day, "found_time": time, **values}, "found")
            _check_order(stored["found_at"], before["reported_at"], "found_on")
        update(session, Incident, incident_id, version, stored)


def report_incident(session: Session, incident_id: int, version: int, values: Values) -> None:
    """It was reported: `reported_to` whom, with the number of the receipt, `reported_on` and `reported_time` when."""
    with session.writing():
        before = _open_incident(session, incident_id)
        names = ("reported_to", "receipt_no")
        stored = cleaned(session, Incident, {name: values.get(name) for name in names})
        if not stored["reported_to"]:
            refuse({"reported_to": _("Say to whom it was reported.")})
        stored["reported_at"] = _moment(session, values, "reported")
        _check_order(before["found_at"], stored["reported_at"], "reported_on")
        update(session, Incident, incident_id, version, stored)


def close_incident(session: Session, incident_id: int, version: int, outcome: str, on: str | None = None) -> None:
    """End an incident with what came of it; one that was not reported cannot be closed."""
    with session.writing():
        before = _open_incident(session, incident_id)
        if not before["reported_at"]:
            raise RuleError(_("It has not been reported yet. Report it to the police first; it was not closed."))
        result = reason_of(outcome, "outcome")
        day = day_of(on, session.clock.today(), "closed_on")
        if day < local_time(before["found_at"])[:10]:
            refuse({"closed_on": _("It was found later than that.")})
        update(session, Incident, incident_id, version, {"closed_on": day, "outcome": result}, reason=result)


def _open_incident(session: Session, incident_id: int) -> Row:
    session.require(Right.INCIDENTS)
    found = incident_row(session, incident_id)
    if found["closed_on"]:
        raise RuleError(_("The incident was closed on {day}. Nothing was saved.").format(day=found["closed_on"]))
    return found


def _cleaned(session: Session, values: Values) -> dict[str, Any]:
    return cleaned(session, Incident, {name: value for name, value in values.items() if name in FIELDS})


def _moment(session: Session, values: Values, what: str) -> str:
    """The instant of a day and a time of day in China; without a time noon, or now where it is today."""
    now = session.clock.instant()
    day = day_of(values.get(f"{what}_on"), session.clock.today(), f"{what}_on")
    time = values.get(f"{what}_time")
    if not time:
        time = local_time(now)[11:] if day == local_time(now)[:10] else "12:00"
    try:
        instant = instant_of(day, time)
    except ValueError as error:
        sentence = _("Write the time as 14:05.")
        raise RuleError(sentence, {f"{what}_time": sentence}) from error
    if day == session.clock.today().isoformat() and instant > now:
        return now
    return instant


def _check_order(found: str, reported: str | None, field: str) -> None:
    if reported is not None and reported < found:
        refuse({field: _("It was reported before it was found.")})
