"""What SQLite can fail with, as sentences a clerk can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from db.errors import BusyError, GuanaiError
from db.i18n import _, mark

_SENTENCES: tuple[tuple[tuple[str, ...], type[GuanaiError], str], ...] = (
    (("locked", "busy"), BusyError, mark(
        "Others are writing to the database just now. Nothing was saved; what you typed is kept. Try again in a moment.")),
    (("disk is full", "no space"), GuanaiError, mark(
        "The disk is full. Nothing was saved; what you typed is kept. Free some space, then save again.")),
    (("readonly", "read-only", "readonly database"), GuanaiError, mark(
        "The database can only be read. Nothing was saved. Ask for the right to write to its folder.")),
    (("malformed", "corrupt"), GuanaiError, mark(
        "The database file is damaged. Nothing was changed. Run `guanai check`, then `guanai restore` with the newest backup.")),
    (("not a database", "file is encrypted"), GuanaiError, mark(
        "This file is not a guanai database. It was left as it is. Choose another file with --db.")),
    (("unable to open",), GuanaiError, mark(
        "The database cannot be opened. Check that its folder exists and that you may write there.")),
    (("disk i/o error", "i/o error"), GuanaiError, mark(
        "The disk failed to read or write. Nothing was saved; what you typed is kept. Check the disk, then try again.")),
)  # fmt: skip


def sentence_for(error: BaseException) -> GuanaiError | None:
    """The clerk's sentence for a database error, or None where it is a fault of the program."""
    text = str(error).lower()
    for needles, kind, sentence in _SENTENCES:
        if any(needle in text for needle in needles):
            return kind(_(sentence))
    return None


@contextmanager
def explained() -> Iterator[None]:
    """Turn the storage errors of the block into sentences; faults of the program pass through."""
    try:
        yield
    except peewee.DatabaseError as error:
        explanation = sentence_for(error)
        if explanation is None:
            raise
        raise explanation from error
