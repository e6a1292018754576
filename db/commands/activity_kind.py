"""An activity that turns out to be of another kind: what its new form does not ask for is written into its texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.commands.cleaning import Values
from db.field_names import field_name
from db.i18n import _
from db.rules.activity_kinds import FORMS, ActivityField
from db.vocabulary import ActivityKind

PLAN, RESULT = "topics", "minutes"
"""The texts of every kind: what was planned goes into the one, what came of it into the other."""


def left_over(before: Mapping[str, Any], values: Values) -> dict[str, list[ActivityField]]:
    """The fields with something in them that the form of the new kind lacks, by the text that takes them up.

    `before` is the row of the activity; `values` are what is changed of it, the kind among them or not.
    """
    former, present = ActivityKind(before["kind"]), {**before, **values}
    if present["kind"] not in set(ActivityKind) or former == present["kind"]:
        return {}
    form, own = FORMS[former], FORMS[ActivityKind(present["kind"])].columns
    parts = {PLAN: form.who + form.content, RESULT: form.result}
    found = {
        text: [field for field in fields if field.column not in own and present[field.column] not in (None, "")]
        for text, fields in parts.items()
    }
    return {text: fields for text, fields in found.items() if fields}


def called(field: ActivityField) -> str:
    """What the form calls a field, in the language of the person."""
    return _(field.label) if field.label else field_name("activity", field.column)


def turned(before: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """The values with what is left over as lines of the texts, and a title that was only the name of the kind."""
    present, changes = {**before, **values}, dict(values)
    for text, fields in left_over(before, values).items():
        lines = [_("{label}: {value}").format(label=called(one), value=present[one.column]) for one in fields]
        changes[text] = "\n".join([*([present[text]] if present[text] else []), *lines])
        changes |= dict.fromkeys((one.column for one in fields), None)
    if present["kind"] != before["kind"] and present["title"] == ActivityKind(before["kind"]).label:
        changes["title"] = ActivityKind(present["kind"]).label
    return changes
