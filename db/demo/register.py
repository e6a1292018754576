"""The register's rows of a child: itself, its parents and carer, and what makes it findable."""

from __future__ import annotations

from db import vocabulary as v
from db.demo import children as of_child
from db.demo import words
from db.demo.almanac import Almanac
from db.demo.children import Child
from db.demo.families import Adult, Carer
from db.demo.sheets import Sheets, at
from db.rules.indexed import Relative, documents

_FATHER, _MOTHER = v.ParentRole.FATHER.value, v.ParentRole.MOTHER.value
_RESIDENT = v.IdType.RESIDENT.value


Document = tuple[int, str, str, str, str]
"""A child's id and the columns of the search index."""


class Register:
    """Takes children in."""

    def __init__(self, sheets: Sheets, almanac: Almanac) -> None:
        self._almanac = almanac
        self._child = sheets.open("child", " ".join(of_child.COLUMNS))
        self._parent = sheets.open(
            "parent", "child_id role name birth_date id_no phone whereabouts away_since work_province work_city "
                      "work_place health condition able"
        )  # fmt: skip
        self._carer = sheets.open(
            "carer", "child_id name relation relation_word sex birth_date id_type id_no phone address health "
                     "full_capacity bars child_wish_heard school_notified village_notified checked_on agreement_on "
                     "agreement_until agreement_at_village agreement_at_school from_on"
        )  # fmt: skip
        self._to_index: list[Child] = []

    def enter(self, child: Child) -> None:
        """Add the rows of a finished child, which gets its id."""
        row, by = child.row, child.by
        moment = at(row["registered_on"])
        child.id = self._child.add(moment, by, tuple(row.values()))
        for role, parent in ((_FATHER, child.family.father), (_MOTHER, child.family.mother)):
            self._add_parent(child.id, role, parent, moment, by)
        if child.carer:
            child.carer_id = self._add_carer(child, child.carer, moment, by)
        self._to_index.append(child)

    def take_documents(self) -> list[Document]:
        """What makes those findable that entered since the last time."""
        children, self._to_index = self._to_index, []
        return [_document(child) for child in children]

    def _add_parent(self, child_id: int, role: str, parent: Adult, moment: str, by: str) -> None:
        self._parent.add(
            moment, by,
            (child_id, role, parent.name, parent.birth_date, parent.id_no, parent.phone, parent.whereabouts,
             parent.away_since, parent.province, parent.city, parent.place, parent.health, parent.condition,
             parent.able),
        )  # fmt: skip

    def _add_carer(self, child: Child, carer: Carer, moment: str, by: str) -> int:
        row = child.row
        signed = row["registered_on"] if carer.signed else None
        done = int(carer.complete)
        return self._carer.add(
            moment, by,
            (child.id, carer.name, carer.relation, words.RELATION_WORDS[carer.relation], carer.sex, carer.birth_date,
             _RESIDENT if carer.id_no else None, carer.id_no, carer.phone, row["address"], carer.health,
             carer.full_capacity, carer.bars, done, done, 1, row["registered_on"] if carer.complete else None, signed,
             self._almanac.years_later(signed) if signed else None, 1 if signed else None, done if signed else None,
             row["registered_on"]),
        )  # fmt: skip


def _document(child: Child) -> Document:
    row, family = child.row, child.family
    father, mother, carer = family.father, family.mother, child.carer
    phones = (row["phone"], father.phone, mother.phone, carer.phone if carer else None)
    relatives: list[Relative] = [(father.name, None), (mother.name, None)]
    if carer:
        relatives.append((carer.name, words.RELATION_WORDS[carer.relation]))
    found = documents(row["name"], row["syllables"].split(), family.village.name, row["id_no"], phones, relatives)
    return child.id, found.han, found.letters, found.digits, found.kin
