"""A row beside what the register knows: new, changed field by field, the same, or refused. Nothing is ever emptied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.i18n import mark
from db.queries.import_known import Known
from db.roster.entry import Entry, Remark
from db.rules.classes import ClassName
from db.rules.names import fold
from db.rules.relations import relation
from db.vocabulary import Code, PairingKind

_SETS = frozenset({"aids", "incomes", "disabilities"})
_DATES = frozenset({"birth_date", "away_since"})
_FIRST_TIME_ONLY = frozenset({"registered_on"})
"""What a file says only of children who are new."""


class State(Code):
    """What an import does with a row."""

    NEW = "new", mark("new")
    CHANGED = "changed", mark("to be changed")
    SAME = "same", mark("the same")
    REFUSED = "refused", mark("refused")


class Change(NamedTuple):
    """One field of child, father, mother, carer or a grandparent: as stored, and as the file has it.

    A helper is the field of its kind, of the person "pairing". A place is given by its name, a class by its ClassName.
    """

    person: str
    field: str
    old: Any
    new: Any


@dataclass
class Decision:
    """What is done with one row, and everything that the clerk is shown of it."""

    number: int
    """Its place among the rows that were read, from 1."""
    state: State
    entry: Entry
    cells: list[str]
    """The row as it stands in the file."""
    table: int
    """Which of the file's headers it stands under."""
    known: Known | None = None
    changes: list[Change] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    pairings: list[tuple[PairingKind, int]] = field(default_factory=list)
    """The helpers whom the child gets: kind and member of staff."""
    alike: list[Known] = field(default_factory=list)
    """Children of the register who may be the same one."""
    twin: int = 0
    """The row of the same file that says the same, by its number in the file; 0 for none."""
    left_out: State | None = None
    """What would have been done with a row that the clerk leaves out; it counts as refused."""

    @property
    def warnings(self) -> list[Remark]:
        return self.entry.warnings


@dataclass(frozen=True)
class Standing:
    """Where a known child lives and learns, by name."""

    village: str | None = None
    school: str | None = None
    school_class: ClassName | None = None


def differences(entry: Entry, known: Known, places: Standing) -> list[Change]:
    """What the row says otherwise than the register; what it leaves empty is left as it is."""
    child = entry.child
    if "village_group" in entry.by_address and _lives_otherwise(entry, known, places):
        child = {name: value for name, value in child.items() if name != "village_group"}
    if known.child["id_no"]:  # what stood for an ID number in the file says nothing beside a good one
        child = {name: value for name, value in child.items() if name != "id_note"}
    changes = _of(entry, "child", child, known.child)
    changes += _places(entry, places)
    changes += _note(entry, known)
    for role in ("father", "mother"):
        changes += _of(entry, role, entry.person(role), known.parents.get(role, {}))
    if entry.carer:
        changes += _carer(entry, known.carer or {})
    for role, values in entry.grandparents.items():
        changes += _of(entry, role, values, known.grandparents.get(role, {}))
    return changes


def _lives_otherwise(entry: Entry, known: Known, places: Standing) -> bool:
    """Whether the register has a group of the child, or another village than the address."""
    return bool(known.child["village_group"]) or places.village not in (None, entry.village)


def note_with(stored: str | None, lines: list[str]) -> str:
    """A note with these lines added, as far as it does not have them."""
    have = (stored or "").split("\n")
    return "\n".join([*([stored] if stored else []), *(line for line in dict.fromkeys(lines) if line not in have)])


def note_lines(entry: Entry, known: Known | None = None) -> list[str]:
    """The lines for the child's note; not those taken from a name that the register has just as the file writes it."""
    stored = set() if known is None else _stored_names(known)
    return [line for text, raw in entry.kept if raw not in stored for line in text.split("\n")]


def _of(entry: Entry, person: str, values: Mapping[str, Any], stored: Mapping[str, Any]) -> list[Change]:
    changes = []
    for name, value in values.items():
        old = stored.get(name)
        new = _merged_set(old, value) if name in _SETS else value
        if name in _FIRST_TIME_ONLY or _says_same(name, old, new, entry.written.get((person, name))):
            continue
        changes.append(Change(person, name, old, new))
    return changes


def _says_same(name: str, old: Any, new: Any, written: str | None) -> bool:
    if new in (None, "") or old == new or (old is not None and old == written):
        return True
    if isinstance(old, bool) or isinstance(new, bool):
        return old is not None and bool(old) == bool(new)
    if name in _DATES and old:  # 2013-05 says nothing against 2013-05-02
        return str(old).startswith(str(new))
    return name in ("work_province", "work_city", "id_note") and bool(old)


def _merged_set(old: str | None, new: str) -> str:
    """Both sets; 无 takes the place of everything, and everything that of 无."""
    if new == "none" or not old:
        return new
    codes = [code for code in old.split() if code != "none"]
    return " ".join([*codes, *(code for code in new.split() if code not in codes)])


def _places(entry: Entry, places: Standing) -> list[Change]:
    changes = []
    if entry.village and entry.village != places.village and not ("village" in entry.by_address and places.village):
        changes.append(Change("child", "village", places.village, entry.village))
    moved = bool(entry.school) and entry.school != places.school
    if moved:
        changes.append(Change("child", "school", places.school, entry.school))
    told, stored = entry.school_class, places.school_class
    if told and (moved or stored is None or not _same_class(told, stored)):
        changes.append(Change("child", "school_class", stored, told))
    return changes


def _same_class(told: ClassName, stored: ClassName) -> bool:
    """三年级 says nothing against 三(2)班."""
    same_grade = (told.stage, told.grade) == (stored.stage, stored.grade)
    return same_grade and told.number in (0, stored.number)


def _note(entry: Entry, known: Known) -> list[Change]:
    old = known.child["note"]
    new = note_with(old, note_lines(entry, known))
    return [Change("child", "note", old, new)] if new != (old or "") else []


def _carer(entry: Entry, stored: Mapping[str, Any]) -> list[Change]:
    """Another name is another carer, unless it is only a word for the present one: 爷爷."""
    told = dict(entry.carer)
    name = told.get("name", "")
    by_word = relation(name) is not None and relation(name) == stored.get("relation")
    if stored and (fold(name) == fold(stored["name"]) or name == stored["name"] or by_word):
        told.pop("name", None)
        # The word changes with whoever writes the list; the relation that it means is what counts.
        if told.get("relation") == stored.get("relation"):
            told.pop("relation_word", None)
        return _of(entry, "carer", told, stored)
    if stored and entry.written.get(("carer", "name")) == stored["name"]:
        return []
    return [Change("carer", name_of, stored.get(name_of), value) for name_of, value in told.items() if value]


def _stored_names(known: Known) -> set[str]:
    rows = [known.child, *known.parents.values(), *([known.carer] if known.carer else [])]
    return {row["name"] for row in rows if row.get("name")}
