"""The fields of a form over a care record, made from the declaration of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from db import vocabulary as v
from db.i18n import mark
from db.rules.activities import parse_time
from db.rules.record_kinds import DAY, FORMS, HIGHEST_MARK, LONGEST_CALL, RecordField
from db.rules.topics import suggested_topics
from db.vocabulary import RecordKind
from screens.child_fields import Asking, Fields
from screens.people_fields import BY, by_field
from screens.widgets.fields import Field, Kind
from screens.widgets.options import options_of

ENTRY = {
    RecordKind.TALK: (
        "summary",
        "child_wish",
        "measure",
        "effect",
        "follow_up_on",
        "topics",
        "aim",
        "place",
        "way",
        DAY,
        BY,
    ),
}
"""Where the order of typing is another than that of the paper form: what is new of each talk comes first."""
_CODES: dict[str, type[v.Code]] = {"way": v.ContactWay, "festival": v.Festival}
_DAYS = {"answered_on": True, "follow_up_on": False}
"""Whether the day has passed."""
_NUMBERS = {"mark": HIGHEST_MARK, "minutes": LONGEST_CALL}


def record_fields(asking: Asking, kind: RecordKind) -> list[Field]:
    """The fields of a kind in the order in which they are typed; what is told of a talk suggests its topics."""
    form = FORMS[kind]
    day = Fields(asking, "care_record").day(DAY, label=form.day, help=mark("Empty: today."))
    fields = {DAY: day, BY: by_field(asking.session, form.by)}
    fields |= {declared.column: _field(asking, declared) for declared in form.fields}
    if kind is RecordKind.TALK:
        fields["summary"] = replace(fields["summary"], effects=_topics_of)
    return [fields[column] for column in ENTRY.get(kind, fields)]


def _field(asking: Asking, declared: RecordField) -> Field:
    plain = _plain(asking, declared)
    help_ = declared.help or plain.help
    return replace(plain, label=declared.label, required=declared.required, help=help_)


def _plain(asking: Asking, declared: RecordField) -> Field:
    """The field that suits the column; its label is told by the form."""
    fields, column = Fields(asking, "care_record"), declared.column
    if column in _NUMBERS:
        return fields.number(column, 0, _NUMBERS[column])
    if column == "starts_at":
        return Field(column, declared.label, width=8, max_length=20, parse=parse_time)
    if column == "phone":
        return fields.phone()
    if column == "met_name":
        return fields.name(column)
    if column == "topics":
        return fields.codes(column, v.TalkTopic)
    if column in _CODES:
        return Field(column, declared.label, Kind.CHOICE, width=24, options=options_of(_CODES[column]))
    if column in _DAYS:
        return fields.day(column, past=_DAYS[column])
    return fields.note(column, (declared.lines + 1) // 2) if declared.lines > 1 else fields.line(column, width=40)


def _topics_of(text: str | None) -> Mapping[str, Any]:
    topics = suggested_topics(text or "")
    return {"topics": " ".join(topic.value for topic in topics)} if topics else {}
