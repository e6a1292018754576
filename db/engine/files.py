"""The database as a file: which SQLite reads it, how a connection is set, its header, and what is refused unopened.

Loads no peewee (50 ms): the nightly export, backup and check work on the file itself.
"""

from __future__ import annotations

import os
import sqlite3 as _standard
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

from db.errors import GuanaiError
from db.i18n import _

sqlite3: Any = _standard
"""The SQLite module in use, by peewee's rule: pysqlite3 where it is installed and not older than Python's own."""
try:
    from pysqlite3 import dbapi2 as _newer
except ImportError:
    pass
else:
    if _newer.sqlite_version_info >= _standard.sqlite_version_info:
        sqlite3 = _newer

APPLICATION_ID = 0x6761_6961  # "gaia"
SCHEMA_VERSION = 1
BUSY_SECONDS = 30
LOG_HEAD = ".log-head"
"""Ends the name of the file beside a database that says how far its change log has come."""
_HEADER = struct.Struct(">60xI4xI")  # user_version at byte 60, application_id at byte 68 of the file header
_NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "ncpfs"})


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL only on a SQLite without the WAL-reset race (3.51.3, and the fixed 3.50.7 and 3.44.6), else TRUNCATE."""
    safe = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "wal" if safe else "truncate"


def pragmas(version: tuple[int, ...]) -> dict[str, str | int]:
    """What every connection is set to, each read back after setting."""
    return {
        "journal_mode": journal_mode(version),
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "mmap_size": 0,
        "secure_delete": 1,
        "temp_store": 2,
        "cache_size": -1000,
    }


def address(path: Path, read_only: bool) -> str:
    """The URI that opens an existing file and never creates one."""
    return f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}"


def prepare(connection: Any, read_only: bool) -> None:
    """Set a new connection and read every setting back; raises GuanaiError where SQLite refuses one."""
    for name, wanted in pragmas(sqlite3.sqlite_version_info).items():
        if read_only and name in ("journal_mode", "secure_delete"):
            continue
        connection.execute(f"PRAGMA {name} = {wanted}")
        (found,) = connection.execute(f"PRAGMA {name}").fetchone() or (wanted,)
        if found != wanted:
            sentence = _("SQLite did not accept the setting {name}. Nothing was opened. Run `guanai info`.")
            raise GuanaiError(sentence.format(name=name))
    if read_only:
        connection.execute("PRAGMA query_only = 1")


def connect(path: Path, *, read_only: bool) -> Any:
    """A plain connection to an existing file, set as every other; the caller closes it."""
    connection = sqlite3.connect(address(path, read_only), uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        prepare(connection, read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def read_header(path: Path) -> tuple[int, int]:
    """(user_version, application_id) of the file, without opening it as a database; (0, 0) where it is empty."""
    with path.open("rb") as file:
        header = file.read(100)
    if not header:
        return 0, 0
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        sentence = _("{file} is not a guanai database. It was left as it is. Choose another file with --db.")
        raise GuanaiError(sentence.format(file=path.name))
    return _HEADER.unpack_from(header)


def refuse_foreign(path: Path) -> None:
    """Refuse, untouched, a folder, a file that is no database, another program's, or of a newer guanai."""
    if path.is_dir():
        raise GuanaiError(_("{path} is a folder. Name the database file in it with --db.").format(path=path))
    version, application = read_header(path)
    if application != APPLICATION_ID and path.stat().st_size:
        sentence = _("{file} belongs to another program. It was left as it is. Choose another file with --db.")
        raise GuanaiError(sentence.format(file=path.name))
    if version > SCHEMA_VERSION:
        sentence = _("{file} was written by a newer guanai. It was left as it is. Install the newer version here.")
        raise GuanaiError(sentence.format(file=path.name))


def refuse_exposed(path: Path) -> None:
    """Refuse a file that every account of the machine may read or write."""
    if os.name != "nt" and path.stat().st_mode & 0o007:
        sentence = _("Every account of this machine may read {file}. Nothing was opened. Run `chmod 600` on it first.")
        raise GuanaiError(sentence.format(file=path.name))


def refuse_network(path: Path, mountinfo: Path = Path("/proc/self/mountinfo")) -> None:
    """Refuse a network file system, whose locks cannot be relied on (Linux only: elsewhere nothing is known)."""
    if not mountinfo.exists():
        return
    target = path.resolve()
    best, kind = Path("/"), ""
    for line in mountinfo.read_text(encoding="utf-8", errors="replace").splitlines():
        left, _sep, right = line.partition(" - ")
        mount = Path(left.split()[4].encode().decode("unicode_escape"))
        if (mount == target or mount in target.parents) and len(mount.parts) >= len(best.parts):
            best, kind = mount, right.split()[0]
    if kind in _NETWORK_FILE_SYSTEMS:
        raise GuanaiError(
            _("The database lies on a network drive ({kind}), where SQLite can lose data. Nothing was opened. "
              "Move it to a local disk.").format(kind=kind)
        )  # fmt: skip


def require(path: Path) -> int:
    """The schema version of an existing database of ours; raises GuanaiError for any other file or none."""
    refuse_network(path)
    if not path.exists() or not path.stat().st_size:
        raise GuanaiError(_("There is no database at {path}. Name it with --db.").format(path=path))
    try:
        refuse_foreign(path)
        version, _application = read_header(path)
    except OSError as error:
        sentence = _("{file} cannot be read. Ask for the right to read it.")
        raise GuanaiError(sentence.format(file=path.name)) from error
    return version


def create(path: Path) -> None:
    """Make an empty database that is known as ours from its first byte on: a killed first start leaves no stranger."""
    create_file(path)
    path.with_name(path.name + LOG_HEAD).unlink(missing_ok=True)  # of another one that was here before
    with closing(sqlite3.connect(address(path, read_only=False), uri=True, timeout=BUSY_SECONDS)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def create_file(path: Path) -> None:
    """Make an empty database file, readable by its owner alone (folder 0700, file 0600)."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        sentence = _("The database cannot be created in {folder}. Check that you may write there.")
        raise GuanaiError(sentence.format(folder=str(path.parent))) from error
