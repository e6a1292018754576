"""One row while it is read: where values, remarks and what must wait for other cells are put."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.errors import RuleError
from db.i18n import _
from db.roster.address import Addresses
from db.roster.entry import Entry, Remark
from db.rules.names import clean_note
from db.vocabulary import Code


@dataclass
class RowReading:
    """The entry of a row, and the cells that are read when the others are known: header and text by field.

    `labels` are what the title of the sheet says for every row, `addresses` finds villages in addresses.
    """

    entry: Entry
    today: date
    labels: dict[str, str] = field(default_factory=dict)
    addresses: Addresses | None = None
    waiting: dict[str, tuple[str, str]] = field(default_factory=dict)

    def store(self, person: str, name: str, value: Any, header: str, raw: str, sentence: str = "") -> None:
        """Keep a value, with a remark where a sentence says what was done to the cell; a code is told in words."""
        self.entry.person(person)[name] = value.value if isinstance(value, Code) else value
        self.entry.written[person, name] = raw
        if sentence:
            self.note(header, raw, value.label if isinstance(value, Code) else str(value), sentence)

    def note(self, header: str, raw: str, value: str, sentence: str) -> None:
        self.entry.notes.append(Remark(header, raw, value, sentence))

    def warn(self, header: str, raw: str, sentence: str, becomes: str = "") -> None:
        """`becomes` is what is done with the cell, where the sentence does not say so."""
        self.entry.warnings.append(Remark(header, raw, becomes, sentence))

    def drop(self, header: str, raw: str, sentence: str) -> None:
        """Warn of a cell that is not taken."""
        self.warn(header, raw, sentence, _("not imported"))

    def keep(self, header: str, text: str, raw: str = "") -> None:
        """Write what has no field of its own into the child's note; `raw` is the cell where it is more than `text`."""
        try:
            self.entry.kept.append((clean_note(f"{header}：{text}" if header else text), raw))
        except RuleError as error:
            self.drop(header, text, error.sentence)

    def later(self, key: str) -> tuple[str, str]:
        """The header and the text of a cell that had to wait; empty where there is none, or where it says nothing."""
        return self.waiting.pop(key, ("", ""))
