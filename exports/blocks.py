"""What a report is drawn from when it is more than one table: headings, paragraphs, labelled values, tables, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from db.i18n import _
from db.rules.suppression import FEWEST, is_few
from exports.masking import Mask, shown

HIDDEN = "*"
"""Stands for a count that is not told, because it is small or because a small one could be worked out from it."""


@dataclass(frozen=True)
class Column:
    """A column: its title (a msgid), how a row gives it, its width in cells on 80 columns of text (0: CSV only).

    `count` is for numbers of children: numbers in a spreadsheet, hidden below FEWEST on request. `group` (a msgid)
    stands over the column in a text, and before its title in a file.
    """

    title: str
    value: Callable[[Any], str | int | None]
    width: int = 0
    mask: Mask | None = None
    count: bool = False
    group: str = ""

    def name(self, *, text: bool) -> str:
        """The title, translated."""
        return _(self.title) if text or not self.group else f"{_(self.group)}:{_(self.title)}"

    def cell(self, row: Any, hidden: frozenset[Mask], few: bool = False) -> str:
        """What stands in the column, with the kinds in `hidden` masked and, where `few`, small counts hidden."""
        value = self.value(row)
        if self.count and few and isinstance(value, int) and is_few(value):
            return f"<{FEWEST}"
        text = "" if value is None else str(value)
        return shown(self.mask, text, hidden)


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
    """Rows under columns; only columns with a width are drawn. The rows may be a generator: they are read once."""

    columns: Sequence[Column]
    rows: Iterable[Any]
    title: str = ""

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if column.width]

    def titles(self) -> list[str]:
        return [column.name(text=True) for column in self.shown]


@dataclass(frozen=True)
class NewPage:
    """What follows begins a page: the next child's card."""


Block = Heading | Paragraph | Verbatim | Fields | Table | NewPage
