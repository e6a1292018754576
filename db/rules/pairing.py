"""Who may help whom, by the office's rules, and how well they fit. The rules are our design; each office edits them.

A child and a helper are compared in a few respects (village, school, language, sex, class). In each the child names
the values that it can match, with points; the helper matches by having one of them. `doors` and `keys` say the same in
the form that lets the assignment of a whole township treat all who are alike as one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import attrgetter

from db.i18n import _, mark
from db.vocabulary import PairingKind, StaffRole, Stage
from db.vocabulary.pairing import Demand, Need

VILLAGE, SCHOOL, LANGUAGE, SEX = 40, 30, 20, 10
"""Points of what child and helper have in common: those who live near come by most easily."""
SAME_CLASS, SAME_GRADE, A_GRADE = 30, 20, 5
"""Points of sitting in one class, and in one grade, of which every grade apart takes some."""
TRAINED, PROMISED = 4, 4
GRADED = frozenset({Stage.PRIMARY.value, Stage.JUNIOR.value, Stage.SENIOR.value})
"""Stages whose grades count on from one another."""


@dataclass(frozen=True)
class KindRules:
    """The rules of one kind. Who helps has one of `roles`; no role stands for children (little teachers).

    `capacity` holds for helpers without one of their own; `class_distance` and `least_mark` are of little teachers.
    """

    kind: PairingKind
    roles: frozenset[StaffRole]
    need: Need
    capacity: int
    village: Demand = Demand.ANY
    school: Demand = Demand.ANY
    sex: Demand = Demand.ANY
    language: Demand = Demand.ANY
    class_distance: int = 1
    least_mark: int = 80

    @property
    def of_children(self) -> bool:
        """Whether children help by this kind."""
        return self.kind is PairingKind.LITTLE_TEACHER


SHIPPED: Mapping[PairingKind, KindRules] = {
    rules.kind: rules
    for rules in (
        KindRules(PairingKind.LOVING_MOTHER, frozenset({StaffRole.LOVING_MOTHER}), Need.ALL, 3,
                  village=Demand.PREFERRED, school=Demand.PREFERRED, language=Demand.PREFERRED),
        KindRules(PairingKind.HELP_TEACHER, frozenset({StaffRole.TEACHER}), Need.STRUGGLING, 3,
                  school=Demand.REQUIRED),
        KindRules(PairingKind.LITTLE_TEACHER, frozenset(), Need.STRUGGLING, 1,
                  village=Demand.PREFERRED, school=Demand.REQUIRED, sex=Demand.PREFERRED),
        KindRules(PairingKind.CADRE, frozenset({StaffRole.CADRE, StaffRole.VILLAGE_DIRECTOR}), Need.AT_RISK, 3,
                  village=Demand.PREFERRED, language=Demand.PREFERRED),
        KindRules(PairingKind.VOLUNTEER, frozenset({StaffRole.VOLUNTEER}), Need.AT_RISK, 3,
                  village=Demand.PREFERRED, language=Demand.PREFERRED),
    )
}  # fmt: skip
"""What holds until the office says otherwise."""


@dataclass(frozen=True)
class Seeker:
    """A child as far as the rules look at it."""

    id: int
    sex: str | None = None
    village: int | None = None
    school: int | None = None
    school_class: int | None = None
    stage: str | None = None
    grade: int | None = None
    language: tuple[str, ...] = ()
    """As `db.rules.languages.spoken` folds them; so with helpers."""


@dataclass(frozen=True)
class Helper:
    """Somebody who may help: staff, or a child (`mark` is the mean of its marks, None where there are none)."""

    id: int
    of_children: bool = False
    sex: str | None = None
    village: int | None = None
    school: int | None = None
    school_class: int | None = None
    stage: str | None = None
    grade: int | None = None
    load: int = 0
    capacity: int = 0
    trained: bool = False
    promised: bool = False
    barred: bool = False
    mark: int | None = None
    language: tuple[str, ...] = ()

    @property
    def room(self) -> int:
        """How many more children the capacity allows."""
        return max(0, self.capacity - self.load)


@dataclass(frozen=True)
class Fit:
    """How well two fit; `reasons` speak for it, `against` lists what the rules do not allow."""

    score: int
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.against


@dataclass(frozen=True)
class _Respect:
    """One thing to have in common: what a child can match, each with its points and words, and what a helper has.

    `lacking` and the words are msgids, translated only for the few that are told: a child is compared with thousands.
    """

    demand: Demand
    lacking: str
    wanted: Mapping[Hashable, tuple[int, str, int]]
    had: Callable[[Helper], Sequence[Hashable]]


class Matcher:
    """One child, to be compared with many helpers."""

    def __init__(self, rules: KindRules, seeker: Seeker) -> None:
        self._rules, self._seeker = rules, seeker
        self._respects = _respects(rules, seeker)

    def fit(self, helper: Helper) -> Fit:
        """How well a helper fits the child, with a few words for each reason; capacity speaks against, too."""
        score = bonus(helper)
        reasons: list[str] = []
        against = _bars(self._rules, self._seeker, helper)
        for respect in self._respects:
            matched = [respect.wanted[value] for value in respect.had(helper) if value in respect.wanted]
            if matched:
                points, said, number = max(matched)
                score += points
                reasons.append(_(said).format(n=number))
            elif respect.demand is Demand.REQUIRED:
                against.append(_(respect.lacking))
        if helper.trained:
            reasons.append(_("trained"))
        if helper.promised:
            reasons.append(_("signed"))
        if helper.mark is not None:
            reasons.append(_("marks {n}").format(n=helper.mark))
        if helper.room:
            reasons.append(_("room for {n}").format(n=helper.room))
        else:
            against.append(_("full, {load} of {capacity}").format(load=helper.load, capacity=helper.capacity))
        return Fit(score, tuple(reasons), tuple(against))


def fit(rules: KindRules, seeker: Seeker, helper: Helper) -> Fit:
    """How well a helper fits a child."""
    return Matcher(rules, seeker).fit(helper)


def likeness(rules: KindRules) -> Callable[[Seeker], Hashable]:
    """What a helper's fit depends on: children who are alike in it fit alike."""
    names = [name for name, *_rest in _PLAIN if getattr(rules, name) is not Demand.ANY]
    return attrgetter("id") if rules.of_children or not names else attrgetter(*names)


