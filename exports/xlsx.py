"""Reports as a workbook: streamed, every cell text but counts, so that ID numbers and phones keep all their digits.

A workbook is a ZIP of XML files (ISO/IEC 29500), of which a list of rows needs six. They are written here straight into
the report's own file: with openpyxl the rows waited in a temporary file, and 100,000 children took three times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from io import BufferedIOBase
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from db.errors import GuanaiError
from db.i18n import _
from exports.text import cells, visible

LONGEST = 1_048_576
"""Rows of a sheet."""
LARGEST = 32_767
"""Characters of a cell."""
_FORBIDDEN = str.maketrans("\ufffe\uffff", "??")
"""What XML has no place for, beside what `visible` takes out."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET = "xl/worksheets/sheet1.xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # The second style, of the head, is bold; the first, of all else, is a format of text: a cell edited later stays so.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_BOLD, _TEXT = 1, 2
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]+)?")
_ACROSS = 16
"""Columns that an A4 sheet on its side takes in letters that can be read."""


def write(
    file: BinaryIO | BufferedIOBase, title: str, titles: Sequence[str], rows: Iterable[Sequence[str]],
    counts: Sequence[bool],
) -> int:  # fmt: skip
    """Write a sheet called `title` to an open binary file; `counts` tells which columns are numbers.

    Raises GuanaiError for more rows than a sheet has.
    """
    name = "".join(char for char in title if char not in "[]:*?/\\")[:31]
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{escape(name)}" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{escape(_quoted(name))}!$1:$1</definedName>'
        "</definedNames></workbook>"
    )
    with ZipFile(cast(BinaryIO, file), "w", ZIP_DEFLATED) as archive:
        for path, text in (*_PARTS.items(), ("xl/workbook.xml", workbook)):
            archive.writestr(path, _HEAD + text)
        written = 0
        with archive.open(_SHEET, "w") as sheet:
            for number, line in enumerate(_lines(titles, rows, counts)):
                if number > LONGEST:
                    sentence = _("A sheet holds {n} rows and the report has more. Nothing was written. Take CSV.")
                    raise GuanaiError(sentence.format(n=LONGEST))
                sheet.write(line.encode())
                written = number
            sheet.write(_end(len(titles)).encode())
    return written - 1


def _lines(titles: Sequence[str], rows: Iterable[Sequence[str]], counts: Sequence[bool]) -> Iterator[str]:
    """The XML of the sheet: what comes before the rows, the head, and row by row."""
    letters = [_letter(number) for number in range(len(titles))]
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{max(10, min(24, cells(name) + 4))}" customWidth="1"/>'
        for number, name in enumerate(titles, 1)
    )
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>"
    )
    yield _row(1, (_cell(f"{letter}1", name, _BOLD) for letter, name in zip(letters, titles, strict=True)))
    for number, row in enumerate(rows, 2):
        yield _row(number, (
            f'<c r="{letter}{number}"><v>{value}</v></c>' if count and _NUMBER.fullmatch(value)
            else _cell(f"{letter}{number}", value, _TEXT)
            for letter, value, count in zip(letters, row, counts, strict=True) if value
        ))  # fmt: skip


def _end(columns: int) -> str:
    """What comes after the rows: A4 on its side, as few sheets beside each other as can be read, numbered."""
    across = -(-columns // _ACROSS)
    return (
        '</sheetData><pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="landscape" fitToWidth="{across}" fitToHeight="0"/>'
        "<headerFooter><oddHeader>&amp;C&amp;A</oddHeader><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>"
        "</worksheet>"
    )


def _quoted(sheet: str) -> str:
    """The name of a sheet as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def _row(number: int, cells_of: Iterable[str]) -> str:
    return f'<row r="{number}">{"".join(cells_of)}</row>'


def _cell(place: str, text: str, style: int) -> str:
    return f'<c r="{place}" s="{style}" {_inline(text)}</c>'


@lru_cache(4096)
def _inline(text: str) -> str:
    """Text as it is, which no spreadsheet takes for a formula; remembered: columns say the same again and again."""
    shown = escape(visible(text[:LARGEST]).translate(_FORBIDDEN), quote=False)
    return f't="inlineStr"><is><t xml:space="preserve">{shown}</t></is>'


def _letter(number: int) -> str:
    """The name of a column, counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
