"""`guanai retention`: files of children long gone are reduced to what statistics need."""

from __future__ import annotations

import click

from db.i18n import _, mark
from tui import streams
from tui.launch import Launch
from tui.words import option, verb


@verb("retention", mark("Reduce the files of children who left long ago to figures; only with --yes."))
@option("--years", type=click.IntRange(1, 100), default=3, help=mark("So many years after the leaving."))
@option("--yes", is_flag=True, help=mark("Do it; there is no way back but a backup."))
@click.pass_obj
def command(launch: Launch, /, years: int, yes: bool) -> None:
    from db.commands.privacy import reduce_left
    from db.queries.privacy import reducible

    with launch.open(existing=True) as session:
        if yes:
            streams.write_line(_("{n} files were reduced to figures.").format(n=reduce_left(session, years)))
            return
        count = len(reducible(session, years))
    sentence = _("{n} files would be reduced: the children left more than {years} years ago. Add --yes to do it.")
    streams.write_line(sentence.format(n=count, years=years))
