"""The activities of a semester one by one, with what the form of each kind tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.field_names import FIELD_NAMES
from db.i18n import _, mark
from db.queries.activities import ActivityFilter
from db.queries.activity_figures import LoggedActivity, activity_log
from db.queries.terms import current_semester
from db.rules.activities import rate
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState, label
from exports.blocks import Block, Column, Paragraph, Table
from exports.masking import Mask
from exports.report import Report, Request
from exports.tables import MASKS

_IN_FILES = (
    "until_date", "starts_at", "ends_at", "organiser", "recorder", "lecturer_unit", "audience", "escorts", "consents",
    "route", "transport", "safety", "materials", "budget", "gifts", "minutes", "problems", "decisions",
    "passed_on_to", "awards", "summary", "cancelled_reason",
)  # fmt: skip
"""What a text has no room for; the record of each activity prints it."""


def _rows(session: Session, request: Request) -> Iterator[LoggedActivity]:
    semester = request.semester or current_semester(session, request.on)
    narrowed = ActivityFilter(request.school, request.village, request.kind or None)
    yield from activity_log(session, semester.starts_on, semester.ends_on, narrowed)


def _layout(session: Session, request: Request, rows: Iterator[LoggedActivity]) -> Iterator[Block]:
    semester = request.semester or current_semester(session, request.on)
    yield Paragraph(_("Activities of {semester}, from {first} on.").format(
        semester=semester.name, first=semester.starts_on))  # fmt: skip
    found = list(rows)
    yield Table(report.columns, iter(found))
    yield Paragraph(_("Total: {n}").format(n=len(found)))


def _rate(row: LoggedActivity) -> str:
    found = rate(row.values, row.people.all)
    return "" if found is None else f"{found}%"


def _value(column: str) -> Callable[[LoggedActivity], str | int | None]:
    return lambda row: row[column]


def _mask(column: str) -> Mask | None:
    """Running text may name a child; who led or spoke is no secret."""
    mask = MASKS["activity"].get(column)
    return None if mask is Mask.NAME else mask


def _who(row: LoggedActivity) -> str:
    return row["lecturer"] or row["chair"] or ""


report = Report(
    name="activity-log",
    title=mark("Log of activities"),
    help=mark("Activities of a semester one by one: when, where, led by whom, what about, who came."),
    columns=(
        Column(mark("Day"), _value("on_date"), 10),
        Column(mark("Activity"), _value("title"), 14),
        Column(mark("Kind"), lambda row: label(ActivityKind, row["kind"])),
        Column(mark("For"), lambda row: row.where or _("the township"), 8),
        Column(mark("Place"), _value("place")),
        Column(mark("Lecturer or lead"), _who, 8),
        Column(mark("Content"), _value("topics"), 12),
        Column(mark("Invited"), _value("expected"), 4, number=True),
        Column(mark("Came"), lambda row: row.people.all or "", 4, number=True),
        Column(mark("Rate"), _rate, 6, number=True),
        Column(mark("State"), lambda row: label(ActivityState, row["state"])),
        *(Column(FIELD_NAMES["activity"][name], _value(name), 0, _mask(name)) for name in _IN_FILES),
    ),
    query=_rows,
    layout=_layout,
    filters=frozenset({"on", "semester", "school", "village", "kind"}),
    choices={"kind": {kind.value: kind.msgid for kind in ActivityKind}},
)
