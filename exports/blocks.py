"""What a report is drawn from when it is more than one table: headings, paragraphs, labelled values, tables, pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.i18n import _
from db.rules.suppression import hidden_figures, keys_by_area
from exports.masking import Mask, shown

HIDDEN = "*"
"""Stands for a count that is not told, because it is small or because a small one could be worked out from it."""


@dataclass(frozen=True)
class Column:
    """A column: its title (a msgid), how a row gives it, its width in cells on 80 columns of text (0: CSV only).

    A `number` is set to the right, and is one in a spreadsheet; which numbers are of people, `Sums` says. `group` (a
    msgid) stands over the column in a text, and before its title in a file. `file` is the number of the file of the
    child that the column names: it stands beside a masked name in a text, for 王* may be anybody.
    """

    title: str
    value: Callable[[Any], str | int | None]
    width: int = 0
    mask: Mask | None = None
    number: bool = False
    group: str = ""
    file: Callable[[Any], str | None] | None = None

    @property
    def key(self) -> str:
        """What `Sums` knows the column by: its title, after that of its group."""
        return f"{self.group}:{self.title}" if self.group else self.title

    def name(self, *, text: bool) -> str:
        """The title, translated."""
        return _(self.title) if text or not self.group else f"{_(self.group)}:{_(self.title)}"

    def cell(self, row: Any, hidden: frozenset[Mask]) -> str:
        """What stands in the column, with the kinds in `hidden` masked."""
        value = self.value(row)
        return "" if value is None else shown(self.mask, str(value), hidden)

    def drawn(self, hidden: frozenset[Mask]) -> Column:
        """The column as a text shows it."""
        number = self.file
        if number is None or self.mask not in hidden:
            return self
        return replace(self, value=lambda row: f"{self.cell(row, hidden)} {number(row) or ''}".strip(), mask=None)


@dataclass(frozen=True)
class Sums:
    """Which columns of a table are counts of people, and which of them make each other up, by their keys.

    Each of `of` has a whole and its parts, or one count alone. A few `things` are told. With `total`, the last row sums
    up the others.
    """

    of: Sequence[Sequence[str]]
    things: Collection[str] = ()
    total: bool = False

    def left_out(self, columns: Sequence[Column], rows: Sequence[Any]) -> list[frozenset[str]]:
        """Of each row the keys of what is not told (`db.rules.suppression`)."""
        counts = {key for keys in self.of for key in keys}
        counted = [column for column in columns if column.key in counts]
        areas = [{column.key: int(column.value(row) or 0) for column in counted} for row in rows]
        tables = [areas] if self.total else [[area] for area in areas]
        few = [keys_by_area(hidden_figures(table, self.of, open_keys=self.things)) for table in tables]
        return [found[at] for found, table in zip(few, tables, strict=True) for at in range(len(table))]


def cells(
    columns: Sequence[Column], rows: Iterable[Any], hidden: frozenset[Mask], few: Sums | None = None
) -> Iterator[list[str]]:
    """The cells of every row, with the kinds in `hidden` masked; small counts, where `few` tells which, are HIDDEN."""
    if few is None:
        for row in rows:
            yield [column.cell(row, hidden) for column in columns]
        return
    rows = list(rows)
    for row, keys in zip(rows, few.left_out(columns, rows), strict=True):
        yield [HIDDEN if column.key in keys else column.cell(row, hidden) for column in columns]


@dataclass(frozen=True)
class Heading:
    """A line of its own over what follows, translated."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text, translated; each line of it is wrapped by itself."""

    text: str


@dataclass(frozen=True)
class Verbatim:
    """Lines that stay as they are, whatever their length: a person wrote them."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Field:
    """A value under its label, both translated."""

    label: str
    value: str
    mask: Mask | None = None

    def shown(self, hidden: frozenset[Mask]) -> str:
        return shown(self.mask, self.value, hidden)


@dataclass(frozen=True)
class Fields:
    """Labelled values, one a line, the labels in a column of `width` cells."""

    items: Sequence[Field]
    width: int = 14


@dataclass(frozen=True)
class Table:
    """Rows under columns; only columns with a width are drawn. The rows may be a generator: they are read once.

    Of the counts in `few` small ones are not told.
    """

    columns: Sequence[Column]
    rows: Iterable[Any]
    title: str = ""
    few: Sums | None = None

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if column.width]

    def titles(self) -> list[str]:
        return [column.name(text=True) for column in self.shown]


@dataclass(frozen=True)
class NewPage:
    """What follows begins a page: the next child's card."""


Block = Heading | Paragraph | Verbatim | Fields | Table | NewPage
