"""Children of the register who may be one and the same, found for the whole register at once.

Candidates come from three groupings, so the cost grows with the number of children and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from peewee import JOIN, fn

from db.i18n import _
from db.models import CareRecord, Child, DistinctPair, Parent, School, Village
from db.queries.registry_columns import Father, Mother
from db.queries.scope import child_conditions
from db.rules.names import fold
from db.session import Session
from db.vocabulary import ParentRole, RegistryState

GROUP_LIMIT = 30
"""Children of one grouping that are compared with each other; more have something else in common than identity."""
_AT_ONCE = 400


@dataclass(frozen=True)
class PairChild:
    """One side of a pair, as the clerk compares it."""

    id: int
    version: int
    name: str
    syllables: str
    sex: str | None
    birth_date: str | None
    id_no: str | None
    village: str | None
    school: str | None
    father: str | None
    mother: str | None
    phone: str | None
    file_no: str | None
    registered_on: str
    records: int


@dataclass(frozen=True)
class ToldApart:
    """Who found that two children are two, and when; `id` and `version` are those of the row that says so."""

    id: int
    version: int
    by: str
    at: str


@dataclass(frozen=True)
class DuplicatePair:
    """Two children who may be one, and why; the older entry first. `weight` is higher the likelier."""

    first: PairChild
    second: PairChild
    reasons: tuple[str, ...]
    weight: int
    apart: ToldApart | None = None
    """Not None where the two were told apart."""


def duplicate_pairs(session: Session) -> list[DuplicatePair]:
    """Every likely pair among the children on the register that the person may see, the likeliest first.

    Those that somebody has told apart are left out.
    """
    with session.reading():
        apart = set(DistinctPair.select(DistinctPair.child, DistinctPair.other).where(_STANDS).tuples())
        groups = [*_same_sound_and_birth(session), *_same_name_and_parent(session), *_same_name_and_village(session)]
        children = {child.id: child for child in _children(sorted({child for group in groups for child in group}))}
    pairs: dict[tuple[int, int], DuplicatePair] = {}
    for group in groups:
        for one, other in combinations(sorted(group), 2):
            if (one, other) in apart or (one, other) in pairs:
                continue
            if pair := _judged(children[one], children[other]):
                pairs[one, other] = pair
    return sorted(pairs.values(), key=lambda pair: (-pair.weight, pair.first.id, pair.second.id))


def pairs_told_apart(session: Session) -> list[DuplicatePair]:
    """The pairs of children on the register that were told apart, the newest first."""
    seen = Child.select(Child.id).where(*_on_register(session))
    columns = DistinctPair.id, DistinctPair.version, DistinctPair.updated_by, DistinctPair.updated_at
    query = DistinctPair.select(DistinctPair.child, DistinctPair.other, *columns).where(
        _STANDS, DistinctPair.child.in_(seen), DistinctPair.other.in_(seen)
    )
    with session.reading():
        rows = list(query.order_by(DistinctPair.updated_at.desc(), DistinctPair.id.desc()).tuples())
        children = {child.id: child for child in _children(sorted({child for row in rows for child in row[:2]}))}
    pairs = []
    for one, other, *told in rows:
        first, second = children[one], children[other]
        alike = _judged(first, second)
        reasons, weight = (alike.reasons, alike.weight) if alike else ((), 0)
        pairs.append(DuplicatePair(first, second, reasons, weight, ToldApart(*told)))
    return pairs


_STANDS = DistinctPair.withdrawn_on.is_null()


def _on_register(session: Session) -> list[Any]:
    return [Child.registry_state == RegistryState.REGISTERED, *child_conditions(session.scope)]


def _grouped(query: Any, *by: Any) -> Iterator[list[int]]:
    ids = fn.group_concat(Child.id)
    for (text,) in query.select(ids).group_by(*by).having(fn.count(Child.id) > 1).tuples().iterator():
        group = [int(child) for child in text.split(",")]
        if len(group) <= GROUP_LIMIT:
            yield group


def _same_sound_and_birth(session: Session) -> Iterator[list[int]]:
    query = Child.select().where(*_on_register(session), Child.birth_date.is_null(False))
    return _grouped(query, Child.birth_date, Child.syllables)


def _same_name_and_parent(session: Session) -> Iterator[list[int]]:
    query = Child.select().join(Parent, on=(Parent.child == Child.id))
    query = query.where(*_on_register(session), Parent.name.is_null(False), Parent.role.in_(list(ParentRole)))
    return _grouped(query, Child.name_key, Parent.role, Parent.name)


def _same_name_and_village(session: Session) -> Iterator[list[int]]:
    query = Child.select().where(*_on_register(session), Child.village.is_null(False))
    return _grouped(query, Child.name_key, Child.village)


def _children(ids: Sequence[int]) -> Iterator[PairChild]:
    records = CareRecord.select(fn.count(CareRecord.id)).where(CareRecord.child == Child.id)
    query = (
        Child.select(
            Child.id, Child.version, Child.name, Child.syllables, Child.sex, Child.birth_date, Child.id_no,
            Village.name, School.name, Father.name, Mother.name, Child.phone, Child.file_no, Child.registered_on,
            records,
        )
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
        .join(Father, JOIN.LEFT_OUTER, on=(Father.child == Child.id) & (Father.role == ParentRole.FATHER), src=Child)
        .join(Mother, JOIN.LEFT_OUTER, on=(Mother.child == Child.id) & (Mother.role == ParentRole.MOTHER), src=Child)
    )  # fmt: skip
    for start in range(0, len(ids), _AT_ONCE):
        for row in query.where(Child.id.in_(ids[start : start + _AT_ONCE])).tuples():
            yield PairChild(*row)


def _judged(one: PairChild, other: PairChild) -> DuplicatePair | None:
    """Two birth dates, or two numbers under names that only sound alike, are two children."""
    same_name = fold(one.name) == fold(other.name)
    same_birth = bool(one.birth_date) and one.birth_date == other.birth_date
    may_be_born_alike = not (one.birth_date and other.birth_date) or _fits(one.birth_date, other.birth_date)
    same_father = bool(one.father) and fold(one.father or "") == fold(other.father or "")
    same_mother = bool(one.mother) and fold(one.mother or "") == fold(other.mother or "")
    same_village = bool(one.village) and one.village == other.village
    two_numbers = bool(one.id_no and other.id_no)
    if not may_be_born_alike or (two_numbers and not (same_name and (same_father or same_mother or same_birth))):
        return None
    if one.sex and other.sex and one.sex != other.sex and not same_name:
        return None
    tests = (
        (same_name, 50, _("same name")),
        (not same_name, 30, _("name sounds the same")),
        (same_birth, 30, _("same birth date")),
        (same_father, 20, _("same father")),
        (same_mother, 20, _("same mother")),
        (same_village, 10, _("same village")),
    )
    reasons = tuple(reason for holds, _weight, reason in tests if holds)
    weight = sum(weight for holds, weight, _reason in tests if holds) - 30 * two_numbers
    return DuplicatePair(one, other, reasons, weight)


def _fits(one: str | None, other: str | None) -> bool:
    """2013-05 may be 2013-05-02."""
    return bool(one and other) and (str(one).startswith(str(other)) or str(other).startswith(str(one)))
