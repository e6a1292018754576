"""Search before create: children of the register who may be the one that is about to be entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from db.engine import search as index
from db.i18n import _
from db.models import Child, Parent, School, Village
from db.queries.scope import child_conditions
from db.rules.id_number import check
from db.rules.names import clean_name, fold
from db.rules.pinyin import romanise
from db.rules.search import Search
from db.session import Session
from db.vocabulary import ParentRole, RegistryState

LIMIT = 20
CANDIDATES = 200
"""Children of one sound that are looked at: a million have some hundreds of the commonest names."""


@dataclass(frozen=True)
class Sought:
    """What is known of the child that is about to be entered."""

    name: str
    id_no: str = ""
    birth_date: str = ""
    father: str = ""
    village: int | None = None


@dataclass(frozen=True)
class Likely:
    """A child of the register that may be the same one, and why."""

    id: int
    name: str
    sex: str | None
    birth_date: str | None
    village: str | None
    school: str | None
    father: str | None
    left: bool
    reasons: tuple[str, ...]
    weight: int


def likely_duplicates(session: Session, sought: Sought) -> list[Likely]:
    """The likeliest first, at most LIMIT; within what the person may see, on the register or off it.

    The same ID number is enough; the same name or the same sound is shown, and counts more with the same birth date,
    father or village; so does the same birth date with the same father or village under another name.
    """
    name = clean_name(sought.name)
    number = check(sought.id_no, session.clock.today()).normalised if sought.id_no else ""
    with session.reading():
        ids = _candidates(session, name, number, sought.birth_date)
        rows = list(_rows(session, ids)) if ids else []
    found = [likely for row in rows if (likely := _judged(row, name, number, sought)) is not None]
    return sorted(found, key=lambda likely: (-likely.weight, likely.left, likely.id))[:LIMIT]


def _candidates(session: Session, name: str, number: str, birth_date: str) -> list[int]:
    states = [state.value for state in RegistryState]
    scope = child_conditions(session.scope)
    ids: set[int] = set()
    reading = romanise(name)

    def add(*conditions: Any) -> None:
        ids.update(row[0] for row in Child.select(Child.id).where(*conditions, *scope).limit(CANDIDATES).tuples())

    if number:
        add(Child.id_no == number)
    if name:
        add(Child.registry_state.in_(states), Child.name_key == reading.sort_key)
    if len(reading.syllables) > 1:
        add(Child.id.in_(index.all_matching(Search(letters=(reading.full,)))))
    if len(birth_date) == len("2013-05-02"):
        add(Child.registry_state.in_(states), Child.birth_date == birth_date)
    return sorted(ids)


def _rows(session: Session, ids: Iterable[int]) -> Any:
    father = Parent.alias()
    of_child = (father.child == Child.id) & (father.role == ParentRole.FATHER)
    return (
        Child.select(
            Child.id, Child.name, Child.sex, Child.birth_date, Child.id_no, Child.syllables, Child.registry_state,
            Village.id.alias("village_id"), Village.name.alias("village"), School.name.alias("school"),
            father.name.alias("father"),
        )
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
        .join(father, JOIN.LEFT_OUTER, on=of_child, src=Child)
        .where(Child.id.in_(list(ids)))
        .dicts()
    )  # fmt: skip


def _judged(row: dict[str, Any], name: str, number: str, sought: Sought) -> Likely | None:
    same_number = bool(number) and row["id_no"] == number
    same_name = bool(name) and fold(row["name"]) == fold(name)
    same_sound = bool(name) and not same_name and row["syllables"] == " ".join(romanise(name).syllables)
    same_birth = bool(sought.birth_date) and row["birth_date"] == sought.birth_date
    same_father = bool(sought.father) and fold(row["father"] or "") == fold(sought.father)
    same_village = sought.village is not None and row["village_id"] == sought.village
    tests = (
        (same_number, 100, _("same ID number")),
        (same_name, 50, _("same name")),
        (same_sound, 30, _("name sounds the same")),
        (same_birth, 30, _("same birth date")),
        (same_father, 20, _("same father")),
        (same_village, 10, _("same village")),
    )
    if not (same_number or same_name or same_sound or (same_birth and (same_father or same_village))):
        return None
    # Another number says that it is another child, unless one of the two was mistyped.
    other_number = bool(number) and bool(row["id_no"]) and not same_number
    weight = sum(weight for holds, weight, _reason in tests if holds) - 20 * other_number
    reasons = tuple(reason for holds, _weight, reason in tests if holds)
    details = {key: row[key] for key in ("id", "name", "sex", "birth_date", "village", "school", "father")}
    return Likely(**details, left=row["registry_state"] == RegistryState.LEFT, reasons=reasons, weight=weight)