def doors(rules: KindRules, seeker: Seeker) -> dict[Hashable, int]:
    """What a helper must have for the child, with the points of it: of the ways that a helper has, the best counts."""
    ways = []
    for respect in _respects(rules, seeker):
        options = [(value, points) for value, (points, _said, _number) in respect.wanted.items()]
        ways.append(options if respect.demand is Demand.REQUIRED else [(None, 0), *options])
    return {
        tuple(value for value, _points in chosen): sum(points for _value, points in chosen) for chosen in product(*ways)
    }


def keys(rules: KindRules, helper: Helper) -> list[Hashable]:
    """Which doors a helper opens; none for one who may not help at all."""
    if _bars(rules, Seeker(0), helper):
        return []
    return list(product(*([None, *respect.had(helper)] for respect in _respects(rules, Seeker(0)))))


def bonus(helper: Helper) -> int:
    """Points that a helper brings to every child."""
    return TRAINED * helper.trained + PROMISED * helper.promised


def may_be_little_teacher(rules: KindRules, mark: int | None) -> bool:
    """Whether a pupil's marks are good enough to help another."""
    return mark is not None and mark >= rules.least_mark


def _bars(rules: KindRules, seeker: Seeker, helper: Helper) -> list[str]:
    bars = []
    if helper.barred:
        bars.append(_("the law forbids to entrust this person"))
    if helper.of_children and helper.id == seeker.id:
        bars.append(_("the child itself"))
    if rules.of_children and not may_be_little_teacher(rules, helper.mark):
        bars.append(_("no marks of {n} and better").format(n=rules.least_mark))
    return bars


_PLAIN: tuple[tuple[str, int, str, str], ...] = (
    ("village", VILLAGE, mark("same village"), mark("another village")),
    ("school", SCHOOL, mark("same school"), mark("another school")),
    ("language", LANGUAGE, mark("a common language"), mark("no common language on record")),
    ("sex", SEX, mark("same sex"), mark("of the other sex")),
)
"""What both have as a value or several: its name in rules, children and helpers, its points, the words for and against.
"""


def _respects(rules: KindRules, seeker: Seeker) -> list[_Respect]:
    found = []
    for name, points, said, lacking in _PLAIN:
        demand = getattr(rules, name)
        if demand is not Demand.ANY:
            wanted = dict.fromkeys(_values(getattr(seeker, name)), (points, said, 0))
            found.append(_Respect(demand, lacking, wanted, _HAD[name]))
    if rules.of_children:
        lacking = mark("too many classes apart")
        found.append(_Respect(Demand.REQUIRED, lacking, _classes(rules, seeker), _seat))
    return found


def _value(name: str) -> Callable[[Helper], Sequence[Hashable]]:
    def had(helper: Helper) -> Sequence[Hashable]:
        return _values(getattr(helper, name))

    return had


def _values(value: Hashable) -> tuple[Hashable, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


_HAD = {name: _value(name) for name, *_rest in _PLAIN}


def _classes(rules: KindRules, seeker: Seeker) -> dict[Hashable, tuple[int, str, int]]:
    if seeker.stage not in GRADED or seeker.grade is None:
        return {}
    wanted: dict[Hashable, tuple[int, str, int]] = {}
    if seeker.school_class is not None:
        wanted["class", seeker.school_class] = (SAME_CLASS, mark("same class"), 0)
    for apart in range(-rules.class_distance, rules.class_distance + 1):
        said = mark("{n} grades apart") if apart else mark("same grade")
        wanted["grade", seeker.grade + apart] = (max(0, SAME_GRADE - A_GRADE * abs(apart)), said, abs(apart))
    return wanted


def _seat(helper: Helper) -> Sequence[Hashable]:
    if helper.stage not in GRADED or helper.grade is None:
        return ()
    grade = ("grade", helper.grade)
    return (grade,) if helper.school_class is None else (grade, ("class", helper.school_class))
