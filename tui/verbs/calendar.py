"""`guanai calendar`: what is planned as an iCalendar file, for phones and other calendars."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from db.i18n import mark
from tui import streams
from tui.launch import Launch
from tui.words import option, verb


@verb("calendar", mark("Write what is planned as an iCalendar file, for phones."))
@option("--semester", metavar=mark("SEMESTER"), help=mark("Only this semester, such as 2026-1 for the autumn of 2026."))
@option("--school", metavar=mark("SCHOOL"), help=mark("Only what this school takes part in."))
@option("--village", metavar=mark("VILLAGE"), help=mark("Only what this village takes part in."))
@option("-o", "--output", metavar=mark("FILE"), help=mark("Write to this file."))
@click.pass_obj
def command(
    launch: Launch, /, semester: str | None, school: str | None, village: str | None, output: str | None
) -> None:
    from db.engine.storage import replacing
    from db.queries import named
    from db.queries.activities import ActivityFilter
    from db.queries.activity_figures import activity_lines
    from db.queries.terms import current_semester
    from exports.icalendar import calendar

    with launch.open(existing=True) as session:
        narrowed = ActivityFilter(
            named.school_named(session, school) if school else None,
            named.village_named(session, village) if village else None,
        )
        wanted = named.semester_named(session, semester) if semester else None
        first = (wanted or current_semester(session)).starts_on
        last = wanted.ends_on if wanted else date.max
        lines = activity_lines(session, first, last, narrowed)
        with replacing(Path(output)) if output else streams.writing() as file:
            file.writelines(calendar(lines))
