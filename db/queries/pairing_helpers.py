"""Who may help by the rules of a kind, with load and capacity; and which children a kind is meant for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, fn

from db.models import Carer, CareRecord, Child, Pairing, School, SchoolClass, Staff, Village
from db.queries.scope import child_conditions
from db.queries.scope_places import within_places
from db.rules.class_names import class_title
from db.rules.languages import spoken
from db.rules.pairing import Helper, KindRules
from db.session import Session
from db.vocabulary import RecordKind, RegistryState, Risk, Stage
from db.vocabulary.pairing import Need

POOR_MARK = 60
"""Below it a pupil has failed."""
MARKS_OF_DAYS = 365
"""Marks of so many days back are looked at."""
PUPILS = (Stage.PRIMARY.value, Stage.JUNIOR.value)


@dataclass(frozen=True)
class HelperLine:
    """A helper as the board shows it; `unit` is where they work, or the class of a little teacher."""

    helper: Helper
    name: str
    unit: str
    phone: str
    village: str
    school: str
    languages: str = ""

    @property
    def id(self) -> int:
        return self.helper.id

    @property
    def place(self) -> str:
        """Where they are found: the village, else the school, else their unit."""
        return self.village or self.school or self.unit


def needs(session: Session, rules: KindRules) -> list[Any]:
    """The conditions of a child that the kind is meant for."""
    pupils = SchoolClass.select(SchoolClass.id).where(SchoolClass.stage.in_(PUPILS))
    pupil = Child.school_class.in_(pupils) | (Child.school_class.is_null() & Child.schooling.in_(PUPILS))
    if rules.need is Need.PUPILS:
        return [pupil]
    if rules.need is Need.STRUGGLING:
        return [pupil, Child.id.in_(marked(session).having(fn.AVG(CareRecord.mark) < POOR_MARK))]
    if rules.need is Need.AT_RISK:
        return [Child.risk.in_([Risk.RED.value, Risk.YELLOW.value])]
    return []


def marked(session: Session) -> Any:
    """A query of the children who have marks of the last year, grouped by child."""
    since = (session.clock.today() - timedelta(days=MARKS_OF_DAYS)).isoformat()
    return (
        CareRecord.select(CareRecord.child)
        .where(
            CareRecord.kind == RecordKind.STUDY_CHECK.value, CareRecord.mark.is_null(False),
            CareRecord.withdrawn_on.is_null(), CareRecord.happened_on >= since,
        )
        .group_by(CareRecord.child)
    )  # fmt: skip


def helpers_of(session: Session, rules: KindRules) -> Iterator[HelperLine]:
    """Everybody in the person's scope who may help by these rules, by entry; inside the caller's reading."""
    return _little_teachers(session, rules) if rules.of_children else _staff(session, rules)


def load_of(who: Any) -> dict[int, int]:
    """Open pairings of children on the register by `who` (a column of pairings), of any kind."""
    query = (
        Pairing.select(who, fn.COUNT(Pairing.id))
        .join(Child, on=(Pairing.child == Child.id))
        .where(Pairing.to_on.is_null(), who.is_null(False), Child.registry_state == RegistryState.REGISTERED)
        .group_by(who)
    )
    return dict(query.tuples())


def barred_staff() -> set[int]:
    """Staff whom the law forbids to entrust: entered as a carer of the same name and phone with a bar."""
    bar = Carer.bars.is_null(False) | (Carer.full_capacity == 0)
    query = Carer.select(Staff.id).join(Staff, on=((Staff.name == Carer.name) & (Staff.phone == Carer.phone)))
    return {row[0] for row in query.where(bar).tuples()}


def _staff(session: Session, rules: KindRules) -> Iterator[HelperLine]:
    of_role = reduce(or_, (fn.INSTR(Staff.roles, role.value) > 0 for role in sorted(rules.roles)))
    near = within_places(session.scope, Staff.school, Staff.village)
    nowhere = Staff.school.is_null() & Staff.village.is_null()
    loads, barred = load_of(Pairing.staff), barred_staff()
    query = (
        Staff.select(
            Staff.id, Staff.name, Staff.sex, Staff.village, Staff.school, Staff.capacity, Staff.trained_on,
            Staff.commitment_on, Staff.unit, Staff.phone, Village.name, School.name, Staff.languages,
        )
        .join(Village, JOIN.LEFT_OUTER, on=(Staff.village == Village.id), src=Staff)
        .join(School, JOIN.LEFT_OUTER, on=(Staff.school == School.id), src=Staff)
        .where(Staff.active == 1, of_role, near | nowhere | (Staff.id == (session.scope.helper or 0)))
        .order_by(Staff.id)
    )  # fmt: skip
    for row in query.tuples():
        staff, name, sex, village, school, capacity, trained, promised, unit, phone, *places, languages = row
        helper = Helper(
            staff, sex=sex, village=village, school=school, load=loads.get(staff, 0),
            capacity=capacity or rules.capacity, trained=bool(trained), promised=bool(promised),
            barred=staff in barred, language=spoken(languages),
        )  # fmt: skip
        yield HelperLine(helper, name, unit or "", phone or "", places[0] or "", places[1] or "", languages or "")


def _little_teachers(session: Session, rules: KindRules) -> Iterator[HelperLine]:
    mean = fn.AVG(CareRecord.mark)
    good = marked(session).select(CareRecord.child.alias("pupil"), mean.alias("mean"))
    good = good.having(mean >= rules.least_mark).alias("good")
    loads = load_of(Pairing.helper_child)
    query = (
        Child.select(
            Child.id, Child.name, Child.sex, Child.village, Child.school, Child.school_class, SchoolClass.stage,
            SchoolClass.grade, SchoolClass.number, Village.name, School.name, good.c.mean, Child.languages,
        )
        .join(good, on=(good.c.pupil == Child.id), src=Child)
        .join(SchoolClass, on=(Child.school_class == SchoolClass.id), src=Child)
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id), src=Child)
        .join(School, JOIN.LEFT_OUTER, on=(Child.school == School.id), src=Child)
        .where(Child.registry_state == RegistryState.REGISTERED, *child_conditions(session.scope))
        .order_by(Child.id)
    )  # fmt: skip
    for row in query.tuples():
        child, name, sex, village, school, room, stage, grade, number, *places, mark, languages = row
        helper = Helper(
            child, of_children=True, sex=sex, village=village, school=school, school_class=room, stage=stage,
            grade=grade, load=loads.get(child, 0), capacity=rules.capacity, mark=int(mark),
            language=spoken(languages),
        )  # fmt: skip
        unit = class_title(stage, grade, number or 0)
        yield HelperLine(helper, name, unit, "", places[0] or "", places[1] or "", languages or "")
