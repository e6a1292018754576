"""The assignment is the best there is: against every possible one on small cases, and never behind plain greedy."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from db.rules.assignment import Helping, assign
from db.rules.pairing import Helper, KindRules, Seeker, bonus, doors, fit, keys
from db.vocabulary import PairingKind, StaffRole
from db.vocabulary.pairing import Demand, Need

Worth = tuple[int, int, int]
DEMANDS = st.sampled_from(list(Demand))
PLACES = st.one_of(st.none(), st.integers(1, 2))
SEXES = st.sampled_from([None, "male", "female"])
SPOKEN = st.sampled_from([(), ("苗",), ("普通",), ("苗", "普通")])
MOTHERS = frozenset({StaffRole.LOVING_MOTHER})


def worth(wanted: Mapping[int, Mapping[Hashable, int]], helpers: Sequence[Helping], pairs: Mapping[int, int]) -> Worth:
    """How good an assignment is: children, fit, and the even spread of load; more is better."""
    by_id = {helper.id: helper for helper in helpers}
    fits = sum(max(wanted[child][key] for key in by_id[one].keys if key in wanted[child]) + by_id[one].bonus
               for child, one in pairs.items())  # fmt: skip
    chosen = list(pairs.values())
    return len(pairs), fits, -sum((helper.load + chosen.count(helper.id)) ** 2 for helper in helpers)


def possible(wanted: Mapping[int, Mapping[Hashable, int]], helpers: Sequence[Helping]) -> Iterator[dict[int, int]]:
    """Every assignment within capacities."""
    choices = [
        [None, *(helper.id for helper in helpers if wanted[child].keys() & set(helper.keys))] for child in wanted
    ]
    for chosen in product(*choices):
        pairs = {child: one for child, one in zip(wanted, chosen, strict=True) if one is not None}
        taken = list(pairs.values())
        if all(not taken.count(helper.id) or helper.load + taken.count(helper.id) <= helper.capacity
               for helper in helpers):  # fmt: skip
            yield pairs


@st.composite
def small(draw: st.DrawFn) -> tuple[dict[int, dict[Hashable, int]], list[Helping]]:
    names = st.sampled_from("abc")
    wanted = draw(st.lists(st.dictionaries(names, st.integers(0, 9), max_size=3), max_size=5))
    rows = draw(st.lists(st.tuples(st.sets(names, max_size=3), st.integers(0, 5), st.integers(0, 3), st.integers(0, 4)),
                         max_size=3))  # fmt: skip
    helpers = [
        Helping(at, sorted(keys), extra, load, capacity) for at, (keys, extra, load, capacity) in enumerate(rows)
    ]
    by_child: dict[int, dict[Hashable, int]] = {at: {} for at in range(len(wanted))}
    for at, opened in enumerate(wanted):
        by_child[at].update(opened)
    return by_child, helpers


@settings(max_examples=150, deadline=None)
@given(small())
def test_no_assignment_is_better(case: tuple[dict[int, dict[Hashable, int]], list[Helping]]) -> None:
    wanted, helpers = case
    found = assign(wanted, helpers)
    assert found in list(possible(wanted, helpers))
    assert worth(wanted, helpers, found) == max(worth(wanted, helpers, pairs) for pairs in possible(wanted, helpers))
    assert assign(dict(reversed(wanted.items())), helpers[::-1]) == found


@st.composite
def towns(draw: st.DrawFn) -> tuple[KindRules, list[Seeker], list[Helper]]:
    village, school, sex, language = (draw(DEMANDS) for _respect in range(4))
    rules = KindRules(PairingKind.LOVING_MOTHER, MOTHERS, Need.ALL, 3, village, school, sex, language)
    living = st.tuples(SEXES, PLACES, PLACES, SPOKEN)
    seekers = [
        Seeker(at, sex, village, school, language=spoken)
        for at, (sex, village, school, spoken) in enumerate(draw(st.lists(living, max_size=12)))
    ]
    people = st.tuples(
        SEXES, PLACES, PLACES, SPOKEN, st.integers(0, 3), st.integers(0, 5), st.booleans(), st.booleans()
    )
    helpers = [
        Helper(at, False, sex, village, school, load=load, capacity=capacity, trained=trained, barred=barred,
               language=spoken)
        for at, (sex, village, school, spoken, load, capacity, trained, barred)
        in enumerate(draw(st.lists(people, max_size=6)))
    ]  # fmt: skip
    return rules, seekers, helpers


def greedy(rules: KindRules, seekers: Sequence[Seeker], helpers: Sequence[Helper]) -> dict[int, int]:
    """Each child in turn takes the best helper who has room."""
    load = {helper.id: helper.load for helper in helpers}
    pairs = {}
    for seeker in seekers:
        able = [(-fit(rules, seeker, one).score, load[one.id], one.id) for one in helpers
                if load[one.id] < one.capacity and fit(rules, seeker, one).allowed]  # fmt: skip
        if able:
            pairs[seeker.id] = min(able)[2]
            load[min(able)[2]] += 1
    return pairs


@settings(max_examples=150, deadline=None)
@given(towns())
def test_doors_and_fit_say_the_same_and_greedy_is_never_ahead(
    town: tuple[KindRules, list[Seeker], list[Helper]],
) -> None:
    rules, seekers, helpers = town
    wanted = {seeker.id: doors(rules, seeker) for seeker in seekers}
    helpings = [Helping(one.id, keys(rules, one), bonus(one), one.load, one.capacity) for one in helpers]
    by_id = {one.id: one for one in helpers}
    found = assign(wanted, helpings)
    for seeker in seekers:
        for one, helping in zip(helpers, helpings, strict=True):
            shared = wanted[seeker.id].keys() & set(helping.keys)
            told = fit(rules, seeker, one)
            assert told.allowed == (bool(shared) and one.room > 0)
            if shared:
                assert told.score == max(wanted[seeker.id][key] for key in shared) + helping.bonus

    def total(pairs: Mapping[int, int]) -> tuple[int, int]:
        return len(pairs), sum(fit(rules, seekers[child], by_id[one]).score for child, one in pairs.items())

    assert total(found) == worth(wanted, helpings, found)[:2]
    assert total(found) >= total(greedy(rules, seekers, helpers))


def test_load_is_spread_evenly() -> None:
    wanted: dict[int, dict[Hashable, int]] = {at: {"town": 1} for at in range(7)}
    helpers = [Helping(1, ["town"], 0, 2, 9), Helping(2, ["town"], 0, 0, 9), Helping(3, ["town"], 0, 1, 2)]
    chosen = list(assign(wanted, helpers).values())
    assert [2 + chosen.count(1), chosen.count(2), 1 + chosen.count(3)] == [4, 4, 2]


def test_nobody_and_nothing() -> None:
    assert assign({}, []) == {}
    assert assign({1: {}}, [Helping(1, ["a"], 0, 0, 3)]) == {}
    assert assign({1: {"a": 3}}, [Helping(1, ["a"], 0, 3, 3)]) == {}
