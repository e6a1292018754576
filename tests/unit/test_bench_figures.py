"""The arithmetic of the benchmark: what is measured differs from machine to machine, how it is judged must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.figures import Figure, percentile, quantity, table

values = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


@given(values, st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_so_many_reach(found: list[float], percent: int) -> None:
    least = percentile(found, percent)
    assert least in found
    assert sum(value <= least for value in found) * 100 >= percent * len(found)
    assert sum(value < least for value in found) * 100 < percent * len(found)


def test_the_95th_of_a_hundred_leaves_five_above() -> None:
    assert percentile(range(1, 101), 95) == 95
    assert percentile([7], 95) == 7


@pytest.mark.parametrize(
    ("value", "limit", "kept"), [(40, 40, True), (40.1, 40, False), (0, 0, True), (1, None, None), (None, 40, None)]
)
def test_a_budget_in_units(value: float | None, limit: float | None, kept: bool | None) -> None:
    assert Figure("a step", value, "B", limit, peers={"VisiData": 50}).kept is kept


def test_a_budget_in_multiples_of_a_peer() -> None:
    peers = {"DataTable": 9000.0, "empty": 200.0}
    figure = Figure("first paint", 260, "ms", 1.35, "empty", peers)
    assert figure.ratio == 1.3
    assert figure.kept
    assert not Figure("first paint", 280, "ms", 1.35, "empty", peers).kept
    assert Figure("first paint", 280, "ms", 1.35, "empty").kept is None


def test_the_ratio_is_to_the_first_peer_where_the_budget_names_none() -> None:
    assert Figure("memory", 40, "MB", 50, peers={"VisiData": 160, "DataTable": 80}).ratio == 0.25
    assert Figure("memory", 40, "MB", 50).ratio is None


def test_quantities_have_no_more_digits_than_they_deserve() -> None:
    assert [quantity(*pair) for pair in ((4.21, "ms"), (412.4, "ms"), (1350.0, "B"), (0, "B"))] == [
        "4.2 ms",
        "412 ms",
        "1,350 B",
        "0 B",
    ]


def test_the_table_is_markdown_with_all_that_is_known() -> None:
    shown = table([
        Figure("first paint", 260, "ms", 1.35, "empty app", {"empty app": 200.0, "VisiData": 650.0}),
        Figure("bytes a step", 41, "B", 40),
        Figure("import", None, "s", 10, note="there is no verb import"),
    ])  # fmt: skip
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in shown.splitlines()]
    assert cells[0] == ["what", "guanai", "budget", "ratio", "", "in the same run"]
    assert cells[2:] == [
        ["first paint", "260 ms", "1.35x", "1.30x", "OK", "empty app 200 ms, VisiData 650 ms"],
        ["bytes a step", "41 B", "40 B", "", "over", ""],
        ["import", "", "10 s", "", "", "there is no verb import"],
    ]
