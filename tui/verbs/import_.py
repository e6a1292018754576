"""`guanai import`: a roster from CSV or XLSX, shown on trial or taken into the register."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.errors import EXIT_DATA, UsageError
from db.i18n import _, mark
from tui import streams
from tui.launch import Launch
from tui.words import option, verb

if TYPE_CHECKING:
    from db.roster.header import Header
    from db.roster.planning import Plan
    from db.session import Session


@verb("import", mark("Take a roster (CSV or XLSX) into the register; rows that are refused stay out."))
@click.argument("file", type=click.Path(path_type=Path))
@option("--dry-run", is_flag=True, help=mark("Only show what would be done."))
@option(
    "--rejects", metavar=mark("CSV"), help=mark("Write the refused rows to this file, to correct and import again.")
)
@option("--map", "map_file", metavar=mark("FILE"),
        help=mark("What the columns mean: a text with lines such as `header = field`."))  # fmt: skip
@option("--survey", is_flag=True, help=mark("The rows count as this semester's survey."))
@click.pass_context
def command(
    ctx: click.Context, /, file: Path, dry_run: bool, rejects: str | None, map_file: str | None, survey: bool
) -> int:
    from db.commands.importing import do_import
    from db.errors import ConflictError
    from db.roster.deciding import State
    from exports import import_report, rejected_rows

    launch: Launch = ctx.obj
    if launch.read_only and not dry_run:
        raise UsageError(_("--read-only changes nothing: add --dry-run, or leave --read-only out."))
    with launch.open() as session:
        plan = _planned(session, file, map_file)
        try:
            for line in import_report.lines(plan):
                streams.write_line(line)
            if rejects:
                rejected_rows.save(plan, Path(rejects))
            if not dry_run:
                progress = Progress(_("{n} rows written"))
                try:
                    batch = do_import(session, plan, survey=survey, progress=progress)
                except ConflictError:
                    # Somebody saved between the two steps: once more, from the register as it is now.
                    plan.close()
                    plan = _planned(session, file, map_file)
                    batch = do_import(session, plan, survey=survey, progress=progress)
                progress.end()
                done = (
                    _("Imported as batch {batch}.") if batch else _("There is nothing to import; nothing was changed.")
                )
                streams.say(done.format(batch=batch))
            refused = plan.counts[State.REFUSED]
        finally:
            plan.close()
    return EXIT_DATA if refused else 0


class Progress:
    """A count on a terminal's line of standard error; nothing where that is no terminal."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._shown = sys.stderr.isatty()

    def __call__(self, count: int) -> None:
        if self._shown:
            streams.narrate("\r" + self._sentence.format(n=count))

    def end(self) -> None:
        """Leave the line."""
        if self._shown:
            streams.narrate("\r\x1b[K")


def _planned(session: Session, file: Path, map_file: str | None) -> Plan:
    from db.roster import mapping
    from db.roster.planning import plan

    def settle(header: Header) -> Header:
        return mapping.applied(header, mapping.read(Path(map_file), header)) if map_file else header

    progress = Progress(_("{n} rows read"))
    try:
        return plan(session, file, settle, progress)
    finally:
        progress.end()
