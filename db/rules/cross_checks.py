"""The 32 columns of the ministry's form of 2016 (annex 3) and the equations between them (勾稽关系).

The equations are those of the form. Of its headers only some are known: that 11 to 18 are the eight kinds of schooling
and 30 to 32 the grades of guardianship fits the equations; 2 to 10 are read as the three ages with boys and girls, 19
and 20 as with and without household registration, 21 to 25 as before, after and outside compulsory education and its
boarders and day pupils (13 + 14 = 24 + 25 is compulsory education then), 26 to 29 as the four kinds of care of the
published result of 2016. Columns of which only the equations are known say so in `inferred`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from db.i18n import mark
from db.rules.statistics import AGES, Facts, aged
from db.vocabulary import ActualCare, CareReason, GuardianshipGrade, HouseholdKind, Schooling, Sex

COMPULSORY = frozenset({Schooling.PRIMARY, Schooling.JUNIOR})
_AFTER = frozenset({Schooling.SENIOR, Schooling.VOCATIONAL})
_BEFORE = frozenset({Schooling.KINDERGARTEN, Schooling.NOT_IN_KINDERGARTEN})
_OUTSIDE = frozenset({Schooling.DROPPED_OUT, Schooling.NOT_IN_SCHOOL})
_SCHOOLING = (
    Schooling.KINDERGARTEN, Schooling.NOT_IN_KINDERGARTEN, Schooling.PRIMARY, Schooling.JUNIOR, Schooling.SENIOR,
    Schooling.VOCATIONAL, Schooling.DROPPED_OUT, Schooling.NOT_IN_SCHOOL,
)  # fmt: skip


@dataclass(frozen=True)
class FormColumn:
    """A numbered column of the form: its header (a msgid), which children count, whether the header is inferred."""

    number: int
    title: str
    counts: Callable[[Facts], bool]
    inferred: bool = True


@dataclass(frozen=True)
class Equation:
    """The columns on its left and on its right have the same sum."""

    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def text(self) -> str:
        """As it is printed: 1 = 2+5+8."""
        return f"{_sum(self.left)} = {_sum(self.right)}"

    @property
    def columns(self) -> tuple[int, ...]:
        return self.left + self.right


@dataclass(frozen=True)
class Check:
    """An equation with its two sums and the children who count on one side more often than on the other."""

    equation: Equation
    left: int
    right: int
    children: tuple[Facts, ...]

    @property
    def held(self) -> bool:
        return self.left == self.right


def _sum(columns: tuple[int, ...]) -> str:
    if len(columns) > 3:
        return f"{columns[0]}+…+{columns[-1]}"
    return "+".join(map(str, columns))


def _with(field: str, codes: Iterable[str]) -> Callable[[Facts], bool]:
    wanted = frozenset(codes)
    return lambda child: getattr(child, field) in wanted


def _boarding(boards: bool) -> Callable[[Facts], bool]:
    return lambda child: child.schooling in COMPULSORY and child.boarding is boards


def _cared(code: ActualCare) -> Callable[[Facts], bool]:
    return lambda child: child.care_reason != CareReason.ONE_AWAY and child.actual_care == code


def _columns() -> tuple[FormColumn, ...]:
    listed: list[tuple[str, Callable[[Facts], bool], bool]] = [(mark("Children"), lambda _child: True, False)]
    for group in AGES:
        for title, sex in zip(group.titles, (None, *Sex), strict=True):
            listed.append((title, aged(group.first, group.last, sex), True))
    listed += [(code.msgid, _with("schooling", [code]), False) for code in _SCHOOLING]
    registered = [kind for kind in HouseholdKind if kind is not HouseholdKind.UNREGISTERED]
    listed += [
        (mark("Household registered"), _with("household_kind", registered), True),
        (HouseholdKind.UNREGISTERED.msgid, _with("household_kind", [HouseholdKind.UNREGISTERED]), True),
        (mark("Before compulsory education"), _with("schooling", _BEFORE), True),
        (mark("After compulsory education"), _with("schooling", _AFTER), True),
        (mark("Dropped out or not in school"), _with("schooling", _OUTSIDE), True),
        (mark("Boarders in compulsory education"), _boarding(True), True),
        (mark("Day pupils in compulsory education"), _boarding(False), True),
        (mark("Cared for by grandparents"), _cared(ActualCare.GRANDPARENTS), True),
        (mark("Cared for by relatives or friends"), _cared(ActualCare.RELATIVES), True),
        (mark("One parent away, the other unable"), _with("care_reason", [CareReason.ONE_AWAY]), True),
        (mark("Cared for by nobody"), _cared(ActualCare.NOBODY), True),
        (mark("Guardianship good"), _with("guardianship_grade", [GuardianshipGrade.GOOD]), False),
        (mark("Guardianship fair"), _with("guardianship_grade", [GuardianshipGrade.FAIR]), False),
        (mark("Guardianship poor"), _with("guardianship_grade", [GuardianshipGrade.POOR]), False),
    ]
    return tuple(FormColumn(number, *column) for number, column in enumerate(listed, 1))


COLUMNS = _columns()
EQUATIONS = (
    Equation((1,), (2, 5, 8)),
    Equation((1,), tuple(range(11, 19))),
    Equation((1,), (19, 20)),
    Equation((1,), tuple(range(21, 26))),
    Equation((1,), tuple(range(26, 30))),
    Equation((1,), (30, 31, 32)),
    Equation((2,), (3, 4)),
    Equation((5,), (6, 7)),
    Equation((8,), (9, 10)),
    Equation((13, 14), (24, 25)),
)

FORM_SUMS: tuple[tuple[str, ...], ...] = tuple(
    (_sum(equation.left), *(str(number) for number in side))
    for equation in EQUATIONS
    for side in ((equation.right,) if len(equation.left) == 1 else (equation.left, equation.right))
)
"""The equations as a whole and its parts, by the keys of `summed`."""


def summed(totals: Mapping[int, int]) -> dict[str, int]:
    """The numbers of the form by key, with the sums of the equations that have two columns on their left."""
    lefts = {_sum(equation.left): sum(totals[number] for number in equation.left) for equation in EQUATIONS}
    return {str(number): count for number, count in totals.items()} | lefts


def columns_of_keys(keys: Iterable[str]) -> frozenset[int]:
    """The columns among keys of `summed`."""
    return frozenset(int(key) for key in keys if key.isdecimal())


_READ = attrgetter(
    "years", "sex", "household_kind", "schooling", "boarding", "care_reason", "actual_care", "guardianship_grade"
)


def columns_of(child: Facts) -> frozenset[int]:
    """The numbers of the columns in which a child counts."""
    return frozenset(column.number for column in COLUMNS if column.counts(child))


def check(children: Iterable[Facts]) -> tuple[dict[int, int], list[Check]]:
    """The 32 numbers, and every equation held or broken."""
    totals = dict.fromkeys((column.number for column in COLUMNS), 0)
    behind: dict[Equation, list[Facts]] = {equation: [] for equation in EQUATIONS}
    known: dict[Any, frozenset[int]] = {}
    for child in children:
        alike = _READ(child)
        counted = known[alike] if alike in known else known.setdefault(alike, columns_of(child))
        for number in counted:
            totals[number] += 1
        for equation in EQUATIONS:
            if len(counted.intersection(equation.left)) != len(counted.intersection(equation.right)):
                behind[equation].append(child)
    return totals, [
        Check(
            equation, sum(totals[number] for number in equation.left), sum(totals[number] for number in equation.right),
            tuple(children),
        )
        for equation, children in behind.items()
    ]  # fmt: skip
