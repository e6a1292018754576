"""The board of one kind of helper: who lacks one, who may help, whom they help now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from peewee import JOIN, fn

from db.i18n import _
from db.models import Child, Pairing, School, SchoolClass, Village
from db.queries.pairing_helpers import HelperLine, helpers_of, needs
from db.queries.pairing_rules import kind_rules
from db.queries.scope import child_conditions
from db.rules.class_names import class_name
from db.rules.languages import spoken
from db.rules.pairing import Fit, KindRules, Matcher, Seeker, fit, likeness
from db.session import Session
from db.vocabulary import PairingKind, RegistryState

AT_ONCE = 500
"""Children that one query asks for by their ids."""


@dataclass(frozen=True)
class Waiting:
    """A child without the chosen kind of helper."""

    seeker: Seeker
    name: str
    village: str
    school: str
    school_class: str
    birth_date: str | None
    risk: str | None
    languages: str

    @property
    def id(self) -> int:
        return self.seeker.id


@dataclass(frozen=True)
class Held:
    """An open pairing of a helper: its row, the child, and since when."""

    id: int
    version: int
    child: int
    name: str
    village: str
    school: str
    from_on: str


@dataclass(frozen=True)
class Candidate:
    """A helper for a child, or a child for a helper, and how well they fit."""

    helper: HelperLine
    child: Waiting
    fit: Fit

    @property
    def words(self) -> str:
        """The reasons for it, or what speaks against it."""
        return _(", ").join(self.fit.against or self.fit.reasons)


@dataclass(frozen=True)
class Board:
    """What a kind looks like within the person's scope; `needed` children are meant to have one.

    `held` are the open pairings by helper.
    """

    kind: PairingKind
    rules: KindRules
    needed: int
    waiting: tuple[Waiting, ...]
    helpers: tuple[HelperLine, ...]
    held: Mapping[int, tuple[Held, ...]] = field(default_factory=dict)

    @property
    def paired(self) -> int:
        return self.needed - len(self.waiting)

    @property
    def room(self) -> int:
        """How many more children all helpers together can take."""
        return sum(line.helper.room for line in self.helpers)

    @cached_property
    def by_id(self) -> Mapping[int, HelperLine]:
        return {line.id: line for line in self.helpers}

    def for_child(self, child: Waiting) -> list[Candidate]:
        """Every helper for a child: those the rules allow first, the best fit and the least load before others."""
        matcher = Matcher(self.rules, child.seeker)
        return sorted((Candidate(line, child, matcher.fit(line.helper)) for line in self.helpers), key=_rank)

    def for_helper(self, line: HelperLine) -> list[Candidate]:
        """The waiting children for a helper, the best fit first, those who fit alike as the board lists them."""
        alike = likeness(self.rules)
        fits: dict[Hashable, Fit] = {}
        found: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
        for child in self.waiting:
            kind = alike(child.seeker)
            if kind not in fits:
                fits[kind] = fit(self.rules, child.seeker, line.helper)
            told = fits[kind]
            found[len(told.against), -told.score].append(Candidate(line, child, told))
        return [one for rank in sorted(found) for one in found[rank]]

    def narrowed(self, field: str, place: int) -> Board:
        """The board with the waiting children of one "village" or "school" only; `paired` no longer tells anything."""
        return replace(self, waiting=tuple(one for one in self.waiting if getattr(one.seeker, field) == place))

    def helper_of(self, child: int) -> HelperLine | None:
        """Who helps a child in this way, if the board shows them."""
        by = next((helper for helper, rows in self.held.items() if child in [row.child for row in rows]), 0)
        return self.by_id.get(by)

    def candidate(self, child: Waiting, line: HelperLine) -> Candidate:
        return Candidate(line, child, fit(self.rules, child.seeker, line.helper))


def _rank(one: Candidate) -> tuple[Any, ...]:
    return len(one.fit.against), -one.fit.score, one.helper.helper.load, one.helper.id, one.child.id


def pairing_board(session: Session, kind: PairingKind) -> Board:
    """The board of a kind as of today, within the person's scope."""
    rules = kind_rules(session, kind)
    with session.reading():
        wanted = [*on_register(session), *needs(session, rules)]
        needed = Child.select(fn.COUNT(Child.id)).where(*wanted).scalar()
        found = children(session, [*wanted, Child.id.not_in(_helped(kind))])
        return Board(kind, rules, needed, tuple(found), tuple(helpers_of(session, rules)), held(session, kind))


def known_children(session: Session, ids: Sequence[int]) -> list[Waiting]:
    """Children of the register by id, whoever helps them; some hundred a query."""
    with session.reading():
        return [
            child
            for at in range(0, len(ids), AT_ONCE)
            for child in children(session, [*on_register(session), Child.id.in_(ids[at : at + AT_ONCE])])
        ]


def on_register(session: Session) -> list[Any]:
    """The conditions of a child that may be paired by this person."""
    return [Child.registry_state == RegistryState.REGISTERED, *child_conditions(session.scope)]


def children(session: Session, conditions: Collection[Any]) -> list[Waiting]:
    """Children with their places, by village and name; inside the caller's reading."""
    query = (
        Child.select(
            Child.id, Child.name, Child.sex, Child.village, Child.school, Child.school_class, SchoolClass.stage,
            SchoolClass.grade, SchoolClass.number, Village.name, School.name, Child.birth_date, Child.risk,
            Child.languages,
        )
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
        .join(SchoolClass, JOIN.LEFT_OUTER, on=(Child.school_class == SchoolClass.id), src=Child)
        .where(*conditions)
        .order_by(Child.village, Child.name_key, Child.id)
    )  # fmt: skip
    return [
        Waiting(
            Seeker(child, sex, village, school, room, stage, grade, spoken(languages)), name, village_name or "",
            school_name or "", class_name(stage, grade, number), born, risk, languages or "",
        )
        for child, name, sex, village, school, room, stage, grade, number, village_name, school_name, born, risk,
        languages in query.tuples()
    ]  # fmt: skip


def held(session: Session, kind: PairingKind, helper: int | None = None) -> dict[int, tuple[Held, ...]]:
    """Open pairings by helper, of children in the person's scope, the longest first; inside the caller's reading."""
    little = kind is PairingKind.LITTLE_TEACHER
    who = Pairing.helper_child if little else Pairing.staff
    conditions = [Pairing.kind == kind.value, Pairing.to_on.is_null(), who.is_null(False), *on_register(session)]
    if helper is not None:
        conditions.append(who == helper)
    query = (
        Pairing.select(
            who, Pairing.id, Pairing.version, Child.id, Child.name, Village.name, School.name, Pairing.from_on
        )
        .join(Child, on=(Pairing.child == Child.id))
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
        .where(*conditions)
        .order_by(Pairing.from_on, Pairing.id)
    )
    found: dict[int, list[Held]] = defaultdict(list)
    for by, pairing, version, child, name, village, school, from_on in query.tuples():
        found[by].append(Held(pairing, version, child, name, village or "", school or "", from_on))
    return {by: tuple(rows) for by, rows in found.items()}


def _helped(kind: PairingKind) -> Any:
    return Pairing.select(Pairing.child).where((Pairing.kind == kind.value) & Pairing.to_on.is_null())
