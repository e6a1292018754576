"""A row of cells becomes an entry: each cell by the rule of its field, then what the cells say together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.i18n import _
from db.roster import identity, values
from db.roster.address import Addresses
from db.roster.entry import Entry, Remark
from db.roster.family import settle_family, settle_staff
from db.roster.fields import CHILD, GRANDPARENTS, HELPERS, MEMBERS, NOT_TAKEN, PARENTS, TEACHER
from db.roster.header import Column, Header
from db.roster.place import address, group, household, settle_place
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
    **dict.fromkeys(("address", "household_address"), address),
    **dict.fromkeys(("former_name", "nickname", "student_no", "disability_no", "file_no"), values.line),
    "village_group": group,
    "nation": values.nation,
    "languages": values.languages,
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


@dataclass(frozen=True)
class _Place:
    """What is done with the cells of one column: read at once, or set aside under the key of the field."""

    index: int
    header: str
    key: str
    person: str
    attribute: str
    reader: CellReader | None


@dataclass
class Reader:
    """Reads the rows of one sheet; `header` says what stands where, `addresses` where villages are."""

    header: Header
    today: date
    sheet: str = ""
    addresses: Addresses | None = None

    def __post_init__(self) -> None:
        self._places = [place for column in self.header.columns if (place := _place(column))]
        self._titles = {column.index: column.header for column in self.header.columns}
        at = self.header.index_of("id_no")
        self._id_title = None if at is None else self._titles[at]

    def read(self, number: int, cells: Sequence[str], filled: Collection[int] = ()) -> Entry:
        """The entry of one row; `filled` are the indexes of cells that stand in a row above only."""
        row = RowReading(Entry(self.sheet, number), self.today, self.header.labels, self.addresses)
        width = len(cells)
        for place in self._places:
            raw = cells[place.index].strip() if place.index < width else ""
            if not raw:
                continue
            if place.reader is None:
                row.waiting[place.key] = place.header, raw
            else:
                place.reader(row, place.person, place.attribute, place.header, raw)
        for index in filled:
            row.note(
                self._titles.get(index, ""), "", cells[index], _("Taken from the row above: the cells were merged.")
            )
        identity.identify(row)
        settle_place(row)
        household(row)
        settle_family(row)
        settle_staff(row)
        identity.compare_age(row)
        entry = row.entry
        entry.warnings.sort(key=self._weight)
        if not entry.child.get("name") and not entry.reasons:
            entry.reasons.append(_("The row has no name."))
        return entry

    def _weight(self, remark: Remark) -> tuple[bool, bool]:
        """The worst first: a lost ID number, then cells that are not taken."""
        return remark.column != self._id_title, not remark.value


def _place(column: Column) -> _Place | None:
    """How a column is read; None for one of which nothing goes into the register."""
    key = column.field
    if key is None or (key in NOT_TAKEN and key not in _LATER):
        return None
    person, _dot, attribute = key.rpartition(".")
    place = _Place(column.index, column.header, key, person or CHILD, attribute, None)
    if key in _LATER or person in (PARENTS, *MEMBERS, *HELPERS, TEACHER):
        return place
    if person in GRANDPARENTS:
        return replace(place, reader=identity.grandparent)
    reader = (None if person else _OF_CHILD.get(attribute)) or _OF_ANYBODY.get(attribute)
    return replace(place, reader=reader) if reader else None
