"""Telephone numbers that belong to nobody."""

from __future__ import annotations

from itertools import count

_LANES = 3
STAFF, FAMILIES, CHILDREN = range(_LANES)
"""Whose numbers: each kind has its own, so that leaving some people out changes nobody else's."""

_STEP = 61_803_399
"""Shares no divisor with the hundred million numbers, so that it comes to each of them once."""


class Phones:
    """Gives mobile numbers, none twice: no operator has been given 154."""

    def __init__(self, lane: int) -> None:
        self._next = count(lane + _LANES, _LANES).__next__

    def new(self) -> str:
        return f"154{self._next() * _STEP % 100_000_000:08d}"
