"""What each kind of activity consists of: the fields of its paper form, in their order.

One declaration for the form on the screen, the activity's own screen, its record on paper and the log of activities.
Sources: the sheets of symposiums, parents' meetings and guardian training, plans of outings and lectures of schools.
What every kind has (title, days, times, place, school, village, organiser, summary) is not repeated here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from db.i18n import mark
from db.vocabulary import ActivityKind


class Entry(Enum):
    """How a field is filled in."""

    NAME = auto()
    LINE = auto()
    NOTE = auto()
    YUAN = auto()
    PEOPLE = auto()


@dataclass(frozen=True)
class ActivityField:
    """A column as the form of a kind calls it (a msgid, empty where its own name fits); `lines` of a running text."""

    column: str
    label: str = ""
    entry: Entry = Entry.LINE
    lines: int = 2


@dataclass(frozen=True)
class ActivityForm:
    """The form of one kind; `sheet` is the title of its record, `signs` are those who sign it (msgids)."""

    kind: ActivityKind
    sheet: str
    who: tuple[ActivityField, ...]
    content: tuple[ActivityField, ...]
    result: tuple[ActivityField, ...]
    signs: tuple[str, ...] = (mark("Recorder"), mark("In charge"))

    @property
    def fields(self) -> tuple[ActivityField, ...]:
        return self.who + self.content + self.result

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(field.column for field in self.fields)

    def label(self, column: str) -> str:
        """What the form calls a column, a msgid; empty where its own name fits."""
        return next((field.label for field in self.fields if field.column == column), "")


def _note(column: str, label: str = "", lines: int = 2) -> ActivityField:
    return ActivityField(column, label, Entry.NOTE, lines)


_CHAIR = ActivityField("chair", "", Entry.NAME)
_IN_CHARGE = ActivityField("chair", mark("In charge"), Entry.NAME)
_RECORDER = ActivityField("recorder", "", Entry.NAME)
_LECTURER = ActivityField("lecturer", "", Entry.NAME)
_UNIT = ActivityField("lecturer_unit")
_AUDIENCE = ActivityField("audience")
_EXPECTED = ActivityField("expected", "", Entry.PEOPLE)
_BUDGET = ActivityField("budget", "", Entry.YUAN)
_GIFTS = ActivityField("gifts")
_MATERIALS = ActivityField("materials")
_COURSE = _note("minutes", mark("Course of the activity"), 4)
_PHOTOS = ActivityField("photos")


def _lecture(kind: ActivityKind, sheet: str) -> ActivityForm:
    return ActivityForm(
        kind, sheet,
        who=(_LECTURER, _UNIT, _IN_CHARGE, _AUDIENCE, _EXPECTED),
        content=(_note("topics", mark("What it tells")), _MATERIALS, _BUDGET),
        result=(_COURSE, _PHOTOS),
        signs=(mark("Lecturer"), mark("In charge")),
    )  # fmt: skip


FORMS: dict[ActivityKind, ActivityForm] = {
    form.kind: form
    for form in (
        ActivityForm(
            ActivityKind.SYMPOSIUM, mark("Record of a symposium"),
            who=(_CHAIR, _RECORDER, _EXPECTED),
            content=(_note("topics"), _BUDGET, _GIFTS),
            result=(_note("minutes", mark("Main talk"), 4), _note("problems"), _note("decisions"),
                    ActivityField("passed_on_to"), _PHOTOS),
            signs=(mark("Recorder"), mark("Chair")),
        ),
        ActivityForm(
            ActivityKind.GUARDIAN_TRAINING, mark("Record of a guardian training"),
            who=(_CHAIR, _LECTURER, _UNIT, _RECORDER, _EXPECTED),
            content=(_note("topics", mark("What is taught")), _MATERIALS, _BUDGET, _GIFTS),
            result=(_COURSE, _note("problems", mark("What guardians asked")),
                    _note("decisions", mark("Advice given")), _PHOTOS),
            signs=(mark("Recorder"), mark("Chair")),
        ),
        _lecture(ActivityKind.LAW_LECTURE, mark("Record of a law lecture")),
        _lecture(ActivityKind.SAFETY_LECTURE, mark("Record of a safety lecture")),
        _lecture(ActivityKind.MIND_LECTURE, mark("Record of a mental health lecture")),
        ActivityForm(
            ActivityKind.OUTING, mark("Plan and record of an outing"),
            who=(ActivityField("chair", mark("Led by"), Entry.NAME), ActivityField("escorts"), _AUDIENCE, _EXPECTED,
                 ActivityField("consents", "", Entry.PEOPLE)),
            content=(ActivityField("route"), ActivityField("transport"), _note("topics", mark("What is done there")),
                     _note("safety", "", 3), _BUDGET, _GIFTS),
            result=(_COURSE, _note("problems", mark("What happened on the way")), _PHOTOS),
            signs=(mark("Led by"), mark("Head of the school")),
        ),
        ActivityForm(
            ActivityKind.CULTURE_SPORT, mark("Record of a culture and sports activity"),
            who=(_IN_CHARGE, _AUDIENCE, _EXPECTED),
            content=(_note("topics", mark("Programme")), _note("safety"), _BUDGET,
                     ActivityField("gifts", mark("Prizes bought"))),
            result=(_COURSE, _note("awards"), _PHOTOS),
        ),
        ActivityForm(
            ActivityKind.PUBLICITY, mark("Record of publicity"),
            who=(_IN_CHARGE, _AUDIENCE),
            content=(_note("topics", mark("What is told")), _MATERIALS, _BUDGET, _GIFTS),
            result=(_COURSE, _note("problems", mark("What people asked")), _PHOTOS),
        ),
        ActivityForm(
            ActivityKind.GROUP_MEETING, mark("Minutes of the working group"),
            who=(_CHAIR, _RECORDER, _EXPECTED),
            content=(_note("topics", mark("Agenda")),),
            result=(_note("minutes", mark("Main talk"), 4), _note("problems"), _note("decisions"),
                    ActivityField("passed_on_to", mark("Carried out by")), _PHOTOS),
            signs=(mark("Recorder"), mark("Chair")),
        ),
        ActivityForm(
            ActivityKind.OTHER, mark("Record of an activity"),
            who=(_IN_CHARGE, _RECORDER, _AUDIENCE, _EXPECTED),
            content=(_note("topics"), _BUDGET, _GIFTS),
            result=(_COURSE, _PHOTOS),
        ),
    )
}  # fmt: skip
