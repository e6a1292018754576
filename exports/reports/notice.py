"""The month for the notice board (公示栏): what is on, when and where, with nobody's name in it."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.activities import ActivityFilter
from db.queries.activity_figures import ActivityLine, activity_lines
from db.rules.almanac import WEEKDAYS, festivals_by_day, lunar_day, month_span
from db.rules.dates import first_day
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState, label
from exports.blocks import Block, Column, Paragraph, Table
from exports.report import Report, Request


def _rows(session: Session, request: Request) -> Iterator[ActivityLine]:
    yield from activity_lines(session, *month_span(request.on), ActivityFilter(request.school, request.village))


def _layout(session: Session, request: Request, rows: Iterator[ActivityLine]) -> Iterator[Block]:
    first, last = month_span(request.on)
    yield Paragraph(_("What is on in {year}-{month:02}").format(year=first.year, month=first.month))
    yield Table(report.columns, rows)
    days = [
        f"{day.month}-{day.day} {festival.label}"
        for day, found in festivals_by_day(first, last).items()
        for festival in found
    ]
    if days:
        yield Paragraph(_("Festivals: {days}").format(days=_(", ").join(days)))


def _day(line: ActivityLine) -> str:
    day = first_day(line.on_date)
    lunar = lunar_day(day)
    told = f"{line.on_date[5:]} {_(WEEKDAYS[day.weekday()])}"
    if line.until_date:  # with the lunar day it would be broken within a word
        return f"{line.on_date[5:]}~{line.until_date[5:]} {_(WEEKDAYS[day.weekday()])}"
    return f"{told} {lunar.name}" if lunar else told


def _time(line: ActivityLine) -> str:
    return "-".join(time for time in (line.starts_at, line.ends_at) if time)


def _title(line: ActivityLine) -> str:
    if line.state == ActivityState.CANCELLED:
        return _("{title} (cancelled)").format(title=line.title)
    return line.title


report = Report(
    name="notice",
    title=mark("Calendar of activities"),
    help=mark("The month for the notice board: what is on, when and where; no child's name."),
    columns=(
        Column(mark("Day"), _day, 11),
        Column(mark("Time"), _time, 11),
        Column(mark("Activity"), _title, 20),
        Column(mark("Kind"), lambda line: label(ActivityKind, line.kind)),
        Column(mark("Place"), lambda line: line.place, 14),
        Column(mark("For"), lambda line: line.where or _("the township"), 16),
        Column(mark("Organiser"), lambda line: line.organiser),
    ),
    query=_rows,
    layout=_layout,
    filters=frozenset({"on", "school", "village"}),
)
