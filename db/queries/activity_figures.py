"""Activities as reports count them and as other calendars take them over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from peewee import JOIN, fn

from db.models import Activity, School, Village
from db.queries.activities import ActivityFilter, People, between, people_of
from db.session import Session
from db.vocabulary import ActivityState


@dataclass(frozen=True)
class ActivityLine:
    """One activity with its places and the people who were there; `updated_at` and `sequence` date its text."""

    id: int
    uid: str
    kind: str
    title: str
    on_date: str
    until_date: str | None
    starts_at: str | None
    ends_at: str | None
    place: str | None
    where: str
    """The school or village, empty for the township."""
    organiser: str | None
    topics: str | None
    state: str
    updated_at: str
    sequence: int
    people: People


_COLUMNS = tuple(field.name for field in fields(ActivityLine))[:-2]


@dataclass(frozen=True)
class Figures:
    """The activities of one kind or place: how many in each state, and who was at those that were held."""

    name: str
    planned: int
    done: int
    cancelled: int
    people: People


def activity_lines(session: Session, first: date, last: date, narrowed: ActivityFilter) -> list[ActivityLine]:
    """The activities from `first` to `last`, by day and time."""
    place = fn.COALESCE(School.name, Village.name, "")
    query = (
        Activity.select(
            Activity.id, Activity.uid, Activity.kind, Activity.title, Activity.on_date, Activity.until_date,
            Activity.starts_at, Activity.ends_at, Activity.place, place, Activity.organiser, Activity.topics,
            Activity.state, Activity.updated_at, Activity.version, Activity.others_present,
        )
        .join(School, JOIN.LEFT_OUTER, on=(Activity.school == School.id))
        .switch(Activity)
        .join(Village, JOIN.LEFT_OUTER, on=(Activity.village == Village.id))
        .where(*between(session, first, last, narrowed))
        .order_by(Activity.on_date, Activity.starts_at, Activity.id)
    )  # fmt: skip
    with session.reading():
        rows = list(query.tuples())
        came = people_of([row[0] for row in rows]) if len(rows) < 500 else people_of(Activity.select(Activity.id))
    return [_line(row, came.get(row[0], People())) for row in rows]


@dataclass(frozen=True)
class LoggedActivity:
    """One activity with all of its columns, its place by name and the people who were there."""

    values: Mapping[str, Any]
    where: str
    """The school or village, empty for the township."""
    people: People

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


def activity_log(session: Session, first: date, last: date, narrowed: ActivityFilter) -> list[LoggedActivity]:
    """The activities from `first` to `last`, by day and time, whole."""
    lines = activity_lines(session, first, last, narrowed)
    with session.reading():
        rows = {row["id"]: row for row in Activity.select().where(*between(session, first, last, narrowed)).dicts()}
    return [LoggedActivity(rows[line.id], line.where, line.people) for line in lines if line.id in rows]


def figures(lines: list[ActivityLine], by: dict[str, str], key: str) -> Iterator[Figures]:
    """The lines counted by the values of the column `key`, named and ordered as in `by`, those without any left out."""
    for value, name in by.items():
        own = [line for line in lines if getattr(line, key) == value]
        if own:
            yield counted(name, own)


def counted(name: str, lines: list[ActivityLine]) -> Figures:
    """How many there are of each state, and the people at those that were held."""
    states = [line.state for line in lines]
    held = [line.people for line in lines if line.state == ActivityState.DONE]
    people = People(
        sum(one.children for one in held), sum(one.carers for one in held), sum(one.staff for one in held),
        sum(one.others for one in held),
    )  # fmt: skip
    planned, done, cancelled = (
        states.count(state.value) for state in (ActivityState.PLANNED, ActivityState.DONE, ActivityState.CANCELLED)
    )
    return Figures(name, planned, done, cancelled, people)


def _line(row: tuple[Any, ...], came: People) -> ActivityLine:
    *columns, version, others = row
    named: dict[str, Any] = dict(zip(_COLUMNS, columns, strict=True))
    people = People(came.children, came.carers, came.staff, others or 0)
    return ActivityLine(**named, sequence=version - 1, people=people)
