"""The two definitions of a left-behind child, on every combination that matters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.definitions import Ground, ParentFacts, Verdict, civil_affairs, school_practice
from db.vocabulary import HouseholdKind, ParentCondition, Whereabouts

TODAY = date(2026, 11, 24)
BORN = date(2016, 5, 2)
RURAL = HouseholdKind.RURAL
LONG, SHORT = date(2026, 1, 1), date(2026, 10, 1)

AWAY = ParentFacts(Whereabouts.OUT_OF_PROVINCE, ParentCondition.NORMAL, away_since=LONG)
HOME = ParentFacts(Whereabouts.HOME, ParentCondition.NORMAL)
ILL = ParentFacts(Whereabouts.HOME, ParentCondition.SERIOUS_ILLNESS)
DISABLED = ParentFacts(Whereabouts.HOME, ParentCondition.SEVERE_DISABILITY)
DEAD = ParentFacts(None, ParentCondition.DEAD)
PRISON = ParentFacts(Whereabouts.HOME, ParentCondition.PRISON)
UNKNOWN = ParentFacts()


@pytest.mark.parametrize(
    ("father", "mother", "value", "ground"),
    [
        (AWAY, AWAY, True, Ground.BOTH_AWAY),
        (AWAY, HOME, False, Ground.ABLE_PARENT_HOME),
        (AWAY, ILL, True, Ground.ONE_AWAY_OTHER_UNABLE),
        (AWAY, DISABLED, True, Ground.ONE_AWAY_OTHER_UNABLE),
        (AWAY, DEAD, True, Ground.ONE_AWAY_OTHER_UNABLE),
        (AWAY, PRISON, True, Ground.ONE_AWAY_OTHER_UNABLE),
        (HOME, HOME, False, Ground.ABLE_PARENT_HOME),
        (HOME, UNKNOWN, False, Ground.ABLE_PARENT_HOME),
        (ILL, DISABLED, False, Ground.NOBODY_AWAY),
        (DEAD, DEAD, False, Ground.NOBODY_AWAY),
        (DEAD, ILL, False, Ground.NOBODY_AWAY),
        (AWAY, UNKNOWN, None, Ground.PARENT_UNKNOWN),
        (UNKNOWN, UNKNOWN, None, Ground.PARENT_UNKNOWN),
        (DEAD, UNKNOWN, None, Ground.PARENT_UNKNOWN),
    ],
)
def test_civil_affairs(father: ParentFacts, mother: ParentFacts, value: bool | None, ground: Ground) -> None:
    for one, other in ((father, mother), (mother, father)):
        assert civil_affairs(RURAL, BORN, one, other, TODAY) == Verdict(value, (ground,))


def test_what_the_clerk_says_of_the_ability_counts_more_than_the_condition() -> None:
    able = ParentFacts(Whereabouts.HOME, ParentCondition.SERIOUS_ILLNESS, able=True)
    unable = ParentFacts(Whereabouts.HOME, ParentCondition.NORMAL, able=False)
    assert civil_affairs(RURAL, BORN, AWAY, able, TODAY).value is False
    assert civil_affairs(RURAL, BORN, AWAY, unable, TODAY).value is True


@pytest.mark.parametrize(
    ("father", "mother", "value", "ground"),
    [
        (AWAY, HOME, True, Ground.PARENT_AWAY_MONTHS),
        (AWAY, UNKNOWN, True, Ground.PARENT_AWAY_MONTHS),
        (HOME, HOME, False, Ground.NOBODY_AWAY),
        (HOME, ParentFacts(Whereabouts.ABROAD, away_since=SHORT), False, Ground.AWAY_TOO_SHORT),
        (HOME, ParentFacts(Whereabouts.ABROAD), None, Ground.SINCE_UNKNOWN),
        (HOME, UNKNOWN, None, Ground.PARENT_UNKNOWN),
        (HOME, DEAD, False, Ground.NOBODY_AWAY),
    ],
)
def test_school_practice(father: ParentFacts, mother: ParentFacts, value: bool | None, ground: Ground) -> None:
    for one, other in ((father, mother), (mother, father)):
        assert school_practice(RURAL, BORN, one, other, TODAY) == Verdict(value, (ground,))


def test_three_months_are_complete_on_their_day() -> None:
    def away(since: date) -> ParentFacts:
        return ParentFacts(Whereabouts.IN_COUNTY, away_since=since)

    assert school_practice(RURAL, BORN, away(date(2026, 8, 24)), HOME, TODAY).value is True
    assert school_practice(RURAL, BORN, away(date(2026, 8, 25)), HOME, TODAY).value is False


@pytest.mark.parametrize("decide", [civil_affairs, school_practice])
def test_household_and_age_are_common_to_both(decide: object) -> None:
    assert callable(decide)
    assert decide(RURAL, date(2010, 11, 25), AWAY, AWAY, TODAY).value is True
    assert decide(RURAL, date(2010, 11, 24), AWAY, AWAY, TODAY) == Verdict(False, (Ground.TURNED_16,))
    assert decide(HouseholdKind.URBAN, BORN, AWAY, AWAY, TODAY) == Verdict(False, (Ground.NOT_RURAL,))
    assert decide(None, BORN, AWAY, AWAY, TODAY) == Verdict(None, (Ground.HOUSEHOLD_UNKNOWN,))
    assert decide(RURAL, None, AWAY, AWAY, TODAY) == Verdict(None, (Ground.AGE_UNKNOWN,))
    assert decide(None, None, HOME, HOME, TODAY).value is False
    assert decide(HouseholdKind.URBAN, date(2000, 1, 1), AWAY, AWAY, TODAY).grounds == (
        Ground.NOT_RURAL,
        Ground.TURNED_16,
    )


def test_plain_codes_of_the_database_decide_like_the_enums() -> None:
    plain = ParentFacts("out_of_province", "normal", away_since=LONG)
    assert civil_affairs("rural", BORN, plain, plain, TODAY).value is True
    assert civil_affairs("rural", BORN, plain, ParentFacts("home", "serious_illness"), TODAY).value is True
    assert school_practice("rural", BORN, plain, ParentFacts("home"), TODAY).value is True


def test_grounds_are_sentences() -> None:
    assert civil_affairs(RURAL, BORN, AWAY, AWAY, TODAY).sentences == ("父母双方都外出。",)


PARENTS = st.builds(
    ParentFacts,
    whereabouts=st.none() | st.sampled_from([code.value for code in Whereabouts]),
    condition=st.none() | st.sampled_from([code.value for code in ParentCondition]),
    able=st.none() | st.booleans(),
    away_since=st.none() | st.sampled_from([LONG, SHORT]),
)


@given(PARENTS, PARENTS)
def test_parents_may_change_places(father: ParentFacts, mother: ParentFacts) -> None:
    for decide in (civil_affairs, school_practice):
        assert decide(RURAL, BORN, father, mother, TODAY) == decide(RURAL, BORN, mother, father, TODAY)


@given(PARENTS, PARENTS)
def test_learning_more_never_turns_a_decision(father: ParentFacts, mother: ParentFacts) -> None:
    """A verdict without the household may stay open or be the later one, never its opposite."""
    for decide in (civil_affairs, school_practice):
        before = decide(None, BORN, father, mother, TODAY).value
        after = decide(RURAL, BORN, father, mother, TODAY).value
        assert before in (None, after)
