"""`guanai info`: where everything is and which versions work here; nothing about a person."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version

import click

from db.i18n import _, language, mark
from db.version import VERSION
from tui import locations, streams
from tui.launch import Launch
from tui.words import verb

LIBRARIES = ("textual", "peewee", "click", "tabulate")


@verb("info", mark("Show paths, versions and counts."))
@click.pass_obj
def command(launch: Launch, /) -> None:
    from exports.text import cells, pad

    lines = list(_lines(launch))
    width = max(cells(title) for title, _value in lines) + 2
    for title, value in lines:
        streams.write_line(f"{pad(title, width)}{value}")


def _lines(launch: Launch) -> Iterator[tuple[str, object]]:
    from db.engine import faults, files, integrity

    sqlite = files.sqlite3.sqlite_version
    yield _("program"), f"guanai {VERSION}, Python {platform.python_version()}, {platform.platform(terse=True)}"
    yield _("libraries"), ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield _("language"), language()
    yield _("user"), launch.user
    yield _("today"), launch.clock.today().isoformat()
    yield _("settings"), locations.settings_file()
    yield _("log"), locations.log_file()
    yield _("database"), launch.db_path
    wanted = files.journal_mode(files.sqlite3.sqlite_version_info)
    why = _("SQLite {version} does it safely") if wanted == "wal" else _("SQLite {version} can damage a WAL database")
    yield "SQLite", f"{sqlite}, {wanted}: {why.format(version=sqlite)}"
    if not launch.db_path.exists():
        yield _("schema"), _("There is no database yet.")
        return
    yield _("schema"), files.require(launch.db_path)
    yield _("size"), f"{launch.db_path.stat().st_size / 1_000_000:.1f} MB"
    with faults.explained(), closing(files.connect(launch.db_path, read_only=True)) as connection:
        for table, rows in integrity.counts(connection).items():
            if rows:
                yield table, rows
