"""A stored value as a person reads it."""

from __future__ import annotations

from typing import Any

from peewee import ForeignKeyField

from db.i18n import _
from db.models import TABLES, SchoolClass
from db.models.base import CodeField, CodesField, Flag
from db.rules.class_names import class_title
from db.vocabulary import label, labels

MODELS = {model._meta.table_name: model for model in TABLES}


def worded(table: str, column: str, value: Any) -> str:
    """Codes by their names, flags as yes and no, dates and texts as they are; nothing for what was not collected.

    A reference is looked up, within the caller's reading.
    """
    if value is None or value == "":
        return ""
    field = MODELS[table]._meta.fields[column]
    if isinstance(field, ForeignKeyField):
        return _place(field.rel_model, value)
    if isinstance(field, CodesField):
        return labels(field.vocabulary, value)
    if isinstance(field, CodeField):
        return label(field.vocabulary, value)
    if isinstance(field, Flag):
        return _("yes") if value else _("no")
    return str(value)


def _place(model: Any, row_id: int) -> str:
    found = model.get_or_none(model.id == row_id)
    if found is None:
        return ""
    if isinstance(found, SchoolClass):
        return class_title(found.stage, found.grade, found.number)
    return str(found.name)
