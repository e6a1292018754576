"""What is due today: one set-based query a duty, and the register's filter behind each figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from db.models import Child, School, Village
from db.queries.alerts import alert_condition
from db.queries.registry import WITHOUT, RegistryFilter
from db.queries.scope import child_conditions
from db.queries.surveys import has_survey_duty, survey_overdue, surveyed
from db.queries.terms import current_semester
from db.rules.alerts import Alert
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import RegistryState


@dataclass(frozen=True)
class AlertLine:
    """A kind of red alert, how many registered children have it, and the list of them."""

    alert: Alert
    children: int
    filter: RegistryFilter


@dataclass(frozen=True)
class SurveyLine:
    """The survey of one school, or of the children of one village who are in no school."""

    owner: str
    """The school or village that owes it; empty for children of neither."""
    done: int
    due: int
    overdue: int
    filter: RegistryFilter
    """The children not surveyed yet."""

    @property
    def all(self) -> int:
        return self.done + self.due + self.overdue


@dataclass(frozen=True)
class Today:
    """Everything the screen of the day shows."""

    day: date
    semester: Semester
    registered: int
    alerts: tuple[AlertLine, ...]
    survey: SurveyLine
    survey_by_owner: tuple[SurveyLine, ...]


def today(session: Session) -> Today:
    """The figures of the day, within the person's scope."""
    day = session.clock.today()
    semester = current_semester(session)
    alerts = tuple(_alerts(session, day))
    lines = tuple(sorted(_survey_by_owner(session, semester, day), key=lambda line: (-line.overdue, -line.due)))
    total = SurveyLine(
        "", sum(line.done for line in lines), sum(line.due for line in lines), sum(line.overdue for line in lines),
        RegistryFilter(surveyed=False),
    )  # fmt: skip
    return Today(day, semester, total.all, alerts, total, lines)


def _registered(session: Session) -> Any:
    return [Child.registry_state == RegistryState.REGISTERED, *child_conditions(session.scope)]


def _alerts(session: Session, day: date) -> list[AlertLine]:
    lines = []
    with session.reading():
        for alert in Alert:
            query = Child.select(Child.id).where(*_registered(session), alert_condition(alert, day))
            lines.append(AlertLine(alert, query.count(), RegistryFilter(alert=alert.value)))
    return [line for line in lines if line.children]


def _survey_by_owner(session: Session, semester: Semester, day: date) -> list[SurveyLine]:
    # A child in a school is surveyed by the school, any other by its village.
    village = fn.iif(Child.school.is_null(), Child.village, None)
    query = (
        Child.select(
            Child.school, village, fn.count(Child.id), fn.sum(fn.iif(surveyed(semester, day), 1, 0)),
            fn.sum(fn.iif(survey_overdue(semester, day), 1, 0)),
        )
        .where(*_registered(session), has_survey_duty(semester))
        .group_by(Child.school, village)
    )  # fmt: skip
    with session.reading():
        schools, villages = (dict(model.select(model.id, model.name).tuples()) for model in (School, Village))
        rows = list(query.tuples())
    return [
        SurveyLine(
            schools.get(school) or villages.get(village_id) or "", done, count - done - late, late,
            _owed_by(school, village_id),
        )
        for school, village_id, count, done, late in rows
    ]  # fmt: skip


def _owed_by(school: int | None, village: int | None) -> RegistryFilter:
    if school is not None:
        return RegistryFilter(surveyed=False, school=school)
    return RegistryFilter(surveyed=False, school=WITHOUT, village=WITHOUT if village is None else village)
