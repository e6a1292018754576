"""What one child took part in, and the guardian training that somebody came to for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.models import Activity, Attendance, Carer
from db.vocabulary import ActivityKind, ActivityState


@dataclass(frozen=True)
class Attended:
    """An activity that was not cancelled; `who` came to it for the child, nobody where the child itself did."""

    on_date: str
    kind: str
    title: str
    who: str = ""


def attended(child_id: int) -> tuple[Attended, ...]:
    """The activities that the child was present at, the latest first; within the caller's reading."""
    query = _present(Activity.on_date, Activity.kind, Activity.title).where(Attendance.child == child_id)
    return tuple(Attended(*row) for row in query.tuples())


def trainings_of(child_id: int) -> tuple[Attended, ...]:
    """Guardian training attended for a child, the latest first, each once; within the caller's reading."""
    carers = Carer.select(Carer.id).where(Carer.child == child_id)
    query = (
        _present(Activity.on_date, Activity.kind, Activity.title, Carer.name)
        .left_outer_join(Carer, on=(Attendance.carer == Carer.id))
        .where(
            (Attendance.child == child_id) | Attendance.carer.in_(carers),
            Activity.kind == ActivityKind.GUARDIAN_TRAINING.value,
        )
    )
    found: dict[tuple[str, str], Attended] = {}
    for on_date, kind, title, who in query.tuples():
        if who or (on_date, title) not in found:
            found[on_date, title] = Attended(on_date, kind, title, who or "")
    return tuple(found.values())


def _present(*columns: Any) -> Any:
    query = Activity.select(*columns).join(Attendance, on=(Attendance.activity == Activity.id))
    query = query.where(Attendance.present == 1, Activity.state != ActivityState.CANCELLED.value)
    return query.order_by(Activity.on_date.desc(), Activity.id.desc())
