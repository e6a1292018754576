"""Readings of names, and an order by bytes that is the order of pinyin."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.pinyin import _SURNAMES, Pinyin, _table, misread_surname, romanise

ROOT = Path(__file__).resolve().parents[2]
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("张小明", "zhang xiao ming"),
        ("单雄信", "shan xiong xin"),
        ("曾小红", "zeng xiao hong"),
        ("解小龙", "xie xiao long"),
        ("仇英", "qiu ying"),
        ("区小燕", "ou xiao yan"),
        ("查良镛", "zha liang yong"),
        ("朴树", "piao shu"),
        ("覃勇", "qin yong"),
        ("翟志刚", "zhai zhi gang"),
        ("肖战", "xiao zhan"),
        ("任小明", "ren xiao ming"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("万小明", "wan xiao ming"),
        ("长孙无忌", "zhang sun wu ji"),
        ("令狐冲", "ling hu chong"),
        ("欧阳修", "ou yang xiu"),
        ("司马光", "si ma guang"),
        ("澹台明", "tan tai ming"),
        ("吕小绿", "lv xiao lv"),
        ("王曾", "wang ceng"),
        ("李晟", "li sheng"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"),
        ("单·巴特尔", "dan ba te er"),
        ("Maria李", "maria li"),
        ("José", "jose"),
        ("曾", "zeng"),
        ("李2", "li"),
        ("ئابدۇللا", ""),
        ("", ""),
    ],
)
def test_a_name_is_read_as_people_read_it(name: str, syllables: str) -> None:
    pinyin = romanise(name)
    assert pinyin.syllables == tuple(syllables.split())
    assert pinyin.full == syllables.replace(" ", "")
    assert pinyin.initials == "".join(syllable[0] for syllable in pinyin.syllables)


def test_bytes_order_names_as_a_dictionary_of_surnames() -> None:
    ordered = [
        "艾明",
        "Émile",
        "黎军",
        "黎明",
        "李军",
        "李明",
        "李明华",
        "连胜",
        "吕明",
        "张三",
        "张小明",
        "章明",
        "\ue5e5明",
    ]
    assert sorted(set(ordered), key=lambda name: romanise(name).sort_key.encode()) == ordered


@given(HAN, HAN)
def test_the_order_is_total_and_puts_syllables_first(one: str, other: str) -> None:
    first, second = romanise(one), romanise(other)
    assert (first.sort_key == second.sort_key) == (one == other)
    if len(first.syllables) == len(one) and len(second.syllables) == len(other) and one[0] != other[0]:
        assert (first.sort_key < second.sort_key) == (head(first) < head(second))


def head(pinyin: Pinyin) -> tuple[str, str]:
    """The first syllable, then the tone and the character."""
    return pinyin.syllables[0], pinyin.sort_key


@given(HAN)
def test_syllables_are_plain_lower_case_letters(name: str) -> None:
    assert all(
        syllable.isascii() and syllable.isalpha() and syllable.islower() for syllable in romanise(name).syllables
    )


def test_every_surname_of_the_table_changes_a_reading() -> None:
    usual = {name: _table().get(ord(name), "").split(",")[0] for name in _SURNAMES}
    assert [name for name, (reading, _usual) in _SURNAMES.items() if usual[name] == reading] == []


@pytest.mark.parametrize(
    ("name", "syllable"),
    [
        ("单小明", "dan"),
        ("覃勇", "tan"),
        ("翟亮", "di"),
        ("乐嘉", "le"),
        ("任勇", ""),
        ("张单", ""),
        ("单·巴特尔", ""),
        ("", ""),
    ],
)
def test_a_surname_may_be_taken_for_another_syllable(name: str, syllable: str) -> None:
    assert misread_surname(name) == syllable


def test_the_phrases_are_never_loaded() -> None:
    """They cost 370 ms and 44 MB more than the characters."""
    script = (
        "import sys; from db.rules.pinyin import romanise; assert 'pypinyin' not in sys.modules; romanise('张三');"
        "print(sorted(name for name in sys.modules if 'pypinyin' in name))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "phrases" not in done.stdout
