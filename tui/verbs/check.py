"""`guanai check`: whether the database can be relied on, one line a check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from db.errors import EXIT_DATA, UsageError
from db.i18n import _, mark
from tui import streams
from tui.launch import Launch
from tui.words import option, verb

if TYPE_CHECKING:
    from db.engine.seal import Head


@verb("check", mark("Check the database: a PASS or FAIL line each, exit code 3 if one failed."))
@option("--rebuild", is_flag=True, help=mark("Make the search index and the summaries of the children anew first."))
@option("--manifest", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=mark("FILE"),
        help=mark("The manifest.json of an export: the change log must still be the one of that night."))  # fmt: skip
@click.pass_obj
def command(launch: Launch, /, rebuild: bool, manifest: Path | None) -> int:
    from db.commands import rebuilding
    from db.health import findings

    if rebuild:
        with launch.open(existing=True) as session:
            rebuilding.rebuild(session)
    failed = False
    for finding in findings(launch.db_path, _head(manifest)):
        failed = failed or not finding.ok
        streams.write_line(f"PASS {finding.what}" if finding.ok else f"FAIL {finding.what}: {finding.problem}")
    return EXIT_DATA if failed else 0


def _head(manifest: Path | None) -> Head | None:
    """The newest seal of the log on the night of an export."""
    from db.engine.seal import Head

    if manifest is None:
        return None
    try:
        log = json.loads(manifest.read_text(encoding="utf-8"))["log"]
        return Head(int(log["line"]), str(log["seal"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(_("{file} is no manifest of an export.").format(file=manifest.name)) from error
