"""Telephone numbers out of crowded cells, with whose they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import RuleError
from db.rules.phones import PhoneKind, check_phone, parse_phones
from db.rules.relations import relation
from db.vocabulary import CarerRelation, ParentRole

FATHER, MOTHER = "13812345678", "13912345678"
MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    "text",
    [
        f"{FATHER}/{MOTHER}",
        f"{FATHER}、{MOTHER}",
        f"{FATHER}，{MOTHER}",
        f"{FATHER}；{MOTHER}",
        f"{FATHER};{MOTHER}",
        f"{FATHER} {MOTHER}",
        f"{FATHER}\n{MOTHER}",
        f"{FATHER}{MOTHER}",
        f"{FATHER}或{MOTHER}",
        "138 1234 5678 139 1234 5678",
        "138-1234-5678, 139-1234-5678",
        "+86 138 1234 5678 / +8613912345678",
        "008613812345678 0086-13912345678",
        "013812345678 013912345678",
        "１３８１２３４５６７８／１３９１２３４５６７８",
        f"{FATHER}、{MOTHER}、{FATHER}",
    ],
)
def test_several_numbers_in_one_cell(text: str) -> None:
    phones = parse_phones(text)
    assert [phone.number for phone in phones] == [FATHER, MOTHER]
    assert all(phone.kind is PhoneKind.MOBILE and not phone.problem and phone.owner is None for phone in phones)


@pytest.mark.parametrize(
    "text",
    [
        f"父{FATHER}母{MOTHER}",
        f"父{FATHER} 母{MOTHER}",
        f"父亲：{FATHER}；母亲：{MOTHER}",
        f"爸爸{FATHER}、妈妈{MOTHER}",
        f"{FATHER}（父） {MOTHER}（母）",
        f"{FATHER}(爸爸){MOTHER}(妈妈)",
        f"{FATHER}父、{MOTHER}母",
        "父 138 1234 5678，母 139 1234 5678",
        f"父电话:{FATHER}母电话:{MOTHER}",
    ],
)
def test_labels_say_whose_a_number_is(text: str) -> None:
    phones = parse_phones(text)
    assert [(phone.number, phone.owner) for phone in phones] == [
        (FATHER, ParentRole.FATHER),
        (MOTHER, ParentRole.MOTHER),
    ]


def test_other_labels_are_kept_as_words() -> None:
    (phone,) = parse_phones(f"张三{FATHER}")
    assert (phone.owner, phone.word) == (CarerRelation.OTHER, "张三")
    (phone,) = parse_phones(f"外婆:{FATHER}")
    assert (phone.owner, phone.word) == (CarerRelation.MATERNAL_GRANDMOTHER, "外婆")


def test_a_number_out_of_service_is_marked() -> None:
    first, second = parse_phones(f"爷爷{FATHER}空号，奶奶{MOTHER}")
    assert (first.dead, first.owner) == (True, CarerRelation.PATERNAL_GRANDFATHER)
    assert (second.dead, second.owner) == (False, CarerRelation.PATERNAL_GRANDMOTHER)
    first, second = parse_phones(f"{FATHER} 空号 {MOTHER}")
    assert (first.dead, second.dead) == (True, False)


@pytest.mark.parametrize("text", ["", " ", "无", "/", "—", "不详", "暂无", "无电话", "空号"])
def test_no_number(text: str) -> None:
    assert parse_phones(text) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0713-6234567", "0713-6234567"),
        ("(0713)6234567", "0713-6234567"),
        ("（0713）6234567", "0713-6234567"),
        ("07136234567", "0713-6234567"),
        ("010 62345678", "010-62345678"),
        ("02862345678", "028-62345678"),
        ("0086-0713-6234567", "0713-6234567"),
        ("0713-6234567转12", "0713-6234567"),
    ],
)
def test_landlines(text: str, number: str) -> None:
    (phone,) = parse_phones(text)
    assert (phone.number, phone.kind, phone.problem) == (number, PhoneKind.LANDLINE, "")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("138123456789", "这里是12位"),
        ("1381234567", "这里是10位"),
        ("12812345678", "不是电话"),
        ("6234567", "缺少区号"),
        ("12", "2位"),
        ("99", "不是电话"),
    ],
)
def test_a_wrong_number_says_why(text: str, sentence: str) -> None:
    (phone,) = parse_phones(text)
    assert phone.kind is PhoneKind.WRONG
    assert sentence in phone.problem
    with pytest.raises(RuleError, match=sentence):
        check_phone(text)


def test_a_field_takes_one_number_or_none() -> None:
    assert check_phone(" 138 1234 5678 ") == FATHER
    assert check_phone("") == check_phone("无") == ""
    with pytest.raises(RuleError, match="一个电话"):
        check_phone(f"{FATHER} {MOTHER}")
    with pytest.raises(RuleError, match="不是电话"):
        check_phone("张三")


@given(st.lists(MOBILE, min_size=1, max_size=4, unique=True), st.sampled_from(["/", "、", " ", "\n", "，", "; "]))
def test_all_numbers_of_a_cell_come_out(numbers: list[str], separator: str) -> None:
    assert [phone.number for phone in parse_phones(separator.join(numbers))] == numbers


@given(st.text(max_size=40))
def test_any_text_has_phones_or_none(text: str) -> None:
    for phone in parse_phones(text):
        assert (phone.kind is PhoneKind.WRONG) == bool(phone.problem)
        assert phone.number.replace("-", "").isdigit()


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("爷爷", CarerRelation.PATERNAL_GRANDFATHER),
        ("祖父", CarerRelation.PATERNAL_GRANDFATHER),
        ("奶奶", CarerRelation.PATERNAL_GRANDMOTHER),
        ("外公", CarerRelation.MATERNAL_GRANDFATHER),
        ("姥爷", CarerRelation.MATERNAL_GRANDFATHER),
        ("外祖父", CarerRelation.MATERNAL_GRANDFATHER),
        ("姥姥", CarerRelation.MATERNAL_GRANDMOTHER),
        ("外婆", CarerRelation.MATERNAL_GRANDMOTHER),
        ("大伯", CarerRelation.UNCLE_AUNT),
        ("姑父", CarerRelation.UNCLE_AUNT),
        ("舅妈", CarerRelation.UNCLE_AUNT),
        ("姐姐", CarerRelation.SIBLING),
        ("邻居", CarerRelation.FRIEND),
        ("父亲", ParentRole.FATHER),
        ("妈", ParentRole.MOTHER),
        ("父母", None),
        ("张三", None),
    ],
)
def test_words_for_kin(word: str, code: object) -> None:
    assert relation(word) == code
