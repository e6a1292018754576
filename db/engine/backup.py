"""Copies of the database, made while others work in it, and verified before anybody relies on them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from db.engine import faults, integrity, locks, seal
from db.engine.files import BUSY_SECONDS, connect, require, sqlite3
from db.engine.storage import explained, forget_unfinished, replacing, sync_files, sync_path
from db.errors import DataError, GuanaiError
from db.i18n import _

_COMPANIONS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Copied:
    """A verified copy: where it is, and how many rows its tables hold."""

    path: Path
    rows: int
    bytes: int


def snapshot(source: Path, target: Path, *, read_only: bool = False) -> dict[str, int]:
    """Copy the database at one point in time into the empty file `target`; returns the rows of each table then.

    All pages in one step: writers of other processes wait (0.3 s for 120 MB), a copy in portions would start anew with
    every change. What was written may still be on its way to the disk.
    """
    with closing(connect(source, read_only=read_only)) as origin, closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        origin.execute("BEGIN")
        rows = integrity.counts(origin)
        origin.backup(copy)
        origin.execute("COMMIT")
    return rows


def backup(database: Path, target: Path, *, read_only: bool = False) -> Copied:
    """Copy the database to `target` (mode 0600), verify the copy, and only then give it its name.

    Replaces an older backup; raises GuanaiError for any other file, for a full disk, or where the copy is not whole.
    """
    require(database)
    if target.exists():
        if target.samefile(database):
            raise GuanaiError(_("{file} is the database itself. Choose another name.").format(file=target.name))
        require(target)
    with faults.explained(), explained(target), _beside(target) as part:
        rows = snapshot(database, part, read_only=read_only)
        _verify(part, rows)
        size = part.stat().st_size
        part.replace(target)
        _carry_key(database, target)
        sync_path(target.parent)
    return Copied(target, sum(rows.values()), size)


def restore(source: Path, database: Path, stamp: str) -> Path | None:
    """Put the backup `source` in the place of the database; returns where the replaced one is kept, if there was one.

    The backup is verified first. The database is overwritten in one transaction, so that sessions that are open go on
    with the restored data; where it is too damaged for that, it is renamed. `stamp` names the kept file.
    Raises BusyError while somebody writes, GuanaiError for a file that is no whole backup; then nothing was changed.
    """
    require(source)
    if database.exists() and source.samefile(database):
        raise GuanaiError(_("{file} is the database itself. Name a backup.").format(file=source.name))
    refusal = _("Another guanai is working on the database file. Try again in a minute.")
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        faults.explained(),
        explained(database),
        locks.held(database.with_name(database.name + ".lock"), refusal),
        _beside(database) as incoming,
    ):
        _verify(incoming, snapshot(source, incoming))
        kept = database.with_name(f"{database.stem}.replaced-{stamp}{database.suffix}")
        existed = database.exists() and database.stat().st_size > 0
        if not existed or not _overwrite(database, incoming, kept):
            _set_aside(database, kept)
            incoming.replace(database)
        _carry_key(source, database)
        sync_path(database.parent)
        return kept if existed else None


def _carry_key(source: Path, target: Path) -> None:
    """The key of the change log goes where the database goes: without it nobody can tell whether the log is whole."""
    key = seal.key_file(source)
    if key.exists():
        with replacing(seal.key_file(target)) as file:
            file.write(key.read_bytes())


def _overwrite(database: Path, incoming: Path, kept: Path) -> bool:
    """Keep a copy of the database and overwrite it, under one lock; False where it is too damaged to be opened."""
    try:
        with (
            closing(sqlite3.connect(database, timeout=BUSY_SECONDS, isolation_level=None)) as live,
            closing(sqlite3.connect(incoming)) as new,
        ):
            live.execute("PRAGMA locking_mode = EXCLUSIVE")
            live.execute("PRAGMA synchronous = FULL")
            live.execute("BEGIN EXCLUSIVE")
            live.execute("COMMIT")  # the lock stays
            with _beside(kept) as part, closing(sqlite3.connect(part)) as copy:
                live.backup(copy)
                copy.close()
                sync_files([part])
                part.replace(kept)
            new.backup(live)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        with suppress(FileNotFoundError):
            kept.unlink()
        return False
    return True


def _set_aside(database: Path, kept: Path) -> None:
    """Rename a damaged database with its journals, which would be played into whatever took its place.

    Where somebody has removed the database but not its journals, these alone are renamed.
    """
    for suffix in ("", *_COMPANIONS):
        with suppress(FileNotFoundError):
            database.with_name(database.name + suffix).rename(kept.with_name(kept.name + suffix))


def _verify(copy: Path, rows: dict[str, int]) -> None:
    """Raises DataError unless the copy is whole and has these rows; then it is on the disk to the last byte."""
    with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=rw", uri=True)) as connection:
        if integrity.damage(connection) or integrity.counts(connection) != rows:
            raise DataError(_("The copy is not whole and was thrown away. Run `guanai check`."))
    sync_files([copy])


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new empty file of mode 0600 beside `target`, gone at the end of the block unless it was given a name."""
    forget_unfinished(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
    try:
        yield part
    finally:
        for suffix in ("", *_COMPANIONS):
            with suppress(OSError):
                part.with_name(part.name + suffix).unlink()
