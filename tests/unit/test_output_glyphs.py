"""What may reach the terminal: no control, no bidi, no zero width; and in plain mode nothing of an unsure width."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.glyphs import plain, visible

anything = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王小芳", "王小芳"),
        ("a\x1b]52;c;eA==\x07b", "a␛]52;c;eA==␇b"),
        ("\x00\t\n\r\x7f", "␀␉␊␍␡"),
        ("\x9b31m\x85", "�31m�"),
        ("a\u202eb\u200b\u2066\ufeffc", "a�b��" + "�c"),
        ("\ud83d", "�"),
        ("阿·买\u3000提 e\u0301", "阿·买\u3000提 e\u0301"),
        ("\u9089\U000e0102", "\u9089"),  # a chosen glyph of a Han character: the same character
        ("\u2764\ufe0f!", "\u2764 !"),
        ("\ufe0f!", "!"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(anything)
def test_nothing_visible_is_obeyed_by_a_terminal(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    shown.encode()
    assert not {unicodedata.category(c) for c in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(anything)
def test_plain_mode_draws_no_ambiguous_character(text: str) -> None:
    shown = plain(visible(text))
    assert not [c for c in shown if unicodedata.east_asian_width(c) == "A"]


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_plain_mode_keeps_widths(text: str) -> None:
    assert cell_len(plain(visible(text))) == cell_len(visible(text))


def test_plain_mode_has_lookalikes() -> None:
    assert plain("┌─ 关爱 ─┐│█▒ • “走访” 60 % → ①…") == '+- 关爱 -+|## * "走访" 60 % > 1~'
    assert plain("ā é") == "a e"
