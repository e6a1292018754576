"""Blocks in pages of 80 cells, whatever stands in them; workbooks that keep every digit."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from db.commands.writing import insert
from db.errors import GuanaiError
from db.models import Child
from db.session import Session
from exports import xlsx
from exports.blocks import Block, Column, Field, Fields, Heading, NewPage, Paragraph, Sums, Table, Verbatim, cells
from exports.masking import LEAVING, Mask
from exports.pages import BREAK, PAGE, paged
from exports.report import Request, available, find
from exports.saving import save
from exports.text import WIDTH, visible
from exports.text import cells as wide

TODAY = date(2026, 11, 24)
NASTY = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "a\nb",
    'say "hi"',
    "\x1b[31mred",
    "１２",
    "\u202eevil",
    "",
    "x" * 200,
    "留" * 99,
]
COLUMNS = (Column("Name", lambda row: row, 10, Mask.NAME), Column("Reason", lambda row: row, 20))


def pages(blocks: list[Block], **options: bool) -> list[list[str]]:
    lines = list(paged("题目", ["截至", ""], blocks, LEAVING, **options))
    starts = [number for number, line in enumerate(lines) if line.startswith(BREAK)]
    return [lines[a:b] for a, b in zip([0, *starts], [*starts, None], strict=True)]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=90)
blocks = st.one_of(
    st.builds(Heading, texts), st.builds(Paragraph, texts), st.just(NewPage()),
    st.builds(lambda label, value: Fields([Field(label[:7], value)]), st.text("父母姓名", max_size=7), texts),
    st.builds(lambda rows: Table(COLUMNS, rows), st.lists(texts, max_size=40)),
)  # fmt: skip


@given(st.lists(blocks, max_size=12))
def test_no_line_is_wider_than_the_paper_and_no_page_longer(parts: list[Block]) -> None:
    for page in pages(parts):
        assert len(page) <= PAGE
        for line in page:
            assert wide(line.removeprefix(BREAK)) <= WIDTH
            assert visible(line.removeprefix(BREAK)) == line.removeprefix(BREAK)


def test_each_page_of_a_table_has_its_head_and_every_row_stands_once() -> None:
    rows = [f"{number:03}" for number in range(200)]
    found = pages([Table((Column("Name", lambda row: row, 10),), rows)])
    assert len(found) == 4
    assert all("姓名" in "".join(page[:4]) for page in found)
    assert [line for page in found for line in page if line[:3].isdecimal()] == rows
    assert found[2][0] == f"{BREAK}题目 (3)"


def test_a_card_begins_a_page_and_labels_stand_beside_wrapped_values() -> None:
    first, second = pages(
        [Fields([Field("姓名", "王小明", Mask.NAME), Field("备注", "长" * 60)]), NewPage(), Heading("二")]
    )
    assert first[3:] == ["姓名          王*", "备注          " + "长" * 33, " " * 14 + "长" * 27]
    assert second[-1] == "二"


def test_paragraphs_keep_their_first_blanks_and_may_stay_whole() -> None:
    text = "　　" + "工作" * 50
    (wrapped,) = pages([Paragraph(text)])
    assert wrapped[3].startswith("　　工作")
    assert wrapped[4].startswith("工作")
    (whole,) = pages([Paragraph(text), Verbatim(["自写" * 60])], wrapped=False)
    assert whole[3] == text
    assert whole[5] == "自写" * 60
    assert len(pages([Paragraph("一\n" * 300)], endless=True)) == 1


def test_counts_of_a_few_people_are_left_out_with_what_gives_them_away() -> None:
    columns = [Column(title, itemgetter(at), 6, number=True) for at, title in enumerate(("all", "a", "b", "measures"))]
    rows = [(9, 1, 8, 1), (7, 3, 4, 2), (16, 4, 12, 3)]
    sums = Sums([("all", "a", "b")], total=True)
    assert list(cells(columns, rows, LEAVING)) == [list(map(str, row)) for row in rows]
    assert list(cells(columns, rows, LEAVING, sums)) == [
        ["9", "*", "*", "1"], ["7", "*", "*", "2"], ["16", "4", "12", "3"],
    ]  # fmt: skip
    alone = Sums([("a",), ("b",)], things={"b"})
    assert list(cells(columns, [(0, 2, 1, 1), (0, 0, 3, 0)], LEAVING, alone)) == [
        ["0", "*", "1", "1"], ["0", "0", "3", "0"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", [name for name, report in available().items() if report.sums])
def test_what_a_report_sums_up_is_what_it_shows(name: str) -> None:
    report = find(name)
    keys = {key for of in report.sums.of for key in of} if report.sums else set()
    assert keys <= {column.key for column in report.columns if column.number}
    assert "few" in report.filters


def test_a_workbook_keeps_digits_as_text_and_runs_nothing() -> None:
    file = io.BytesIO()
    rows = [[text, "510123201305020011", "7", "013800001111"] for text in NASTY]
    assert xlsx.write(file, "名册: [1]/2", ["甲", "号码", "人数", "电话"], rows, [False, False, True, False]) == len(
        NASTY
    )
    sheet = load_workbook(file).active
    assert sheet is not None
    assert sheet.title == "名册 12"
    cells_of = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in cells_of][:4] == ["=1+1", "=cmd|' /C calc'!A0", "a?b", 'say "hi"']
    assert "f" not in {row[0].data_type for row in cells_of}
    assert {(row[1].value, row[2].value, row[3].value) for row in cells_of} == {
        ("510123201305020011", 7, "013800001111")
    }


def test_more_rows_than_a_sheet_has_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LONGEST", 3)
    with pytest.raises(GuanaiError, match="CSV"):
        xlsx.write(io.BytesIO(), "t", ["甲"], [["1"]] * 3, [False])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_libreoffice_reads_chinese_numbers_and_dates_as_they_are(session: Session, tmp_path: Path, form: str) -> None:
    with session.writing():
        insert(session, Child, {"name": "阿依古丽·买买提", "name_key": "a", "syllables": "", "birth_date": "2013-05-02",
                                "registered_on": "2026-09-01", "phone": "013800001111",
                                "id_no": "510123201305020011"})  # fmt: skip
    path = save(session, find("roster"), Request(TODAY), form, tmp_path, frozenset())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    utf8_csv = "Text - txt - csv (StarCalc):44,34,76,1"
    # In a window LibreOffice goes by the BOM; without one, by the system's encoding.
    reading = [f"--infilter={utf8_csv}"] if form == "csv" else []
    out = tmp_path / "out"
    command = ["soffice", profile, "--headless", *reading, "--convert-to", f"csv:{utf8_csv}", "--outdir", out, path]
    subprocess.run(command, check=True, capture_output=True)
    (converted,) = out.glob("*.csv")
    row = converted.read_text(encoding="utf-8").splitlines()[1]
    assert "阿依古丽·买买提" in row
    assert "510123201305020011" in row
    assert "013800001111" in row
    assert "2013-05-02" in row
