"""Groups of fields that more than one form over a child and its family has."""

from __future__ import annotations

from db import vocabulary as v
from db.i18n import mark
from screens.child_fields import Fields
from screens.widgets.fields import Field


def identity_fields(fields: Fields) -> list[Field]:
    """Who the child is."""
    return [
        fields.name(required=True),
        fields.code("id_type", v.IdType),
        fields.id_number(fills=("birth_date", "sex")),
        fields.code("sex", v.Sex, width=8),
        fields.some_day("birth_date"),
        fields.line("nation", width=12),
        fields.languages(),
    ]


def household_fields(fields: Fields) -> list[Field]:
    """Where the child belongs and lives."""
    return [
        fields.code("household_kind", v.HouseholdKind),
        fields.village(),
        fields.line("village_group", width=12),
        fields.line("household_address", width=40),
        fields.line("address", width=40),
        fields.phone(),
    ]


def parent_fields(fields: Fields) -> list[Field]:
    """A parent, the fields that decide first."""
    return [
        fields.name(),
        fields.phone(),
        fields.code("whereabouts", v.Whereabouts),
        fields.some_day("away_since"),
        fields.work_place(),
        fields.line("work_province", width=20),
        fields.line("work_city", width=20),
        fields.code("condition", v.ParentCondition),
        fields.flag("able", help=mark("Leave it empty where the special state says it.")),
        fields.id_number(fills=("birth_date",)),
        fields.some_day("birth_date"),
        fields.code("health", v.Health),
        fields.note("note"),
    ]


def carer_fields(fields: Fields, *, required: bool = True) -> list[Field]:
    """Who the carer is."""
    return [
        fields.name(required=required),
        fields.code("relation", v.CarerRelation),
        fields.line("relation_word", width=12),
        fields.phone(),
        fields.id_number(fills=("birth_date", "sex")),
        fields.code("sex", v.Sex, width=8),
        fields.some_day("birth_date"),
        fields.line("address", width=40),
        fields.code("health", v.Health),
        fields.line("illness"),
    ]


def check_fields(fields: Fields) -> list[Field]:
    """What the law asks before a child is entrusted."""
    return [
        fields.flag("full_capacity"),
        fields.codes("bars", v.CarerBar, help=mark("Minors Protection Law, article 22. None: leave it empty.")),
        fields.day("checked_on"),
        fields.flag("child_wish_heard"),
        fields.flag("school_notified"),
        fields.flag("village_notified"),
    ]


def agreement_fields(fields: Fields) -> list[Field]:
    """The agreement, and since when."""
    return [
        fields.day("agreement_on"),
        fields.day("agreement_until", past=False),
        fields.flag("agreement_at_village"),
        fields.flag("agreement_at_school"),
        fields.day("from_on"),
        fields.note("note"),
    ]
