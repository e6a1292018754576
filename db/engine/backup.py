"""Copies of the database, made while others work in it, and verified before anybody relies on them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from db.engine.files import connect, sqlite3


def snapshot(source: Path, target: Path, *, read_only: bool = False) -> None:
    """Copy the database at one point in time into the new file `target`, which is not yet on the disk for good.

    All pages in one step: writers of other processes wait (0.3 s for 120 MB), a copy in portions would start anew with
    every change. The file must not exist or be empty; its mode is the caller's.
    """
    with closing(connect(source, read_only=read_only)) as origin, closing(sqlite3.connect(target)) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        origin.backup(copy)
