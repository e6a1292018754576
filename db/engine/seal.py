"""The change log cannot be changed unseen: each line is bound to all before it by a hash with a key outside it.

A seal covers every line since the seal before, so that a bulk load pays one for some hundred lines (5 µs a line; a
seal each takes 10 µs and 64 bytes). The key lies beside the database; whoever has both can write another history, and
is found out by the seals that left the machine: in the manifest of each night and in the system journal.

What a line tells of a person (its values, its reason) is in the seal as a digest, salted so that nobody can guess it
back. So a file that is reduced takes its values out of the log as well: the digest stays in their place, the salt goes,
and a line of its own names the lines that were emptied. Lines that no such line names were emptied by something else.

The oldest lines may be cut off. A line of its own says up to which one, and has the seal of that: from there the rest
is verified, and with it the lines that were cut off still prove themselves in a backup.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, NamedTuple

from db.engine.files import LOG_HEAD
from db.engine.storage import explained, owner_only

COLUMNS = (
    "id", "at", "by", "session", "action", "table_name", "row_id", "child_id", "changes", "reason", "batch_id", "deed",
    "undoes", "salt", "digest",
)  # fmt: skip
"""What a seal covers of a line, in this order; `seal` itself follows. A line has a salt until it has a digest."""
NEW_KEY, GAP, RETENTION, CUT = "new_key", "gap", "retention", "cut"
Line = Sequence[Any]
_KEY_BYTES = 32
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Head(NamedTuple):
    """The number of a sealed line and its seal; 0 and empty where nothing was logged yet."""

    line: int = 0
    seal: str = ""


def seal(key: bytes, former: str, lines: Iterable[Line]) -> str:
    """The seal of some lines that follow the one sealed by `former`."""
    return hmac.digest(key, _AS_JSON([former, *map(_bound, lines)]).encode(), "sha256").hex()


def _bound(line: Line) -> list[Any]:
    """What a seal sees of a line: a digest in the place of its values and reason."""
    *before, changes, reason, batch, deed, undoes, salt, emptied = line
    return [*before, emptied or digest(salt, changes, reason), batch, deed, undoes]


def digest(salt: str | None, changes: str | None, reason: str | None) -> str:
    """What stands for the values and the reason of a line."""
    # Written out, for it is made of every line: the encoder prepares itself for a list in three times as long.
    texts = ",".join(["null" if text is None else encode_basestring(text) for text in (salt, changes, reason)])
    return hashlib.sha256(f"[{texts}]".encode()).hexdigest()


def naming(rests: Mapping[int, str | None]) -> dict[str, Any]:
    """What the line says that names emptied lines: their numbers, and a short digest of what is left in each.

    Not one of all: the oldest of them are cut off before the others.
    """
    spans: list[list[int]] = []
    for number in sorted(rests):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    numbers = " ".join(f"{first}-{last}" if last > first else str(first) for first, last in spans)
    left = " ".join(_rest(digest(None, rests[number], None)) for number in sorted(rests))
    return {"lines": [None, numbers], "left": [None, left]}


def _named(line: Line) -> dict[int, str]:
    """What is left in the emptied lines that a line names, by their numbers; nothing in any other."""
    changes = json.loads(line[8] or "{}") if line[4] == RETENTION and not line[5] else {}
    if not changes:
        return {}
    spans = (span.partition("-") for span in changes["lines"][1].split())
    numbers = (number for first, _dash, last in spans for number in range(int(first), int(last or first) + 1))
    return dict(zip(numbers, changes["left"][1].split(), strict=True))


def _rest(digest: str) -> str:
    """80 bits tell one rest from every other."""
    return digest[:20]


def key_file(database: Path) -> Path:
    return database.with_name(database.name + ".log-key")


def anchor_file(database: Path) -> Path:
    return database.with_name(database.name + LOG_HEAD)


def read_key(database: Path) -> bytes | None:
    """The key of a database's log, None where there is none; raises GuanaiError where it cannot be read."""
    path = key_file(database)
    with explained(path), suppress(FileNotFoundError):
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    return None


