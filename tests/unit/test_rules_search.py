"""Every part of a child's numbers, every character and every pinyin prefix finds it, and nothing else is found."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.indexed import Documents, documents, matches
from db.rules.pinyin import romanise
from db.rules.search import Search, parse

ID = "990101201305020012"
HAN_TEXT = st.text(st.sampled_from("张王李赵欧阳小明红芳吕绿曾单解梓涵睿𠮷㐂〇"), min_size=1, max_size=4)
DIGITS = st.text(st.sampled_from("0123456789"), min_size=1, max_size=18)


class Index:
    """The full-text index in its simplest form: a row is found when each term begins one of its tokens."""

    def __init__(self, document: Documents) -> None:
        self.han = document.han.split()
        self.letters = document.letters.split()
        self.digits = document.digits.split()

    def finds(self, search: Search) -> bool:
        return (
            all(term in self.han for term in search.han)
            and all(any(token.startswith(term) for token in self.letters) for term in search.letters)
            and all(any(token.startswith(gram) for token in self.digits) for gram in search.grams)
        )


def found(query: str, name: str, village: str, id_no: str, phones: list[str]) -> bool:
    """Found by the index, and for long parts of numbers verified, as the registry does."""
    syllables = romanise(name).syllables
    search = parse(query)
    numbers = [id_no.lower(), *phones]
    return Index(documents(name, syllables, village, id_no, phones)).finds(search) and all(
        any(part in number for number in numbers) for part in search.long_digits
    )


@given(st.data(), DIGITS, st.sampled_from(["", "X"]), DIGITS)
def test_every_part_of_a_number_finds_it(data: st.DataObject, body: str, tail: str, phone: str) -> None:
    id_no = body + tail
    number = data.draw(st.sampled_from([id_no, phone]))
    start = data.draw(st.integers(0, len(number) - 1))
    end = data.draw(st.integers(start + 1, len(number)))
    part = number[start:end]
    if part == "X":
        # Alone it is the initial of a name.
        return
    assert found(part, "张三", "三合村", id_no, [phone])
    assert found(part.lower(), "张三", "三合村", id_no, [phone])


@given(DIGITS, DIGITS, DIGITS)
def test_what_is_found_by_a_number_contains_it(query: str, id_no: str, phone: str) -> None:
    assert found(query, "张三", "", id_no, [phone]) == (query in id_no or query in phone)


@given(st.data(), HAN_TEXT, HAN_TEXT)
def test_every_character_finds_the_child(data: st.DataObject, name: str, village: str) -> None:
    chars = data.draw(st.lists(st.sampled_from(name + village), min_size=1, max_size=3))
    assert found("".join(chars), name, village, ID, [])
    assert found(" ".join(chars), name, village, ID, [])


@given(st.data(), HAN_TEXT)
def test_every_beginning_of_every_spelling_finds_the_child(data: st.DataObject, name: str) -> None:
    syllables = romanise(name).syllables
    if not syllables:
        return
    start = data.draw(st.integers(0, len(syllables) - 1))
    spelling = data.draw(
        st.sampled_from(
            [
                "".join(syllables[start:]),
                "".join(syllable[0] for syllable in syllables[start:]),
                syllables[0] + "".join(syllable[0] for syllable in syllables[1:]),
            ]
        )
    )
    length = data.draw(st.integers(1, len(spelling)))
    assert found(spelling[:length], name, "", ID, [])
    assert found(spelling[:length].upper(), name, "", ID, [])


@given(st.text(st.sampled_from("张王zxm013X '-x　＊√"), max_size=12), HAN_TEXT, DIGITS, DIGITS)
def test_the_index_agrees_with_the_truth(query: str, name: str, id_no: str, phone: str) -> None:
    truth = matches(parse(query), name, romanise(name).syllables, "王村", id_no, [phone])
    assert found(query, name, "王村", id_no, [phone]) == truth


@pytest.mark.parametrize(
    ("query", "han", "letters", "digits"),
    [
        ("张 0012", "张", "", "0012"),
        ("张0012zxm", "张", "zxm", "0012"),
        ("zxm 138", "", "zxm", "138"),
        ("zxm138", "", "zxm", "138"),
        ("ＺＸＭ　１３８", "", "zxm", "138"),
        ("002X", "", "", "002x"),
        ("12xm", "", "xm", "12"),
        ("x", "", "x", ""),
        ("lǚ lü nv", "", "lv nv", ""),
        ("xi'an Xi’an", "", "xian", ""),
        ("zhāng", "", "zhang", ""),
        ("0713-123", "", "", "0713123"),
        ("138 1234", "", "", "138 1234"),
        ("张 张 张", "张", "", ""),
        ("%*\"') OR 1", "", "or", "1"),
        ("", "", "", ""),
        ("　\x00", "", "", ""),
    ],
)
def test_a_query_is_divided_by_kind(query: str, han: str, letters: str, digits: str) -> None:
    expected = Search(tuple(map(tuple, han.split())), tuple(letters.split()), tuple(digits.split()))
    assert parse(query) == expected
    assert bool(expected) == bool(han or letters or digits)


def test_a_long_part_is_looked_up_by_its_pieces_and_verified() -> None:
    search = parse("20130502")
    assert search.grams == ("2013", "0130", "1305", "3050", "0502")
    assert search.long_digits == ("20130502",)
    assert parse("2013").long_digits == ()


@given(st.text(max_size=300))
def test_any_text_is_a_query_of_harmless_terms(text: str) -> None:
    search = parse(text)
    assert all(term.isalnum() for term in (*search.han, *search.letters, *search.digits))


@pytest.mark.parametrize("char", "张㐂𠮷𪚥𫝀𫠜𬱖𭩠𮯠𰻞𲎯〇㎡가あ\ue5e5")
def test_the_tokenizer_of_sqlite_keeps_each_token_whole(char: str) -> None:
    """unicode61 takes ideographs newer than Unicode 6.1 for separators, so these are spelt out."""
    tokens = documents(f"张{char}", (), "", None, []).han
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(han, detail=full)")
        connection.execute("INSERT INTO words VALUES (?)", (tokens,))
        connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(words, row)")
        stored = {row[0] for row in connection.execute("SELECT term FROM terms")}
    connection.close()
    assert stored == set(tokens.split())
    for term in parse(char).han:
        assert term in stored


@pytest.mark.parametrize(
    "query", ["shanxiaoming", "sxm", "shanxm", "danxiaoming", "dxm", "danxm", "dan", "xiaoming", "单"]
)
def test_a_surname_is_found_under_its_usual_reading_too(query: str) -> None:
    assert found(query, "单小明", "", ID, [])


def test_missing_values_are_no_tokens() -> None:
    document = documents("张三", (), None, None, [None, ""])
    assert document == Documents(han="张 三", letters="", digits="", kin="")
