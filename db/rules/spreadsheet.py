"""What a spreadsheet would run or spoil when it opens a CSV file, and the one reversible guard against it.

Excel and WPS run a cell that begins with a trigger as a formula (OWASP, CSV injection), keep 15 digits of a long number
and drop leading zeros. Such a cell gets one apostrophe in front; a reader takes exactly one away.
"""

from __future__ import annotations

import re

GUARD = "'"
TRIGGERS = "=+-@\t\r\n＝＋－＠" + GUARD
"""First characters that are guarded; the guard itself among them, or taking it away would not give back the cell."""
DIGITS_KEPT = 10
"""Numbers of more digits than this (phones, IDs) and numbers with a leading zero are guarded."""

_NUMBER = re.compile(rf"0[0-9]+|[0-9]{{{DIGITS_KEPT},}}[0-9Xx]")


def guarded(cell: str) -> str:
    """The cell as it is written to a CSV file."""
    return GUARD + cell if cell[:1] and (cell[0] in TRIGGERS or _NUMBER.fullmatch(cell)) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell.startswith(GUARD) else cell


def guarded_sql(expression: str) -> str:
    """`guarded` as an SQL expression over text: 100,000 children are 30 million cells, too many for Python."""
    triggers = ", ".join(str(ord(character)) for character in TRIGGERS)
    rest = f"ltrim({expression}, '0123456789')"
    return (
        f"CASE WHEN unicode({expression}) IN ({triggers})"
        f" OR (length({expression}) > {DIGITS_KEPT} AND {rest} IN ('', 'X', 'x'))"
        f" OR (unicode({expression}) = 48 AND length({expression}) > 1 AND {rest} = '')"
        f" THEN '''' || {expression} ELSE {expression} END"
    )
