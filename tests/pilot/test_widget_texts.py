"""The pure parts of the widgets: cells, wrapping, columns, initials, options, values."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin
from rich.cells import cell_len

from db.errors import DataError
from db.vocabulary import Code
from screens.widgets.cells import fit, visible, wrap
from screens.widgets.columns import MARGIN, Column, head, place
from screens.widgets.fields import Field, Kind
from screens.widgets.initials import initials
from screens.widgets.options import Option, matching, options_of

texts = st.text(st.one_of(st.sampled_from("ab 中文，\n\t\x1b\u200b\u202e"), st.characters()), max_size=40)


@given(texts, st.integers(0, 30), st.sampled_from(["left", "right"]))
def test_a_cell_has_its_width_and_no_control(text: str, width: int, align: str) -> None:
    cell = fit(text, width, align)  # type: ignore[arg-type]
    assert cell_len(cell) == width
    assert visible(cell) == cell
    assert "\n" not in cell


@pytest.mark.parametrize(
    ("text", "width", "cell"),
    [
        ("张三", 6, "张三  "),
        ("张三丰", 6, "张三丰"),
        ("张三丰丰", 6, "张三.."),
        ("张三丰丰", 7, "张三.. "),
        ("abc", 2, "ab"),
    ],
)
def test_what_does_not_fit_is_cut(text: str, width: int, cell: str) -> None:
    assert fit(text, width) == cell


@given(st.text(st.sampled_from("ab 中文\n"), max_size=60), st.integers(2, 12))
def test_wrapped_lines_hold_the_whole_text_in_their_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert lines[0].start == 0
    assert lines[-1].end == len(text)
    for line, following in pairwise(lines):
        assert text[line.end : following.start] in ("", "\n")
    assert all(cell_len(text[line.start : line.end]) <= width for line in lines)
    assert "\n" not in "".join(text[line.start : line.end] for line in lines)


def test_latin_words_stay_whole_where_they_can() -> None:
    text = "你好 hello world"
    assert [text[line.start : line.end] for line in wrap(text, 11)] == ["你好 hello ", "world"]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=8), st.integers(1, 120), st.integers(0, 7))
def test_columns_lie_side_by_side_within_the_width(widths: list[int], width: int, skip: int) -> None:
    columns = [Column[str](str(index), "村", cells, str, grow=index == 1) for index, cells in enumerate(widths)]
    layout = place(columns, width, skip)
    titles = head(layout, None, MARGIN + width)
    assert cell_len(titles) == MARGIN + width
    assert titles.endswith(">") == layout.after
    assert layout.cells[0].column is columns[0]
    edge = 0
    for cell in layout.cells:
        assert cell.x >= edge
        assert cell.width >= 1
        edge = cell.x + cell.width
    assert edge <= width
    out_of_sight = len(columns) - len(layout.cells) - min(skip, len(columns) - 1)
    assert layout.after == (out_of_sight > 0)


def test_initials_are_those_of_the_pinyin() -> None:
    level_one = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)]
    differ = [
        char
        for char in level_one
        if initials(char) not in {reading[0] for reading in pinyin(char, Style.NORMAL, heteronym=True)[0]}
    ]
    assert len(level_one) > 3600
    assert differ == []


def test_initials_of_anything_else() -> None:
    assert initials("王家村 3组（A）") == "wjc3za"
    assert initials("犇") == ""
    assert initials("") == ""


SCHOOLS = [Option("1", "中心小学"), Option("2", "小学二部", "zx"), Option("3", "幼儿园")]


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("", "123"),
        ("小学", "21"),
        ("xx", "21"),
        ("ZX", "12"),
        ("3", "3"),
        ("9", ""),
        (" 幼 ", "3"),
        ("?", ""),
    ],
)
def test_options_are_found_by_beginning_then_by_part(typed: str, values: str) -> None:
    assert "".join(option.value for option in matching(SCHOOLS, typed)) == values


@pytest.mark.parametrize("typed", ["lyq", "liyuqi", "yuqi", "yq"])
def test_people_with_rare_characters_are_found_by_their_pinyin(typed: str) -> None:
    people = [Option("1", "李语琪"), Option("2", "曾静")]
    assert matching(people, typed) == people[:1]
    assert matching(people, "zengjing") == people[1:]


def test_options_of_a_vocabulary_are_its_codes_and_labels() -> None:
    class Answer(Code):
        YES = "y", "yes"
        NO = "n", "no"

    assert options_of(Answer)() == [Option("y", "是"), Option("n", "否")]


def positive(text: str) -> int:
    if not text.isdecimal():
        raise DataError("要写数字。")
    return int(text)


FIELDS = {
    "text": Field("a", "a"),
    "note": Field("a", "a", Kind.NOTE),
    "number": Field("a", "a", parse=positive, validate=lambda value: "太大了。" if value > 9 else None),
    "choice": Field("a", "a", Kind.CHOICE),
    "choices": Field("a", "a", Kind.CHOICES),
    "yes_no": Field("a", "a", Kind.YES_NO),
    "record": Field("a", "a", Kind.REFERENCE, parse=int),
    "required": Field("a", "a", required=True),
}


@pytest.mark.parametrize(
    ("kind", "value", "entry", "back"),
    [
        ("text", None, "", ""),
        ("text", "张三", "张三", "张三"),
        ("note", "", "", ""),
        ("number", 7, "7", 7),
        ("number", None, "", None),
        ("choice", "red", "red", "red"),
        ("choice", None, "", None),
        ("choices", "a b", "a b", "a b"),
        ("choices", None, "", ""),
        ("yes_no", True, "yes", True),
        ("yes_no", False, "no", False),
        ("yes_no", None, "", None),
        ("record", Option("12", "王 家村"), "12 王 家村", 12),
        ("record", None, "", None),
    ],
)
def test_values_become_entries_and_values_again(kind: str, value: object, entry: str, back: object) -> None:
    assert FIELDS[kind].entry(value) == entry
    assert FIELDS[kind].value(entry) == back


@pytest.mark.parametrize(("kind", "entry", "sentence"), [
    ("number", "七", "要写数字。"),
    ("number", "10", "太大了。"),
    ("required", "  ", "这一项必须填写。"),
])  # fmt: skip
def test_wrong_entries_say_why(kind: str, entry: str, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        FIELDS[kind].value(entry)
