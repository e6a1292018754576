"""What SQLite can fail with, as sentences a clerk can act on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from db.engine.files import sqlite3
from db.errors import BusyError, GuanaiError
from db.i18n import _, mark

_BUSY = mark(
    "Others are writing to the database just now. Nothing was saved; what you typed is kept. Try again in a moment."
)
_FULL = mark("The disk is full. Nothing was saved; what you typed is kept. Free some space, then save again.")
_READ_ONLY = mark("The database can only be read. Nothing was saved. Ask for the right to write to its folder.")
_DAMAGED = mark(
    "The database file is damaged. Nothing was changed. "
    "Run `guanai check`, then `guanai restore` with the newest backup."
)
_FOREIGN = mark("This file is not a guanai database. It was left as it is. Choose another file with --db.")
_CLOSED = mark("The database cannot be opened. Check that its folder exists and that you may write there.")
_DISK = mark(
    "The disk failed to read or write. Nothing was saved; what you typed is kept. Check the disk, then try again."
)
_STOPPED = mark("This was given up for something newer.")

# The result code's name would be surer, but Python 3.10 does not tell it; these texts are SQLite's own and stable.
_SENTENCES: tuple[tuple[str, type[GuanaiError], str], ...] = (
    ("locked", BusyError, _BUSY),
    ("disk is full", GuanaiError, _FULL),
    ("readonly", GuanaiError, _READ_ONLY),
    ("malformed", GuanaiError, _DAMAGED),
    ("not a database", GuanaiError, _FOREIGN),
    ("unable to open", GuanaiError, _CLOSED),
    ("disk i/o error", GuanaiError, _DISK),
    ("interrupted", GuanaiError, _STOPPED),
)


def sentence_for(error: BaseException) -> GuanaiError | None:
    """The clerk's sentence for a database error, or None where it is a fault of the program."""
    text = str(error).lower()
    for needle, kind, sentence in _SENTENCES:
        if needle in text:
            return kind(_(sentence))
    return None


@contextmanager
def explained() -> Iterator[None]:
    """Turn the storage errors of the block into sentences; faults of the program pass through."""
    try:
        yield
    except database_errors() as error:
        explanation = sentence_for(error)
        if explanation is None:
            raise
        raise explanation from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged schema quotes its bytes
        raise GuanaiError(_(_DAMAGED)) from error


def database_errors() -> tuple[type[Exception], ...]:
    """SQLite's own errors, and peewee's where it was loaded; asked for only once something was raised."""
    peewee = sys.modules.get("peewee")
    return (sqlite3.Error, peewee.DatabaseError) if peewee else (sqlite3.Error,)
