"""The declaration of a form: which fields it has and what each accepts. Pure: no screen.

A field's *entry* is the text that stands in it and in a draft, right or wrong. Its *value* is what a command gets:
text as `str`, an empty entry of any other kind as None, yes or no as `bool`, several codes separated by blanks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from db.errors import DataError
from db.i18n import _
from screens.widgets.options import Option, Options

YES, NO = "yes", "no"


DATE_WIDTH = 12
"""Cells."""


class Kind(Enum):
    """How a field is filled in."""

    TEXT = auto()
    """One line."""
    NOTE = auto()
    """Several lines."""
    CHOICE = auto()
    """One of a few options."""
    CHOICES = auto()
    """Any of a few options."""
    YES_NO = auto()
    """Yes, no, or not known."""
    REFERENCE = auto()
    """One of many records, found as one types."""
    READ_ONLY = auto()
    """Shown, never changed here."""


def yes_no() -> Sequence[Option]:
    """The options of a question; leaving it empty means that nobody knows."""
    return [Option(YES, _("yes")), Option(NO, _("no"))]


@dataclass(frozen=True)
class Field:
    """One field. Texts are msgids, translated where they are shown."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    width: int = 20
    """Cells; a note is as wide as the form."""
    help: str = ""
    """One line shown while the field is filled in."""
    required: bool = False
    max_length: int = 100
    """Characters."""
    lines: int = 3
    """Height of a note."""
    options: Options = tuple
    """For CHOICE and CHOICES."""
    search: Callable[[str, int], Sequence[Option]] | None = None
    """For REFERENCE: at most so many records that fit the text; runs in a thread."""
    parse: Callable[[str], Any] | None = None
    """From a non-empty entry to the value; raises DataError with a sentence."""
    show: Callable[[Any], str] = str
    """From a value to the entry."""
    validate: Callable[[Any], str | None] | None = None
    """A translated sentence that says what is wrong with a value."""
    effects: Callable[[Any], Mapping[str, Any]] | None = None
    """Values of other fields that follow from a right value of this one; they replace nothing a person typed."""

    @property
    def retyped(self) -> bool:
        """Whether typing begins anew: a date or a number is corrected as a whole."""
        return self.kind is Kind.TEXT and self.parse is not None and self.width <= DATE_WIDTH

    def entry(self, value: Any) -> str:
        """The text that stands for `value`."""
        if value is None or value == "":
            return ""
        if isinstance(value, Option):
            return reference_entry(value)
        if self.kind is Kind.YES_NO:
            return YES if value else NO
        return self.show(value)

    def value(self, entry: str) -> Any:
        """What `entry` means; raises DataError with a sentence for the person who typed it."""
        text = entry.strip()
        if not text:
            if self.required:
                raise DataError(_("This field must be filled in."))
            return "" if self.kind in (Kind.TEXT, Kind.NOTE, Kind.CHOICES) and self.parse is None else None
        if self.kind is Kind.REFERENCE:
            text = reference_option(text).value
        value = text == YES if self.kind is Kind.YES_NO else self.parse(text) if self.parse else text
        problem = self.validate(value) if self.validate else None
        if problem:
            raise DataError(problem)
        return value


@dataclass(frozen=True)
class Section:
    """Fields under one heading (a msgid; empty: no heading)."""

    title: str
    fields: Sequence[Field]


def reference_entry(option: Option) -> str:
    """A record and its label in one text, so that a draft can show it without asking."""
    return f"{option.value} {option.label}"


def reference_option(entry: str) -> Option:
    """The record that a text of `reference_entry` is of; no record for an empty one."""
    value, _blank, label = entry.partition(" ")
    return Option(value, label)
