"""Lines go into the change log under the lock of their transaction: numbered, of one deed, sealed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from db.engine import bulk, seal
from db.engine.sqlite import Database

TABLE = "change_log"
_RESTORE = "restore"
_FENCE = "change_log_no_delete"
_SALT = 16
"""Digits of a salt: 64 bits, from which nobody finds a phone number by trying."""


def begin(database: Database) -> None:
    """A transaction of this thread begins: its lines are one deed."""
    database.logged.deed = None
    database.logged.head = None


@contextmanager
def kept(database: Database) -> Iterator[None]:
    """A block whose lines are gone again if it fails, while a block around it may go on and end well."""
    logged = database.logged
    before = getattr(logged, "deed", None), getattr(logged, "head", None)
    try:
        yield
    except BaseException:
        logged.deed, logged.head = before
        raise


def append(database: Database, lines: Sequence[Sequence[Any]]) -> None:
    """Write lines, given as the values of `seal.COLUMNS` up to undoes without id and deed; the last carries the seal.

    A log that is shorter than it was says so in a line of its own, unless it is a restore that says it.
    """
    if not lines:
        return
    row = database.execute_sql(f"SELECT id, seal FROM {TABLE} ORDER BY id DESC LIMIT 1").fetchone()
    last, former = row or (0, "")
    key = database.log_key
    if key is None:
        key = database.log_key = seal.read_key(database.path)
    if key is None:
        key = database.log_key = seal.make_key(database.path)
        if last:
            lines = [_note(lines[0], seal.NEW_KEY), *lines]
    if getattr(database.logged, "deed", None) is None:
        anchor = seal.read_anchor(database.path)
        cut = anchor.line > last or (anchor.line == last and anchor.seal != (former or ""))
        if cut and not any(line[3] == _RESTORE for line in lines):
            lines = [_note(lines[0], seal.GAP, f"{last} < {anchor.line}"), *lines]
        database.logged.deed = last + 1
    deed = database.logged.deed
    salts = os.urandom(len(lines) * _SALT // 2).hex()
    numbered = [
        (last + at, *line[:10], deed, *line[10:], salts[(at - 1) * _SALT : at * _SALT], None)
        for at, line in enumerate(lines, 1)
    ]
    text = seal.seal(key, former or "", numbered)
    sealed = [(*line, None) for line in numbered[:-1]]
    bulk.insert(database, TABLE, (*seal.COLUMNS, "seal"), [*sealed, (*numbered[-1], text)])
    database.logged.head = seal.Head(numbered[-1][0], text)


def empty(database: Database, rests: Mapping[int, str | None]) -> None:
    """Take the values and reasons out of lines but for `rests`, what is left of the changes of each.

    Within the transaction, whoever calls it appends a line with `seal.naming` of them. No line is emptied twice.
    """
    for number, rest in rests.items():
        salt, changes, reason = database.execute_sql(
            f"SELECT salt, changes, reason FROM {TABLE} WHERE id = ?", (number,)
        ).fetchone()
        database.execute_sql(
            f"UPDATE {TABLE} SET changes = ?, reason = NULL, salt = NULL, digest = ? WHERE id = ?",
            (rest, seal.digest(salt, changes, reason), number),
        )


def cut(database: Database, last: int) -> None:
    """Remove the lines up to `last`, within the transaction of the line that says so."""
    (fence,) = database.execute_sql("SELECT sql FROM sqlite_master WHERE name = ?", (_FENCE,)).fetchone()
    database.execute_sql(f"DROP TRIGGER {_FENCE}")
    database.execute_sql(f"DELETE FROM {TABLE} WHERE id <= ?", (last,))
    database.execute_sql(fence)


def committed(database: Database) -> None:
    """The transaction of this thread has ended well: its newest seal is noted outside."""
    head = getattr(database.logged, "head", None)
    if head is not None:
        seal.write_anchor(database.path, head)
        database.log_head = head


def _note(line: Sequence[Any], action: str, reason: str | None = None) -> tuple[Any, ...]:
    """A line of the log about the log, by whoever wrote `line` at that moment."""
    return (*line[:3], action, "", None, None, None, reason, None, None)
