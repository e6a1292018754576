"""Coded values: the database stores the code, the catalogs give its name in each language.

Sources: the ministry's 2016 registration form and its successors (blocks A to M), the township's campaign document.
The order of members is the order of the paper forms and of every list a person chooses from.
"""

from __future__ import annotations

from db.vocabulary import activities, care, children, office
from db.vocabulary.activities import (
    ActivityKind,
    ActivityState,
    Festival,
    HomeItemKind,
    HomeItemState,
    NineOne,
)
from db.vocabulary.care import (
    Alert,
    ContactWay,
    DutyKind,
    DutyState,
    IncidentKind,
    PairingKind,
    PlanCause,
    PlanOutcome,
    RecordKind,
    StaffRole,
    TalkTopic,
)
from db.vocabulary.children import (
    AWAY,
    ActualCare,
    Aid,
    CarerBar,
    CareReason,
    CarerRelation,
    Disability,
    EnrolmentOutcome,
    ExitReason,
    GrandparentRole,
    GuardianshipGrade,
    GuardianshipKind,
    Health,
    HouseholdKind,
    IdType,
    ImproperGuardianship,
    Income,
    Living,
    ParentCondition,
    ParentRole,
    RegistryState,
    Risk,
    Schooling,
    Sex,
    Stage,
    Whereabouts,
)
from db.vocabulary.code import Code, label, labels
from db.vocabulary.office import (
    Action,
    RequestKind,
    RequestState,
    Role,
)

__all__ = [
    "AWAY",
    "Action",
    "ActivityKind",
    "ActivityState",
    "ActualCare",
    "Aid",
    "Alert",
    "CareReason",
    "CarerBar",
    "CarerRelation",
    "Code",
    "ContactWay",
    "Disability",
    "DutyKind",
    "DutyState",
    "EnrolmentOutcome",
    "ExitReason",
    "Festival",
    "GrandparentRole",
    "GuardianshipGrade",
    "GuardianshipKind",
    "Health",
    "HomeItemKind",
    "HomeItemState",
    "HouseholdKind",
    "IdType",
    "ImproperGuardianship",
    "IncidentKind",
    "Income",
    "Living",
    "NineOne",
    "PairingKind",
    "ParentCondition",
    "ParentRole",
    "PlanCause",
    "PlanOutcome",
    "RecordKind",
    "RegistryState",
    "RequestKind",
    "RequestState",
    "Risk",
    "Role",
    "Schooling",
    "Sex",
    "StaffRole",
    "Stage",
    "TalkTopic",
    "Whereabouts",
    "label",
    "labels",
    "vocabularies",
]


def vocabularies() -> dict[str, type[Code]]:
    """Every vocabulary of the forms by its name, for the reference table and its test."""
    modules = (children, care, activities, office)
    found = (value for module in modules for value in vars(module).values())
    return {
        value.__name__: value for value in found if isinstance(value, type) and issubclass(value, Code) and list(value)
    }
