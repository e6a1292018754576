"""Families: parents away or not, who cares for the children instead, and when these were born."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from db import vocabulary as v
from db.demo import names, words
from db.demo.almanac import Almanac, Born
from db.demo.dice import Byte, Dice, chance, codes, number, pick, weighted
from db.demo.names import GRANDPARENT, PARENT
from db.demo.phones import FAMILIES, Phones
from db.demo.township import Township, Village
from db.rules.id_number import DEMO_REGION, check_digit

BLOCK = 25
"""Every so many children a family begins, so that a case can be planted in it."""

_SIZES = weighted({1: 58, 2: 34, 3: 8})
_TWINS = chance(1)
_SIBLINGS_APART_DAYS = 330

_MALE, _FEMALE = v.Sex.MALE.value, v.Sex.FEMALE.value
_HOME, _UNKNOWN = v.Whereabouts.HOME.value, v.Whereabouts.UNKNOWN.value
_RURAL, _OTHER_HOUSEHOLD = v.HouseholdKind.RURAL.value, v.HouseholdKind.OTHER.value
_WITH_CARER, _WITH_PARENT, _HEALTHY = v.Living.CARER.value, v.Living.PARENT.value, v.Health.HEALTHY.value
_CARE_BY_GRANDPARENTS, _CARE_BY_RELATIVES = v.ActualCare.GRANDPARENTS.value, v.ActualCare.RELATIVES.value
_OF_FATHERS_NAME = frozenset(
    code.value for code in (v.CarerRelation.PATERNAL_GRANDFATHER, v.CarerRelation.UNCLE_AUNT, v.CarerRelation.SIBLING)
)
_NORMAL = v.ParentCondition.NORMAL.value
_AWAY = codes(
    {
        v.Whereabouts.OUT_OF_PROVINCE: 78,
        v.Whereabouts.IN_PROVINCE: 14,
        v.Whereabouts.IN_COUNTY: 7,
        v.Whereabouts.ABROAD: 1,
    }
)
_PLACES = {
    v.Whereabouts.OUT_OF_PROVINCE.value: words.WORK_PLACES, v.Whereabouts.IN_PROVINCE.value: words.PROVINCE_PLACES,
    v.Whereabouts.IN_COUNTY.value: words.COUNTY_PLACES, v.Whereabouts.ABROAD.value: words.ABROAD,
}  # fmt: skip
_SITUATIONS = weighted({v.CareReason.BOTH_AWAY: 69, None: 18, v.CareReason.ONE_AWAY: 10, v.CareReason.BOTH_UNABLE: 3})
_UNABLE = codes(
    {v.ParentCondition.SERIOUS_ILLNESS: 22, v.ParentCondition.SEVERE_DISABILITY: 22, v.ParentCondition.DEAD: 26,
     v.ParentCondition.LOST_CONTACT: 20, v.ParentCondition.PRISON: 6, v.ParentCondition.DRUG_TREATMENT: 2,
     v.ParentCondition.RESTRAINED: 2}
)  # fmt: skip
_AT_HOME_UNABLE = frozenset({v.ParentCondition.SERIOUS_ILLNESS.value, v.ParentCondition.SEVERE_DISABILITY.value})
_HAS_ID, _HAS_PHONE, _FATHER_FIRST, _TOGETHER = chance(40), chance(92), chance(75), chance(70)
_SIGNED, _COMPLETE = chance(88), chance(90)
_BY_GRANDPARENTS = chance(96)
_GRANDPARENTS = codes(
    {v.CarerRelation.PATERNAL_GRANDMOTHER: 44, v.CarerRelation.PATERNAL_GRANDFATHER: 38,
     v.CarerRelation.MATERNAL_GRANDMOTHER: 10, v.CarerRelation.MATERNAL_GRANDFATHER: 8}
)  # fmt: skip
_RELATIVES = codes(
    {
        v.CarerRelation.UNCLE_AUNT: 60,
        v.CarerRelation.OTHER_KIN: 20,
        v.CarerRelation.SIBLING: 8,
        v.CarerRelation.FRIEND: 12,
    }
)
_ELDER_HEALTH = codes(
    {v.Health.HEALTHY: 55, v.Health.WEAK: 28, v.Health.CHRONIC: 14, v.Health.DISABLED: 2, v.Health.SERIOUS: 1}
)


@dataclass(slots=True)
class Adult:
    """A parent, with the columns of its row."""

    name: str
    birth_date: str | None
    id_no: str | None
    phone: str | None
    whereabouts: str | None = None
    away_since: str | None = None
    province: str | None = None
    city: str | None = None
    place: str | None = None
    health: str | None = None
    condition: str | None = _NORMAL
    able: int | None = 1


@dataclass(slots=True)
class Carer:
    """The entrusted carer; what is signed and checked for a child is decided with the child."""

    name: str
    relation: str
    sex: str
    birth_date: str | None
    id_no: str | None
    phone: str | None
    health: str
    bars: str | None = None
    full_capacity: int | None = 1
    signed: bool = True
    complete: bool = True


@dataclass(slots=True)
class Family:
    """What brothers and sisters share."""

    surname: str
    mother_surname: str
    village: Village
    group: int
    nation: str
    household_kind: str | None
    born: list[Born]
    father: Adult
    mother: Adult
    reason: str | None = None
    actual_care: str | None = None
    living: str | None = None
    carer: Carer | None = None
    given: str | None = None
    """A given name that the case asks for."""
    transcribed: bool = False
    twins: bool = False
    note: str | None = None


class Families:
    """Draws families until there are children enough."""

    def __init__(self, almanac: Almanac, township: Township, seed: int, ages: dict[int, int]) -> None:
        self._almanac, self._township = almanac, township
        self._dice = Dice(seed, "families")
        self._ages = ages
        self._ids = 0
        self._phone = Phones(FAMILIES).new
        self._aways = tuple(almanac.before(days) for days in (40, *range(130, 1500, 95)))

    def draw(self, children: int) -> Iterator[tuple[int, Family]]:
        """Each family with the number of its first child, counting from 0."""
        done = 0
        while done < children:
            throw = self._dice.throw(192)
            size = min(_SIZES[throw()], BLOCK - done % BLOCK, children - done)
            yield done, self._family(throw, done, size)
            done += size

    def _family(self, throw: Byte, first: int, size: int) -> Family:
        twins = size > 1 and (throw() < _TWINS or first % (10 * BLOCK) == 0)
        days_old = self._days_old(throw, first, size, twins)
        village = self._township.villages[number(throw, len(self._township.villages))]
        surname = names.surname(throw())
        oldest, youngest = max(days_old), min(days_old)
        father = self._adult(throw, surname, _MALE, oldest + 22 * 365 + throw() * 12)
        mother_surname = names.surname(throw())
        mother = self._adult(throw, mother_surname, _FEMALE, oldest + 20 * 365 + throw() * 11)
        family = Family(
            surname, mother_surname, village, 1 + (throw() & 7), words.NATIONS[throw()],
            _RURAL if throw() < 250 else _OTHER_HOUSEHOLD,
            [self._almanac.born(days) for days in days_old], father, mother, twins=twins,
        )  # fmt: skip
        self._go_away(family, throw)
        if family.reason:
            family.living = _WITH_CARER
            family.carer = self._carer(throw, family, youngest)
        return family

    def _days_old(self, throw: Byte, first: int, size: int, twins: bool) -> list[int]:
        """Ages of brothers and sisters, far enough apart; the age that a case needs stands fast."""
        days_old: list[int] = []
        for nth in range(size):
            days = self._ages.get((first + nth) % (40 * BLOCK), -1)
            planted = days >= 0
            for _try in range(4):
                if not planted:
                    days = self._almanac.age_in_days(throw() << 8 | throw())
                if all(abs(days - other) > _SIBLINGS_APART_DAYS for other in days_old):
                    break
            days_old.append(days_old[-1] if twins and days_old and nth == 1 else days)
        return days_old

    def _adult(self, throw: Byte, surname: str, sex: str, days_old: int) -> Adult:
        birth = self._almanac.before(days_old)
        given = names.given(PARENT, sex, throw)
        id_no = self._id_no(birth, sex) if throw() < _HAS_ID else None
        phone = self._phone() if throw() < _HAS_PHONE else None
        return Adult(surname + given, birth, id_no, phone, health=_HEALTHY)

    def _go_away(self, family: Family, throw: Byte) -> None:
        """Where the parents are, and so why the children are entrusted to somebody."""
        reason = _SITUATIONS[throw()]
        family.reason = reason.value if reason else None
        first, other = (family.father, family.mother) if throw() < _FATHER_FIRST else (family.mother, family.father)
        if reason is v.CareReason.BOTH_AWAY:
            self._work_away(first, throw)
            self._work_away(other, throw)
            if throw() < _TOGETHER:
                other.whereabouts, other.away_since = first.whereabouts, first.away_since
                other.province, other.city, other.place = first.province, first.city, first.place
        elif reason is v.CareReason.BOTH_UNABLE:
            make_unable(first, _UNABLE[throw()])
            make_unable(other, _UNABLE[throw()])
        else:
            self._work_away(first, throw)
            other.whereabouts = _HOME
            if reason is v.CareReason.ONE_AWAY:
                make_unable(other, _UNABLE[throw()])
            else:
                family.living = _WITH_PARENT

    def _work_away(self, adult: Adult, throw: Byte) -> None:
        adult.whereabouts = _AWAY[throw()]
        adult.away_since = pick(throw(), self._aways)
        place = throw()
        adult.province, adult.city, adult.place = _PLACES[adult.whereabouts][place]

    def _carer(self, throw: Byte, family: Family, youngest: int) -> Carer:
        by_grandparents = throw() < _BY_GRANDPARENTS
        family.actual_care = _CARE_BY_GRANDPARENTS if by_grandparents else _CARE_BY_RELATIVES
        relation = (_GRANDPARENTS if by_grandparents else _RELATIVES)[throw()]
        sex = _FEMALE if relation.endswith("mother") else _MALE
        surname = names.surname(throw())
        if relation in _OF_FATHERS_NAME:
            surname = family.surname
        elif relation == v.CarerRelation.MATERNAL_GRANDFATHER:
            surname = family.mother_surname
        if by_grandparents:
            age, generation = max(50 * 365, youngest + 46 * 365) + throw() * 28, GRANDPARENT
        elif relation == v.CarerRelation.SIBLING:
            age, generation = 19 * 365 + throw() * 8, PARENT
        else:
            age, generation = 30 * 365 + throw() * 40, PARENT
        birth = self._almanac.before(age)
        return Carer(
            surname + names.given(generation, sex, throw), relation, sex, birth,
            self._id_no(birth, sex) if throw() < _HAS_ID else None,
            self._phone() if throw() < _HAS_PHONE else None,
            _ELDER_HEALTH[throw()], signed=throw() < _SIGNED, complete=throw() < _COMPLETE,
        )  # fmt: skip

    def _id_no(self, birth: str, sex: str) -> str:
        """An ID number that belongs to nobody; adults' numbers may come twice."""
        self._ids += 1
        body = f"{DEMO_REGION}{birth.replace('-', '')}{2 + self._ids % 499 * 2 + (sex == _MALE):03d}"
        return body + check_digit(body)


def make_unable(adult: Adult, condition: str) -> None:
    """Give a parent a condition in which it cannot act as guardian."""
    adult.condition, adult.able = condition, 0
    adult.away_since = adult.province = adult.city = adult.place = None
    if condition in _AT_HOME_UNABLE:
        adult.whereabouts = _HOME
        adult.health = (
            v.Health.SERIOUS.value if condition == v.ParentCondition.SERIOUS_ILLNESS else v.Health.DISABLED.value
        )
    else:
        adult.whereabouts = _UNKNOWN if condition == v.ParentCondition.LOST_CONTACT else None
        adult.health = adult.phone = None