def make_key(database: Path) -> bytes:
    """A new key, or that of whoever was quicker; it appears whole, readable by its owner alone."""
    path = key_file(database)
    part = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    with explained(path):
        with open(part, "x", encoding="ascii", opener=owner_only) as file:
            file.write(os.urandom(_KEY_BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            with suppress(FileExistsError):
                os.link(part, path)
        finally:
            part.unlink()
    key = read_key(database)
    assert key is not None
    return key


def read_anchor(database: Path) -> Head:
    """The newest seal that was written beside the database."""
    try:
        line, _blank, text = anchor_file(database).read_text(encoding="ascii").partition(" ")
        return Head(int(line), text.strip())
    except (OSError, ValueError):
        return Head()


def write_anchor(database: Path, head: Head) -> None:
    """Note the newest seal beside the database: a log cut short no longer reaches it. Never in anybody's way."""
    with suppress(OSError):
        descriptor = os.open(
            anchor_file(database), os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600
        )  # fmt: skip
        try:
            os.write(descriptor, f"{head.line:<20} {head.seal}\n".encode("ascii"))
        finally:
            os.close(descriptor)


def tell_journal(database: Path, head: Head) -> None:
    """Give the newest seal to the system journal, where there is one."""
    try:
        import syslog
    except ImportError:  # Windows
        return
    syslog.syslog(syslog.LOG_NOTICE | syslog.LOG_AUTHPRIV, f"guanai: {database.name}: log {head.line} {head.seal}")


def head(connection: Any) -> Head:
    """The newest sealed line of the log, through a plain connection."""
    row = connection.execute("SELECT id, seal FROM change_log WHERE seal IS NOT NULL ORDER BY id DESC LIMIT 1")
    return Head(*(row.fetchone() or ()))


class Break(NamedTuple):
    """The first place where the log is not what was written: from line `first` to line `last`."""

    first: int
    last: int
    kind: str
    """"changed" (or moved, or put in), "missing", "emptied", "key" (sealed with a key that is not here)."""


def verify(connection: Any, key: bytes | None, anchors: Iterable[Head] = ()) -> Break | None:
    """The first break of the chain, None where every line is as it was written and every anchor is reached."""
    expected = {anchor.line: anchor.seal for anchor in anchors if anchor.line}
    cut = _cut(connection)
    if stale := _up_to(connection, cut.line):  # whatever said so is among them, or they came after it
        return Break(*stale, "changed")
    start = max(cut, _before_new_key(connection), key=lambda head: head.line)
    if key is None:
        return Break(cut.line + 1, newest.line, "key") if (newest := head(connection)).line else None
    former, last, gap = start.seal, start.line, 0
    if expected.pop(last, former) != former:
        return Break(last, last, "changed")
    waiting: list[Line] = []
    emptied: dict[int, str] = {}
    for *line, found in _lines(connection, start.line):
        if line[0] != last + 1:
            return Break(last + 1, line[0] - 1, "missing")
        last = line[0]
        waiting.append(line)
        if line[4] == GAP and not gap:
            gap = last
        if line[-1] is not None:
            emptied[last] = digest(line[-2], line[8], line[9])
        if found is None:
            continue
        if not hmac.compare_digest(found, seal(key, former, waiting)):
            return Break(waiting[0][0], last, "changed")
        if expected.pop(last, found) != found:
            return Break(last, last, "changed")
        for sealed in waiting:
            for number, left in _named(sealed).items():
                if number > start.line and _rest(emptied.pop(number, "")) != left:
                    return Break(number, number, "changed")
        former, waiting = found, []
    if waiting:
        return Break(waiting[0][0], last, "changed")
    if emptied:
        return Break(min(emptied), max(emptied), "emptied")
    if gap:
        return Break(gap, gap, "missing")
    beyond = [line for line in expected if line > last]
    if beyond:
        return Break(last + 1, max(beyond), "missing")
    return Break(cut.line + 1, start.line, "key") if start.line > cut.line else None


def cutting(first: int, last: Head) -> dict[str, Any]:
    """What the line says, and in `row_id` the number of the last, that tells of lines cut off."""
    return {"cut": [None, f"{first}-{last.line}"], "seal": [None, last.seal]}


def _cut(connection: Any) -> Head:
    """The last line that was cut off, as the line says that tells of it and is verified with the others."""
    told = "SELECT row_id, changes FROM change_log WHERE table_name = '' AND row_id > 0 AND action = ?"
    row = connection.execute(f"{told} ORDER BY row_id DESC LIMIT 1", (CUT,)).fetchone()
    if row is None:
        return Head()
    with suppress(ValueError, KeyError, TypeError, IndexError):
        return Head(row[0], str(json.loads(row[1])["seal"][1]))
    return Head(row[0], "")


def _up_to(connection: Any, line: int) -> tuple[int, int] | None:
    """The first and the last line up to a number, where there are any."""
    first, last = connection.execute("SELECT min(id), max(id) FROM change_log WHERE id <= ?", (line,)).fetchone()
    return None if first is None else (first, last)


def _before_new_key(connection: Any) -> Head:
    """The line before the newest that began a new key: what lies before cannot be verified with the present one."""
    row = connection.execute("SELECT max(id) FROM change_log WHERE action = ?", (NEW_KEY,)).fetchone()
    if row[0] is None:
        return Head()
    before = connection.execute("SELECT id, seal FROM change_log WHERE id < ? ORDER BY id DESC LIMIT 1", row)
    line, text = before.fetchone() or (0, "")
    return Head(line, text or "")


def _lines(connection: Any, after: int) -> Iterator[tuple[Any, ...]]:
    names = ", ".join(f'"{name}"' for name in (*COLUMNS, "seal"))
    yield from connection.execute(f"SELECT {names} FROM change_log WHERE id > ? ORDER BY id", (after,))
