"""The children of a family, with every column that the register holds of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from db import vocabulary as v
from db.demo import names, words
from db.demo.almanac import Almanac, Born, Term
from db.demo.dice import Byte, Dice, chance, codes, pick, weighted
from db.demo.families import Adult, Carer, Family
from db.demo.names import CHILD, Name
from db.demo.phones import CHILDREN, Phones
from db.demo.township import School, SchoolClass, Township
from db.rules.dates import birthday, last_day
from db.rules.definitions import AGE_LIMIT
from db.rules.id_number import DEMO_REGION, check_digit
from db.rules.standing import standing

_MALE, _FEMALE = v.Sex.MALE.value, v.Sex.FEMALE.value
_KINDERGARTEN, _PRIMARY, _JUNIOR = v.Stage.KINDERGARTEN.value, v.Stage.PRIMARY.value, v.Stage.JUNIOR.value
_PUPILS = frozenset({_PRIMARY, _JUNIOR})
_AT_HOME, _WITH_CARER = v.Schooling.NOT_IN_KINDERGARTEN.value, v.Living.CARER.value
_AT_SCHOOL, _GRANDPARENTS = v.Living.BOARDING.value, v.ActualCare.GRANDPARENTS.value
_BOARDING_SCHOOLS = frozenset({v.Schooling.SENIOR.value, v.Schooling.VOCATIONAL.value})
_BOYS = chance(54.5)
_RISKS = codes({v.Risk.GREEN: 68, v.Risk.BLUE: 26, v.Risk.YELLOW: 5, v.Risk.RED: 1})
_RISKS_OF_THE_FRAIL = codes({v.Risk.GREEN: 20, v.Risk.BLUE: 50, v.Risk.YELLOW: 26, v.Risk.RED: 4})
_HEALTH = codes({v.Health.HEALTHY: 96.6, v.Health.WEAK: 2.4, v.Health.CHRONIC: 0.5, v.Health.OTHER: 0.5})
_AFTER_JUNIOR = codes({v.Schooling.SENIOR: 58, v.Schooling.VOCATIONAL: 32, v.Schooling.NOT_IN_SCHOOL: 10})
_INCOMES = weighted({"work": 60, "work farming": 28, "farming": 5, "farming relief": 4, "relief family": 2, "other": 1})
_AIDS = weighted(
    {"none": 76, "filed_poor": 10, "low_income": 6, "filed_poor low_income": 4, "temporary": 2, "low_income medical": 2}
)
_GUARDIANSHIP = {
    v.Risk.GREEN.value: (v.GuardianshipKind.GOOD.value, v.GuardianshipGrade.GOOD.value),
    v.Risk.BLUE.value: (v.GuardianshipKind.FAIR.value, v.GuardianshipGrade.FAIR.value),
    v.Risk.YELLOW.value: (v.GuardianshipKind.CARER_WEAK.value, v.GuardianshipGrade.FAIR.value),
    v.Risk.RED.value: (v.GuardianshipKind.CARER_WEAK.value, v.GuardianshipGrade.POOR.value),
}
_SERIALS = 499
"""Odd or even serial numbers of a day, of which 37 steps lead to another each time (499 is prime)."""
_SURVEYED, _SURVEY_SPREAD = chance(86), 44
_FACTS = ("whereabouts", "condition", "able", "away_since")


COLUMNS = (
    "name", "name_key", "syllables", "former_name", "nickname", "sex", "nation", "languages", "birth_date", "id_type",
    "id_no", "id_note", "household_kind", "household_address", "village_id", "village_group", "address", "phone",
    "health", "disabilities", "disability_level", "disability_no", "illness", "schooling", "school_id",
    "school_class_id", "student_no", "boarding", "character", "hobbies", "study_note", "conduct", "care_reason",
    "actual_care", "living", "unattended", "guardianship_kind", "guardianship_grade", "improper_guardianship",
    "reported_to_police", "incomes", "aids", "risk", "risk_reason", "risk_on", "registry_state", "file_no",
    "registered_on", "reported_on", "claimed", "left_on", "left_reason", "left_note", "surveyed_on", "filled_by",
    "reviewed_by", "responsible", "filled_on", "civil_computed", "civil_overruled", "civil_reason", "civil",
    "school_computed", "school_overruled", "school_reason", "school_practice", "consent_by", "consent_on", "note",
)  # fmt: skip
"""The columns of a child that the demo fills."""

Row = dict[str, Any]
"""A child's columns in the form in which they are stored, in the order of COLUMNS."""

