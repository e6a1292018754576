"""Incidents under mandatory reporting: seen by those whose scope shows them, the supervisor's role, and nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from db.errors import NotFoundError
from db.i18n import _
from db.models import Child, Incident, School, Village
from db.queries.scope import child_conditions
from db.session import Session

Row = Mapping[str, Any]


@dataclass(frozen=True)
class IncidentLine:
    """One incident with the child it is about; instants in UTC, as stored."""

    id: int
    version: int
    child: int
    name: str
    school: str | None
    village: str | None
    kind: str
    urgent: bool
    facts: str
    found_at: str
    found_by: str | None
    reported_at: str | None
    reported_to: str | None
    receipt_no: str | None
    closed_on: str | None
    outcome: str | None

    @property
    def reported(self) -> bool:
        return self.reported_at is not None


_COLUMNS = (
    Incident.id, Incident.version, Incident.child, Child.name, School.name, Village.name, Incident.kind,
    Incident.urgent, Incident.facts, Incident.found_at, Incident.found_by, Incident.reported_at, Incident.reported_to,
    Incident.receipt_no, Incident.closed_on, Incident.outcome,
)  # fmt: skip


def incidents(session: Session, *, closed: bool = False, child: int | None = None) -> list[IncidentLine]:
    """Those not reported first, then the newest; with `closed` those that are over, too. None for who may see none."""
    if not session.scope.incidents:
        return []
    conditions = list(child_conditions(session.scope))
    if not closed:
        conditions.append(Incident.closed_on.is_null())
    if child is not None:
        conditions.append(Incident.child == child)
    query = _listed().where(*conditions) if conditions else _listed()
    order = (Incident.reported_at.is_null().desc(), Incident.found_at.desc(), Incident.id.desc())
    with session.reading():
        return [IncidentLine(*row) for row in query.order_by(*order).tuples()]


def incident(session: Session, incident_id: int) -> IncidentLine:
    """One of them; raises NotFoundError where it does not exist or the person may not see it."""
    with session.reading():
        incident_row(session, incident_id)
        return IncidentLine(*_listed().where(Incident.id == incident_id).tuples().get())


def incident_row(session: Session, incident_id: int) -> Row:
    """The columns of an incident, inside the caller's reading; raises NotFoundError as `incident` does."""
    found: Row | None = None
    if session.scope.incidents:
        query = Incident.select().join(Child).where(Incident.id == incident_id, *child_conditions(session.scope))
        found = query.dicts().first()
    if found is None:
        raise NotFoundError(_("This incident does not exist, or is not among those that you may see."))
    return found


def unreported(session: Session) -> int:
    """How many incidents, of whatever child of the person's, nobody has reported yet; 0 for who may see none."""
    if not session.scope.incidents:
        return 0
    with session.reading():
        waiting = [Incident.reported_at.is_null(), *child_conditions(session.scope)]
        count: int = Incident.select(Incident.id).join(Child).where(*waiting).count()
        return count


def _listed() -> Any:
    query = Incident.select(*_COLUMNS).join(Child)
    query = query.join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
    return query.join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
