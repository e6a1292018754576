"""`guanai retention`: files of children long gone are reduced to what statistics need, old lines of the log cut off."""

from __future__ import annotations

import click

from db.i18n import _, mark
from tui import streams
from tui.launch import Launch
from tui.words import option, verb


@verb("retention", mark("Reduce the files of children who left long ago to figures; only with --yes."))
@option("--years", type=click.IntRange(1, 100), default=3, help=mark("So many years after the leaving."))
@option("--log", is_flag=True, help=mark("Cut off the lines of the change log that are so many years old, at least 3."))
@option("--yes", is_flag=True, help=mark("Do it; there is no way back but a backup."))
@click.pass_obj
def command(launch: Launch, /, years: int, log: bool, yes: bool) -> None:
    (_cut if log else _reduce)(launch, years, yes)


def _reduce(launch: Launch, years: int, yes: bool) -> None:
    from db.commands.privacy import reduce_left
    from db.queries.privacy import reducible

    with launch.open(existing=True) as session:
        if yes:
            streams.write_line(_("{n} files were reduced to figures.").format(n=reduce_left(session, years)))
            return
        count = len(reducible(session, years))
    sentence = _("{n} files would be reduced: the children left more than {years} years ago. Add --yes to do it.")
    streams.write_line(sentence.format(n=count, years=years))


def _cut(launch: Launch, years: int, yes: bool) -> None:
    from db.commands.log_cutting import cut_log
    from db.queries.audit import cuttable

    with launch.open(existing=True) as session:
        if yes:
            streams.write_line(_("{n} lines were cut off the change log.").format(n=cut_log(session, years)))
            return
        first, last = cuttable(session, years)
    sentence = _("{n} lines of the change log would be cut off: they are older than {years} years. Add --yes to do it.")
    streams.write_line(sentence.format(n=max(0, last - first + 1), years=years))
