"""Cases planted at fixed places, so that every screen has something to complain about, whatever chance brings.

The list of families repeats every thousand children, one case to the first family of each block of 25; so does that
of single children, one to the middle of each block. The first 24 blocks, 600 children, hold every one. One child of
each block, four in a hundred, has left the register.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from db import vocabulary as v
from db.demo import names, words
from db.demo.almanac import Almanac
from db.demo.children import Child
from db.demo.families import BLOCK, Adult, Family, make_unable

BLOCKS = 40
_MIDDLE = 13
_LEAVER = 20


class ChildCase(NamedTuple):
    """What happens to the child, and the age it needs for it."""

    apply: Callable[[Child, Almanac], None]
    years: int | None = None
    days: int = 0


# Families


def _namesakes(family: Family, almanac: Almanac) -> None:
    family.surname, family.given = "王", "子涵"


def _transcribed_names(family: Family, almanac: Almanac) -> None:
    family.transcribed, family.nation = True, "维吾尔族"
    family.father.name, family.mother.name = names.TRANSCRIBED_PARENTS[family.group % len(names.TRANSCRIBED_PARENTS)]


def _rare_characters(family: Family, almanac: Almanac) -> None:
    family.given = names.RARE_GIVEN[family.group % len(names.RARE_GIVEN)]


def _come_back(parent: Adult) -> None:
    parent.whereabouts, parent.condition, parent.able = v.Whereabouts.HOME.value, v.ParentCondition.NORMAL.value, 1
    parent.away_since = parent.province = parent.city = parent.place = None


def _parents_back(family: Family, almanac: Almanac) -> None:
    _come_back(family.father)
    _come_back(family.mother)
    family.reason = family.actual_care = family.carer = None
    family.living = v.Living.PARENT.value


def _mother_back(family: Family, almanac: Almanac) -> None:
    _come_back(family.mother)


def _orphans(family: Family, almanac: Almanac) -> None:
    for parent in (family.father, family.mother):
        make_unable(parent, v.ParentCondition.DEAD.value)
    family.reason = v.CareReason.BOTH_UNABLE.value


def _prison_and_lost(family: Family, almanac: Almanac) -> None:
    make_unable(family.father, v.ParentCondition.PRISON.value)
    make_unable(family.mother, v.ParentCondition.LOST_CONTACT.value)
    family.reason = v.CareReason.BOTH_UNABLE.value


def _parents_not_recorded(family: Family, almanac: Almanac) -> None:
    for parent in (family.father, family.mother):
        parent.whereabouts = parent.condition = parent.able = parent.away_since = parent.phone = None
    family.reason = None


def _since_not_recorded(family: Family, almanac: Almanac) -> None:
    family.father.away_since = family.mother.away_since = None


def _no_carer(family: Family, almanac: Almanac) -> None:
    if family.carer:
        family.carer, family.actual_care, family.living = None, v.ActualCare.NOBODY.value, None


def _barred_carer(family: Family, almanac: Almanac) -> None:
    if family.carer:
        family.carer.bars = v.CarerBar.ADDICTION.value


def _minor_carer(family: Family, almanac: Almanac) -> None:
    if family.carer:
        family.carer.relation, family.carer.birth_date = "sibling", almanac.before(almanac.aged(17, 90))
        family.carer.id_no, family.actual_care = None, v.ActualCare.RELATIVES.value


def _unsigned(family: Family, almanac: Almanac) -> None:
    if family.carer:
        family.carer.signed, family.carer.complete, family.carer.phone = False, False, None


def _moved_to_town(family: Family, almanac: Almanac) -> None:
    family.household_kind = v.HouseholdKind.URBAN.value


def _unregistered(family: Family, almanac: Almanac) -> None:
    family.household_kind, family.note = v.HouseholdKind.UNREGISTERED.value, "户口待补办"


# Children


def _lives_alone(child: Child, almanac: Almanac) -> None:
    row = child.row
    child.carer, row["actual_care"] = None, v.ActualCare.NOBODY.value
    row["living"], row["boarding"] = v.Living.ALONE.value, 0
    row["risk"], row["risk_reason"] = v.Risk.RED.value, words.RISK_REASONS["red"][0]
    row["guardianship_kind"], row["guardianship_grade"] = (
        v.GuardianshipKind.NOBODY.value,
        v.GuardianshipGrade.POOR.value,
    )
    row["improper_guardianship"], row["reported_to_police"] = v.ImproperGuardianship.NOT_ENTRUSTED.value, 1


def _unattended(child: Child, almanac: Almanac) -> None:
    child.row["unattended"], child.row["note"] = 1, "祖父下地干活时，孩子独自在家"


def _turned_16(child: Child, almanac: Almanac) -> None:
    child.row["note"] = "已满十六周岁，待办退出"


def _no_id(child: Child, almanac: Almanac) -> None:
    row = child.row
    row["id_type"], row["id_no"], row["student_no"], row["id_note"] = (
        v.IdType.NONE.value,
        None,
        None,
        "户口本未带，证件号待补",
    )


def _fifteen_digits(child: Child, almanac: Almanac) -> None:
    row = child.row
    row["id_no"], row["student_no"], row["id_note"] = None, None, "名册上是15位号码，退回核对"


def _birth_unknown(child: Child, almanac: Almanac) -> None:
    _no_id(child, almanac)
    child.row["birth_date"] = None


def _month_known(child: Child, almanac: Almanac) -> None:
    _no_id(child, almanac)
    child.row["birth_date"] = child.born.iso[:7]


def _year_known(child: Child, almanac: Almanac) -> None:
    _no_id(child, almanac)
    child.row["birth_date"] = child.born.iso[:4]


def _dropped_out(child: Child, almanac: Almanac) -> None:
    row = child.row
    row["schooling"], row["risk"], row["risk_reason"] = (
        v.Schooling.DROPPED_OUT.value,
        v.Risk.YELLOW.value,
        "辍学在家，多次劝返未果",
    )
    row["school_id"] = row["school_class_id"] = row["student_no"] = row["study_note"] = row["conduct"] = None
    row["boarding"] = 0
    _leave_class(child)


def _disabled(child: Child, almanac: Almanac) -> None:
    row = child.row
    kind, digit, level, illness = words.DISABILITIES[child.number % len(words.DISABILITIES)]
    row["health"], row["disabilities"], row["disability_level"], row["illness"] = (
        v.Health.DISABLED.value,
        kind.value,
        level,
        illness,
    )
    row["disability_no"] = f"{row['id_no']}{digit}{level}" if row["id_no"] else None
    row["aids"] = "low_income disability_living"


def _ill(child: Child, almanac: Almanac) -> None:
    child.row["health"], child.row["illness"], child.row["aids"] = v.Health.SERIOUS.value, "先天性心脏病", "medical"


def _overruled(child: Child, almanac: Almanac) -> None:
    child.row["civil_overruled"], child.row["civil_reason"] = 1, "母亲虽在家，常年酗酒无法照料，村委会评议认定"


def _improper(child: Child, almanac: Almanac) -> None:
    row = child.row
    row["improper_guardianship"], row["reported_to_police"] = v.ImproperGuardianship.CARER_IMPROPER.value, 0
    row["risk"], row["risk_reason"] = v.Risk.RED.value, words.RISK_REASONS["red"][1]


def _not_collected(child: Child, almanac: Almanac) -> None:
    row = child.row
    row["health"] = row["household_kind"] = row["boarding"] = row["schooling"] = row["sex"] = row[
        "guardianship_grade"
    ] = None
    row["nation"] = row["risk"] = row["risk_reason"] = row["aids"] = row["incomes"] = row["living"] = row[
        "actual_care"
    ] = None
    row["id_no"] = row["student_no"] = row["address"] = row["village_group"] = row["claimed"] = row["unattended"] = None
    row["school_id"] = row["school_class_id"] = child.school = child.school_class = None


def _never_surveyed(child: Child, almanac: Almanac) -> None:
    child.surveys[:] = [None, None]


def _landline(child: Child, almanac: Almanac) -> None:
    child.row["phone"] = "0999-7612345"


def _other_names(child: Child, almanac: Almanac) -> None:
    child.row["former_name"], child.row["nickname"] = f"{child.family.surname}小毛", "毛毛"


def _left(child: Child, almanac: Almanac) -> None:
    """Off the register since the holidays or the weeks after them; never before it was entered."""
    row = child.row
    reason, note = words.EXITS[child.number // BLOCK % len(words.EXITS)]
    if reason is v.ExitReason.TURNED_16 and child.born.grade < 10:
        reason, note = words.EXITS[0]
    row["registry_state"], row["left_reason"], row["left_note"] = v.RegistryState.LEFT.value, reason.value, note
    row["left_on"] = max(row["registered_on"], almanac.before(20 + child.number % 90))
    child.surveys[:] = [day if day and day < row["left_on"] else None for day in child.surveys]
    if reason is v.ExitReason.CHANGED_SCHOOL:
        row["school_id"] = row["school_class_id"] = None
        _leave_class(child)


def _leave_class(child: Child) -> None:
    child.left_class, child.school, child.school_class = child.school_class, None, None


FAMILIES: tuple[Callable[[Family, Almanac], None], ...] = (
    _namesakes, _no_carer, _parents_back, _transcribed_names, _rare_characters, _orphans, _barred_carer, _namesakes,
    _unsigned, _prison_and_lost, _mother_back, _no_carer, _parents_not_recorded, _minor_carer, _moved_to_town,
    _rare_characters, _since_not_recorded, _unsigned, _unregistered, _no_carer, _parents_back, _unsigned,
    _transcribed_names, _mother_back,
)  # fmt: skip
CHILDREN: tuple[ChildCase, ...] = (
    ChildCase(_no_id), ChildCase(_lives_alone, 13, 80), ChildCase(_unattended, 6, 200), ChildCase(_turned_16, 16, 41),
    ChildCase(_disabled), ChildCase(_birth_unknown), ChildCase(_never_surveyed), ChildCase(_dropped_out, 14, 100),
    ChildCase(_month_known), ChildCase(_fifteen_digits), ChildCase(_overruled), ChildCase(_no_id), ChildCase(_ill),
    ChildCase(_disabled), ChildCase(_improper), ChildCase(_not_collected), ChildCase(_never_surveyed),
    ChildCase(_landline), ChildCase(_year_known), ChildCase(_other_names), ChildCase(_disabled), ChildCase(_no_id),
    ChildCase(_never_surveyed), ChildCase(_month_known), ChildCase(_no_id), ChildCase(_disabled),
    ChildCase(_birth_unknown), ChildCase(_no_id), ChildCase(_disabled), ChildCase(_month_known), ChildCase(_no_id),
    ChildCase(_never_surveyed),
)  # fmt: skip


def family_case(first: int) -> Callable[[Family, Almanac], None] | None:
    """What befalls the family whose first child has this number, counting from 0."""
    block, within = divmod(first, BLOCK)
    block %= BLOCKS
    return FAMILIES[block] if within == 0 and block < len(FAMILIES) else None


def child_case(number: int) -> Callable[[Child, Almanac], None] | None:
    """What befalls the child of this number."""
    block, within = divmod(number, BLOCK)
    block %= BLOCKS
    if within == _LEAVER:
        return _left
    return CHILDREN[block].apply if within == _MIDDLE and block < len(CHILDREN) else None


def ages(almanac: Almanac) -> dict[int, int]:
    """The age in days that a case needs, by the number of the child in a round of `BLOCKS`."""
    return {
        block * BLOCK + _MIDDLE: almanac.aged(case.years, case.days)
        for block, case in enumerate(CHILDREN)
        if case.years is not None
    }
