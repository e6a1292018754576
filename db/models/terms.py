"""Semesters, and the survey of each child once a semester."""

from __future__ import annotations

from peewee import IntegerField, TextField

from db import vocabulary as v
from db.models.base import CodeField, CodesField, DateText, Edited, Flag, link
from db.models.children import Child
from db.models.places import School, Village


class Semester(Edited):
    school_year = IntegerField()
    term = IntegerField()
    name = TextField(unique=True)
    starts_on = DateText(unique=True)
    ends_on = DateText()
    survey_due_on = DateText()

    class Meta:
        indexes = ((("school_year", "term"), True),)


class Survey(Edited):
    """A dated copy of what statistics count, as found: it makes the figures of any date possible."""

    child = link(Child, index=False)
    semester = link(Semester)
    surveyed_on = DateText()
    surveyed_by = TextField(null=True)
    registry_state = CodeField(v.RegistryState)
    sex = CodeField(v.Sex, null=True)
    birth_date = DateText(null=True)
    household_kind = CodeField(v.HouseholdKind, null=True)
    village = link(Village, null=True, index=False)
    school = link(School, null=True, index=False)
    schooling = CodeField(v.Schooling, null=True)
    boarding = Flag(null=True)
    health = CodeField(v.Health, null=True)
    care_reason = CodeField(v.CareReason, null=True)
    actual_care = CodeField(v.ActualCare, null=True)
    living = CodeField(v.Living, null=True)
    guardianship_grade = CodeField(v.GuardianshipGrade, null=True)
    aids = CodesField(v.Aid, null=True)
    risk = CodeField(v.Risk, null=True)
    father_whereabouts = CodeField(v.Whereabouts, null=True)
    mother_whereabouts = CodeField(v.Whereabouts, null=True)
    civil = Flag(null=True)
    school_practice = Flag(null=True)
    note = TextField(null=True)

    class Meta:
        indexes = ((("child", "semester"), True),)
