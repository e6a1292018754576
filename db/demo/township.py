"""The places of the made-up township and the people who work there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from db import vocabulary as v
from db.demo import names, words
from db.demo.almanac import Almanac
from db.demo.dice import Byte, Dice, chance, number, percent, pick
from db.demo.names import PARENT
from db.demo.phones import STAFF, Phones
from db.demo.sheets import Sheets, at
from db.rules.pinyin import romanise

CLASS_SIZE = 24
"""Left-behind children a class aims at: about half of those who sit in it."""

_YEARS = {
    v.Stage.KINDERGARTEN.value: range(1, 4),
    v.Stage.PRIMARY.value: range(1, 7),
    v.Stage.JUNIOR.value: range(7, 10),
}
_VACANT = 17
_SHARE_OF_YEAR = 1 / 15
"""Of the registered children about so many are in one grade."""

_MALE, _FEMALE = v.Sex.MALE.value, v.Sex.FEMALE.value
MAKER = "guanai"
"""Who entered the first rows, as with the reference data."""


@dataclass(frozen=True)
class Person:
    """A member of staff as far as others refer to it."""

    id: int
    name: str


@dataclass(frozen=True)
class SchoolClass:
    id: int
    number: int
    teacher: Person | None
    diligent: int
    """The bound below which a byte means that the month's talk took place."""


@dataclass
class School:
    id: int
    name: str
    head: Person
    hotline: bool
    classes: dict[tuple[str, int], list[SchoolClass]] = field(default_factory=dict)
    teachers: list[Person] = field(default_factory=list)

    def class_for(self, stage: str, grade: int, byte: int) -> SchoolClass | None:
        """A class of the grade; None where the school has no such grade."""
        classes = self.classes.get((stage, grade))
        return pick(byte, classes) if classes else None


@dataclass
class Village:
    id: int
    name: str
    address: str
    director: Person | None
    schools: tuple[School, ...]
    language: str | None = None
    """What is spoken at home, where it is not the usual."""
    mother: Person | None = None
    """The loving mother who still has room, and how much."""
    room: int = 0


