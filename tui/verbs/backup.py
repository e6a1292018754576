"""`guanai backup`: a verified copy of the database, made while others work."""

from __future__ import annotations

from pathlib import Path

import click

from db.i18n import _, mark
from tui import streams
from tui.launch import Launch
from tui.words import verb


@verb("backup", mark("Copy the database into a file, and verify the copy."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def command(launch: Launch, /, file: Path) -> None:
    from db.access import Right
    from db.engine.backup import backup

    launch.require(Right.OFFICE)
    copy = backup(launch.db_path, file, read_only=launch.read_only)
    sentence = _("{file}: {rows} rows, {size} MB, verified")
    streams.write_line(sentence.format(file=copy.path, rows=copy.rows, size=f"{copy.bytes / 1_000_000:.1f}"))
