"""Today's figures equal a slow, plain re-computation with the rules, child by child."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.clock import Clock
from db.commands.writing import insert
from db.models import Carer, Child, Incident, School, Village
from db.models import Semester as SemesterRow
from db.queries.duties import today
from db.queries.registry import RegistryPages
from db.queries.terms import current_semester
from db.rules.alerts import Situation, red_alerts
from db.rules.dates import last_day
from db.rules.fitness import CarerFacts, check_carer
from db.rules.survey import survey_duty
from db.session import Session
from db.vocabulary import DutyState, RegistryState

DAYS = [
    date(2026, 9, 1),
    date(2026, 10, 1),
    date(2026, 10, 2),
    date(2026, 11, 24),
    date(2027, 1, 25),
    date(2028, 2, 29),
]


def _some_day(chance: random.Random, day: date) -> str:
    return (day - timedelta(days=chance.choice((0, 1, 30, 31, 32, 60, 90, 200, 400)))).isoformat()


def _birth(chance: random.Random, day: date) -> str | None:
    years = chance.choice((8, 16, 18, 3, 12))
    turned = day.replace(year=day.year - years, day=min(day.day, 28)) + timedelta(days=chance.choice((-1, 0, 1, 2, 40)))
    return chance.choice((None, turned.isoformat(), turned.isoformat()[:7], turned.isoformat()[:4]))


def _fill(session: Session, chance: random.Random, day: date) -> None:
    insert(session, School, {"name": "中心学校", "active": True})
    insert(session, Village, {"name": "青山村", "active": True})
    for number in range(60):
        child = insert(
            session, Child,
            {
                "name": f"儿童{number}", "name_key": f"{number:03}", "syllables": "er tong",
                "birth_date": _birth(chance, day), "registered_on": _some_day(chance, day),
                "surveyed_on": chance.choice((None, _some_day(chance, day))),
                "registry_state": chance.choice(("registered", "registered", "left")),
                "living": chance.choice((None, "alone", "siblings", "carer")),
                "unattended": chance.choice((None, 0, 1)),
                "school": chance.choice((None, 1)), "village": chance.choice((None, 1)),
            },
        )  # fmt: skip
        if chance.random() < 0.6:
            values = {"full_capacity": chance.choice((None, 0, 1)), "bars": chance.choice((None, "neglect")),
                      "birth_date": _birth(chance, day), "to_on": chance.choice((None, day.isoformat()))}  # fmt: skip
            insert(session, Carer, {"child": child, "name": "奶奶", **values})
        if chance.random() < 0.1:
            reported = chance.choice((None, "2026-09-01T00:00:00Z"))
            values = {"kind": "injury", "facts": "…", "found_at": "2026-09-01T00:00:00Z", "reported_at": reported}
            insert(session, Incident, {"child": child, "urgent": True, **values})


def _born(text: str | None) -> date | None:
    return last_day(text) if text else None


def _situation(child: Child, day: date) -> Situation:
    carers = Carer.select().where((Carer.child == child) & Carer.to_on.is_null())
    verdicts = [
        check_carer(CarerFacts(_born(c.birth_date), c.full_capacity, (c.bars or "").split()), day).fitness
        for c in carers
    ]
    unreported = Incident.select().where((Incident.child == child) & Incident.reported_at.is_null()).count()
    return Situation(_born(child.birth_date), child.living, child.unattended, next(iter(verdicts), None), unreported)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("seed", [1, 2])
def test_figures_equal_the_rules_applied_to_each_child(tmp_path: Path, day: date, seed: int) -> None:
    with Session.open(tmp_path / "guanai.db", "李文书", Clock(day)) as session:
        with session.writing():
            _fill(session, random.Random(seed), day)
        figures = today(session)
        semester = current_semester(session)
        registered = list(Child.select().where(Child.registry_state == RegistryState.REGISTERED))

        alerts = [alert for child in registered for alert in red_alerts(_situation(child, day), day)]
        assert {line.alert: line.children for line in figures.alerts} == {a: alerts.count(a) for a in set(alerts)}
        for line in figures.alerts:
            assert RegistryPages(session, line.filter, ["name"]).count() == line.children

        states = [
            survey_duty(
                semester,
                date.fromisoformat(child.surveyed_on) if child.surveyed_on else None,
                day,
                registered_on=date.fromisoformat(child.registered_on),
            ).state
            for child in registered
        ]
        survey = figures.survey
        assert (survey.done, survey.due, survey.overdue) == tuple(
            states.count(state) for state in (DutyState.DONE, DutyState.DUE, DutyState.OVERDUE)
        )
        assert sum(line.all for line in figures.survey_by_owner) == survey.all
        for line in (survey, *figures.survey_by_owner):
            assert RegistryPages(session, line.filter, ["name"]).count() == line.due + line.overdue


def test_the_semester_of_the_office_counts_before_the_suggested_one(session: Session) -> None:
    assert current_semester(session).starts_on == date(2026, 9, 1)
    values = {"school_year": 2026, "term": 1, "name": "秋季", "starts_on": "2026-09-07", "ends_on": "2027-01-15"}
    with session.writing():
        insert(session, SemesterRow, {**values, "survey_due_on": "2026-10-09"})
    semester = current_semester(session)
    assert (semester.starts_on, semester.survey_due_on) == (date(2026, 9, 7), date(2026, 10, 9))