class Township:
    """Builds places and staff in proportion to the children; beyond one township's worth, several side by side."""

    def __init__(self, sheets: Sheets, almanac: Almanac, seed: int, children: int) -> None:
        self._sheets, self._almanac = sheets, almanac
        self._dice = Dice(seed, "township")
        self._school = sheets.open("school", "name stages address phone hotline active")
        self._village = sheets.open("village", "name phone active")
        self._staff = sheets.open(
            "staff", "name name_key sex languages roles unit post phone school_id village_id directs_village_id "
                     "capacity trained_on commitment_on active left_on note"
        )  # fmt: skip
        self._class = sheets.open("school_class", "school_id school_year stage grade number teacher_id")
        self._trained_on, self._promised_on = almanac.before(590), almanac.before(625)
        self.phone = Phones(STAFF).new
        self.since = at(almanac.registration_days[0])
        self.name = words.TOWNSHIPS[0]
        self.schools: list[School] = []
        self.villages: list[Village] = []
        towns = max(1, min(len(words.TOWNSHIPS), ceil(children / 1500)))
        self.supervisors = [self._office_worker(v.StaffRole.SUPERVISOR, "儿童督导员") for _ in range(min(2, towns))]
        self.cadres = [self._office_worker(v.StaffRole.CADRE, "驻村干部") for _ in range(6)]
        self.volunteers = [self._office_worker(v.StaffRole.VOLUNTEER, "志愿者") for _ in range(4)]
        names_left = self._village_names()
        for town in words.TOWNSHIPS[:towns]:
            villages = 25 if towns > 1 else min(25, 10 + children // 100)
            self._town(town, sorted((next(names_left) for _ in range(villages)), key=_reading), children / towns)

    @property
    def supervisor(self) -> Person:
        return self.supervisors[0]

    def loving_mother(self, village: Village, throw: Byte) -> Person:
        """A loving mother with room for one more child of the village; takes sixteen bytes at most."""
        if village.room <= 0:
            village.mother, capacity = self._new_mother(village, throw)
            # Some take one child more than they can look after, some less.
            village.room = capacity + pick(throw(), (-1, 0, 0, 0, 0, 1))
        village.room -= 1
        assert village.mother is not None
        return village.mother

    def _village_names(self) -> Iterator[str]:
        """Village names in an order of chance, none twice."""
        possible = [a + b for b in words.VILLAGE_SECOND for a in words.VILLAGE_FIRST]
        throw = self._dice.throw(4 * len(possible))
        yield from (f"{name}村" for name in words.VILLAGE_FAMILIES[:2])
        while possible:
            yield possible.pop(number(throw, len(possible))) + "村"

    def _town(self, town: str, village_names: Sequence[str], children: float) -> None:
        village_count = len(village_names)
        central = self._new_school(f"{town}中心学校", town, [v.Stage.PRIMARY, v.Stage.JUNIOR])
        points = [
            self._new_school(f"{name.removesuffix('村')}小学", f"{town}{name}", [v.Stage.PRIMARY])
            for name in village_names[1 :: max(2, village_count // (2 + village_count // 6))]
        ][:6]
        nurseries = [
            self._new_school(
                f"{town}中心幼儿园" if n == 0 else f"{village_names[n * 2]}幼儿园", town, [v.Stage.KINDERGARTEN]
            )
            for n in range(4 + village_count // 6)
        ]
        self._new_classes(central, children, {v.Stage.JUNIOR.value: 1.0, v.Stage.PRIMARY.value: 0.5})
        for n, school in enumerate(points):
            # Every other village school is a teaching point of the first three grades; the last has no teacher left.
            self._new_classes(
                school, children, {v.Stage.PRIMARY.value: 0.5 / len(points)}, last_grade=6 if n % 2 else 3
            )
        for school in nurseries:
            self._new_classes(school, children, {v.Stage.KINDERGARTEN.value: 1 / len(nurseries)})
        for n, name in enumerate(village_names):
            schools = (nurseries[n % len(nurseries)], *([points[n % len(points)]] if n % 2 else []), central)
            self._new_village(n, name, f"{town}{name}", schools)

    def _new_school(self, name: str, address: str, stages: list[v.Stage]) -> School:
        throw = self._dice.throw(64)
        codes = " ".join(stages)
        hotline = self.phone() if percent(throw(), 80) else None
        row_id = self._school.add(
            self.since, self.supervisor.name,
            (name, codes, f"{address}{words.ROAD}", self.phone(), hotline, 1),
        )  # fmt: skip
        head = self._teacher(row_id, name, "校长" if v.Stage.KINDERGARTEN not in stages else "园长", throw)
        school = School(row_id, name, head, bool(hotline), teachers=[head])
        self.schools.append(school)
        return school

    def _new_classes(self, school: School, children: float, shares: dict[str, float], last_grade: int = 9) -> None:
        year = self._almanac.semesters[-1].school_year
        for stage, share in shares.items():
            count = max(1, min(60, ceil(children * _SHARE_OF_YEAR * share / CLASS_SIZE)))
            for grade in (grade for grade in _YEARS[stage] if grade <= last_grade):
                school.classes[stage, grade] = [
                    self._new_class(school, year, stage, grade, n + 1 if count > 1 else 0) for n in range(count)
                ]

    def _new_class(self, school: School, year: int, stage: str, grade: int, class_number: int) -> SchoolClass:
        throw = self._dice.throw(64)
        # One class in thirty has no teacher entered yet, a few teachers hardly ever talk.
        vacant = self._class.last_id % 30 == _VACANT
        teacher = None if vacant else self._teacher(school.id, school.name, "班主任", throw)
        diligent = pick(throw(), (chance(95), chance(92), chance(88), chance(85), chance(75), chance(40)))
        row_id = self._class.add(
            self.since, self.supervisor.name,
            (school.id, year, stage, grade, class_number, teacher.id if teacher else None),
        )  # fmt: skip
        if teacher:
            school.teachers.append(teacher)
        return SchoolClass(row_id, class_number, teacher, diligent)

    def _new_village(self, position: int, name: str, address: str, schools: tuple[School, ...]) -> None:
        throw = self._dice.throw(64)
        language = words.VILLAGE_LANGUAGES.get(position % 8)
        row_id = self._village.add(self.since, self.supervisor.name, (name, self.phone(), 1))
        # One village of a township has no director at the moment.
        director = None if position == 7 else self._new_person(
            throw, _FEMALE if percent(throw(), 70) else _MALE, [v.StaffRole.VILLAGE_DIRECTOR],
            unit=f"{name}委会", post="儿童主任", village_id=row_id, directs_village_id=row_id,
            trained_on=self._trained_on, language=language,
        )  # fmt: skip
        self.villages.append(Village(row_id, name, address, director, schools, language))

    def _teacher(self, school_id: int, school: str, post: str, throw: Byte) -> Person:
        sex = _FEMALE if percent(throw(), 62) else _MALE
        return self._new_person(
            throw, sex, [v.StaffRole.TEACHER], unit=school, post=post, school_id=school_id, capacity=3
        )

    def _office_worker(self, role: v.StaffRole, post: str) -> Person:
        throw = self._dice.throw(64)
        sex = _FEMALE if percent(throw(), 50) else _MALE
        capacity = 8 if role is v.StaffRole.VOLUNTEER else 2
        return self._new_person(throw, sex, [role], unit=f"{words.TOWNSHIPS[0]}人民政府", post=post, capacity=capacity)

    def _new_mother(self, village: Village, throw: Byte) -> tuple[Person, int]:
        capacity = pick(throw(), (1, 2, 3, 3, 4, 6))
        unit = pick(throw(), words.MOTHER_UNITS)
        promised = self._promised_on if percent(throw(), 90) else None
        trained = self._trained_on if percent(throw(), 75) else None
        mother = self._new_person(
            throw, _FEMALE, [v.StaffRole.LOVING_MOTHER], unit=unit, post="爱心妈妈", village_id=village.id,
            capacity=capacity, trained_on=trained, commitment_on=promised, language=village.language,
        )  # fmt: skip
        return mother, capacity

    def _new_person(
        self, throw: Byte, sex: str, roles: list[v.StaffRole], *, unit: str, post: str, school_id: int | None = None,
        village_id: int | None = None, directs_village_id: int | None = None, capacity: int = 0,
        trained_on: str | None = None, commitment_on: str | None = None, language: str | None = None,
    ) -> Person:  # fmt: skip
        name = names.name(names.surname(throw()), names.given(PARENT, sex, throw))
        # One in three came from elsewhere.
        spoken = f"{language}、{words.STANDARD_LANGUAGE}" if language and self._staff.last_id % 3 else None
        row_id = self._staff.add(
            self.since, MAKER,
            (name.text, name.key, sex, spoken, " ".join(roles), unit, post, self.phone(), school_id, village_id,
             directs_village_id, capacity, trained_on, commitment_on, 1, None, None),
        )  # fmt: skip
        return Person(row_id, name.text)


def _reading(name: str) -> str:
    return romanise(name).sort_key
