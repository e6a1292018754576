"""What a report is: a declaration in a module of its own in `exports/reports`, found by its place."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.errors import UsageError
from db.i18n import _
from db.session import Session
from exports import reports
from exports.masking import NUMBERS, Mask, masked


@dataclass(frozen=True)
class Request:
    """What a report is asked for: the day it tells of; a school and a village by row id, None for all."""

    on: date
    school: int | None = None
    village: int | None = None


@dataclass(frozen=True)
class Column:
    """A column: its title (a msgid), how a row gives it, its width in cells on 80 columns of text (0: CSV only)."""

    title: str
    value: Callable[[Any], str | None]
    width: int = 0
    mask: Mask | None = None


@dataclass(frozen=True)
class Report:
    """`title` stands over it and in lists, `help` is a sentence about it; `query` streams the rows of a request.

    `filters` are the options that it listens to.
    """

    name: str
    title: str
    help: str
    columns: tuple[Column, ...]
    query: Callable[[Session, Request], Iterator[Any]]
    filters: frozenset[str] = frozenset({"on", "semester", "school", "village"})

    def titles(self, *, text: bool = False) -> list[str]:
        return [_(column.title) for column in self.shown(text=text)]

    def shown(self, *, text: bool) -> tuple[Column, ...]:
        """The columns of one format: text shows those that have a width."""
        return tuple(column for column in self.columns if column.width or not text)

    def rows(
        self, session: Session, request: Request, *, text: bool = False, hidden: frozenset[Mask] = NUMBERS
    ) -> Iterator[list[str]]:
        """The cells of every row, with the kinds in `hidden` masked."""
        columns = self.shown(text=text)
        for row in self.query(session, request):
            yield [_cell(column, row, hidden) for column in columns]


def _cell(column: Column, row: Any, hidden: frozenset[Mask]) -> str:
    value = column.value(row) or ""
    return masked(column.mask, value) if column.mask in hidden and column.mask else value


def available() -> dict[str, Report]:
    """Every report by its name."""
    names = (info.name for info in pkgutil.iter_modules(reports.__path__))
    modules = [importlib.import_module(f"exports.reports.{name}") for name in names]
    return {module.report.name: module.report for module in modules}


def find(name: str) -> Report:
    """The report of that name; raises UsageError with the nearest name that exists."""
    known = available()
    if name in known:
        return known[name]
    nearest = difflib.get_close_matches(name, known, 1, 0.5)
    if nearest:
        raise UsageError(_("There is no report {name}. Did you mean {nearest}?").format(name=name, nearest=nearest[0]))
    sentence = _("There is no report {name}. There are: {known}.")
    raise UsageError(sentence.format(name=name, known=", ".join(known)))
