"""Children and their families; the letters A to M are the blocks of the registration form."""

from __future__ import annotations

from peewee import SQL, IntegerField, TextField

from db import vocabulary as v
from db.models.base import CodeField, CodesField, DateText, Edited, Flag, link
from db.models.classes import SchoolClass
from db.models.places import School, Village


class Child(Edited):
    # A: the child
    name = TextField()
    name_key = TextField()
    syllables = TextField()
    former_name = TextField(null=True)
    nickname = TextField(null=True)
    sex = CodeField(v.Sex, null=True)
    nation = TextField(null=True)
    languages = TextField(null=True)
    birth_date = DateText(null=True)
    id_type = CodeField(v.IdType, null=True)
    id_no = TextField(null=True)
    id_note = TextField(null=True)
    household_kind = CodeField(v.HouseholdKind, null=True)
    household_address = TextField(null=True)
    village = link(Village, null=True, index=False)
    village_group = TextField(null=True)
    address = TextField(null=True)
    phone = TextField(null=True)
    photo = TextField(null=True)
    # B: health
    health = CodeField(v.Health, null=True)
    disabilities = CodesField(v.Disability, null=True)
    disability_level = IntegerField(null=True)
    disability_no = TextField(null=True)
    illness = TextField(null=True)
    # C: school
    schooling = CodeField(v.Schooling, null=True)
    school = link(School, null=True, index=False)
    school_class = link(SchoolClass, null=True, index=False)
    student_no = TextField(null=True)
    boarding = Flag(null=True)
    character = TextField(null=True)
    hobbies = TextField(null=True)
    study_note = TextField(null=True)
    conduct = TextField(null=True)
    # F: why the child is entrusted
    care_reason = CodeField(v.CareReason, null=True)
    # I: guardianship
    actual_care = CodeField(v.ActualCare, null=True)
    living = CodeField(v.Living, null=True, index=True)
    unattended = Flag(null=True, index=True)
    guardianship_kind = CodeField(v.GuardianshipKind, null=True)
    guardianship_grade = CodeField(v.GuardianshipGrade, null=True)
    improper_guardianship = CodesField(v.ImproperGuardianship, null=True)
    reported_to_police = Flag(null=True)
    # J: economy
    incomes = CodesField(v.Income, null=True)
    aids = CodesField(v.Aid, null=True)
    # K: risk
    risk = CodeField(v.Risk, null=True)
    risk_reason = TextField(null=True)
    risk_on = DateText(null=True)
    # L: the register
    registry_state = CodeField(v.RegistryState, default=v.RegistryState.REGISTERED.value)
    file_no = TextField(null=True, index=True)
    registered_on = DateText()
    reported_on = DateText(null=True)
    claimed = Flag(null=True)
    left_on = DateText(null=True)
    left_reason = CodeField(v.ExitReason, null=True)
    left_note = TextField(null=True)
    surveyed_on = DateText(null=True)
    # M: who collected it
    filled_by = TextField(null=True)
    reviewed_by = TextField(null=True)
    responsible = TextField(null=True)
    filled_on = DateText(null=True)
    # Both definitions: as computed, as overruled with a reason, and what counts
    civil_computed = Flag(null=True)
    civil_overruled = Flag(null=True)
    civil_reason = TextField(null=True)
    civil = Flag(null=True)
    school_computed = Flag(null=True)
    school_overruled = Flag(null=True)
    school_reason = TextField(null=True)
    school_practice = Flag(null=True)
    # Consent of the guardian (Personal Information Protection Law, under 14)
    consent_by = TextField(null=True)
    consent_on = DateText(null=True)
    consent_no = TextField(null=True)
    consent_purpose = TextField(null=True)
    note = TextField(null=True)

    class Meta:
        # Those that start with registry_state serve a sorted list, the others a narrowed one.
        indexes = (
            (("registry_state", "name_key"), False),
            (("registry_state", "birth_date"), False),
            (("registry_state", "id_no"), False),
            (("registry_state", "village"), False),
            (("registry_state", "school", "village", "surveyed_on", "registered_on"), False),
            (("registry_state", "surveyed_on"), False),
            (("registry_state", "risk"), False),
            (("registry_state", "updated_at"), False),
            (("village", "name_key"), False),
            (("school", "name_key"), False),
            (("school_class", "name_key"), False),
            (("risk", "name_key"), False),
        )


