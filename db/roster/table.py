"""What of a sheet are rows of children: below each header, without titles, footers, blanks and printed headers."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from db.roster.header import LOOKED_AT, Header, find, is_header, starts_header
from db.roster.reading import Row, Sheet

SEEN_BEFORE = 200
"""Rows that are looked at before it is decided whether a column was merged."""
_ENOUGH = 3
"""Children below which a gap says nothing."""
_AHEAD = 4
"""Rows above a header that may be its title."""
_FILLED_DOWN = ("village", "school", "grade", "class")
_OF_A_FORM = (*_FILLED_DOWN, "seq", "nation")
"""Columns that are filled in before any child is: a row that has nothing else is blank."""
_FOOTER = re.compile(
    r"(合计|总计|小计|共计|总数|注\d*[:：.、]?$|注[:：]|备注[:：]|说明[:：]|填表说明|填表人|制表人?|填报人|审核人?|负责人|单位负责人|"
    r"填报日期|填表日期|经办人|联系人|校长|班主任)[\s:：(（]*"
)
_SIGNED = re.compile(
    r"(填[表报写]人?|制表人?|造册人?|[审复校]核人?|审批人?|(单位)?(主要)?负责人|经办人|联系人|校长|园长|班主任|村?主任|"
    r"(填[表报]|制表|上报)?(日期|时间)|(单位|学校)?[(（]?(盖章|公章)[)）]?)"
    r"([(（]?(签[字名章]|盖章|公章)[)）]?)?[:：]"
)
"""What stands before whoever signs a list, in any of its cells."""
_ID_NUMBER = re.compile(r"\d{15,17}[\dXx]?")
_SUM = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计)[:：]?")
_SAMPLES = frozenset({"例", "示例", "样例", "范例", "例如", "填写示例", "举例", "例子"})


@dataclass(frozen=True)
class ChildRow:
    """A row below a header; `filled` are the indexes of cells that stand in the row above only."""

    number: int
    cells: list[str]
    header: Header
    filled: frozenset[int] = frozenset()


@dataclass
class Table:
    """The rows of one sheet, to be read once; `header` is the first one, None where the sheet has none.

    `skipped` are the numbers of rows with text that were taken for no child's, known when all rows are read.
    """

    sheet: str
    header: Header | None
    rows: Iterator[ChildRow]
    skipped: list[int] = field(default_factory=list)


def understood(sheet: Sheet) -> Table:
    """Find the header of a sheet and stream the rows below it, and below any further header."""
    top = list(islice(sheet.rows, LOOKED_AT + SEEN_BEFORE))
    header = find([cells for _number, cells in top])
    table = Table(sheet.name, header, iter(()))
    if header is None:
        table.skipped += [number for number, cells in top if _has_text(cells)]
        return table
    table.skipped += [number for number, cells in top[: header.first] if _has_text(cells)]
    below = top[header.last + 1 :]
    table.rows = _child_rows(table, header, below, sheet.rows)
    return table


def _child_rows(table: Table, header: Header, seen: list[Row], rest: Iterator[Row]) -> Iterator[ChildRow]:
    merged = _merged_columns(header, [cells for _number, cells in seen])
    above: dict[int, str] = {}
    after_footer = False
    window: deque[Row] = deque()
    coming = _chained(seen, rest)
    while True:
        window.extend(islice(coming, _AHEAD - len(window)))
        if not window:
            return
        number, cells = window.popleft()
        if not _has_text(cells):
            continue
        again = _header_at(number, cells, window)
        if again is not None:
            header, lines = again
            for _line in range(lines - 1):
                window.popleft()
            merged = [column for column in merged if column < len(header.columns)] if merged else []
            above, after_footer = {}, False
            continue
        if _is_no_child(header, cells, after_footer, window):
            after_footer = after_footer or _is_footer(header, cells)
            table.skipped.append(number)
            continue
        filled = set()
        for index in merged:
            if index < len(cells) and cells[index].strip():
                above[index] = cells[index]
            elif index in above:
                cells = [*cells, *[""] * (index + 1 - len(cells))]
                cells[index] = above[index]
                filled.add(index)
        yield ChildRow(number, cells, header, frozenset(filled))


def _chained(seen: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from seen
    seen.clear()
    yield from rest


def _header_at(number: int, cells: Sequence[str], window: Sequence[Row]) -> tuple[Header, int] | None:
    """A further header that begins in this row, with its number of lines."""
    if not starts_header(cells):
        return None
    found = find([cells, *(cells for _number, cells in islice(window, 1))])
    return (found, found.last + 1) if found and found.first == 0 else None


def _is_no_child(header: Header, cells: Sequence[str], after_footer: bool, window: Sequence[Row]) -> bool:
    """A footer, a sample, a title in between, or a row of a form in which nothing is filled in yet."""
    name = _cell(header, "name", cells)
    if _is_footer(header, cells) or _cell(header, "seq", cells) in _SAMPLES:
        return True
    if not name:
        form = {header.index_of(key) for key in _OF_A_FORM}
        only_form = all(index in form for index, cell in enumerate(cells) if cell.strip())
        noted = after_footer and not _cell(header, "seq", cells).isdecimal()
        return only_form or _says_at_most(2 if noted else 1, cells)
    return _says_at_most(2, cells) and any(is_header(following) for _number, following in window)


def _says_at_most(limit: int, cells: Sequence[str]) -> bool:
    """Whether a row has no more than so many different texts."""
    texts: set[str] = set()
    for cell in cells:
        if text := cell.strip():
            texts.add(text)
            if len(texts) > limit:
                return False
    return True


def _is_footer(header: Header, cells: Sequence[str]) -> bool:
    """A sum, a note, or who has signed: 填表人 with a colon stands before a name that is no child's."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    first = next(iter(texts), "")
    name = _cell(header, "name", cells)
    if _SUM.fullmatch(first) or _SUM.fullmatch(name):
        return True
    if any(_ID_NUMBER.fullmatch(text) for text in texts):
        return False
    if _FOOTER.fullmatch(first) or _is_signed(first) or _is_signed(name):
        return True
    if any(map(_is_signed, texts)):
        return not (_cell(header, "sex", cells) or _cell(header, "birth_date", cells))
    return bool(_FOOTER.match(first)) and (not name or name == first or bool(_FOOTER.match(name)))


def _is_signed(cell: str) -> bool:
    return (":" in cell or "：" in cell) and bool(_SIGNED.match("".join(cell.split())))


def _merged_columns(header: Header, rows: list[list[str]]) -> list[int]:
    """Columns of places whose value stands once over a group of rows: it has gaps and never stands twice in a row."""
    merged = []
    names = header.index_of("name")
    full = [row for row in rows if names is not None and names < len(row) and row[names].strip()]
    for key in _FILLED_DOWN:
        index = header.index_of(key)
        if index is None:
            continue
        column = [row[index].strip() if index < len(row) else "" for row in full]
        repeated = any(one and one == two for one, two in pairwise(column))
        if len(column) >= _ENOUGH and column[0] and "" in column and not repeated:
            merged.append(index)
    return merged


def _cell(header: Header, key: str, cells: Sequence[str]) -> str:
    index = header.index_of(key)
    return cells[index].strip() if index is not None and index < len(cells) else ""


def _has_text(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)
