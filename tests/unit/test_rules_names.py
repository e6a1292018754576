"""Names and notes: what is tidied, what is refused and where, and the search key."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import RuleError
from db.rules import names


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("张三", "张三"),
        ("张　三", "张三"),
        ("　张 小 明\u00a0", "张小明"),
        ("张三\r\n", "张三"),
        ("\t李四 ", "李四"),
        ("欧阳 小明", "欧阳 小明"),
        ("张三 李四", "张三 李四"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 ・ 买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("J. Smith", "J. Smith"),
        ("Maria\u3000\u3000Li", "Maria Li"),
        ("𠮷野", "𠮷野"),
        ("\uf900", "\uf900"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("ئا\u200cبا", "ئا\u200cبا"),
        ("ᠮᠣᠩ\u180eᠭᠣ", "ᠮᠣᠩ\u180eᠭᠣ"),
        ("", ""),
    ],
)
def test_a_name_is_tidied_but_not_rewritten(typed: str, stored: str) -> None:
    assert names.clean_name(typed) == stored


@pytest.mark.parametrize(
    ("text", "position", "code"),
    [
        ("张\x00三", 2, "U+0000"),
        ("张\x1b[31m三", 2, "U+001B"),
        ("张三\x9b31m", 3, "U+009B"),
        ("张\u202e三", 2, "U+202E"),
        ("\u200f张三", 1, "U+200F"),
        ("张\u2066三", 2, "U+2066"),
        ("张\u200b三", 2, "U+200B"),
        ("\ufeff张三", 1, "U+FEFF"),
        ("  张三\u2060", 5, "U+2060"),
        ("张\u200d三", 2, "U+200D"),
        ("张三\u200d", 3, "U+200D"),
        ("张\U000e0041三", 2, "U+E0041"),
        ("张\ud800三", 2, "U+D800"),
        ("张\ufdd0三", 2, "U+FDD0"),
        ("张\U0001fffe三", 2, "U+1FFFE"),
        ("张\u2028三", 2, "U+2028"),
        ("张\u3164三", 2, "U+3164"),
    ],
)
def test_a_forbidden_character_is_refused_with_its_place(text: str, position: int, code: str) -> None:
    for clean in (names.clean_name, names.clean_line, names.clean_note):
        with pytest.raises(RuleError, match=re.escape(f"第{position}个字符（{code}）")):
            clean(text)


def test_a_note_keeps_its_lines_and_tabs_where_a_name_has_none() -> None:
    assert names.clean_note(" 一\r\n二\t三 \r四\n") == "一\n二\t三\n四"
    assert names.clean_line("一组\t二号\n三") == "一组 二号 三"
    for text in ("张三\t男", "Maria\nLi"):
        with pytest.raises(RuleError, match="不能保存"):
            names.clean_name(text)


def test_lengths_have_limits() -> None:
    assert names.clean_name("长" * names.NAME_LIMIT)
    for clean, limit in (
        (names.clean_name, names.NAME_LIMIT),
        (names.clean_line, names.LINE_LIMIT),
        (names.clean_note, names.NOTE_LIMIT),
    ):
        with pytest.raises(RuleError, match=str(limit)):
            clean("长" * (limit + 1))
    with pytest.raises(RuleError, match="10000"):
        names.clean_name("长" * 10_000)


def test_a_remark_in_brackets_comes_off_the_name() -> None:
    assert names.split_note("张三(双胞胎弟)") == ("张三", "双胞胎弟")
    assert names.split_note("张三（曾用名：张山） ") == ("张三", "曾用名：张山")
    assert names.split_note("张三") == ("张三", "")


def test_leftovers_of_old_encodings_are_doubted_not_refused() -> None:
    assert names.clean_name("张\ue5e5") == "张\ue5e5"
    assert len(names.doubts("张\ue5e5")) == 1
    assert len(names.doubts("张\ufffd\ue5e5")) == 2
    assert names.doubts("张三") == ()


@given(st.text(max_size=40))
def test_what_passes_is_safe_stays_and_passes_again(text: str) -> None:
    try:
        name = names.clean_name(text)
    except RuleError:
        return
    assert all(unicodedata.category(char) not in ("Cc", "Cs") for char in name)
    assert name == name.strip()
    assert names.clean_name(name) == name


@given(st.text(max_size=40))
def test_a_clean_note_is_clean(text: str) -> None:
    try:
        note = names.clean_note(text)
    except RuleError:
        return
    assert all(char in "\n\t" or unicodedata.category(char) != "Cc" for char in note)
    assert names.clean_note(note) == note


@given(st.text(st.characters(codec="utf-8")))
def test_the_search_key_is_stable(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＬＩ　Ｍing", "li ming"),
        ("阿依•古丽", "阿依古丽"),
        ("张　三", "张三"),
        ("\uf900", "\u8c48"),
        ("STRASSE", "straße"),
    ],
)
def test_the_search_key_overlooks_width_case_blanks_and_dots(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other)
