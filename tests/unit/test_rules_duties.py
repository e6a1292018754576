"""Survey, fitness of carers, red alerts and proposals for leaving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.alerts import Situation, red_alerts
from db.rules.definitions import Ground, Verdict
from db.rules.duties import NOT_APPLICABLE, Duty, owed
from db.rules.exit import exit_proposals
from db.rules.fitness import CarerFacts, Fitness, check_carer
from db.rules.semesters import AUTUMN, Semester
from db.rules.survey import survey_duty
from db.vocabulary import Alert, CarerBar, DutyState, ExitReason, Living

TODAY = date(2026, 11, 24)
TERM = Semester(2026, AUTUMN, date(2026, 9, 1), date(2027, 1, 20), date(2026, 10, 1))
EARLY = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("today", "surveyed", "registered", "left", "state", "due"),
    [
        (date(2026, 8, 31), None, EARLY, None, "not_applicable", None),
        (date(2026, 9, 1), None, EARLY, None, "due", date(2026, 10, 1)),
        (date(2026, 10, 1), None, EARLY, None, "due", date(2026, 10, 1)),
        (date(2026, 10, 2), None, EARLY, None, "overdue", date(2026, 10, 1)),
        (date(2026, 10, 2), date(2026, 8, 31), EARLY, None, "overdue", date(2026, 10, 1)),
        (date(2026, 10, 2), date(2026, 9, 1), EARLY, None, "done", date(2026, 10, 1)),
        (date(2026, 9, 5), date(2026, 9, 6), EARLY, None, "due", date(2026, 10, 1)),
        (TODAY, date(2026, 11, 1), EARLY, None, "done", date(2026, 10, 1)),
        (TODAY, None, date(2026, 9, 1), None, "overdue", date(2026, 10, 1)),
        (TODAY, None, date(2026, 11, 1), None, "due", date(2026, 12, 1)),
        (date(2027, 1, 25), None, date(2027, 1, 10), None, "overdue", date(2027, 1, 20)),
        (date(2027, 1, 25), None, date(2027, 1, 21), None, "not_applicable", None),
        (TODAY, None, EARLY, date(2026, 9, 20), "not_applicable", None),
        (TODAY, None, EARLY, date(2026, 11, 1), "overdue", date(2026, 10, 1)),
        (TODAY, date(2026, 9, 10), EARLY, date(2026, 9, 20), "done", date(2026, 10, 1)),
    ],
)
def test_the_survey_is_due_a_month_after_the_semester_starts(
    today: date, surveyed: date | None, registered: date, left: date | None, state: str, due: date | None
) -> None:
    duty = survey_duty(TERM, surveyed, today, registered_on=registered, left_on=left)
    assert (duty.state, duty.due_on) == (DutyState(state), due)


@given(st.dates(), st.none() | st.dates(), st.dates())
def test_a_duty_is_in_one_state(due: date, done: date | None, today: date) -> None:
    duty = owed(due, done, today)
    if done:
        assert (duty.state, duty.late) == (DutyState.DONE, done > due)
    else:
        assert duty.state is (DutyState.OVERDUE if today > due else DutyState.DUE)


def test_a_duty_that_does_not_apply_is_never_late() -> None:
    assert Duty(DutyState.NOT_APPLICABLE) == NOT_APPLICABLE
    assert not NOT_APPLICABLE.late


WHOLE = CarerFacts(
    birth_date=date(1960, 5, 2),
    full_capacity=True,
    bars=(),
    checked_on=date(2026, 9, 1),
    child_wish_heard=True,
    school_notified=True,
    village_notified=True,
    agreement_on=date(2026, 9, 2),
)


def test_a_carer_with_every_step_done_is_fit() -> None:
    check = check_carer(WHOLE, TODAY)
    assert (check.fitness, check.reasons, check.open_steps) == (Fitness.FIT, (), ())


@pytest.mark.parametrize("bar", list(CarerBar))
def test_each_bar_of_the_law_makes_unfit(bar: CarerBar) -> None:
    for bars in ((bar,), (bar.value,)):
        check = check_carer(replace(WHOLE, bars=bars), TODAY)
        assert check.fitness is Fitness.UNFIT
        assert len(check.reasons) == 1


def test_a_minor_or_incapable_carer_is_unfit() -> None:
    turning = date(2008, 11, 24)
    assert check_carer(replace(WHOLE, birth_date=turning), TODAY).fitness is Fitness.FIT
    assert check_carer(replace(WHOLE, birth_date=turning + timedelta(days=1)), TODAY).fitness is Fitness.UNFIT
    assert check_carer(replace(WHOLE, full_capacity=False), TODAY).fitness is Fitness.UNFIT


@pytest.mark.parametrize(
    "field",
    [
        "birth_date",
        "full_capacity",
        "checked_on",
        "child_wish_heard",
        "school_notified",
        "village_notified",
        "agreement_on",
    ],
)
def test_each_open_question_is_one_step(field: str) -> None:
    check = check_carer(replace(WHOLE, **{field: None}), TODAY)
    assert check.fitness is Fitness.INCOMPLETE
    assert len(check.open_steps) == 1


def test_nothing_known_is_incomplete_with_every_step() -> None:
    assert len(check_carer(CarerFacts(), TODAY).open_steps) == 7


@pytest.mark.parametrize(
    ("situation", "alerts"),
    [
        (Situation(date(2010, 11, 25), living="alone"), [Alert.LIVING_ALONE]),
        (Situation(date(2010, 11, 24), living="alone"), []),
        (Situation(date(2016, 5, 2), living=Living.SIBLINGS), [Alert.LIVING_ALONE]),
        (Situation(None, living="alone"), [Alert.LIVING_ALONE]),
        (Situation(date(2018, 11, 25), unattended=True), [Alert.UNATTENDED]),
        (Situation(date(2018, 11, 24), unattended=True), []),
        (Situation(date(2018, 11, 25), unattended=None), []),
        (Situation(date(2016, 5, 2), fitness=Fitness.UNFIT), [Alert.UNFIT_CARER]),
        (Situation(date(2016, 5, 2), fitness=Fitness.INCOMPLETE), []),
        (Situation(date(2000, 1, 1), unreported_incidents=1), [Alert.INCIDENT_UNREPORTED]),
        (Situation(date(2016, 5, 2), living="carer", unattended=False, fitness=Fitness.FIT), []),
        (
            Situation(date(2020, 5, 2), "alone", True, Fitness.UNFIT, 2),
            [Alert.INCIDENT_UNREPORTED, Alert.LIVING_ALONE, Alert.UNATTENDED, Alert.UNFIT_CARER],
        ),
    ],
)
def test_red_alerts(situation: Situation, alerts: list[Alert]) -> None:
    assert list(red_alerts(situation, TODAY)) == alerts


LEFT_BEHIND = Verdict(True, (Ground.BOTH_AWAY,))
PARENT_HOME = Verdict(False, (Ground.ABLE_PARENT_HOME,))


def test_nothing_speaks_for_leaving() -> None:
    assert exit_proposals(date(2016, 5, 2), "rural", "carer", LEFT_BEHIND, TODAY) == ()


def test_each_reason_for_leaving_has_its_day_and_sentence() -> None:
    (turned,) = exit_proposals(date(2010, 11, 24), "rural", "carer", LEFT_BEHIND, TODAY)
    assert (turned.reason, turned.since) == (ExitReason.TURNED_16, TODAY)
    assert exit_proposals(date(2010, 11, 25), "rural", "carer", LEFT_BEHIND, TODAY) == ()
    for living in ("carer", "parent"):
        (returned,) = exit_proposals(date(2016, 5, 2), "rural", living, PARENT_HOME, TODAY)
        assert returned.reason is ExitReason.PARENT_RETURNED
    (moved,) = exit_proposals(date(2016, 5, 2), "urban", "carer", LEFT_BEHIND, TODAY)
    assert moved.reason is ExitReason.HOUSEHOLD_MOVED
    (school,) = exit_proposals(date(2016, 5, 2), "rural", "carer", LEFT_BEHIND, TODAY, school_left_on=date(2026, 7, 5))
    assert (school.reason, school.since) == (ExitReason.CHANGED_SCHOOL, date(2026, 7, 5))
    everything = exit_proposals(date(2010, 1, 1), "urban", "parent", PARENT_HOME, TODAY, school_left_on=TODAY)
    assert [proposal.reason.value for proposal in everything] == [
        "turned_16", "parent_returned", "household_moved", "changed_school",
    ]  # fmt: skip
    assert all(proposal.sentence.endswith("。") for proposal in everything)
