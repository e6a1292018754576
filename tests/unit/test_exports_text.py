"""Tables of text: two cells a Chinese character, 80 columns, nothing that a terminal would obey."""

from __future__ import annotations

import pytest
import tabulate
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.bars import bar
from exports.file_names import file_name
from exports.text import cells, lines, pad, visible, wrap


def test_tabulate_counts_wide_characters() -> None:
    assert tabulate.WIDE_CHARS_MODE


def test_columns_stand_under_each_other() -> None:
    table = list(lines(["姓名", "电话"], [["王小芳", "0138"], ["阿依古丽·买买提", "1.10"]], [8, 6]))
    assert table == [
        "姓名      电话",
        "--------  ------",
        "王小芳    0138",
        "阿依古丽  1.10",
        "·买买提",
    ]


def test_an_empty_table_still_has_its_header() -> None:
    assert list(lines(["姓名"], [], [8])) == ["姓名", "--------"]


@settings(max_examples=25)
@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=3))
def test_later_rows_are_laid_out_like_the_first(rows: list[list[str]]) -> None:
    def table(*more: list[str]) -> list[str]:
        return list(lines(["名", "人数", "备注"], [*more, *rows], [6, 8, 11], [False, True, False]))

    page = [[str(number), "1", ""] for number in range(60)]
    assert table(*page)[62:] == table()[2:]


def test_no_line_begins_with_a_full_stop() -> None:
    assert wrap("放进当天日期的文件夹。", 20) == ["放进当天日期的文件", "夹。"]


def test_control_characters_are_shown_and_not_sent() -> None:
    assert visible("a\x1b]52;c;x\x07\u202e\u200b\x9bb") == "a?]52;c;x????b"
    assert visible("王\u3000芳") == "王\u3000芳"


@given(st.lists(st.lists(st.text(max_size=40), min_size=3, max_size=3), max_size=4))
def test_no_cell_is_wider_than_its_column(rows: list[list[str]]) -> None:
    for line in lines(["甲", "乙", "丙"], rows, [8, 4, 11]):
        assert cells(line) <= 8 + 4 + 11 + 2 * 2


@given(st.text(st.characters(exclude_categories=["C", "M", "Z"]), max_size=40), st.integers(2, 20))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    assert "".join(wrap(text, width)) == text


def test_a_control_character_does_not_make_a_long_text_short() -> None:
    assert [line.count("好") for line in wrap("好" * 60 + "\x07", 80)] == [40, 20]


def test_padding_counts_cells() -> None:
    assert pad("王芳", 6) == "王芳  "


def test_a_file_is_named_as_a_clerk_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    parts, plain = ["2026-11-24", "签到表", "", "一/二 班"], ["2026-11-24", "sign-in"]
    assert file_name(parts, plain, ".txt") == "2026-11-24-签到表-一_二_班.txt"
    monkeypatch.setattr("os.fsencode", lambda name: name.encode("ascii"))
    assert file_name(parts, plain, ".txt") == "2026-11-24-sign-in.txt"


def test_a_bar_is_in_proportion() -> None:
    drawn = [bar(part, 43, 5) for part in (0, 1, 9, 42, 43, 44)]
    assert drawn == [".....", ":....", "#:...", "####:", "#####", "#####"]
    assert bar(0, 0, 5) == "....."


@given(st.integers(0, 100_000), st.integers(1, 100_000), st.integers(1, 40))
def test_a_bar_is_empty_for_nothing_and_full_for_all_alone(part: int, whole: int, width: int) -> None:
    drawn = bar(part, whole, width)
    assert len(drawn) == width
    assert (drawn == "." * width) is (part == 0)
    assert (drawn == "#" * width) is (part >= whole)
    assert drawn.count("#") <= width * part / whole
