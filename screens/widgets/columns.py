"""The columns of a table: what each shows, and where it stands in a given width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from db.queries.pages import Row
from screens.widgets.cells import Align, fit

MARGIN = 2
"""Cells before the first column: the marker of the cursor and a blank."""
GAP = 1
"""Cells between two columns."""
MORE = 2
"""Cells at the right of the line of titles: a blank, and the mark of columns that are out of sight."""
CURSOR = Style(bold=True)
CURSOR_BYTES, LONG_CURSOR_BYTES = 12, 10
"""How much of the first cell is bold under the cursor: the whole name of four Chinese characters, or a date; three
characters of a longer one. It is sent twice a step, which may cost 40 bytes."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: `render` makes its text of a row, `width` is in cells; a longer title widens it."""

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
        wanted = max(column.width, cell_len(column.title))
        take = min(wanted, width - x)
        if take <= 0 or (take < wanted and len(cells) > 1):
            break
        cells.append(Placed(column, x, take))
        x += take + GAP
    after = len(cells) < len(chosen)
    spare = width - x + GAP - (MORE if after else 0)
    if spare > 0:
        cells = _grown(cells, spare)
    return Layout(cells, before=skip > 0, after=after)


def _grown(cells: list[Placed[Row]], spare: int) -> list[Placed[Row]]:
    grown: list[Placed[Row]] = []
    shift = 0
    for cell in cells:
        extra = spare if cell.column.grow and not shift else 0
        grown.append(Placed(cell.column, cell.x + shift, cell.width + extra))
        shift += extra
    return grown


def head(layout: Layout[Row], sort: tuple[str, bool] | None, width: int) -> str:
    """The line of titles, with `^` or `v` at the column that is sorted by and `<` and `>` at hidden ones."""
    titles: list[str] = []
    for cell in layout.cells:
        column = cell.column
        order = ("v" if sort[1] else "^") if sort and sort[0] == column.key else ""
        if cell_len(column.title + order) <= cell.width:
            titles.append(fit(column.title + order, cell.width, column.align) + " " * GAP)
        else:  # the mark of a narrow column stands in the gap
            titles.append(fit(column.title, cell.width, column.align) + order.ljust(GAP))
    margin = ("<" if layout.before else "").ljust(MARGIN)
    text = margin + "".join(titles)
    text = fit(text[:-GAP] if cell_len(text) > width else text, width)
    return fit(text[:-1], width - 1) + ">" if layout.after else text


def cells(layout: Layout[Row], row: Row, marker: str) -> list[Segment]:
    """The line of a row; with a `marker` it is the one under the cursor. Blanks carry no style: they cost bytes."""
    segments = [Segment(marker.ljust(MARGIN))]
    for index, cell in enumerate(layout.cells):
        column = cell.column
        text = fit(column.render(row), cell.width, column.align)
        style = column.style(row) if column.style else None
        inked = text.rstrip() if style or marker else text
        under = cursor_ink(inked) if marker and index == 0 else ""
        if under:
            segments.append(Segment(under, style + CURSOR if style else CURSOR))
        segments.append(Segment(inked[len(under) :], style))
        segments.append(Segment(" " * (len(text) - len(inked) + GAP)))
    return segments


def cursor_ink(text: str) -> str:
    """The beginning of a first cell that shows the cursor."""
    data = text.encode()
    return text if len(data) <= CURSOR_BYTES else data[:LONG_CURSOR_BYTES].decode(errors="ignore")
