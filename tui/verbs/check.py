"""`guanai check`: whether the database can be relied on, one line a check."""

from __future__ import annotations

import click

from db.errors import EXIT_DATA
from db.i18n import mark
from tui import streams
from tui.launch import Launch
from tui.words import option, verb


@verb("check", mark("Check the database: a PASS or FAIL line each, exit code 3 if one failed."))
@option("--rebuild-search", is_flag=True, help=mark("Make the search index anew first."))
@click.pass_obj
def command(launch: Launch, /, rebuild_search: bool) -> int:
    from db.commands.search_index import rebuild_search_index
    from db.health import findings

    if rebuild_search:
        with launch.open(existing=True) as session:
            rebuild_search_index(session)
    failed = False
    for finding in findings(launch.db_path):
        failed = failed or not finding.ok
        streams.write_line(f"PASS {finding.what}" if finding.ok else f"FAIL {finding.what}: {finding.problem}")
    return EXIT_DATA if failed else 0
