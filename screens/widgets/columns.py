"""The columns of a table: what each shows, and where it stands in a given width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from rich.style import Style

from db.queries.pages import Row
from screens.widgets.cells import Align

GAP = 1
"""Cells between two columns."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: `render` makes its text of a row, `width` is in cells."""

    key: str
    """Its name in settings, sort orders and messages."""
    title: str
    """What its head shows, translated."""
    width: int
    render: Callable[[Row], str]
    align: Align = "left"
    style: Callable[[Row], Style | None] | None = None
    """How the cell of a row is drawn; ANSI colours only."""
    grow: bool = False
    """Whether it takes the width that is left over; the first such column does."""


@dataclass(frozen=True)
class Placed(Generic[Row]):
    """A column at its place: the first cell and the number of cells."""

    column: Column[Row]
    x: int
    width: int


@dataclass(frozen=True)
class Layout(Generic[Row]):
    """The columns in sight, and whether some are out of sight on either side."""

    cells: list[Placed[Row]]
    before: bool
    after: bool


def place(columns: Sequence[Column[Row]], width: int, skip: int = 0) -> Layout[Row]:
    """Lay `columns` out in `width` cells, the first one always, without the `skip` that follow it.

    A column that does not fit whole is out of sight, except one that begins at the left edge.
    """
    chosen = [*columns[:1], *columns[1 + skip :]]
    cells: list[Placed[Row]] = []
    x = 0
    for column in chosen:
        take = min(column.width, width - x)
        if take <= 0 or (take < column.width and len(cells) > 1):
            break
        cells.append(Placed(column, x, take))
        x += take + GAP
    spare = width - x + GAP
    if spare > 0 and len(cells) == len(chosen):
        cells = _grown(cells, spare)
    return Layout(cells, before=skip > 0, after=len(cells) < len(chosen))


def _grown(cells: list[Placed[Row]], spare: int) -> list[Placed[Row]]:
    grown: list[Placed[Row]] = []
    shift = 0
    for cell in cells:
        extra = spare if cell.column.grow and not shift else 0
        grown.append(Placed(cell.column, cell.x + shift, cell.width + extra))
        shift += extra
    return grown
