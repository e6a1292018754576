"""The forms over an activity, each deed a declaration: its fields by kind, what it opens with, and its command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.commands import activities
from db.commands.activity_kind import PLAN, RESULT, called, left_over
from db.errors import RuleError
from db.field_names import FIELD_NAMES
from db.i18n import _, mark
from db.queries.activities import ActivityFile
from db.queries.terms import semesters
from db.rules import activities as rules
from db.rules.activity_kinds import FORMS, ActivityField, Entry
from db.rules.recurrence import Repeat
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState
from screens.child_fields import Asking, Fields, stored
from screens.widgets.fields import Field, Kind, Section
from screens.widgets.options import Option, options_of

Values = Mapping[str, Any]

_COLUMNS = FIELD_NAMES["activity"]
EACH_SCHOOL, APART, FOLLOWING = "each_school", "apart", "following"
MOST_YUAN, MOST_PEOPLE, MOST_APART = 9_999_999, 99_999, 20


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
class Done:
    """What was done, as a sentence, and the activity to go to."""

    activity_id: int
    sentence: str


@dataclass(frozen=True)
class ActivityDeed:
    """A form; `whole` deeds get every value, others those that were changed."""

    key: str
    title: str
    sections: Callable[[Asking, Opened], Sequence[Section]]
    save: Callable[[Session, Opened, dict[str, Any]], Done]
    opening: Callable[[Opened], Values]
    whole: bool = True
    days: bool = False
    """Whether days in the holidays are doubted."""


def _up_to(highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdecimal() or int(text) > highest:
            raise RuleError(_("A whole number from {lowest} to {highest}.").format(lowest=0, highest=highest))
        return int(text)

    return parse


def _number(name: str, highest: int) -> Field:
    return Field(name, _COLUMNS[name], width=8, max_length=8, parse=_up_to(highest))


def _time(name: str) -> Field:
    help_ = mark("For example 14:30, 1430 or 下午2点半.")
    return Field(name, _COLUMNS[name], width=8, max_length=20, parse=rules.parse_time, help=help_)


def _of_form(fields: Fields, one: ActivityField) -> Field:
    """A field that the kind declares."""
    label = {"label": one.label} if one.label else {}
    match one.entry:
        case Entry.NAME:
            return fields.name(one.column, **label)
        case Entry.NOTE:
            return fields.note(one.column, one.lines, **label)
        case Entry.YUAN:
            return _number(one.column, MOST_YUAN)
        case Entry.PEOPLE:
            return _number(one.column, MOST_PEOPLE)
        case Entry.LINE:
            return fields.line(one.column, width=40, **label)


def _plan_sections(asking: Asking, opened: Opened) -> list[Section]:
    fields = Fields(asking, "activity")
    form = FORMS[ActivityKind(opened.kind)]
    when = [
        fields.line("title", width=40, required=True),
        fields.day("on_date", past=False, required=True),
        _time("starts_at"),
        _time("ends_at"),
        fields.day("until_date", past=False, help=mark("Only where it goes on for more than one day.")),
        fields.line("place"),
    ]
    who = [fields.school(), fields.village(), fields.line("organiser"), *(_of_form(fields, one) for one in form.who)]
    return [
        Section(mark("What, when and where"), when),
        Section(mark("Who (no school and no village: the township)"), who),
        Section(mark("Content"), [_of_form(fields, one) for one in form.content]),
    ]


def _new_sections(asking: Asking, opened: Opened) -> Sequence[Section]:
    what, who, *rest = _plan_sections(asking, opened)
    help_ = mark("Yes plans the same once for every school; each can then be moved by itself.")
    each = Field(EACH_SCHOOL, mark("One for each school"), Kind.YES_NO, width=6, help=help_)
    help_ = mark("Weekdays from one school to the next; empty: all on the same day.")
    apart = Field(
        APART, mark("Days from school to school"), width=4, max_length=2, parse=_up_to(MOST_APART), help=help_
    )
    return [what, Section(who.title, [each, apart, *who.fields]), *rest]


def _result_fields(asking: Asking, opened: Opened) -> list[Field]:
    fields = Fields(asking, "activity")
    found = [fields.note("summary", required=True), _number("others_present", MOST_PEOPLE)]
    return [*found, *(_of_form(fields, one) for one in FORMS[ActivityKind(opened.kind)].result)]


def _correct_sections(asking: Asking, opened: Opened) -> Sequence[Section]:
    what, *rest = _plan_sections(asking, opened)
    kind = Fields(asking, "activity").code("kind", ActivityKind, required=True)
    sections = [Section(what.title, [kind, *what.fields]), *rest]
    if opened.file and opened.file["state"] == ActivityState.DONE:
        sections.append(Section(mark("What came of it"), _result_fields(asking, opened)))
    return sections


def _finish_sections(asking: Asking, opened: Opened) -> Sequence[Section]:
    return [Section("", _result_fields(asking, opened))]


def _move_sections(asking: Asking, opened: Opened) -> Sequence[Section]:
    day = Fields(asking, "activity").day("on_date", past=False, required=True, label=mark("To the day"))
    fields = [day, _time("starts_at")]
    if opened.file and opened.file.following:
        help_ = _("Yes moves the {n} that follow in the series by as many days.").format(n=opened.file.following)
        fields.append(Field(FOLLOWING, mark("All that follow, too"), Kind.YES_NO, width=6, help=help_))
    return [Section("", fields)]


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


def _save_new(session: Session, opened: Opened, values: dict[str, Any]) -> Done:
    given = {**stored(values), "kind": opened.kind}
    apart = given.pop(APART, None) or 0
    if given.pop(EACH_SCHOOL, None):
        planned = activities.plan_for_each_school(session, given, apart)
        return Done(planned[0], _("{n} activities planned, one for each school.").format(n=len(planned)))
    return Done(activities.plan_activity(session, given), _("Planned."))


def _save_correction(session: Session, opened: Opened, values: dict[str, Any]) -> Done:
    activities.correct_activity(session, opened.id, opened.version, stored(values))
    return Done(opened.id, " ".join([_("Saved."), *told_of_kind(opened, values)]))


def told_of_kind(opened: Opened, values: Values) -> list[str]:
    """What another kind does to the activity, in sentences: which fields its form lacks, and where they go."""
    texts = {
        PLAN: mark("Not in the form of its new kind, so written into its content: {fields}."),
        RESULT: mark("Not in the form of its new kind, so written into how it went: {fields}."),
    }
    found = left_over(opened.file.values, values) if opened.file else {}
    return [_(texts[text]).format(fields=_(", ").join(map(called, fields))) for text, fields in found.items()]


def _save_result(session: Session, opened: Opened, values: dict[str, Any]) -> Done:
    activities.finish_activity(session, opened.id, opened.version, values)
    return Done(opened.id, _("Recorded as done."))


def _save_move(session: Session, opened: Opened, values: dict[str, Any]) -> Done:
    starts_at = values.get("starts_at") if values.get("starts_at") != _only_time(opened)["starts_at"] else None
    following = bool(values.get(FOLLOWING))
    moved = activities.move_activity(
        session, opened.id, opened.version, values["on_date"], starts_at, following=following
    )
    return Done(opened.id, _("{n} activities moved.").format(n=moved) if moved > 1 else _("Moved."))


def _save_copy(session: Session, opened: Opened, values: dict[str, Any]) -> Done:
    return Done(activities.copy_activity(session, opened.id, values["on_date"]), _("Planned."))


def _save_repetition(session: Session, opened: Opened, values: dict[str, Any]) -> Done:
    try:
        planned = activities.repeat_activity(session, opened.id, values["repeat"], values["on_date"])
    except RuleError as error:
        fields = {"on_date" if name == "until" else name: sentence for name, sentence in error.fields.items()}
        raise RuleError(error.sentence, fields) from error
    return Done(opened.id, _("Repeated: {n} more are planned.").format(n=len(planned)))


def doubts_of_days(session: Session, values: Values) -> Mapping[str, str]:
    """Days in the holidays, or over the end of a semester."""
    return rules.doubts(values, semesters(session)) if not rules.problems(values) else {}


DEEDS: dict[str, ActivityDeed] = {
    deed.key: deed
    for deed in (
        ActivityDeed("plan", mark("New activity"), _new_sections, _save_new, _new, days=True),
        ActivityDeed("correct", mark("Change the activity"), _correct_sections, _save_correction, _present,
                     whole=False),
        ActivityDeed("finish", mark("It took place"), _finish_sections, _save_result, _present),
        ActivityDeed("move", mark("Move to another day"), _move_sections, _save_move, _only_time, days=True),
        ActivityDeed("copy", mark("The same on another day"), _copy_sections, _save_copy, _only_time, days=True),
        ActivityDeed("repeat", mark("Repeat"), _repeat_sections, _save_repetition, lambda _opened: {}),
    )
}  # fmt: skip
"""Every form over an activity, by the key of the verb that opens it."""
