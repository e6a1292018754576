"""Everything of one child: what is recorded, with the versions that changes must name, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.i18n import _
from db.models import Child, Enrolment, Incident, Pairing, School, SchoolClass, Staff, Village
from db.queries.attended import Attended, trainings_of
from db.queries.family import Family, Row, family
from db.queries.scope import name_seen
from db.queries.study import decline_plans, marks_of, sharp_falls
from db.queries.terms import current_semester
from db.rules.agreements import AgreementState, agreement_state
from db.rules.alerts import Situation, red_alerts
from db.rules.class_names import class_title
from db.rules.dates import age, first_day, last_day
from db.rules.definitions import AGE_LIMIT, Verdict
from db.rules.duties import Duty
from db.rules.exit import ExitProposal, exit_proposals
from db.rules.fitness import CarerFacts, FitnessCheck, check_carer
from db.rules.id_number import check, contradictions
from db.rules.record_checks import Mark
from db.rules.semesters import Semester
from db.rules.survey import survey_duty
from db.session import Session
from db.vocabulary import Alert, GrandparentRole, ParentRole, RegistryState


@dataclass(frozen=True)
class Record:
    """One row as it was read: its fields by name, and the version that a change of it must name; 0 where none is."""

    id: int = 0
    version: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def __bool__(self) -> bool:
        return self.version > 0


@dataclass(frozen=True)
class Schooled:
    """A class that the child was or is in."""

    school: str
    school_class: str
    from_on: str
    to_on: str | None
    outcome: str | None
    created_at: str
    updated_at: str


@dataclass(frozen=True)
class Helped:
    """A helper of the child, now or earlier."""

    kind: str
    helper: str
    unit: str | None
    phone: str | None
    from_on: str
    to_on: str | None
    end_reason: str | None
    staff: int | None


@dataclass(frozen=True)
class ChildFile:
    """One child on one day."""

    child: Record
    father: Record
    mother: Record
    grandparents: Mapping[str, Record]
    carer: Record
    former_carers: tuple[Record, ...]
    village: str
    school: str
    school_class: str
    class_teacher: str
    class_teacher_id: int | None
    enrolments: tuple[Schooled, ...]
    helpers: tuple[Helped, ...]
    age: int | None
    civil: Verdict
    school_practice: Verdict
    """What is computed today; what counts stands in the child's record."""
    alerts: tuple[Alert, ...]
    fitness: FitnessCheck | None
    """None without a carer."""
    semester: Semester
    survey: Duty
    may_leave: tuple[ExitProposal, ...]
    doubts: tuple[str, ...]
    """What contradicts itself in the file, a sentence each."""
    marks: tuple[Mark, ...]
    """The earliest first."""
    falls: Mapping[int, str]
    """Why a plan is proposed, by the record of a mark that fell sharply."""
    trainings: tuple[Attended, ...]
    agreement: AgreementState | None
    """That of the present carer; None without one."""

    @property
    def id(self) -> int:
        return self.child.id

    @property
    def registered(self) -> bool:
        return bool(self.child["registry_state"] == RegistryState.REGISTERED)


def child_file(session: Session, child_id: int) -> ChildFile:
    """The file of a child; raises NotFoundError where it does not exist or lies outside the person's scope."""
    today = session.clock.today()
    with session.reading():
        found = family(session, child_id)
        child = found.child
        stage = _class_of(child["school_class"])
        unreported = (Incident.child == child_id) & Incident.reported_at.is_null()
        incidents = Incident.select().where(unreported).count() if session.scope.incidents else 0
        enrolments = enrolments_of(child_id)
        helpers = _helpers(session, child_id)
        marks = marks_of([child_id])[child_id]
        fallen = sharp_falls(marks, decline_plans(session, [child_id]).get(child_id))
        trainings = trainings_of(child_id)
        village, school = _name(Village, child["village"]), _name(School, child["school"])
    semester = current_semester(session)
    standing = found.standing(today)
    fitness = _fitness(found.carer, today)
    born = child["birth_date"]
    situation = Situation(
        _last(born), child["living"], child["unattended"], fitness.fitness if fitness else None, incidents
    )
    return ChildFile(
        child=_record(child),
        father=_record(found.parents.get(ParentRole.FATHER)),
        mother=_record(found.parents.get(ParentRole.MOTHER)),
        grandparents={role.value: _record(found.grandparents.get(role)) for role in GrandparentRole},
        carer=_record(found.carer),
        former_carers=tuple(_record(carer) for carer in found.carers if carer["to_on"] is not None),
        village=village,
        school=school,
        school_class=stage[0],
        class_teacher=stage[1],
        class_teacher_id=stage[2],
        enrolments=enrolments,
        helpers=helpers,
        age=age(first_day(born), today) if born else None,
        civil=standing.civil,
        school_practice=standing.school,
        alerts=red_alerts(situation, today) if child["registry_state"] == RegistryState.REGISTERED else (),
        fitness=fitness,
        semester=semester,
        survey=_survey(child, semester, today),
        may_leave=_may_leave(found, standing.civil, enrolments, today),
        doubts=tuple(_doubts(found, standing.civil, today)),
        marks=marks,
        falls=fallen,
        trainings=trainings,
        agreement=_agreement(found.carer, today),
    )


