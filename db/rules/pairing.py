"""Who may help whom, by the office's rules, and how well they fit. The rules are our design; each office edits them.

A child and a helper are compared in a few respects (village, school, sex, class). In each the child names the values
that it can match, with points; the helper matches by having one of them. `doors` and `keys` say the same in the form
that lets the assignment of a whole township treat all who are alike as one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from itertools import product

from db.i18n import _
from db.vocabulary import PairingKind, StaffRole, Stage
from db.vocabulary.pairing import Demand, Need

VILLAGE, SCHOOL, SEX = 40, 30, 10
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
                  village=Demand.PREFERRED, school=Demand.PREFERRED),
        KindRules(PairingKind.HELP_TEACHER, frozenset({StaffRole.TEACHER}), Need.STRUGGLING, 3,
                  school=Demand.REQUIRED),
        KindRules(PairingKind.LITTLE_TEACHER, frozenset(), Need.STRUGGLING, 1,
                  village=Demand.PREFERRED, school=Demand.REQUIRED, sex=Demand.PREFERRED),
        KindRules(PairingKind.CADRE, frozenset({StaffRole.CADRE, StaffRole.VILLAGE_DIRECTOR}), Need.AT_RISK, 3,
                  village=Demand.PREFERRED),
        KindRules(PairingKind.VOLUNTEER, frozenset({StaffRole.VOLUNTEER}), Need.AT_RISK, 3,
                  village=Demand.PREFERRED),
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
    """One thing to have in common, of two people: (value, points, sentence) that a child can match, values it has."""

    demand: Demand
    lacking: str
    wanted: list[tuple[Hashable, int, str]] = field(default_factory=list)
    had: list[Hashable] = field(default_factory=list)


def fit(rules: KindRules, seeker: Seeker, helper: Helper) -> Fit:
    """How well a helper fits a child, with a few words for each reason; capacity speaks against, too."""
    score = TRAINED * helper.trained + PROMISED * helper.promised
    reasons: list[str] = []
    against = list(_bars(rules, seeker, helper))
    for respect in _respects(rules, seeker, helper):
        matched = [(points, said) for value, points, said in respect.wanted if value in respect.had]
        if matched:
            points, said = max(matched)
            score += points
            reasons.append(said)
        elif respect.demand is Demand.REQUIRED:
            against.append(respect.lacking)
    reasons += [said for holds, said in ((helper.trained, _("trained")), (helper.promised, _("signed"))) if holds]
    if helper.mark is not None:
        reasons.append(_("marks {n}").format(n=helper.mark))
    if helper.room:
        reasons.append(_("room for {n}").format(n=helper.room))
    else:
        against.append(_("full, {load} of {capacity}").format(load=helper.load, capacity=helper.capacity))
    return Fit(score, tuple(reasons), tuple(against))


def doors(rules: KindRules, seeker: Seeker) -> dict[Hashable, int]:
    """What a helper must have for the child, with the points of it: of the ways that a helper has, the best counts."""
    ways = []
    for respect in _respects(rules, seeker, Helper(0)):
        options: list[tuple[Hashable, int]] = [(value, points) for value, points, _said in respect.wanted]
        ways.append(options if respect.demand is Demand.REQUIRED else [(None, 0), *options])
    return {
        tuple(value for value, _points in chosen): sum(points for _value, points in chosen) for chosen in product(*ways)
    }


def keys(rules: KindRules, helper: Helper) -> list[Hashable]:
    """Which doors a helper opens; none for one who may not help at all."""
    if any(_bars(rules, Seeker(0), helper)):
        return []
    return list(product(*([None, *respect.had] for respect in _respects(rules, Seeker(0), helper))))


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


def _respects(rules: KindRules, seeker: Seeker, helper: Helper) -> list[_Respect]:
    found = []
    plain = (
        (rules.village, seeker.village, helper.village, VILLAGE, _("same village"), _("another village")),
        (rules.school, seeker.school, helper.school, SCHOOL, _("same school"), _("another school")),
        (rules.sex, seeker.sex, helper.sex, SEX, _("same sex"), _("of the other sex")),
    )
    for demand, wanted, had, points, said, lacking in plain:
        if demand is not Demand.ANY:
            options: list[tuple[Hashable, int, str]] = [] if wanted is None else [(wanted, points, said)]
            found.append(_Respect(demand, lacking, options, [] if had is None else [had]))
    if rules.of_children:
        found.append(_Respect(Demand.REQUIRED, _("too many classes apart"), _classes(rules, seeker), _class(helper)))
    return found


def _classes(rules: KindRules, seeker: Seeker) -> list[tuple[Hashable, int, str]]:
    if seeker.stage not in GRADED or seeker.grade is None:
        return []
    wanted: list[tuple[Hashable, int, str]] = []
    if seeker.school_class is not None:
        wanted.append((("class", seeker.school_class), SAME_CLASS, _("same class")))
    for apart in range(-rules.class_distance, rules.class_distance + 1):
        said = _("same grade") if apart == 0 else _("{n} grades apart").format(n=abs(apart))
        points = max(0, SAME_GRADE - A_GRADE * abs(apart))
        wanted.append((("grade", seeker.grade + apart), points, said))
    return wanted


def _class(helper: Helper) -> list[Hashable]:
    if helper.stage not in GRADED or helper.grade is None:
        return []
    own: list[Hashable] = [("grade", helper.grade)]
    return own if helper.school_class is None else [*own, ("class", helper.school_class)]
