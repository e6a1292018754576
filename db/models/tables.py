"""Every table of the database, in the order of their dependence."""

from __future__ import annotations

from db.models.activities import (
    Activity,
    Attendance,
    FestivalTick,
    HomeItem,
    HomeRequirement,
    NineOneItem,
    Phase,
    RuleInterval,
    Vocabulary,
    WorkingGroupMember,
)
from db.models.base import Table
from db.models.care import CarePlan, CareRecord, Incident, PlanMeasure, PlanReview
from db.models.children import Carer, Child, DistinctPair, Enrolment, Grandparent, Parent
from db.models.classes import SchoolClass
from db.models.office import ChangeLog, Draft, ImportBatch, PrivacyRequest, SavedView, Setting, User
from db.models.pairings import Pairing
from db.models.people import Staff
from db.models.places import School, Village
from db.models.terms import Semester, Survey

TABLES: tuple[type[Table], ...] = (
    School, Village, Staff, SchoolClass,
    Child, Parent, Grandparent, Carer, DistinctPair, Enrolment,
    Semester, Survey,
    Pairing, CareRecord, CarePlan, PlanMeasure, PlanReview, Incident,
    Activity, Attendance, Phase, WorkingGroupMember, HomeItem, HomeRequirement, RuleInterval,
    FestivalTick, NineOneItem, Vocabulary,
    User, ChangeLog, Draft, Setting, SavedView, ImportBatch, PrivacyRequest,
)  # fmt: skip
