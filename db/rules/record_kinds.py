"""What each kind of care record consists of: the fields of its paper form, in their order.

One declaration for the form on the screen, the check of a command, the timeline and the printed card. Sources: the
record card of talks, the sheets of home visits, family calls and help of schools and counties.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.i18n import mark
from db.vocabulary import RecordKind

DAY = "happened_on"
HIGHEST_MARK = 150
"""Of a subject in junior middle school; primary schools count to 100."""
LONGEST_CALL = 600
"""Minutes."""


@dataclass(frozen=True)
class RecordField:
    """A column as the form of a kind calls it (a msgid); `lines` is how much room the printed form gives it.

    A field of more than one line is written as running text.
    """

    column: str
    label: str
    lines: int = 1
    required: bool = False
    help: str = ""


@dataclass(frozen=True)
class RecordForm:
    """The form of one kind; `card` is the title of the sheet, `day` and `by` what it calls the date and the person."""

    kind: RecordKind
    card: str
    day: str
    by: str
    fields: tuple[RecordField, ...]
    by_teacher: bool = False
    """Whether it is the class teacher's work."""

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the kind may fill."""
        return frozenset(field.column for field in self.fields) | COMMON

    @property
    def texts(self) -> tuple[RecordField, ...]:
        """The running texts."""
        return tuple(field for field in self.fields if field.lines > 1)

    @property
    def required(self) -> tuple[str, ...]:
        return (DAY, *(field.column for field in self.fields if field.required))


COMMON = frozenset({DAY, "staff", "by_name"})
"""Columns that every kind has: the day, and who did it, as a member of staff or by name."""

_PLACE = RecordField("place", mark("Place"))
_WAY = RecordField("way", mark("Way"))
_NEXT = RecordField("follow_up_on", mark("Next date"))
_MEASURE = RecordField("measure", mark("Agreed measures"), 3)
_EFFECT = RecordField("effect", mark("Effect"), 2)

FORMS: dict[RecordKind, RecordForm] = {
    form.kind: form
    for form in (
        RecordForm(
            RecordKind.TALK, mark("Record card of a talk"), mark("Date"), mark("Talked by"),
            (
                _PLACE,
                _WAY,
                RecordField("topics", mark("Topics of the talk")),
                RecordField("aim", mark("Cause")),
                RecordField("summary", mark("What was talked about"), 6, required=True),
                RecordField("child_wish", mark("Child's wish"), 2),
                RecordField("measure", mark("Teacher's measures"), 3),
                RecordField("effect", mark("Effect after the talk"), 2),
                _NEXT,
            ),
            by_teacher=True,
        ),
        RecordForm(
            RecordKind.HOME_VISIT, mark("Record of a home visit"), mark("Date"), mark("Visited by"),
            (
                RecordField("place", mark("Address")),
                RecordField("met_name", mark("Who was met")),
                RecordField("met_relation", mark("Relation")),
                RecordField("aim", mark("Aim")),
                RecordField("home_state", mark("Family and living"), 4),
                RecordField("behaviour", mark("Child at home"), 3),
                RecordField("told", mark("Told of the school"), 3),
                RecordField("summary", mark("What was found"), 4, required=True),
                RecordField("guardian_opinion", mark("Guardian's opinion"), 3),
                _MEASURE,
                RecordField("follow_up_on", mark("Next visit")),
            ),
        ),
        RecordForm(
            RecordKind.CALL, mark("Log of family calls"), mark("Date"), mark("Kept by"),
            (
                RecordField("starts_at", mark("Time"), help=mark("For example 14:30, 1430 or 下午2点半.")),
                RecordField("met_name", mark("Who was called"), required=True),
                RecordField("met_relation", mark("Relation")),
                RecordField("phone", mark("Telephone")),
                _WAY,
                RecordField("minutes", mark("Minutes")),
                _PLACE,
                RecordField("summary", mark("Mood and content"), 3),
            ),
        ),
        RecordForm(
            RecordKind.LETTER, mark("Family letter"), mark("Written on"), mark("Helped by"),
            (
                RecordField("festival", mark("Festival")),
                RecordField("met_name", mark("Written to")),
                RecordField("summary", mark("What it is about"), 3),
                RecordField("answered_on", mark("Answered on")),
            ),
        ),
        RecordForm(
            RecordKind.GOOD_DEED, mark("A meaningful thing"), mark("Date"), mark("Recorded by"),
            (
                _PLACE,
                RecordField("summary", mark("What was done"), 4, required=True),
                RecordField("effect", mark("What came of it"), 2),
            ),
        ),
        RecordForm(
            RecordKind.STUDY_CHECK, mark("Study check"), mark("Date"), mark("Recorded by"),
            (
                RecordField("subject", mark("Subject"), required=True),
                RecordField("mark", mark("Mark"), help=mark("Empty only where the remarks say why, such as 缺考.")),
                RecordField("summary", mark("Remarks"), 2),
            ),
        ),
        RecordForm(
            RecordKind.HELP, mark("Record of help"), mark("Date"), mark("Helped by"),
            (
                _WAY,
                RecordField("aim", mark("Problem found"), 2),
                RecordField("summary", mark("Help given"), 4, required=True),
                _MEASURE,
                _EFFECT,
                RecordField("next_step", mark("Next step"), 2),
                _NEXT,
            ),
        ),
        RecordForm(
            RecordKind.MOTHER_DUTY, mark("Duty of a loving mother"), mark("Date"), mark("Loving mother"),
            (
                RecordField("way", mark("Way"), help=mark("Phoning is due every month, meeting every quarter.")),
                _PLACE,
                RecordField("summary", mark("What was done"), 4, required=True),
                RecordField("child_wish", mark("Needs passed on"), 2),
                _NEXT,
            ),
        ),
    )
}  # fmt: skip


def field_label(kind: str, column: str) -> str:
    """What the form of a kind calls a column, a msgid; empty for a column that it does not have."""
    form = FORMS[RecordKind(kind)]
    common = {DAY: form.day, "staff": form.by, "by_name": form.by}
    return common.get(column) or next((field.label for field in form.fields if field.column == column), "")
