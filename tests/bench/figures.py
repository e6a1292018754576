"""What was measured, beside its budget and its peers: percentiles and the table, without a clock."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tabulate import tabulate

HEADS = ("what", "guanai", "budget", "ratio", "", "in the same run")


@dataclass(frozen=True)
class Figure:
    """One row: a value and the most it may be.

    `limit` is in the value's own unit or, where `against` names a peer, a multiple of that peer's value. The ratio is
    to `against` or else to the first peer. `value` is None where nothing could be measured, and `note` says why.
    """

    what: str
    value: float | None
    unit: str
    limit: float | None = None
    against: str = ""
    peers: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the peer's value this is."""
        peer = self.peers.get(self.against) if self.against else next(iter(self.peers.values()), None)
        return self.value / peer if self.value is not None and peer else None

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None where there is none or nothing was measured."""
        value = self.ratio if self.against else self.value
        return None if value is None or self.limit is None else value <= self.limit


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least `percent` of them do not exceed (the nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def table(figures: Iterable[Figure]) -> str:
    """The rows as a table of plain text that is Markdown as well."""
    rows = [_cells(figure) for figure in figures]
    return tabulate(rows, HEADS, tablefmt="github", disable_numparse=True)


def quantity(value: float, unit: str) -> str:
    """The value with its unit and no more digits than it deserves: "4.2 ms", "1,350 B"."""
    digits = 0 if unit == "B" or abs(value) >= 100 else 1
    return f"{value:,.{digits}f} {unit}"


def _cells(figure: Figure) -> tuple[str, ...]:
    unit = "x" if figure.against else f" {figure.unit}"
    limit = "" if figure.limit is None else f"{figure.limit:,g}{unit}"
    peers = ", ".join(f"{name} {quantity(value, figure.unit)}" for name, value in figure.peers.items())
    return (
        figure.what,
        "" if figure.value is None else quantity(figure.value, figure.unit),
        limit,
        "" if figure.ratio is None else f"{figure.ratio:.2f}x",
        {True: "OK", False: "over", None: ""}[figure.kept],
        "; ".join(part for part in (peers, figure.note) if part),
    )
