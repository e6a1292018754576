"""The campaign: its phases, and the working group led by the township head with its meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.errors import NotFoundError
from db.i18n import _
from db.models import Activity, Edited, Phase, WorkingGroupMember
from db.rules.campaign import Days, PhaseState, phase_state
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState


@dataclass(frozen=True)
class PhaseLine:
    """One phase; dates as stored."""

    id: int
    version: int
    position: int
    name: str | None
    starts_on: str | None
    ends_on: str | None
    tasks: str | None
    closed_on: str | None
    result: str | None
    state: PhaseState

    @property
    def days(self) -> Days:
        return Days(self.position, self.title, self.starts_on, self.ends_on)

    @property
    def title(self) -> str:
        """Its name; its number where the office has not named it."""
        return self.name or _("phase {n}, not named yet").format(n=self.position)


@dataclass(frozen=True)
class Member:
    """A member of the working group, now or before; dates as stored."""

    id: int
    version: int
    name: str
    post: str | None
    duty: str | None
    phone: str | None
    leads: bool
    from_on: str | None
    to_on: str | None


@dataclass(frozen=True)
class Meeting:
    """A meeting of the working group, held or planned."""

    id: int
    title: str
    on_date: str
    place: str | None
    summary: str | None
    state: str


def phases(session: Session, on: date | None = None) -> list[PhaseLine]:
    """The phases by position, as they stand on a day, today by default."""
    day = on or session.clock.today()
    columns = (
        Phase.id, Phase.version, Phase.position, Phase.name, Phase.starts_on, Phase.ends_on, Phase.tasks,
        Phase.closed_on, Phase.result,
    )  # fmt: skip
    with session.reading():
        rows = list(Phase.select(*columns).order_by(Phase.position).dicts())
    return [
        PhaseLine(**row, state=phase_state(row["starts_on"], row["ends_on"], row["closed_on"], day)) for row in rows
    ]


def members(session: Session) -> list[Member]:
    """The working group: its head, its members by entry, then those who have left it."""
    columns = tuple(WorkingGroupMember._meta.fields[name] for name in Member.__dataclass_fields__)
    order = (WorkingGroupMember.to_on.is_null(False), WorkingGroupMember.leads.desc(), WorkingGroupMember.id)
    with session.reading():
        return [Member(*row) for row in WorkingGroupMember.select(*columns).order_by(*order).tuples()]


def meetings(session: Session) -> list[Meeting]:
    """The meetings of the working group, the latest first; those cancelled are left out."""
    columns = (Activity.id, Activity.title, Activity.on_date, Activity.place, Activity.summary, Activity.state)
    query = Activity.select(*columns).where(
        Activity.kind == ActivityKind.GROUP_MEETING, Activity.state != ActivityState.CANCELLED
    )
    with session.reading():
        rows = list(query.order_by(Activity.on_date.desc(), Activity.id.desc()).tuples())
    return [Meeting(*row) for row in rows]


def row_of(model: type[Edited], row_id: int) -> dict[str, object]:
    """A row by column, inside the caller's transaction; raises NotFoundError."""
    found: dict[str, object] | None = model.select().where(model._meta.primary_key == row_id).dicts().first()
    if found is None:
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    return found
