"""Today's figures equal a slow, plain re-computation with the rules, child by child, and lead to exactly their rows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from db.clock import Clock
from db.commands.writing import insert
from db.models import (
    CarePlan,
    Carer,
    CareRecord,
    Child,
    Enrolment,
    Incident,
    Pairing,
    Parent,
    PlanReview,
    School,
    SchoolClass,
    Staff,
    Village,
)
from db.queries.due_children import due_children
from db.queries.duties import THIS_WEEK
from db.queries.duties.duty import Moment, moment
from db.queries.registry import RegistryPages
from db.queries.today import Owner, alerts, duty_lines, owner_lines, registered
from db.rules.alerts import Situation, red_alerts
from db.rules.care_duties import FIRST_REVIEW, again, agreement_duty, deed_duty, mother_duty, review_duty, talk_duty
from db.rules.dates import birthday, first_day, last_day
from db.rules.duties import NOT_APPLICABLE, Duty, owed
from db.rules.exit import exit_proposals
from db.rules.fitness import CarerFacts, check_carer
from db.rules.letters import NEAR, able_to_write
from db.rules.nine_ones import DOES_DEEDS_FROM_AGE
from db.rules.promotion import ASKED_FOR, school_duty
from db.rules.semesters import Semester
from db.rules.standing import standing
from db.rules.survey import survey_duty
from db.scope import Scope
from db.session import Session
from db.vocabulary import DutyKind, DutyState, RegistryState

PARTS = "done", "due", "overdue", "later"
DAYS = [
    date(2026, 9, 1),
    date(2026, 9, 20),
    date(2026, 10, 1),
    date(2026, 10, 2),
    date(2026, 11, 24),
    date(2027, 1, 25),
    date(2028, 2, 29),
]
CHILDREN = 45


def _some_day(chance: random.Random, day: date) -> str:
    return (
        day - timedelta(days=chance.choice((0, 1, 7, 22, 23, 24, 30, 31, 32, 60, 85, 90, 92, 93, 180, 400)))
    ).isoformat()


def _birth(chance: random.Random, day: date) -> str | None:
    years = chance.choice((8, 16, 18, 3, 9, 12))
    turned = day.replace(year=day.year - years, day=min(day.day, 28)) + timedelta(days=chance.choice((-1, 0, 1, 2, 40)))
    return chance.choice((None, turned.isoformat(), turned.isoformat()[:7], turned.isoformat()[:4]))


def _fill(session: Session, chance: random.Random, day: date) -> None:
    insert(session, School, {"name": "中心学校", "active": True})
    insert(session, Village, {"name": "青山村", "active": True})
    mother = insert(session, Staff, {"name": "刘桂花", "name_key": "liu", "roles": "loving_mother", "active": True})
    for grade in (1, 3):
        insert(
            session, SchoolClass, {"school": 1, "school_year": 2026, "stage": "primary", "grade": grade, "number": 1}
        )
    insert(session, SchoolClass, {"school": 1, "school_year": 2025, "stage": "kindergarten", "grade": 3, "number": 1})
    for number in range(50):
        child = insert(
            session, Child,
            {
                "name": f"儿童{number}", "name_key": f"{number:03}", "syllables": "er tong",
                "birth_date": _birth(chance, day), "registered_on": _some_day(chance, day),
                "surveyed_on": chance.choice((None, _some_day(chance, day))),
                "registry_state": chance.choice(("registered", "registered", "left")),
                "living": chance.choice((None, "alone", "siblings", "carer", "parent")),
                "unattended": chance.choice((None, 0, 1)), "household_kind": chance.choice((None, "rural", "urban")),
                "school": chance.choice((None, 1)), "village": chance.choice((None, 1)),
                "school_class": chance.choice((None, 1, 2)),
                "schooling": chance.choice((None, "kindergarten", "junior", "vocational")),
                "risk": chance.choice((None, "red", "yellow", "blue", "green")),
            },
        )  # fmt: skip
        for role in ("father", "mother"):
            insert(session, Parent, {"child": child, "role": role,
                   "whereabouts": chance.choice((None, "home", "abroad")), "able": chance.choice((None, 0, 1)),
                   "condition": chance.choice((None, None, "dead", "severe_disability"))})  # fmt: skip
        for _class in range(chance.choice((0, 0, 0, 1, 2))):
            outcome = chance.choice((None, "graduated", "graduated", "transferred", "corrected"))
            insert(session, Enrolment, {"child": child, "school_class": chance.choice((1, 3)),
                   "from_on": chance.choice(("2020-09-01", _some_day(chance, day))),
                   "to_on": _some_day(chance, day) if outcome else None, "outcome": outcome})  # fmt: skip
        if chance.random() < 0.6:
            values = {"full_capacity": chance.choice((None, 0, 1)), "bars": chance.choice((None, "neglect")),
                      "birth_date": _birth(chance, day), "to_on": chance.choice((None, day.isoformat())),
                      "from_on": chance.choice((None, _some_day(chance, day))),
                      "agreement_on": chance.choice((None, _some_day(chance, day))),
                      "agreement_until": chance.choice((None, _some_day(chance, day), "2030-01-01"))}  # fmt: skip
            insert(session, Carer, {"child": child, "name": "奶奶", **values})
        if chance.random() < 0.1:
            reported = chance.choice((None, "2026-09-01T00:00:00Z"))
            values = {"kind": "injury", "facts": "…", "found_at": "2026-09-01T00:00:00Z", "reported_at": reported}
            insert(session, Incident, {"child": child, "urgent": True, **values})
        if chance.random() < 0.5:
            ended = chance.choice((None, None, day.isoformat()))
            insert(session, Pairing, {"child": child, "staff": mother, "kind": "loving_mother",
                   "from_on": _some_day(chance, day), "to_on": ended})  # fmt: skip
        for _plan in range(chance.choice((0, 0, 1, 2))):
            coming = (day + timedelta(days=chance.choice((-1, 0, 7, 8)))).isoformat()
            plan = insert(session, CarePlan, {"child": child, "cause": "moral", "facts": "…", "found_on": "2026-03-01",
                          "starts_on": _some_day(chance, day), "next_review_on": chance.choice((None, coming)),
                          "closed_on": chance.choice((None, None, day.isoformat()))})  # fmt: skip
            if chance.random() < 0.5:
                insert(session, PlanReview, {"plan": plan, "reviewed_on": day.isoformat(), "result": "…"})
        for kind in ("talk", "home_visit", "good_deed", "letter", "mother_duty"):
            for _record in range(chance.choice((0, 1, 2))):
                insert(session, CareRecord, {"child": child, "kind": kind, "happened_on": _some_day(chance, day),
                       "way": chance.choice(("phone", "face", "video")),
                       "festival": chance.choice((None, "mid_autumn")),
                       "withdrawn_on": chance.choice((None, None, None, day.isoformat()))})  # fmt: skip


def _born(text: str | None) -> date | None:
    return last_day(text) if text else None


def _situation(child: Child, day: date) -> Situation:
    carers = Carer.select().where((Carer.child == child) & Carer.to_on.is_null())
    verdicts = [
        check_carer(CarerFacts(_born(c.birth_date), c.full_capacity, (c.bars or "").split()), day).fitness
        for c in carers
    ]
    unreported = Incident.select().where((Incident.child == child) & Incident.reported_at.is_null()).count()
    return Situation(
        birth_date=_born(child.birth_date), living=child.living, unattended=child.unattended,
        fitness=next(iter(verdicts), None), unreported_incidents=unreported,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _last(child: Child, kind: str, day: date, ways: tuple[str, ...] = (), festival: str = "") -> date | None:
    days = [
        date.fromisoformat(record.happened_on)
        for record in CareRecord.select().where(CareRecord.child == child)
        if record.kind == kind and record.withdrawn_on is None and record.happened_on <= day.isoformat()
        and (not ways or record.way in ways) and (not festival or record.festival == festival)
    ]  # fmt: skip
    return max(days, default=None)


def _mother(child: Child, day: date) -> date | None:
    for one in Pairing.select().where(Pairing.child == child):
        if one.from_on <= day.isoformat() and (one.to_on is None or one.to_on > day.isoformat()):
            return date.fromisoformat(one.from_on)
    return None


def _contact(child: Child, at: Moment, what: str, ways: tuple[str, ...]) -> Duty:
    since = _mother(child, at.day)
    if since is None:
        return NOT_APPLICABLE
    return again(since, _last(child, "mother_duty", at.day, ways), at.intervals[(what, None)], at.day)


def plain(kind: DutyKind, child: Child, at: Moment) -> Duty:
    """One duty of one child by the rules alone."""
    day, semester, here = at.day, at.semester, date.fromisoformat(child.registered_on)
    if kind is DutyKind.SURVEY:
        return survey_duty(semester, _day(child.surveyed_on), day, registered_on=here)
    if kind is DutyKind.TALK:
        last = max(
            (d for d in _records(child, "talk") if semester.starts_on <= d <= min(day, semester.ends_on)), default=None
        )
        return talk_duty(semester, last, day, registered_on=here, birth_date=child.birth_date)
    if kind is DutyKind.VISIT:
        days = at.intervals.get(("home_visit", child.risk))
        visited = _last(child, "home_visit", day)
        return NOT_APPLICABLE if days is None else again(here, visited, days, day)
    if kind is DutyKind.MOTHER:
        return mother_duty(_mother(child, day) is not None, day, registered_on=here)
    if kind is DutyKind.MOTHER_CALL:
        return _contact(child, at, "mother_phone", ("phone", "video"))
    if kind is DutyKind.MOTHER_MEETING:
        return _contact(child, at, "mother_meeting", ("face",))
    if kind is DutyKind.AGREEMENT:
        carer = Carer.get_or_none((Carer.child == child) & Carer.to_on.is_null())
        if carer is None:
            return NOT_APPLICABLE
        return agreement_duty(
            _day(carer.from_on), _day(carer.agreement_on), _day(carer.agreement_until), day, registered_on=here
        )
    if kind is DutyKind.REVIEW:
        plans = CarePlan.select().where((CarePlan.child == child) & CarePlan.closed_on.is_null())
        return review_duty(
            [_day(p.next_review_on) or date.fromisoformat(p.starts_on) + FIRST_REVIEW for p in plans], day,
            reviewed=all(PlanReview.select().where(PlanReview.plan == p).exists() for p in plans),
        )  # fmt: skip
    if kind is DutyKind.LETTER:
        in_class = child.school_class
        stage, grade = (in_class.stage, in_class.grade) if in_class else (None, None)
        if at.letters is None or not able_to_write(stage, grade, child.schooling, child.birth_date, day):
            return NOT_APPLICABLE
        written = _last(child, "letter", day, festival=at.letters.festival.value)
        return owed(at.letters.due_on, written if written and written >= at.letters.day - NEAR else None, day)
    if kind is DutyKind.GOOD_DEED:
        if child.birth_date and birthday(first_day(child.birth_date), DOES_DEEDS_FROM_AGE) > day:
            return NOT_APPLICABLE
        return deed_duty(
            semester,
            max((d for d in _records(child, "good_deed") if d <= min(day, semester.ends_on)), default=None),
            day,
        )
    if kind is DutyKind.SCHOOL:
        graduated = _graduated(child)
        return school_duty(graduated, day) if graduated else NOT_APPLICABLE
    parents = {one.role: one.__data__ for one in Parent.select().where(Parent.child == child)}
    civil = standing(child.__data__, parents.get("father"), parents.get("mother"), day).civil
    proposed = exit_proposals(_born(child.birth_date), child.household_kind, child.living, civil, day)
    return owed(day, None, day) if proposed else NOT_APPLICABLE


def _graduated(child: Child) -> date | None:
    """When a child without a school graduated from the class that is the last thing known of its schooling."""
    if child.school_id or child.school_class_id:
        return None
    known = [one for one in Enrolment.select().where(Enrolment.child == child) if one.outcome != "corrected"]
    last = [
        one.to_on for one in known
        if one.outcome == "graduated" and child.schooling in (None, one.school_class.stage, *ASKED_FOR)
        and not any(other.to_on is None or other.from_on >= one.to_on for other in known if other.id != one.id)
    ]  # fmt: skip
    return date.fromisoformat(min(last)) if last else None


def _records(child: Child, kind: str) -> list[date]:
    rows = CareRecord.select().where(
        (CareRecord.child == child) & (CareRecord.kind == kind) & CareRecord.withdrawn_on.is_null()
    )
    return [date.fromisoformat(row.happened_on) for row in rows]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Path]:
    """A closed register of a day, made once; not to be written to."""

    @cache
    def register_of(day: date) -> Path:
        path = tmp_path_factory.mktemp("duties") / "data" / "guanai.db"
        with Session.open(path, "李文书", Clock(day)) as session, session.writing():
            _fill(session, random.Random(DAYS.index(day)), day)
        return path

    return register_of


@pytest.fixture(params=DAYS, ids=str)
def town(made: Callable[[date], Path], request: pytest.FixtureRequest) -> Iterator[Session]:
    with Session.open(made(request.param), "李文书", Clock(request.param)) as session:
        yield session


def test_every_figure_is_what_the_rules_say_and_opens_its_rows(town: Session) -> None:
    at = moment(town)
    with town.reading():
        children = list(Child.select().where(Child.registry_state == RegistryState.REGISTERED))
        states = {kind: Counter(plain(kind, child, at).state for child in children) for kind in DutyKind}
        red = Counter(alert for child in children for alert in red_alerts(_situation(child, at.day), at.day))
    assert registered(town) == len(children)
    assert {line.alert: line.children for line in alerts(town)} == dict(red)
    lines = {line.kind: line for line in duty_lines(town)}
    for kind, counts in states.items():
        states_shown = DutyState.DONE, DutyState.DUE, DutyState.OVERDUE, DutyState.LATER
        expected = tuple(counts[state] for state in states_shown)
        line = lines.get(kind)
        assert (line and (line.done, line.due, line.overdue, line.later)) == (expected if any(expected) else None), kind
        if line is None:
            continue
        assert RegistryPages(town, line.filter, ["name"]).count() == line.due + line.overdue
        for state, number in zip(states_shown, expected, strict=True):
            assert RegistryPages(town, replace(line.filter, duty_state=state.value), ["name"]).count() == number
        for by in Owner:
            owners = owner_lines(town, kind, by)
            assert [sum(getattr(one, part) for one in owners) for part in PARTS] == list(expected)
            for one in owners:
                assert RegistryPages(town, one.filter, ["name"]).count() == one.due + one.overdue


def test_the_day_that_something_falls_due_is_that_of_the_rule(town: Session) -> None:
    at = moment(town)
    found = 0
    for row in due_children(town, at.day):
        if row.duty is None:
            continue
        with town.reading():
            duty = plain(row.duty, Child.get_by_id(row.child.id), at)
        assert row.due_on == duty.due_on, (row.duty, row.child.id)
        within_a_week = duty.due_on is not None and duty.due_on <= at.day + timedelta(days=7)
        if row.duty is not DutyKind.LEAVING:
            assert (row.state == THIS_WEEK) == (duty.state is DutyState.DUE and within_a_week), (row.duty, row.child.id)
        found += 1
    assert found > 20


def test_nobody_sees_figures_of_what_they_may_not_see(session: Session) -> None:
    with session.writing():
        child = insert(session, Child, {"name": "王明", "name_key": "wang", "syllables": "wang ming",
                       "registered_on": "2026-03-01", "registry_state": "registered"})  # fmt: skip
        insert(
            session,
            Incident,
            {"child": child, "kind": "injury", "facts": "…", "found_at": "2026-09-01T00:00:00Z", "urgent": True},
        )
        insert(
            session,
            CarePlan,
            {"child": child, "cause": "moral", "facts": "…", "found_on": "2026-03-01", "starts_on": "2026-03-01"},
        )
    assert [line.alert for line in alerts(session)] == ["incident_unreported"]
    assert DutyKind.REVIEW in [line.kind for line in duty_lines(session)]
    teacher = session.within(Scope(incidents=False, plans=False))
    assert alerts(teacher) == []
    assert DutyKind.REVIEW not in [line.kind for line in duty_lines(teacher)]
    elsewhere = session.within(Scope(schools=frozenset({9})))
    assert (registered(elsewhere), alerts(elsewhere), list(duty_lines(elsewhere))) == (0, [], [])


def test_one_talk_makes_good_for_the_months_that_were_missed() -> None:
    autumn = Semester(2026, 1, date(2026, 9, 1), date(2027, 1, 20), date(2026, 10, 1))
    here = date(2026, 3, 1)

    def state(talked: date | None, today: date) -> tuple[DutyState, date | None]:
        duty = talk_duty(autumn, talked, today, registered_on=here)
        return duty.state, duty.due_on

    assert state(None, date(2026, 9, 30)) == (DutyState.DUE, date(2026, 9, 30))
    assert state(None, date(2026, 10, 1)) == (DutyState.OVERDUE, date(2026, 9, 30))
    assert state(date(2026, 9, 12), date(2026, 10, 31)) == (DutyState.DUE, date(2026, 10, 31))
    assert state(date(2026, 10, 1), date(2026, 10, 31)) == (DutyState.DONE, date(2026, 10, 31))
    assert state(date(2026, 12, 9), date(2027, 1, 20)) == (DutyState.DUE, date(2027, 1, 20))
    assert state(date(2026, 12, 9), date(2027, 2, 1)) == (DutyState.OVERDUE, date(2027, 1, 20))
    assert state(date(2027, 1, 20), date(2027, 2, 1)) == (DutyState.DONE, date(2027, 1, 20))


def test_no_talk_is_owed_with_an_infant() -> None:
    autumn = Semester(2026, 1, date(2026, 9, 1), date(2027, 1, 20), date(2026, 10, 1))
    day, here = date(2026, 11, 24), date(2026, 3, 1)
    for born, owed_ in (("2023-11-24", True), ("2023-11-25", False), ("2023-11", True), ("2024", False), (None, True)):
        duty = talk_duty(autumn, None, day, registered_on=here, birth_date=born)
        assert (duty is not NOT_APPLICABLE) == owed_, born
