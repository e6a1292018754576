"""A row of a roster as it was understood: values as they are stored, and everything that was done to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.rules.classes import ClassName

Values = dict[str, Any]


class Remark(NamedTuple):
    """What was changed in reading a cell, or what a clerk should look at: the column, the cell, what it became, why.

    A warning has what becomes of the cell only where its sentence does not say so.
    """

    column: str
    raw: str
    value: str
    sentence: str


class StaffTold(NamedTuple):
    """Somebody of the staff as a cell names them, with the telephone number beside it."""

    header: str
    raw: str
    name: str
    phone: str


@dataclass
class Entry:
    """A row. `notes` are normalisations, `reasons` forbid the row, `warnings` are what was not taken or looks wrong,
    the worst first.

    Parents are under father and mother, grandparents under their role; an empty dictionary is nobody.
    """

    sheet: str
    number: int
    child: Values = field(default_factory=dict)
    father: Values = field(default_factory=dict)
    mother: Values = field(default_factory=dict)
    carer: Values = field(default_factory=dict)
    grandparents: dict[str, Values] = field(default_factory=dict)
    village: str | None = None
    by_address: dict[str, Remark] = field(default_factory=dict)
    """What only an address tells, village and group: where the register says it, the address counts for nothing."""
    school: str | None = None
    school_class: ClassName | None = None
    staff: dict[str, StaffTold] = field(default_factory=dict)
    """The class teacher and the helpers, by the person of their fields."""
    kept: list[tuple[str, str]] = field(default_factory=list)
    """Lines for the child's note, of text that has no field of its own, each with the cell that it was taken from."""
    written: dict[tuple[str, str], str] = field(default_factory=dict)
    """The cells of the values, by person and name of the field: what stands in the register just so is the same."""
    notes: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def person(self, name: str) -> Values:
        """The values of child, father, mother or carer."""
        values: Values = getattr(self, name)
        return values

    def note(self, told: StaffTold, value: str, sentence: str) -> None:
        self.notes.append(Remark(told.header, told.raw, value, sentence))

    def warn(self, told: StaffTold, sentence: str) -> None:
        self.warnings.append(Remark(told.header, told.raw, "", sentence))
