"""The forms over an activity, each deed a declaration: its fields by kind, what it opens with, and its command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.commands import activities
from db.errors import RuleError
from db.field_names import FIELD_NAMES
from db.i18n import _, mark
from db.queries.activities import ActivityFile
from db.queries.terms import semesters
from db.rules import activities as rules
from db.rules.recurrence import Repeat
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState
from screens.child_fields import Asking, Fields, stored
from screens.widgets.fields import Field, Kind, Section
from screens.widgets.options import Option, options_of

Values = Mapping[str, Any]

_COLUMNS = FIELD_NAMES["activity"]
EACH_SCHOOL = "each_school"
MOST_YUAN, MOST_PEOPLE = 9_999_999, 99_999


@dataclass(frozen=True)
class Opened:
    """What a form is about: the activity as it was read, or one of a kind that is to be planned on a day."""

    kind: str
    file: ActivityFile | None = None
    day: date | None = None
    place: Values | None = None
    """School or village to begin with, as Options."""

    @property
    def id(self) -> int:
        return self.file.id if self.file else 0

    @property
    def version(self) -> int:
        return self.file.version if self.file else 0


@dataclass(frozen=True)
class ActivityDeed:
    """A form; `save` returns the id of the activity to go to. `whole` deeds get every value, others the changed."""

    key: str
    title: str
    sections: Callable[[Asking, Opened], Sequence[Section]]
    save: Callable[[Session, Opened, dict[str, Any]], int]
    opening: Callable[[Opened], Values]
    done: str = mark("Saved.")
    whole: bool = True
    days: bool = False
    """Whether days in the holidays are doubted."""


def _number(name: str, highest: int, width: int = 8) -> Field:
    def parse(text: str) -> int:
        if not text.isdecimal() or int(text) > highest:
            raise RuleError(_("A number from {lowest} to {highest}.").format(lowest=0, highest=highest))
        return int(text)

    return Field(name, _COLUMNS[name], width=width, max_length=8, parse=parse)


def _time(name: str) -> Field:
    help_ = mark("For example 14:30, 1430 or 下午2点半.")
    return Field(name, _COLUMNS[name], width=8, max_length=20, parse=rules.parse_time, help=help_)


def _plan_sections(asking: Asking, opened: Opened) -> list[Section]:
    fields = Fields(asking, "activity")
    kind = ActivityKind(opened.kind)
    who = [fields.school(), fields.village(), fields.line("organiser")]
    if kind in rules.LECTURES:
        who.append(fields.name("chair", label=mark("Lecturer")))
    elif kind in (ActivityKind.OUTING, ActivityKind.CULTURE_SPORT, ActivityKind.PUBLICITY):
        who.append(fields.name("chair", label=mark("In charge")))
    else:
        who.append(fields.name("chair"))
    if kind in rules.MEETINGS:
        who.append(fields.name("recorder"))
    topics = mark("Route, transport and safety") if kind is ActivityKind.OUTING else None
    content = [fields.note("topics", label=topics), _number("budget", MOST_YUAN)]
    if kind not in rules.LECTURES | {ActivityKind.GROUP_MEETING}:
        content.append(fields.line("gifts", width=40))
    when = [
        fields.line("title", width=40, required=True),
        fields.day("on_date", past=False, required=True),
        _time("starts_at"),
        _time("ends_at"),
        fields.day("until_date", past=False, help=mark("Only where it goes on for more than one day.")),
        fields.line("place"),
    ]
    return [
        Section(mark("What, when and where"), when),
        Section(mark("Who (no school and no village: the township)"), [*who, _number("expected", MOST_PEOPLE)]),
        Section(mark("Content"), content),
    ]


def _new_sections(asking: Asking, opened: Opened) -> Sequence[Section]:
    what, who, *rest = _plan_sections(asking, opened)
    help_ = mark("Yes plans the same once for every school; each can then be moved by itself.")
    each = Field(EACH_SCHOOL, mark("One for each school"), Kind.YES_NO, width=6, help=help_)
    return [what, Section(who.title, [each, *who.fields]), *rest]


def _result_fields(asking: Asking, opened: Opened, *, required: bool) -> list[Field]:
    fields = Fields(asking, "activity")
    found = [fields.note("summary", required=required), _number("others_present", MOST_PEOPLE)]
    found.append(fields.note("minutes", 4))
    if opened.kind in rules.MEETINGS:
        found += [fields.note("problems"), fields.note("decisions")]
    return [*found, fields.line("photos", width=40)]


def _correct_sections(asking: Asking, opened: Opened) -> Sequence[Section]:
    sections = _plan_sections(asking, opened)
    if opened.file and opened.file["state"] == ActivityState.DONE:
        sections.append(Section(mark("What came of it"), _result_fields(asking, opened, required=True)))
    return sections


def _finish_sections(asking: Asking, opened: Opened) -> Sequence[Section]:
    return [Section("", _result_fields(asking, opened, required=True))]


def _move_sections(asking: Asking, _opened: Opened) -> Sequence[Section]:
    fields = Fields(asking, "activity")
    return [Section("", [fields.day("on_date", past=False, required=True, label=mark("To the day")),
                         _time("starts_at")])]  # fmt: skip


def _copy_sections(asking: Asking, _opened: Opened) -> Sequence[Section]:
    day = Fields(asking, "activity").day("on_date", past=False, required=True, label=mark("On the day"))
    return [Section("", [day])]


def _repeat_sections(asking: Asking, _opened: Opened) -> Sequence[Section]:
    repeat = Field("repeat", mark("How often"), Kind.CHOICE, width=16, required=True, options=options_of(Repeat))
    until = Fields(asking, "activity").day("on_date", past=False, required=True, label=mark("Up to the day"))
    return [Section("", [repeat, until])]


def _new(opened: Opened) -> Values:
    kind = ActivityKind(opened.kind)
    day = opened.day.isoformat() if opened.day else None
    return {"title": kind.label, "on_date": day, **(opened.place or {})}


def _present(opened: Opened) -> Values:
    file = opened.file
    assert file is not None
    places = {"school": file.school, "village": file.village}
    named = {name: Option(str(file[name]), label) for name, label in places.items() if file[name]}
    return {**file.values, "school": None, "village": None, **named}


def _only_time(opened: Opened) -> Values:
    present = _present(opened)
    return {"on_date": present["on_date"], "starts_at": present["starts_at"]}


def _save_new(session: Session, opened: Opened, values: dict[str, Any]) -> int:
    given = {**stored(values), "kind": opened.kind}
    if given.pop(EACH_SCHOOL, None):
        return activities.plan_for_each_school(session, given)[0]
    return activities.plan_activity(session, given)


def _save_correction(session: Session, opened: Opened, values: dict[str, Any]) -> int:
    activities.correct_activity(session, opened.id, opened.version, stored(values))
    return opened.id


def _save_result(session: Session, opened: Opened, values: dict[str, Any]) -> int:
    activities.finish_activity(session, opened.id, opened.version, values)
    return opened.id


def _save_move(session: Session, opened: Opened, values: dict[str, Any]) -> int:
    present = _only_time(opened)
    starts_at = values.get("starts_at") if values.get("starts_at") != present["starts_at"] else None
    activities.move_activity(session, opened.id, opened.version, values["on_date"], starts_at)
    return opened.id


def _save_copy(session: Session, opened: Opened, values: dict[str, Any]) -> int:
    return activities.copy_activity(session, opened.id, values["on_date"])


def _save_repetition(session: Session, opened: Opened, values: dict[str, Any]) -> int:
    try:
        activities.repeat_activity(session, opened.id, values["repeat"], values["on_date"])
    except RuleError as error:
        fields = {"on_date" if name == "until" else name: sentence for name, sentence in error.fields.items()}
        raise RuleError(error.sentence, fields) from error
    return opened.id


def doubts_of_days(session: Session, values: Values) -> Mapping[str, str]:
    """Days in the holidays, or over the end of a semester."""
    return rules.doubts(values, semesters(session)) if not rules.problems(values) else {}


DEEDS: dict[str, ActivityDeed] = {
    deed.key: deed
    for deed in (
        ActivityDeed("plan", mark("New activity"), _new_sections, _save_new, _new, mark("Planned."), days=True),
        ActivityDeed("correct", mark("Change the activity"), _correct_sections, _save_correction, _present,
                     whole=False),
        ActivityDeed("finish", mark("It took place"), _finish_sections, _save_result, _present,
                     mark("Recorded as done.")),
        ActivityDeed("move", mark("Move to another day"), _move_sections, _save_move, _only_time, mark("Moved."),
                     days=True),
        ActivityDeed("copy", mark("The same on another day"), _copy_sections, _save_copy, _only_time,
                     mark("Planned."), days=True),
        ActivityDeed("repeat", mark("Repeat"), _repeat_sections, _save_repetition, lambda _opened: {},
                     mark("Repeated.")),
    )
}  # fmt: skip
"""Every form over an activity, by the key of the verb that opens it."""
