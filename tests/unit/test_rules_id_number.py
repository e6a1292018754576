"""Resident ID numbers: the standard's checks, the spellings of lists, and what Excel does to them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.id_number import DEMO_REGION, IdForm, check, check_digit
from db.rules.regions import provinces
from db.vocabulary import Sex

TODAY = date(2026, 11, 24)
KNOWN = "11010519491231002X"
CHILD = "990101201305020012"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(region: str, born: str, order: str) -> str:
    body = region + born + order
    return body + check_digit(body)


@given(st.text(st.sampled_from("0123456789"), min_size=17, max_size=17))
def test_the_check_digit_is_that_of_the_standard(body: str) -> None:
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    assert check_digit(body) == "10X98765432"[total % 11]


@pytest.mark.parametrize(
    "text",
    [
        KNOWN,
        KNOWN.lower(),
        f"'{KNOWN}",
        f"　{KNOWN}\t",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２ｘ",
        "110105 19491231 002X",
        "110105-19491231-002X",
        "‘11010519491231002X",
    ],
)
def test_every_spelling_of_a_number_is_the_same_number(text: str) -> None:
    found = check(text, TODAY)
    assert found.ok
    assert found.normalised == KNOWN
    assert (found.form, found.birth_date, found.sex) == (IdForm.RESIDENT, date(1949, 12, 31), Sex.FEMALE)
    assert (found.region, found.problems, found.warnings, found.made_up) == ("北京市", (), (), False)


@pytest.mark.parametrize("text", ["", "  ", "无", "/", "—", "-", "不详", "未上户"])
def test_no_number_is_no_problem(text: str) -> None:
    found = check(text, TODAY)
    assert (found.form, found.normalised, found.problems, found.ok) == (IdForm.NOTHING, "", (), False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5.10322E+17", "科学计数"),
        ("5.10322e17", "科学计数"),
        ("510322201305020000", "取整"),
        ("110105194912310021", "校验位"),
        ("11010519491331002X", "不是日期"),
        (number("110105", "20130230", "002"), "不是日期"),
        (number("110105", "21000229", "002"), "不是日期"),
        (number("110105", "20990101", "002"), "不可能"),
        (number("110105", "20261125", "002"), "不可能"),
        (number("110105", "18991231", "002"), "不可能"),
        ("1101051949123100", "应为18位，这里是16位"),
        ("11010519491231002", "应为18位，这里是17位"),
        ("1101051949X231002X", "第11位"),
        ("11010五19491231002X", "第6位"),
        ("²10105194912310021", "校验位"),
        ("H12345678", "第1位"),
        ("9" * 90, "90位"),
    ],
)
def test_a_wrong_number_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    found = check(text, TODAY)
    assert not found.ok
    assert len(found.problems) == 1
    assert sentence in found.problems[0]


def test_the_last_possible_days_of_birth_are_accepted() -> None:
    assert check(number("110105", "20261124", "002"), TODAY).ok
    assert check(number("110105", "19000101", "002"), TODAY).ok
    assert check(number("110105", "20000229", "002"), TODAY).birth_date == date(2000, 2, 29)


def test_a_true_number_ending_in_000_is_only_doubted() -> None:
    body = next(
        f"110105201305{day:02}00" + "0" for day in range(1, 29) if check_digit(f"110105201305{day:02}000") == "0"
    )
    found = check(body + "0", TODAY)
    assert found.ok
    assert "000" in found.warnings[0]


def test_an_unknown_province_is_a_warning() -> None:
    found = check(number("700101", "20130502", "001"), TODAY)
    assert found.ok
    assert found.region == ""
    assert "地区代码" in found.warnings[0]


@pytest.mark.parametrize("region", ["330113", "330114"])
def test_districts_on_which_stdnum_raises_are_known(region: str) -> None:
    found = check(number(region, "20220502", "001"), TODAY)
    assert (found.region, found.warnings, found.ok) == ("浙江省", (), True)


@pytest.mark.parametrize(("region", "name"), [("810000", "香港"), ("820000", "澳门"), ("830000", "台湾")])
def test_residence_permits_are_recognised(region: str, name: str) -> None:
    found = check(number(region, "19940502", "001"), TODAY)
    assert (found.form, found.region, found.ok, found.warnings) == (IdForm.PERMIT, name, True, ())


def test_a_foreigners_card_is_recognised() -> None:
    found = check(number("911156", "19940502", "001"), TODAY)
    assert (found.form, found.region, found.ok) == (IdForm.FOREIGNER, "北京市", True)


def test_the_demo_has_a_region_that_nobody_lives_in() -> None:
    found = check(number(DEMO_REGION, "20130502", "001"), TODAY)
    assert (found.form, found.made_up, found.ok, found.warnings) == (IdForm.RESIDENT, True, True, ())
    assert DEMO_REGION[:2] not in provinces()
    assert DEMO_REGION[1:3] not in provinces()


def test_fifteen_digits_become_eighteen() -> None:
    found = check("110105491231002", TODAY)
    assert (found.form, found.normalised, found.ok) == (IdForm.RESIDENT_15, KNOWN, True)
    assert "18位" in found.warnings[0]
    assert not check("110105491331002", TODAY).ok


@pytest.mark.parametrize("tail", ["11", "44", "74B1"])
def test_a_disability_card_gives_the_number_within(tail: str) -> None:
    found = check(KNOWN.lower() + tail, TODAY)
    assert (found.form, found.normalised, found.card) == (IdForm.DISABILITY_CARD, KNOWN, KNOWN + tail)
    assert found.ok
    assert "残疾证" in found.warnings[0]
    assert not check("11010519491231003X" + tail, TODAY).ok


@pytest.mark.parametrize("tail", ["81", "15", "1"])
def test_no_other_tail_is_a_disability_card(tail: str) -> None:
    assert check(KNOWN + tail, TODAY).form is IdForm.UNREADABLE


def test_a_student_number_gives_the_number_within() -> None:
    found = check(f"g{KNOWN}", TODAY)
    assert (found.form, found.normalised, found.card, found.ok) == (IdForm.STUDENT_NO, KNOWN, f"G{KNOWN}", True)


def test_contradictions_are_said_in_one_sentence_each() -> None:
    assert check(KNOWN, TODAY, sex="female", birth="1949-12-31").warnings == ()
    assert check(KNOWN, TODAY, birth="1949-12").warnings == ()
    sentences = check(KNOWN, TODAY, sex=Sex.MALE, birth="1950-01-01").warnings
    assert len(sentences) == 2
    assert "女" in sentences[0]
    assert "1949-12-31" in sentences[1]


@given(st.text(max_size=30))
def test_no_text_raises_and_only_checked_numbers_are_ok(text: str) -> None:
    found = check(text, TODAY)
    if found.ok:
        assert check_digit(found.normalised[:17]) == found.normalised[17]


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_noticed(place: int, char: str) -> None:
    wrong = KNOWN[:place] + char + KNOWN[place + 1 :]
    assert check(wrong, TODAY).ok == (wrong == KNOWN)


@given(st.integers(0, 16))
def test_two_exchanged_characters_are_always_noticed(place: int) -> None:
    swapped = KNOWN[:place] + KNOWN[place + 1] + KNOWN[place] + KNOWN[place + 2 :]
    assert check(swapped, TODAY).ok == (swapped == KNOWN)
