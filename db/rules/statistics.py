"""What is counted upward (农村留守儿童基本情况排查汇总表), block by block, from plain facts of each child.

Every block but that of public aid sums to the number of children: what was not collected is a figure of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from db.i18n import mark
from db.rules.dates import age, last_day
from db.vocabulary import ActualCare, Aid, CareReason, Code, GuardianshipGrade, Health, HouseholdKind, Schooling, Sex


@dataclass(frozen=True, slots=True)
class Facts:
    """A child as it was found on a day: codes as stored, None for what was not collected; places by row id."""

    id: int
    name: str
    years: int | None = None
    sex: str | None = None
    household_kind: str | None = None
    village: int | None = None
    school: int | None = None
    schooling: str | None = None
    boarding: bool | None = None
    health: str | None = None
    care_reason: str | None = None
    actual_care: str | None = None
    guardianship_grade: str | None = None
    aids: str | None = None
    civil: bool | None = None
    school_practice: bool | None = None
    birth_date: str | None = None


def years_of(birth_date: str | None, on: date) -> int | None:
    """Completed years on a day; of a birth known to the month or year only, counted from its last day, as elsewhere."""
    return max(0, age(last_day(birth_date), on)) if birth_date else None


@dataclass(frozen=True)
class Figure:
    """One number: its key, its column title (a msgid), and which children count."""

    key: str
    title: str
    counts: Callable[[Facts], bool]


@dataclass(frozen=True)
class Block:
    """Figures that belong together; each child counts in exactly one of those named in `parts`, where there are any.

    `reads` are the facts that decide.
    """

    key: str
    title: str
    figures: tuple[Figure, ...]
    parts: tuple[str, ...]
    reads: tuple[str, ...]


ALL = Figure("children", mark("Children"), lambda _child: True)


def _coded(
    field: str, title: str, options: Iterable[tuple[str, str, tuple[str, ...]]], total: bool = True
) -> Block:  # fmt: skip
    """A block over one coded field: (key, title, codes) for each figure, and what was not collected."""

    def among(codes: tuple[str, ...]) -> Callable[[Facts], bool]:
        return lambda child: bool(set((getattr(child, field) or "").split()) & set(codes))

    figures = [Figure(f"{field}_{key}", name, among(codes)) for key, name, codes in options]
    figures.append(Figure(f"{field}_missing", mark("Not collected"), lambda child: not getattr(child, field)))
    return Block(field, title, tuple(figures), tuple(figure.key for figure in figures) if total else (), (field,))


def _flag(field: str, title: str, yes: str, no: str) -> Block:
    figures = (
        Figure(f"{field}_yes", yes, lambda child: getattr(child, field) is True),
        Figure(f"{field}_no", no, lambda child: getattr(child, field) is False),
        Figure(f"{field}_missing", mark("Not collected"), lambda child: getattr(child, field) is None),
    )
    return Block(field, title, figures, tuple(figure.key for figure in figures), (field,))


_SEXES = (("male", mark("boys"), Sex.MALE), ("female", mark("girls"), Sex.FEMALE))


@dataclass(frozen=True)
class AgeGroup:
    """A group of ages, both ends within it, with its titles: all, boys, girls (msgids)."""

    key: str
    first: int
    last: int
    titles: tuple[str, str, str]


AGES = (
    AgeGroup("0_5", 0, 5, (mark("aged 0-5"), mark("boys aged 0-5"), mark("girls aged 0-5"))),
    AgeGroup("6_13", 6, 13, (mark("aged 6-13"), mark("boys aged 6-13"), mark("girls aged 6-13"))),
    AgeGroup("14_16", 14, 16, (mark("aged 14-16"), mark("boys aged 14-16"), mark("girls aged 14-16"))),
)


def _ages() -> Block:
    figures: list[Figure] = []
    for group in AGES:
        for suffix, title, sex in zip(("", "_male", "_female"), group.titles, (None, *Sex), strict=True):
            figures.append(Figure(f"age_{group.key}{suffix}", title, aged(group.first, group.last, sex)))
    figures.append(Figure("age_over", mark("17 and over"), aged(17, 200)))
    figures.append(Figure("age_missing", mark("Not collected"), lambda child: child.years is None))
    parts = ("age_0_5", "age_6_13", "age_14_16", "age_over", "age_missing")
    return Block("age", mark("Age"), tuple(figures), parts, ("years", "sex"))


def aged(first: int, last: int, sex: str | None = None) -> Callable[[Facts], bool]:
    """Whether a child is of these ages, and of the sex where one is given."""
    return lambda child: (
        child.years is not None and first <= child.years <= last and (sex is None or child.sex == sex)
    )  # fmt: skip


def _each(vocabulary: type[Code]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(member.value, member.msgid, (member.value,)) for member in vocabulary]


BLOCKS: tuple[Block, ...] = (
    _coded("sex", mark("Sex"), [(key, title, (code.value,)) for key, title, code in _SEXES]),
    _ages(),
    _coded("schooling", mark("Schooling"), [
        ("home", mark("before kindergarten"), (Schooling.NOT_IN_KINDERGARTEN.value,)),
        ("kindergarten", Schooling.KINDERGARTEN.msgid, (Schooling.KINDERGARTEN.value,)),
        ("primary", mark("primary"), (Schooling.PRIMARY.value,)),
        ("junior", mark("junior middle"), (Schooling.JUNIOR.value,)),
        ("senior", mark("senior middle"), (Schooling.SENIOR.value,)),
        ("vocational", mark("vocational and above"), (Schooling.VOCATIONAL.value,)),
        ("other", mark("other schooling"), (Schooling.DROPPED_OUT.value, Schooling.NOT_IN_SCHOOL.value)),
    ]),
    _coded("household_kind", mark("Household"), [
        ("rural", HouseholdKind.RURAL.msgid, (HouseholdKind.RURAL.value,)),
        ("urban", HouseholdKind.URBAN.msgid, (HouseholdKind.URBAN.value,)),
        ("other", mark("other"), (HouseholdKind.OTHER.value, HouseholdKind.UNREGISTERED.value)),
    ]),
    _coded("health", mark("Health"), _each(Health)),
    _flag("boarding", mark("Boarding"), mark("boarders"), mark("day pupils")),
    _coded("care_reason", mark("Reason for care"), _each(CareReason)),
    _coded("actual_care", mark("Cared for by"), _each(ActualCare)),
    _coded("guardianship_grade", mark("Guardianship"), _each(GuardianshipGrade)),
    _coded("aids", mark("Public aid"), _each(Aid), total=False),
    _flag("civil", mark("Civil affairs"), mark("counts"), mark("does not count")),
    _flag("school_practice", mark("School count"), mark("counts"), mark("does not count")),
)  # fmt: skip
FIGURES: tuple[Figure, ...] = (ALL, *(figure for block in BLOCKS for figure in block.figures))

_BY_SEX = {sex: tuple(f"age_{group.key}_{sex}" for group in AGES) for sex, _title, _code in _SEXES}
SUMS: tuple[tuple[str, ...], ...] = (
    *((ALL.key, *block.parts) for block in BLOCKS if block.parts),
    *((f"age_{group.key}", *(f"age_{group.key}_{sex}" for sex in _BY_SEX)) for group in AGES),
    *((f"sex_{sex}", *parts) for sex, parts in _BY_SEX.items()),
    *((figure.key,) for block in BLOCKS if not block.parts for figure in block.figures),
)
"""A whole and the parts that make it up; figures that stand in no sum, each for itself."""

DEFINITIONS = {"civil": "civil", "school": "school_practice"}
"""The definitions by the code that a report is asked with, and the fact that decides."""


def counted_under(child: Facts, definition: str) -> bool:
    """Whether the child counts: every one on the register, or those of one of the DEFINITIONS."""
    return not definition or getattr(child, DEFINITIONS[definition]) is True


def tally(children: Iterable[Facts]) -> dict[str, int]:
    """Every figure of FIGURES by its key.

    Children alike in what a block reads are asked about once: 48,000 of them took 1.4 s one by one, and take 0.1 s so.
    """
    counted = list(children)
    counts = {ALL.key: len(counted)}
    for block in BLOCKS:
        counts.update((figure.key, 0) for figure in block.figures)
        for values, alike in Counter(map(attrgetter(*block.reads), counted)).items():
            known = values if len(block.reads) > 1 else (values,)
            child = Facts(0, "", **dict(zip(block.reads, known, strict=True)))
            for figure in block.figures:
                if figure.counts(child):
                    counts[figure.key] += alike
    return counts