def _record(row: Row | None) -> Record:
    return Record(row["id"], row["version"], row) if row else Record()


def _name(model: type[Village] | type[School], row_id: int | None) -> str:
    return model.select(model.name).where(model.id == row_id).scalar() or "" if row_id else ""


def _class_of(class_id: int | None) -> tuple[str, str, int | None]:
    """The title of the class, and the name and row id of its teacher."""
    if class_id is None:
        return "", "", None
    stage, grade, number, teacher, teacher_id = (
        SchoolClass.select(SchoolClass.stage, SchoolClass.grade, SchoolClass.number, Staff.name, Staff.id)
        .left_outer_join(Staff)
        .where(SchoolClass.id == class_id)
        .tuples()
        .get()
    )
    return class_title(stage, grade, number), teacher or "", teacher_id


def enrolments_of(child_id: int) -> tuple[Schooled, ...]:
    """The classes of a child, the present one first; within the caller's reading."""
    query = (
        Enrolment.select(
            School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number,
            Enrolment.from_on, Enrolment.to_on, Enrolment.outcome, Enrolment.created_at, Enrolment.updated_at,
        )
        .join(SchoolClass)
        .join(School)
        .where(Enrolment.child == child_id)
        .order_by(Enrolment.from_on.desc(), Enrolment.id.desc())
    )  # fmt: skip
    return tuple(
        Schooled(school, class_title(stage, grade, number), *rest)
        for school, stage, grade, number, *rest in query.tuples()
    )


def _helpers(session: Session, child_id: int) -> tuple[Helped, ...]:
    little_teacher = Child.alias()
    query = (
        Pairing.select(
            Pairing.kind, Staff.name, name_seen(session.scope, little_teacher), Staff.unit, Staff.phone,
            Pairing.from_on, Pairing.to_on, Pairing.end_reason, Pairing.staff,
        )
        .left_outer_join(Staff, on=(Pairing.staff == Staff.id))
        .left_outer_join(little_teacher, on=(Pairing.helper_child == little_teacher.id), src=Pairing)
        # One that was taken back lasted no day.
        .where(Pairing.child == child_id, Pairing.to_on.is_null() | (Pairing.to_on != Pairing.from_on))
        .order_by(Pairing.to_on.is_null().desc(), Pairing.from_on.desc(), Pairing.id.desc())
    )  # fmt: skip
    return tuple(Helped(kind, staff or other or "", *rest) for kind, staff, other, *rest in query.tuples())


def _last(text: str | None) -> date | None:
    return last_day(text) if text else None


def _fitness(carer: Row | None, today: date) -> FitnessCheck | None:
    if carer is None:
        return None
    facts = CarerFacts(
        birth_date=_last(carer["birth_date"]),
        full_capacity=carer["full_capacity"],
        bars=(carer["bars"] or "").split(),
        checked_on=_last(carer["checked_on"]),
        child_wish_heard=carer["child_wish_heard"],
        school_notified=carer["school_notified"],
        village_notified=carer["village_notified"],
        agreement_on=_last(carer["agreement_on"]),
    )
    return check_carer(facts, today)


def _agreement(carer: Row | None, today: date) -> AgreementState | None:
    return agreement_state(carer["agreement_on"], carer["agreement_until"], today) if carer else None


def _survey(child: Row, semester: Semester, today: date) -> Duty:
    registered_on, left_on = date.fromisoformat(child["registered_on"]), _last(child["left_on"])
    return survey_duty(semester, _last(child["surveyed_on"]), today, registered_on=registered_on, left_on=left_on)


def _may_leave(
    found: Family, civil: Verdict, enrolments: tuple[Schooled, ...], today: date
) -> tuple[ExitProposal, ...]:
    child = found.child
    if child["registry_state"] != RegistryState.REGISTERED:
        return ()
    ends = [enrolment.to_on for enrolment in enrolments]
    left_school = _last(ends[0]) if ends and None not in ends and child["school"] is None else None
    born = _last(child["birth_date"])
    return exit_proposals(born, child["household_kind"], child["living"], civil, today, school_left_on=left_school)


def _doubts(found: Family, civil: Verdict, today: date) -> list[str]:
    child = found.child
    doubts: list[str] = []
    if child["id_no"]:
        told = check(child["id_no"], today)
        if told.birth_date:
            doubts += contradictions(told, child["sex"], child["birth_date"])
    born = _last(child["birth_date"])
    if born and age(born, today) >= AGE_LIMIT and child["registry_state"] == RegistryState.REGISTERED:
        doubts.append(_("The child is 16 or older and still on the register."))
    if child["civil"] and civil.value is False:
        doubts.append(_("It counts for civil affairs, but what is recorded says otherwise."))
    return doubts
