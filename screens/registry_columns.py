"""How the columns of the register look: title, width in cells, and the text of a cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.cells import cell_len

from db.clock import local_time
from db.i18n import _, mark
from db.queries.registry import RegistryRow
from db.rules.class_names import class_name
from db.vocabulary import (
    ActualCare,
    CareReason,
    Code,
    GuardianshipGrade,
    Health,
    Living,
    RegistryState,
    Risk,
    Schooling,
    Sex,
    label,
)
from exports.masking import Mask, masked
from screens.widgets.columns import Column

Cell = Callable[[tuple[Any, ...]], str]

SHOWN = ("name", "sex", "birth_date", "village", "school_class", "carer", "risk", "surveyed_on")
"""The columns until somebody chooses others: they fill 80 cells."""


def _text(values: tuple[Any, ...]) -> str:
    return str(values[0]) if values[0] is not None else ""


def _code(vocabulary: type[Code]) -> Cell:
    return lambda values: label(vocabulary, values[0])


def _masked(kind: Mask) -> Cell:
    return lambda values: masked(kind, values[0] or "")


def _flag(values: tuple[Any, ...]) -> str:
    return "" if values[0] is None else _("yes") if values[0] else _("no")


def _class(values: tuple[Any, ...]) -> str:
    stage, grade, number = values
    return class_name(stage, grade, number)


def _moment(values: tuple[Any, ...]) -> str:
    return local_time(values[0])


_LOOKS: dict[str, tuple[str, int, Cell]] = {
    "name": (mark("Name"), 12, _text),
    "sex": (mark("Sex"), 4, _code(Sex)),
    "birth_date": (mark("Birth date"), 10, _text),
    "id_no": (mark("ID number"), 18, _masked(Mask.NUMBER)),
    "village": (mark("Village"), 10, _text),
    "village_group": (mark("Group"), 8, _text),
    "school": (mark("School"), 16, _text),
    "school_class": (mark("Class"), 8, _class),
    "schooling": (mark("Schooling"), 10, _code(Schooling)),
    "boarding": (mark("Boards"), 4, _flag),
    "risk": (mark("Risk"), 4, _code(Risk)),
    "civil": (mark("Civil affairs"), 4, _flag),
    "school_practice": (mark("School practice"), 4, _flag),
    "surveyed_on": (mark("Surveyed"), 10, _text),
    "health": (mark("Health"), 10, _code(Health)),
    "care_reason": (mark("Reason of care"), 16, _code(CareReason)),
    "actual_care": (mark("Cared for by"), 12, _code(ActualCare)),
    "living": (mark("Lives"), 12, _code(Living)),
    "guardianship_grade": (mark("Guardianship"), 4, _code(GuardianshipGrade)),
    "carer": (mark("Carer"), 8, _text),
    "carer_phone": (mark("Carer's phone"), 11, _masked(Mask.PHONE)),
    "father": (mark("Father"), 8, _text),
    "father_phone": (mark("Father's phone"), 11, _masked(Mask.PHONE)),
    "mother": (mark("Mother"), 8, _text),
    "mother_phone": (mark("Mother's phone"), 11, _masked(Mask.PHONE)),
    "phone": (mark("Phone"), 11, _masked(Mask.PHONE)),
    "nation": (mark("Nation"), 8, _text),
    "file_no": (mark("File no."), 12, _text),
    "student_no": (mark("Student no."), 20, _masked(Mask.NUMBER)),
    "registry_state": (mark("State"), 8, _code(RegistryState)),
    "registered_on": (mark("Registered"), 10, _text),
    "left_on": (mark("Left on"), 10, _text),
    "updated_at": (mark("Changed"), 16, _moment),
}


_SHORT: dict[str, type[Code]] = {"sex": Sex, "risk": Risk}


def registry_columns() -> list[Column[RegistryRow]]:
    """Every column of the register, titles in the language in force; the name first."""
    return [
        Column(key, _(title), _wide_enough(key, title, width), _cell(key, cell), grow=key == "name")
        for key, (title, width, cell) in _LOOKS.items()
    ]


def _wide_enough(key: str, title: str, width: int) -> int:
    """The width in the language in force: no title is cut, nor a word of those columns that hold but one."""
    words = [_(title), *(code.label for code in _SHORT.get(key, ()))]
    return max(width, *map(cell_len, words))


def _cell(key: str, cell: Cell) -> Callable[[RegistryRow], str]:
    # Rows that were read before the column was chosen stay in sight until the new ones come.
    return lambda row: cell(row.values[key]) if key in row.values else ""
