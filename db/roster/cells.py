"""A row of cells becomes an entry: each cell by the rule of its field, then what the cells say together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.i18n import _
from db.roster import identity, values
from db.roster.entry import Entry
from db.roster.family import settle_family
from db.roster.fields import CHILD, GRANDPARENTS, HELPER, MEMBERS, NOT_TAKEN, PARENTS, TEACHER
from db.roster.header import Header
from db.roster.place import household, settle_place
from db.roster.row import RowReading
from db.roster.values import CellReader

_LATER = frozenset(
    {"id_no", "village", "school", "grade", "class", "out_kind", "household_kind", "carer.relation", "age"}
)
"""Fields whose cells say something only together with others."""

_OF_CHILD: Mapping[str, CellReader] = {
    "name": identity.child_name,
    "birth_date": identity.birth_date,
    "contact_phone": values.phones,
    "note": values.remark,
    "low_income": values.aid("low_income"),
    "filed_poor": values.aid("filed_poor"),
    "destitute": values.aid("destitute"),
    **dict.fromkeys(("disabilities", "incomes", "aids"), values.codes),
    **dict.fromkeys(("risk_reason", "character", "hobbies", "study_note", "conduct"), values.note),
    **dict.fromkeys(("schooling", "care_reason", "actual_care", "living", "guardianship_grade", "guardianship_kind",
                     "risk", "id_type"), values.code),
    **dict.fromkeys(("household_address", "former_name", "nickname", "village_group", "student_no", "disability_no",
                     "file_no"), values.line),
    "nation": values.nation,
    "boarding": values.boarding,
    "disability_level": values.level,
    "registered_on": values.day,
}  # fmt: skip
_OF_ANYBODY: Mapping[str, CellReader] = {
    "name": identity.person_name,
    "id_no": identity.person_id,
    "sex": values.code,
    "birth_date": values.day,
    "away_since": values.day,
    "agreement_on": values.day,
    "phone": values.phones,
    "work_place": values.place_of_work,
    "whereabouts": values.whereabouts,
    "health": values.health,
    "illness": values.line,
    "condition": values.code,
    "address": values.line,
}


@dataclass
class Reader:
    """Reads the rows of one sheet; `header` says what stands where."""

    header: Header
    today: date
    sheet: str = ""

    def read(self, number: int, cells: Sequence[str], filled: Collection[int] = ()) -> Entry:
        """The entry of one row; `filled` are the indexes of cells that stand in a row above only."""
        row = RowReading(Entry(self.sheet, number), self.today, self.header.labels)
        for column in self.header.columns:
            raw = cells[column.index].strip() if column.index < len(cells) else ""
            if raw and column.index in filled:
                row.note(column.header, "", raw, _("Taken from the row above: the cells were merged."))
            if column.field and raw and (column.field not in NOT_TAKEN or column.field == "age"):
                _take(row, column.field, column.header, raw)
        identity.identify(row)
        settle_place(row)
        household(row)
        settle_family(row)
        identity.compare_age(row)
        entry = row.entry
        if not entry.child.get("name") and not entry.reasons:
            entry.reasons.append(_("The row has no name."))
        return entry


def _take(row: RowReading, key: str, header: str, raw: str) -> None:
    person, _dot, attribute = key.rpartition(".")
    if key in _LATER or person in (PARENTS, *MEMBERS):
        row.waiting[key] = header, raw
    elif person in GRANDPARENTS:
        identity.grandparent(row, person, attribute, header, raw)
    elif person not in (HELPER, TEACHER):
        reader = (None if person else _OF_CHILD.get(attribute)) or _OF_ANYBODY.get(attribute)
        if reader:
            reader(row, person or CHILD, attribute, header, raw)