Child.add_index(Child.id_no, unique=True, name="child_id_no_unique", where=SQL("id_no IS NOT NULL"))
# All that the figures of every child ask of its wide row, in the order of the summaries: read through in a fifth of the
# time.
Child.add_index(
    Child.id, Child.registry_state, Child.registered_on, Child.left_on, Child.left_reason, Child.surveyed_on,
    Child.birth_date, Child.risk, Child.household_kind, Child.schooling, Child.village, Child.school,
    Child.school_class, name="child_figures",
)  # fmt: skip


class Parent(Edited):
    """Blocks D and E."""

    child = link(Child, index=False)
    role = CodeField(v.ParentRole)
    name = TextField(null=True)
    birth_date = DateText(null=True)
    id_no = TextField(null=True)
    phone = TextField(null=True)
    whereabouts = CodeField(v.Whereabouts, null=True)
    away_since = DateText(null=True)
    work_province = TextField(null=True)
    work_city = TextField(null=True)
    work_place = TextField(null=True)
    health = CodeField(v.Health, null=True)
    condition = CodeField(v.ParentCondition, null=True)
    able = Flag(null=True)
    note = TextField(null=True)

    class Meta:
        indexes = ((("child", "role"), True),)


class Grandparent(Edited):
    """Block H."""

    child = link(Child, index=False)
    role = CodeField(v.GrandparentRole)
    name = TextField(null=True)
    birth_date = DateText(null=True)
    deceased = Flag(null=True)

    class Meta:
        indexes = ((("child", "role"), True),)


class Carer(Edited):
    """Block G, the entrusted carer; the one without an end is the present one."""

    child = link(Child)
    name = TextField()
    relation = CodeField(v.CarerRelation, null=True)
    relation_word = TextField(null=True)
    sex = CodeField(v.Sex, null=True)
    birth_date = DateText(null=True)
    id_type = CodeField(v.IdType, null=True)
    id_no = TextField(null=True)
    phone = TextField(null=True)
    address = TextField(null=True)
    health = CodeField(v.Health, null=True)
    illness = TextField(null=True)
    # Law on the Protection of Minors, article 22
    full_capacity = Flag(null=True)
    bars = CodesField(v.CarerBar, null=True)
    child_wish_heard = Flag(null=True)
    school_notified = Flag(null=True)
    village_notified = Flag(null=True)
    checked_on = DateText(null=True)
    agreement_on = DateText(null=True)
    agreement_until = DateText(null=True)
    agreement_at_village = Flag(null=True)
    agreement_at_school = Flag(null=True)
    from_on = DateText(null=True)
    to_on = DateText(null=True)
    end_reason = TextField(null=True)
    note = TextField(null=True)


# Of an alert about the carers of all children.
Carer.add_index(
    Carer.child, Carer.bars, Carer.full_capacity, Carer.birth_date, Carer.to_on, name="carer_present",
    where=SQL("to_on IS NULL"),
)  # fmt: skip


class DistinctPair(Edited):
    """Two children who look like one and whom somebody has told apart; `child` is the one that was entered first."""

    child = link(Child, index=False)
    other = link(Child)
    withdrawn_on = DateText(null=True)

    class Meta:
        indexes = ((("child", "other"), True),)


class Enrolment(Edited):
    child = link(Child)
    school_class = link(SchoolClass)
    from_on = DateText()
    to_on = DateText(null=True)
    outcome = CodeField(v.EnrolmentOutcome, null=True)
