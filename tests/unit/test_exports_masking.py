"""Masking and the guard against formulas: the same in Python and in SQL, and reversible where it must be."""

from __future__ import annotations

import csv
import io
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.rules.spreadsheet import TRIGGERS, guarded, guarded_sql, unguarded
from exports.csv import write
from exports.masking import ALL, NUMBERS, Mask, masked, masked_sql, shown

# What SQLite keeps: no lone surrogates, and no NUL, which the text policy of names and notes refuses.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
CELLS = st.one_of(TEXT, st.from_regex(r"[-=+@'＝0-9Xx]{0,19}", fullmatch=True))


def in_sql(expression: str, value: str | None) -> str | None:
    connection = sqlite3.connect(":memory:")
    try:
        return connection.execute(f"SELECT {expression} FROM (SELECT ? AS x)", (value,)).fetchone()[0]
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Mask.NAME, "王小芳", "王*"),
        (Mask.NAME, "欧", "欧*"),
        (Mask.NUMBER, "51012320130502002X", "510*************2X"),
        (Mask.NUMBER, "E123456", "*************"),
        (Mask.PHONE, "13812345678", "138****5678"),
        (Mask.PHONE, "1234567", "****"),
        (Mask.BIRTH, "2013-05-02", "2013-05"),
        (Mask.BIRTH, "2013", "2013"),
        (Mask.TEXT, "四川省某县", "***"),
        *((kind, "", "") for kind in Mask),
    ],
)
def test_what_a_mask_leaves(kind: Mask, value: str, shown: str) -> None:
    assert masked(kind, value) == shown


def test_a_number_within_a_note_is_masked_with_the_numbers() -> None:
    note = "母亲：13600000000，证号51012320130502002X；2026-11-24 共12345678901234件"
    told = "母亲：136****0000，证号510*************2X；2026-11-24 共12345678901234件"
    assert shown(None, note, NUMBERS) == shown(Mask.TEXT, note, NUMBERS) == told
    assert shown(None, note, frozenset()) == note
    assert shown(Mask.TEXT, note, ALL) == "***"


@given(st.sampled_from(list(Mask)), CELLS)
def test_masks_are_the_same_in_sql(kind: Mask, value: str) -> None:
    assert in_sql(masked_sql(kind, "x"), value) == masked(kind, value)


@given(CELLS)
def test_the_guard_is_the_same_in_sql(value: str) -> None:
    assert in_sql(guarded_sql("x"), value) == guarded(value)


@given(st.sampled_from([Mask.NAME, Mask.NUMBER, Mask.PHONE]), CELLS)
def test_a_masked_cell_is_guarded_too(kind: Mask, value: str) -> None:
    cell = in_sql(guarded_sql("x", masked_sql(kind, "x")), value)
    assert cell is not None
    assert unguarded(cell) == masked(kind, value)
    assert cell[:1] not in tuple(TRIGGERS.replace("'", ""))


@given(CELLS)
def test_a_guarded_cell_runs_nowhere_and_comes_back(value: str) -> None:
    cell = guarded(value)
    assert unguarded(cell) == value
    assert not cell.startswith(tuple(TRIGGERS.replace("'", "")))
    assert not (cell.isascii() and cell.isdigit() and len(cell) > 10)


def test_nothing_stays_nothing_in_sql() -> None:
    assert in_sql(guarded_sql("x"), None) is None
    assert all(in_sql(masked_sql(kind, "x"), None) is None for kind in Mask)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_csv_comes_back_as_it_was(encoding: str, rows: list[list[str]]) -> None:
    file = io.BytesIO()
    assert write(file, ["甲", "乙"], rows, encoding) == len(rows)
    data = file.getvalue()
    assert data.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8")
    text = data.decode("utf-8-sig" if encoding == "utf-8" else "gb18030")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["甲", "乙"]
    assert [[unguarded(cell) for cell in row] for row in read[1:]] == rows


def test_lines_end_as_excel_wants_and_numbers_stay_text() -> None:
    file = io.BytesIO()
    write(file, ["姓名", "身份证号", "电话"], [["=1+1", "51012320130502002X", "013812345678"]])
    assert file.getvalue().decode("utf-8-sig") == "姓名,身份证号,电话\r\n'=1+1,'51012320130502002X,'013812345678\r\n"
