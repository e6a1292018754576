"""The fields of a form over a care record, made from the declaration of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from db import vocabulary as v
from db.i18n import mark
from db.queries.guest_groups import active_staff
from db.rules.activities import parse_time
from db.rules.record_kinds import DAY, FORMS, HIGHEST_MARK, LONGEST_CALL, RecordField
from db.rules.topics import suggested_topics
from db.vocabulary import RecordKind
from screens.child_fields import Asking, Fields
from screens.widgets.fields import Field, Kind
from screens.widgets.options import Option, matching, options_of

BY = "staff"
"""The field that says who did it: one of the staff, or a name after OTHER."""
OTHER = "="
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
    fields = {DAY: day, BY: _by_field(asking, form.by)}
    fields |= {declared.column: _field(asking, declared) for declared in form.fields}
    if kind is RecordKind.TALK:
        fields["summary"] = replace(fields["summary"], effects=_topics_of)
    return [fields[column] for column in ENTRY.get(kind, fields)]


def as_stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form as commands take them: whoever did it by row id or by name."""
    stored = dict(values)
    if BY in stored:
        who = stored.pop(BY) or ""
        named = who.startswith(OTHER)
        stored |= {"staff": int(who) if who and not named else None,
                   "by_name": who.removeprefix(OTHER).replace("\u00a0", " ") if named else None}  # fmt: skip
    return stored


def by_option(staff: int | None, name: str | None) -> Option | None:
    """Who did it, as the field holds it."""
    if not name:
        return None
    return Option(str(staff), name) if staff else _other(name)


def _other(name: str) -> Option:
    # No blanks in the value: a reference's entry is its value, a blank and its label.
    return Option(OTHER + name.replace(" ", "\u00a0"), name)


def _by_field(asking: Asking, label: str) -> Field:
    def search(typed: str, limit: int) -> Sequence[Option]:
        staff = [Option(str(row_id), name, unit) for row_id, name, unit in active_staff(asking.session)]
        found = matching(staff, typed)[:limit]
        name = typed.strip()
        return [*found, _other(name)] if name and name not in [option.label for option in found] else found

    return Field(BY, label, Kind.REFERENCE, width=20, search=search)


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
