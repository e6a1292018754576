"""What one child took part in, and the guardian training that somebody came to for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

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
    return tuple(attended_by([child_id])[child_id])


def attended_by(children: Sequence[int]) -> defaultdict[int, list[Attended]]:
    """`attended` of each of some hundred children."""
    query = _present(Attendance.child, Activity.on_date, Activity.kind, Activity.title)
    found: defaultdict[int, list[Attended]] = defaultdict(list)
    for child, *told in query.where(Attendance.child.in_(children)).tuples():
        found[child].append(Attended(*told))
    return found


def trainings_of(child_id: int) -> tuple[Attended, ...]:
    """Guardian training attended for a child, the latest first, each once; within the caller's reading."""
    return tuple(trainings_for([child_id])[child_id])


def trainings_for(children: Sequence[int]) -> defaultdict[int, list[Attended]]:
    """`trainings_of` each of some hundred children."""
    of_child = fn.COALESCE(Attendance.child, Carer.child)
    carers = Carer.select(Carer.id).where(Carer.child.in_(children))
    query = (
        _present(of_child, Activity.on_date, Activity.kind, Activity.title, Carer.name)
        .left_outer_join(Carer, on=(Attendance.carer == Carer.id))
        .where(
            Attendance.child.in_(children) | Attendance.carer.in_(carers),
            Activity.kind == ActivityKind.GUARDIAN_TRAINING.value,
        )
    )
    once: dict[tuple[int, str, str], Attended] = {}
    for child, on_date, kind, title, who in query.tuples():
        if who or (child, on_date, title) not in once:
            once[child, on_date, title] = Attended(on_date, kind, title, who or "")
    found: defaultdict[int, list[Attended]] = defaultdict(list)
    for (child, _day, _title), one in once.items():
        found[child].append(one)
    return found


def _present(*columns: Any) -> Any:
    query = Activity.select(*columns).join(Attendance, on=(Attendance.activity == Activity.id))
    query = query.where(Attendance.present == 1, Activity.state != ActivityState.CANCELLED.value)
    return query.order_by(Activity.on_date.desc(), Activity.id.desc())
