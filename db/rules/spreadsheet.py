"""What a spreadsheet would run or spoil when it opens a CSV file, and the one reversible guard against it.

Excel and WPS run a cell that begins with a trigger as a formula (OWASP, CSV injection), keep 15 digits of a long number
and drop leading zeros. Such a cell gets one apostrophe in front; a reader takes exactly one away.
"""

from __future__ import annotations

import re

GUARD = "'"
TRIGGERS = "-=+@\t\r\n＝＋－＠" + GUARD
"""First characters that are guarded; the guard itself among them, or taking it away would not give back the cell.

The minus stands first, where it means itself in the pattern below.
"""
_NUMBER = re.compile("0[0-9]|[0-9]{10}[0-9Xx]")
_PATTERNS = (f"[{TRIGGERS}]*", "0[0-9]*", "[0-9]" * 10 + "[0-9Xx]*")


def guarded(cell: str) -> str:
    """The cell as it is written to a CSV file."""
    return GUARD + cell if cell.startswith(tuple(TRIGGERS)) or _NUMBER.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell.startswith(GUARD) else cell


def guarded_sql(column: str, shown: str | None = None) -> str:
    """`guarded` as an SQL expression over a text column: 100,000 children are 30 million cells, too many for Python.

    `shown` is an expression that takes the column's place but begins with the same character, and holds no number.
    """
    patterns = (pattern.replace("'", "''") for pattern in (_PATTERNS[:1] if shown else _PATTERNS))
    condition = " OR ".join(f"{column} GLOB '{pattern}'" for pattern in patterns)
    return f"CASE WHEN {condition} THEN '{GUARD * 2}' ELSE '' END || {shown or column}"
