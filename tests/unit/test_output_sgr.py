"""Styles of cells: every way from one to another arrives."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tui.sgr import DEFAULT, Style, apply, on_blank, transition

COLOURS = ("", "31", "97", "38;5;200", "38;2;1;2;3")
BACKGROUNDS = ("", "41", "107", "48;5;200", "48;2;1;2;3")
styles = st.builds(
    Style,
    st.frozensets(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 51, 52, 53])),
    st.sampled_from(COLOURS),
    st.sampled_from(BACKGROUNDS),
)


@given(styles, styles)
def test_a_transition_arrives_at_the_new_style(old: Style, new: Style) -> None:
    sequence = transition(old, new)
    reached = old
    for parameters in re.findall(r"\x1b\[([\d;]*)m", sequence):
        reached = apply(reached, parameters)
    assert reached == new
    assert re.fullmatch(r"(\x1b\[[\d;]*m)?", sequence)


def test_a_transition_takes_the_shorter_way() -> None:
    bold = Style(frozenset({1}))
    assert transition(DEFAULT, bold) == "\x1b[;1m" or transition(DEFAULT, bold) == "\x1b[1m"
    assert transition(Style(frozenset({1}), "31"), Style(frozenset({1}), "32")) == "\x1b[32m"
    assert transition(Style(frozenset({1, 3, 9}), "38;2;1;2;3"), Style(frozenset({4}))) == "\x1b[;4m"
    assert transition(bold, DEFAULT) == "\x1b[m"
    # 22 ends dim with bold, so dim is set again.
    assert apply(Style(frozenset({1, 2})), "22;2") == Style(frozenset({2}))
    assert len(transition(Style(frozenset({1, 2})), Style(frozenset({2})))) <= len("\x1b[22;2m")


def test_textuals_explicit_defaults_are_the_default() -> None:
    assert apply(DEFAULT, "39;49") == DEFAULT
    assert apply(Style(frozenset({7}), "31", "42"), "") == DEFAULT


def test_a_blank_keeps_only_what_is_seen_on_it() -> None:
    assert on_blank(Style(frozenset({1, 3}), "31", "44")) == Style(background="44")
    assert on_blank(Style(frozenset({1, 7}), "31")) == Style(frozenset({1, 7}), "31")
