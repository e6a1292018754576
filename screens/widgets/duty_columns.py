"""The columns that Today and its breakdown by owner share: what, how much is late, to do and done, with a bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from rich.cells import cell_len
from rich.style import Style

from db.i18n import _
from screens.widgets.columns import Column
from screens.widgets.load_bar import bar

RED = Style(color="red", bold=True)
BAR = 5
"""Cells of the bar of what is done."""
DIGITS = 6
"""Cells of a figure."""


class Figures(Protocol):
    """How many duties are done, late, and late in a week unless they are done."""

    @property
    def done(self) -> int: ...
    @property
    def week(self) -> int: ...
    @property
    def overdue(self) -> int: ...
    @property
    def all(self) -> int: ...


@dataclass(frozen=True)
class DutyRow:
    """One line; `target` is what Enter leads to."""

    what: str
    overdue: str
    week: str
    done: str
    target: Any
    alert: bool = False
    told: str = ""
    """What else there is to say of it, a sentence for the status line."""


def counted(what: str, figures: Figures, target: Any, later: int = 0) -> DutyRow:
    """A line of figures, with the bar of those that are done; `later` of the others are not yet due."""
    done = f"{bar(figures.done, figures.all, BAR)} {figures.done}/{figures.all}"
    told = _("{n} not yet due").format(n=later) if later else ""
    return DutyRow(what, str(figures.overdue or ""), str(figures.week or ""), done, target, told=told)


def duty_columns(title: str) -> list[Column[DutyRow]]:
    """26 cells hold the sentence of an alert, and all columns, with figures of 100,000, are whole in a window of 60."""
    overdue = _("Overdue")
    return [
        Column[DutyRow]("what", title, 26, lambda row: row.what, style=_style, grow=True),
        Column[DutyRow]("overdue", overdue, max(DIGITS, cell_len(overdue)), lambda row: row.overdue, align="right"),
        Column[DutyRow]("week", _("In 7 days"), cell_len(_("In 7 days")), lambda row: row.week, align="right"),
        Column[DutyRow]("done", _("Done"), BAR + 12, lambda row: row.done),
    ]


def _style(row: DutyRow) -> Style | None:
    return RED if row.alert else None
