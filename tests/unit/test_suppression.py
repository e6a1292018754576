"""What is left out of statistics cannot be worked out: held against the algebra of all sums that a reader has."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from db.rules.suppression import hidden_figures, is_few

Cell = tuple[int, str]
counts = st.integers(0, 9)


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, int]]:
    """A few areas and all together: a whole of three parts, of which one is told by two parts of its own."""
    areas = []
    for _area in range(draw(st.integers(1, 4))):
        area = {key: draw(counts) for key in ("a1", "a2", "b", "c", "lone")}
        area["a"] = area["a1"] + area["a2"]
        area["all"] = area["a"] + area["b"] + area["c"]
        areas.append(area)
    if len(areas) > 1:
        areas.append({key: sum(area[key] for area in areas) for key in areas[0]})
    return areas


SUMS = (("all", "a", "b", "c"), ("a", "a1", "a2"), ("lone",))


def equations(areas: list[dict[str, int]]) -> list[dict[Cell, int]]:
    """Each sum that holds in the table, as factors of its cells."""
    last = len(areas) - 1
    found: list[dict[Cell, int]] = []
    for at in range(len(areas)):
        found += [{(at, whole): -1, **{(at, part): 1 for part in parts}} for whole, *parts in SUMS if parts]
    if last:
        found += [{(last, key): -1, **{(at, key): 1 for at in range(last)}} for key in areas[0]]
    return found


def worked_out(hidden: frozenset[Cell], sums: list[dict[Cell, int]]) -> set[Cell]:
    """The hidden cells of which the equations leave one value only: elimination, then rows of one cell."""
    rows = [{cell: Fraction(factor) for cell, factor in row.items() if cell in hidden} for row in sums]
    done: list[dict[Cell, Fraction]] = []
    for cell in sorted(hidden):
        pivot = next((row for row in rows if row.get(cell)), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = {key: value / pivot[cell] for key, value in pivot.items()}
        rows, done = ([_less(row, pivot, cell) for row in group] for group in (rows, done))
        done.append(pivot)
    return {next(iter(row)) for row in done if len(row) == 1}


def _less(row: dict[Cell, Fraction], pivot: dict[Cell, Fraction], cell: Cell) -> dict[Cell, Fraction]:
    factor = row.get(cell, Fraction(0))
    summed = {key: row.get(key, Fraction(0)) - factor * pivot.get(key, Fraction(0)) for key in row | pivot}
    return {key: value for key, value in summed.items() if value}


@given(tables())
def test_no_number_of_one_or_two_is_told_or_can_be_worked_out(areas: list[dict[str, int]]) -> None:
    hidden = hidden_figures(areas, SUMS)
    assert {(at, key) for at, area in enumerate(areas) for key, count in area.items() if is_few(count)} <= hidden
    few_alone = {cell for cell in hidden if cell[1] == "lone" and len(areas) == 1}
    assert worked_out(hidden, equations(areas)) <= few_alone


@given(tables())
def test_nothing_is_left_out_where_nothing_is_few(areas: list[dict[str, int]]) -> None:
    large = [{key: 30 * count for key, count in area.items()} for area in areas]
    assert hidden_figures(large, SUMS) == frozenset()


def test_the_smallest_number_beside_a_few_is_left_out_too() -> None:
    areas: list[dict[str, Any]] = [
        {"all": 20, "a": 1, "b": 15, "c": 4}, {"all": 30, "a": 5, "b": 10, "c": 15},
        {"all": 50, "a": 6, "b": 25, "c": 19},
    ]  # fmt: skip
    sums = [("all", "a", "b", "c")]
    assert hidden_figures(areas[:1], sums) == {(0, "a"), (0, "c")}
    hidden = hidden_figures(areas, sums)
    assert {(0, "a"), (1, "a")} <= hidden
    assert len(hidden) == 4


def test_a_sum_of_ones_is_not_told_by_its_number() -> None:
    area = {"all": 12, "a": 1, "b": 1, "c": 10}
    assert hidden_figures([area], [("all", "a", "b", "c")]) == {(0, "a"), (0, "b"), (0, "c")}


def test_a_bridge_between_two_rings_is_found() -> None:
    """Each line has two numbers left out, and one of them could be worked out: row sums less column sums."""
    small, large = 1, 50
    rows = [
        [small, small, large, large, large, large], [small, small, large, large, large, large],
        [large, large, small, large, large, large], [large, large, large, large, small, small],
        [large, large, large, large, small, small],
    ]  # fmt: skip
    keys = "abcdef"
    areas = [dict(zip(keys, row, strict=True)) | {"all": sum(row)} for row in rows]
    areas.append({key: sum(area[key] for area in areas) for key in areas[0]})
    sums = [("all", *keys)]
    hidden = hidden_figures(areas, sums)
    lines = [{(at, "all"): -1, **{(at, key): 1 for key in keys}} for at in range(len(areas))]
    lines += [{(5, key): -1, **{(at, key): 1 for at in range(5)}} for key in areas[0]]
    assert worked_out(hidden, lines) == set()


def test_a_few_things_are_told() -> None:
    area = {"net": 1, "new": 5, "left": 4}
    assert hidden_figures([area], [("net", "new", "left")], open_keys={"net"}) == frozenset()
    assert hidden_figures([{"held": 1}], [("held",)], open_keys={"held"}) == frozenset()
