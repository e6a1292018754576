"""Reports as CSV that Excel and WPS open as they are: UTF-8 with BOM or GB18030, CRLF, numbers as text, no formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BufferedIOBase, TextIOWrapper
from typing import BinaryIO, cast

from db.rules.spreadsheet import guarded

ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
"""What may be asked for, and the codec: without a BOM, a Chinese Windows takes UTF-8 for GBK."""


def write(
    file: BinaryIO | BufferedIOBase, titles: Sequence[str], rows: Iterable[Sequence[str]], encoding: str = "utf-8"
) -> int:
    """Write a header and the rows to an open binary file, which stays open; returns the number of rows."""
    text = TextIOWrapper(cast(BinaryIO, file), ENCODINGS[encoding], newline="")
    try:
        writer = csv.writer(text)
        writer.writerow(titles)
        count = 0
        for row in rows:
            writer.writerow(map(guarded, row))
            count += 1
        text.flush()
    finally:
        text.detach()
    return count
