"""`guanai restore`: a backup takes the place of the database, which is kept."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from db.errors import GuanaiError, RefusedError, UsageError
from db.i18n import _, mark
from tui import streams
from tui.launch import Launch
from tui.words import verb


@verb("restore", mark("Put a backup in the place of the database; the present one is kept beside it."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def command(launch: Launch, /, file: Path) -> None:
    from db.access import Right
    from db.commands.recording import record_restore
    from db.engine.backup import restore

    if launch.read_only:
        raise UsageError(_("--read-only and restore contradict each other. Leave one of them out."))
    try:
        launch.require(Right.OFFICE)
    except GuanaiError as error:
        if isinstance(error, RefusedError):  # any other: a register that cannot be opened is what a backup is for
            raise
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    kept = restore(file, launch.db_path, stamp)
    with launch.open() as session:
        record_restore(session, file.name)
    if kept is None:
        streams.write_line(_("{database} is now {file}.").format(database=launch.db_path, file=file))
        return
    sentence = _("{database} is now {file}; the database before is kept as {kept}.")
    streams.write_line(sentence.format(database=launch.db_path, file=file, kept=kept.name))
