"""`guanai report`: a report as text on the screen, or as CSV into a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.i18n import mark
from tui import streams
from tui.launch import Launch
from tui.words import ENCODINGS, option, verb

if TYPE_CHECKING:
    from datetime import date

    from db.session import Session
    from exports.masking import Mask
    from exports.report import Report, Request

FORMATS = click.Choice(["text", "csv", "xlsx"])


@verb("report", mark("Print a report, or write it to a file; without a name, list the reports."))
@click.argument("name", required=False, metavar="[NAME]")
@option("--on", metavar=mark("DATE"), help=mark("The day to report on; today by default."))
@option("--semester", metavar=mark("SEMESTER"), help=mark("The semester, such as 2026-1 for the autumn of 2026."))
@option("--school", metavar=mark("SCHOOL"), help=mark("Only the children of this school."))
@option("--village", metavar=mark("VILLAGE"), help=mark("Only the children of this village."))
@option("--class", metavar=mark("CLASS"), help=mark('Only this class, written as "School 3(2)".'))
@option("--child", metavar=mark("CHILD"), help=mark("One child, by file number, ID number or whole name."))
@option("--helper", metavar=mark("NAME"), help=mark("One of the staff: a teacher, a loving mother, a director."))
@option("--kind", metavar=mark("KIND"), help=mark("Only this kind, where a report knows several."))
@option("--by", metavar=mark("GROUP"), help=mark("How to group, where a report knows several ways."))
@option("--few", is_flag=True, help=mark("Hide counts of children below three."))
@option("--format", "form", type=FORMATS, default="text", help=mark("Text of 80 columns, CSV, or XLSX."))
@option("--unwrapped", is_flag=True, help=mark("Leave paragraphs of a text in one line each."))
@option("--encoding", type=ENCODINGS, default="utf-8", help=mark("The encoding of the CSV."))
@option("--full", is_flag=True, help=mark("Names, ID numbers and phones unmasked; this is put on record."))
@option("--reason", metavar=mark("TEXT"), help=mark("Why --full is needed; asked for where it is missing."))
@option("-o", "--output", metavar=mark("FILE"), help=mark("Write to this file."))
@click.pass_obj
def command(
    launch: Launch, /, name: str | None, form: str, encoding: str, full: bool, reason: str | None, few: bool,
    unwrapped: bool, output: str | None, **filters: str | None,
) -> None:  # fmt: skip
    from db.commands.recording import record_full_export
    from db.errors import UsageError
    from db.i18n import _
    from exports import report as reports
    from exports.saving import note_print, write, write_file

    if name is None:
        if launch.db_path.exists():
            with launch.open(existing=True) as session:
                _list(reports.readable(session))
        else:  # nobody's role is known yet
            _list(reports.available())
        return
    report = reports.find(name)
    if form == "xlsx" and not output:
        raise UsageError(_("A workbook goes into a file. Name it with -o."))
    with launch.open(existing=True) as session:
        request = _request(session, report, {**filters, "few": "" if few else None})
        report.check(request, form)
        if full:
            record_full_export(session, report.name, child_id=request.child, reason=reason or _asked())
        hidden: frozenset[Mask] | None = frozenset() if full else None
        if form == "text":  # what a terminal cannot show becomes "?", a file is always UTF-8
            encoding = "utf-8" if output else sys.stdout.encoding
        if output:
            write_file(Path(output), session, report, request, form, hidden, encoding, wrapped=not unwrapped)
        else:
            with streams.writing() as file:
                write(file, session, report, request, form, hidden, encoding, wrapped=not unwrapped)
        if not full:
            note_print(session, report)


def _asked() -> str:
    """The reason, asked for at a terminal; raises UsageError where nobody can answer or nothing was said."""
    from db.errors import UsageError
    from db.i18n import _

    if sys.stdin is not None and sys.stdin.isatty():
        streams.narrate(_("Why is everything needed unmasked?") + " ")
        reason = sys.stdin.readline().strip()
        if reason:
            return reason
    raise UsageError(_("Unmasked data needs a reason, which is put on record. Give it with --reason."))


def _list(reports: dict[str, Report]) -> None:
    from db.i18n import _

    width = max(map(len, reports))
    for name, report in reports.items():
        streams.write_line(f"{name.ljust(width)}  {_(report.help)}")


def _request(session: Session, report: Report, filters: dict[str, str | None]) -> Request:
    """The filters as the report wants them; raises UsageError for one that it does not know or cannot be read."""
    from db.errors import UsageError
    from db.i18n import _
    from db.queries import named
    from exports.report import Request

    given = {name: value for name, value in filters.items() if value is not None}
    for name in given:
        if name not in report.filters:
            sentence = _("The report {report} has no filter --{name}. It has: {known}.")
            known = ", ".join(f"--{other}" for other in sorted(report.filters))
            raise UsageError(sentence.format(report=report.name, name=name, known=known))
    on = session.clock.today()
    semester = named.semester_named(session, given["semester"]) if "semester" in given else None
    if semester:  # as it ended, or as it stands
        on = min(on, semester.ends_on)
    return Request(
        on=_day(given["on"], on) if "on" in given else on,
        school=named.school_named(session, given["school"]) if "school" in given else None,
        village=named.village_named(session, given["village"]) if "village" in given else None,
        semester=semester,
        school_class=named.class_named(session, given["class"]) if "class" in given else None,
        child=named.child_named(session, given["child"]) if "child" in given else None,
        helper=named.staff_named(session, given["helper"]) if "helper" in given else None,
        kind=given.get("kind", ""),
        by=given.get("by", ""),
        few="few" in given,
    )


def _day(text: str, today: date) -> date:
    from db.errors import RuleError, UsageError
    from db.i18n import _
    from db.rules.dates import Precision, parse_date

    try:
        found = parse_date(text, today)
    except RuleError as error:
        raise UsageError(_("--on {text}: {sentence}").format(text=text, sentence=error.sentence)) from error
    if found.precision is not Precision.DAY:
        raise UsageError(_("--on {text} names no day. Write it like 2026-9-30.").format(text=text))
    return found.first
