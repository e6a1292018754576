"""CSV and its relatives: the encoding proved over the whole file, the separator counted, rows as they stand."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import DataError
from db.i18n import _
from db.roster.reading import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Row, Sheet, Source
from db.rules.spreadsheet import unguarded

MAX_BYTES = 200_000_000
_BLOCK = 1 << 16
_SAMPLE = 1 << 18
_SEPARATORS = ",\t;|，"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python's gb18030 follows the standard of 2000, which put these characters into the private area.
_GB18030_2022 = str.maketrans(
    dict(
        zip(
            "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7"
            "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864",
            "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f"
            "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb",
            strict=True,
        )
    )
)
_GUARDS = ("'", "=")
"""What a cell begins with that is kept from being spoilt."""
_QUOTED = re.compile('"[^"]*"')
_FORMULA_TEXT = re.compile('="([^"]*)"')


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """A text file as a source of one sheet; raises DataError where its encoding cannot be told."""
    if path.stat().st_size > MAX_BYTES:
        sentence = _("{file} is larger than {limit} MB. Split it.")
        raise DataError(sentence.format(file=path.name, limit=MAX_BYTES // 1_000_000))
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = separator_of(file.read(_SAMPLE // 4))
        file.seek(0)
        lines: Iterator[str] = iter(file)
        if encoding == "gb18030":
            lines = (line.translate(_GB18030_2022) for line in file)
        yield Source(iter([Sheet("", _rows(lines, separator, path.name))]))


def encoding_of(path: Path) -> str:
    """The codec that reads the whole file without an error; raises DataError with the first byte that none reads.

    A byte-order mark is believed; NUL bytes mean UTF-16, whose text would often pass as GB18030.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return _proved(path, [encoding])
    if b"\0" in sample:
        return _proved(path, ["utf-16-le", "utf-16-be"] if _nuls_are_odd(sample) else ["utf-16-be", "utf-16-le"])
    candidates = ["utf-8", "gb18030"]
    try:
        return _proved(path, candidates)
    except DataError:
        likely = _likely(sample)
        if likely is None:
            raise
        return _proved(path, [*candidates, likely])


def separator_of(sample: str) -> str:
    """The character between the columns, by how often it stands outside quotation marks."""
    plain = _QUOTED.sub("", sample)
    return max(_SEPARATORS, key=lambda separator: (plain.count(separator), -_SEPARATORS.index(separator)))


def _nuls_are_odd(sample: bytes) -> bool:
    return sample[1::2].count(0) >= sample[0::2].count(0)


def _likely(sample: bytes) -> str | None:
    """What the last resort takes the encoding for: Big5 of a machine from Taiwan, mostly."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:_BLOCK]).best()
    return best.encoding if best else None


def _proved(path: Path, encodings: list[str]) -> str:
    offset = 0
    for encoding in encodings:
        wrong = _first_wrong_byte(path, encoding)
        if wrong is None:
            return encoding
        offset = max(offset, wrong)
    sentence = _("{file} is in no encoding that can be read: byte {offset} fits none. Save it as .xlsx, or as CSV in "
                 "UTF-8.")  # fmt: skip
    raise DataError(sentence.format(file=path.name, offset=offset + 1))


def _first_wrong_byte(path: Path, encoding: str) -> int | None:
    """The offset of the first byte that the codec cannot read; None where it reads all."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read = 0
    with path.open("rb") as file:
        while True:
            block = file.read(_BLOCK)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeError as error:
                return read - pending + getattr(error, "start", 0)
            if not block:
                return None
            read += len(block)


def _rows(lines: Iterator[str], separator: str, file_name: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sentence = _("{file}: the quotation marks from line {line} on do not match. Correct them, or save the file "
                         "as .xlsx.")  # fmt: skip
            raise DataError(sentence.format(file=file_name, line=reader.line_num)) from error
        number += 1
        if number > MAX_ROWS:
            raise DataError(_("{file} has more than {limit} rows. Split it.").format(file=file_name, limit=MAX_ROWS))
        if len(cells) > MAX_COLUMNS or max(map(len, cells), default=0) > MAX_CELL:
            sentence = _("{file}: row {row} is no row of a roster, it is far too long. Look at its quotation marks.")
            raise DataError(sentence.format(file=file_name, row=number))
        yield number, [_plain(cell) if cell.startswith(_GUARDS) else cell for cell in cells]


def _plain(cell: str) -> str:
    """The cell without what only keeps a spreadsheet from spoiling it: one apostrophe, or ="..."."""
    formula = _FORMULA_TEXT.fullmatch(cell)
    return formula[1] if formula else unguarded(cell)
