"""From a path to a database that is ready for work: refused, created, migrated or just opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.engine import faults, locks
from db.engine.files import (
    SCHEMA_VERSION,
    create,
    create_file,
    read_header,
    refuse_exposed,
    refuse_foreign,
    refuse_network,
    sqlite3,
)
from db.engine.sqlite import Database
from db.errors import GuanaiError
from db.i18n import _

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
MIGRATION_WAIT_SECONDS = 60.0


def open_database(path: Path, *, read_only: bool = False, program: bool = False) -> Database:
    """The database at `path`, created where it is missing and brought to the present schema.

    Raises GuanaiError, with the file untouched, where it is foreign, newer, damaged, or on a network drive.
    """
    refuse_network(path)
    if not path.exists() or not path.stat().st_size:
        if read_only:
            sentence = _("There is no database at {path}. Start guanai once without --read-only.")
            raise GuanaiError(sentence.format(path=str(path)))
        with faults.explained():
            create(path)
    with _file_access_explained(path):
        refuse_foreign(path)
        if not program:  # which itself looks what is wrong
            refuse_exposed(path)
        version, _application = read_header(path)
    database = Database(path, read_only=read_only)
    with faults.explained():
        database.connect()
    if version < SCHEMA_VERSION:
        if read_only:
            sentence = _("{file} is of an older guanai. Start guanai once without --read-only to bring it up to date.")
            raise GuanaiError(sentence.format(file=path.name))
        _migrate(database, path)
    return database


@contextmanager
def _file_access_explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        sentence = _("{file} cannot be read. Ask for the right to read it.")
        raise GuanaiError(sentence.format(file=path.name)) from error


def _migrate(database: Database, path: Path) -> None:
    """Apply what is missing, one process at a time, after a copy of what was there."""
    from playhouse.migrations import Runner  # 60 ms that only a new or older database needs

    refusal = _("Another guanai is bringing the database up to date. Try again in a minute.")
    with locks.held(path.with_name(path.name + ".lock"), refusal, MIGRATION_WAIT_SECONDS), faults.explained():
        version = database.pragma("user_version")
        if version >= SCHEMA_VERSION:
            return
        if version:
            _copy_before(database, path, version)
        Runner(database, str(MIGRATIONS)).up()
        database.pragma("user_version", SCHEMA_VERSION)


def _copy_before(database: Database, path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.schema-{version}.bak")
    create_file(copy)
    target = sqlite3.connect(copy)
    try:
        database.connection().backup(target)
    finally:
        target.close()