_BLANK: Row = {
    **dict.fromkeys(COLUMNS), "id_type": v.IdType.RESIDENT.value, "unattended": 0, "claimed": 1,
    "registry_state": v.RegistryState.REGISTERED.value,
}  # fmt: skip


@dataclass(slots=True)
class Child:
    """A child with what its history is made of."""

    number: int
    row: Row
    family: Family
    born: Born
    carer: Carer | None
    school: School | None
    school_class: SchoolClass | None
    surveys: list[str | None]
    """The days of the last and the present semester's survey; None where it did not take place."""
    left_class: SchoolClass | None = None
    """The class that it was in until it dropped out or moved away."""
    id: int = 0
    carer_id: int | None = None

    @property
    def by(self) -> str:
        """Who wrote the child into the register."""
        return self.row["filled_by"] or "guanai"


class Children:
    """Makes one child after another; the numbers of their IDs are told apart by a counter a birthday."""

    def __init__(self, almanac: Almanac, township: Township, terms: tuple[Term, Term], seed: int) -> None:
        self._almanac, self._township, self._terms = almanac, township, terms
        self._dice = Dice(seed, "children")
        self._phone = Phones(CHILDREN).new
        self._serials: dict[int, int] = {}
        self._turned = birthday(almanac.today, -AGE_LIMIT).isoformat()
        # Some thousand combinations of circumstances occur, however many children there are.
        self._standings = cache(self._stand)

    def make(self, number: int, family: Family, born: Born) -> Child:
        """The child as its family and chance make it; not finished before `finish`."""
        throw = self._dice.throw(64)
        sex = _MALE if throw() < _BOYS else _FEMALE
        name = self._name(family, sex, throw)
        id_no = self._id_no(born, sex)
        registered_on = self._almanac.registered_on(throw(), born.iso)
        address = f"{family.village.address}{family.group}组"
        row = _BLANK.copy()
        row["name"], row["name_key"], row["syllables"] = name
        row["sex"], row["nation"], row["birth_date"], row["id_no"] = sex, family.nation, born.iso, id_no
        row["household_kind"], row["village_id"] = family.household_kind, family.village.id
        row["languages"] = _languages(family.village.language, born)
        row["household_address"] = row["address"] = address
        row["village_group"], row["note"] = f"{family.group}组", family.note
        row["registered_on"], row["file_no"] = registered_on, f"{registered_on[:4]}-{number + 1:06d}"
        surveys = [self._survey_day(term, registered_on, throw) for term in self._terms]
        child = Child(number, row, family, born, family.carer, None, None, surveys)
        row["health"] = _HEALTH[throw()]
        row["care_reason"], row["actual_care"], row["living"] = family.reason, family.actual_care, family.living
        self._school(child, throw)
        frail = row["actual_care"] != _GRANDPARENTS and family.reason is not None
        row["risk"] = (_RISKS_OF_THE_FRAIL if frail else _RISKS)[throw()] if throw() < 249 else None
        row["incomes"], row["aids"] = _INCOMES[throw()], _AIDS[throw()]
        row["consent_by"] = family.carer.name if family.carer else family.mother.name
        row["consent_on"] = registered_on if throw() < 240 else None
        row["reported_on"] = registered_on if throw() < 245 else None
        row["risk_reason"] = pick(throw(), words.RISK_REASONS[row["risk"]]) if row["risk"] else None
        return child

    def finish(self, child: Child) -> None:
        """What follows from everything else: the definitions, guardianship, who filled the form in."""
        row, family = child.row, child.family
        row["surveyed_on"] = child.surveys[1] or child.surveys[0]
        row["risk_on"] = (row["surveyed_on"] or row["registered_on"]) if row["risk"] else None
        if row["risk"] and row["guardianship_grade"] is None:
            row["guardianship_kind"], row["guardianship_grade"] = _GUARDIANSHIP[row["risk"]]
        teacher = child.school_class.teacher if child.school_class else None
        director = family.village.director
        row["responsible"] = director.name if director else None
        row["filled_by"] = teacher.name if teacher else row["responsible"]
        row["reviewed_by"] = self._township.supervisor.name
        row["filled_on"] = row["surveyed_on"] or row["registered_on"]
        row["civil_computed"], row["school_computed"] = self._definitions(row, family.father, family.mother)
        row["civil"] = row["civil_computed"] if row["civil_overruled"] is None else row["civil_overruled"]
        row["school_practice"] = row["school_computed"] if row["school_overruled"] is None else row["school_overruled"]

    def _name(self, family: Family, sex: str, throw: Byte) -> Name:
        if family.transcribed:
            return names.transcribed(throw(), sex, family.father.name)
        given = names.given(CHILD, sex, throw)
        return names.name(family.surname, family.given or given)

    def _id_no(self, born: Born, sex: str) -> str | None:
        """A number that belongs to nobody and to no other child; None where a day has used up those of the sex."""
        male = sex == _MALE
        key = born.ordinal * 2 + male
        used = self._serials.get(key, 0)
        if used == _SERIALS:  # never below two million children
            return None
        self._serials[key] = used + 1
        serial = 2 + (used * 37 + born.ordinal) % _SERIALS * 2 + male
        body = f"{DEMO_REGION}{born.digits}{serial:03d}"
        return body + check_digit(body)

    def _survey_day(self, term: Term, registered_on: str, throw: Byte) -> str | None:
        """When the child was surveyed in the term, if it was, and was on the register by then."""
        done, day = throw() < _SURVEYED, throw() * _SURVEY_SPREAD >> 8
        if not done or day >= len(term.survey_days) or term.survey_days[day] < registered_on:
            return None
        return term.survey_days[day]

    def _school(self, child: Child, throw: Byte) -> None:
        row, born = child.row, child.born
        choice, way = throw(), throw()
        if born.stage == _KINDERGARTEN and way >= 20:
            row["schooling"] = _KINDERGARTEN
        elif born.stage in _PUPILS:
            row["schooling"] = born.stage
            row["student_no"] = f"G{row['id_no']}" if row["id_no"] and way < 220 else None
            row["study_note"], row["conduct"] = words.STUDY[throw()], words.CONDUCT[throw()]
        elif born.stage and born.stage != _KINDERGARTEN:
            row["schooling"] = _AFTER_JUNIOR[way]
        else:
            row["schooling"] = _AT_HOME
        if born.stage and row["schooling"] == born.stage:
            for school in child.family.village.schools:
                found = school.class_for(born.stage, born.grade, choice)
                if found:
                    child.school, child.school_class = school, found
                    row["school_id"], row["school_class_id"] = school.id, found.id
                    break
        self._daily_life(row, born, throw)

    def _daily_life(self, row: Row, born: Born, throw: Byte) -> None:
        boards = throw()
        if born.stage in _PUPILS:
            row["boarding"] = int(boards < (150 if born.stage == _JUNIOR else 30 if born.grade > 3 else 0))
        elif row["schooling"] in _BOARDING_SCHOOLS:
            row["boarding"] = 1
        elif born.stage:
            row["boarding"] = 0
        if row["boarding"] and row["living"] == _WITH_CARER:
            row["living"] = _AT_SCHOOL
        if born.grade > 5 and boards & 3 == 0:
            row["phone"] = self._phone()
        if born.stage:
            row["character"], row["hobbies"] = words.CHARACTERS[throw()], words.HOBBIES[throw()]

    def _definitions(self, row: Row, father: Adult, mother: Adult) -> tuple[int | None, int | None]:
        birth = row["birth_date"]
        old = None if birth is None else (birth if len(birth) == 10 else last_day(birth).isoformat()) <= self._turned
        return self._standings(
            row["household_kind"], old, father.whereabouts, father.condition, father.able, father.away_since,
            mother.whereabouts, mother.condition, mother.able, mother.away_since,
        )  # fmt: skip

    def _stand(self, household: str | None, old: bool | None, *facts: Any) -> tuple[int | None, int | None]:
        """Both definitions, from what is stored of father and mother; of the age only counts which side it is on."""
        today = self._almanac.today
        birth = None if old is None else birthday(today, -AGE_LIMIT if old else -1).isoformat()
        father, mother = dict(zip(_FACTS, facts[:4], strict=True)), dict(zip(_FACTS, facts[4:], strict=True))
        found = standing({"household_kind": household, "birth_date": birth}, father, mother, today)
        civil, school = (
            None if verdict.value is None else int(verdict.value) for verdict in (found.civil, found.school)
        )
        return civil, school


def _languages(at_home: str | None, born: Born) -> str | None:
    """What a child speaks: the language of the village, and that of the school once it goes there."""
    return f"{at_home}、{words.STANDARD_LANGUAGE}" if at_home and born.stage else at_home
