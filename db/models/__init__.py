"""The tables of the database: the register's at once, those of what is done with it when they are asked for.

Making a class of a table takes 0.3 ms, and the first page of the register needs half of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from db.models.base import Edited, Table, database
from db.models.children import Carer, Child, DistinctPair, Enrolment, Grandparent, Parent
from db.models.classes import SchoolClass
from db.models.office import ChangeLog, Draft, ImportBatch, PrivacyRequest, SavedView, Setting, User
from db.models.pairings import Pairing
from db.models.people import Staff
from db.models.places import School, Village

if TYPE_CHECKING:
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
    from db.models.care import CarePlan, CareRecord, Incident, PlanMeasure, PlanReview
    from db.models.summaries import ChildSummary
    from db.models.tables import TABLES
    from db.models.terms import Semester, Survey

__all__ = [
    "TABLES", "Activity", "Attendance", "CarePlan", "CareRecord", "Carer", "ChangeLog", "Child", "ChildSummary",
    "DistinctPair", "Draft", "Edited", "Enrolment", "FestivalTick", "Grandparent", "HomeItem", "HomeRequirement",
    "ImportBatch", "Incident", "NineOneItem", "Pairing", "Parent", "Phase", "PlanMeasure", "PlanReview",
    "PrivacyRequest", "RuleInterval", "SavedView", "School", "SchoolClass", "Semester", "Setting", "Staff",
    "Survey", "Table", "User", "Village", "Vocabulary", "WorkingGroupMember", "database",
]  # fmt: skip

_WHEN_ASKED_FOR = ("terms", "care", "summaries", "activities", "tables")


def __getattr__(name: str) -> Any:
    for module in _WHEN_ASKED_FOR if name in __all__ else ():
        tables = import_module(f"db.models.{module}")
        if hasattr(tables, name):
            return globals().setdefault(name, getattr(tables, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
