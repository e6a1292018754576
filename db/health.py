"""Whether a database can be relied on: one finding a check, the gravest first."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db.engine import faults, files, integrity, seal, search, summaries
from db.errors import GuanaiError
from db.i18n import _
from db.queries.search_documents import search_documents
from db.session import Session

_BESIDE = ("-wal", "-shm", "-journal", ".log-key", ".log-head")


@dataclass(frozen=True)
class Finding:
    """What was looked at; `problem` says what is wrong and what to do, and is empty where nothing is."""

    what: str
    problem: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem


def findings(path: Path, known: seal.Head | None = None) -> Iterator[Finding]:
    """Check the file, its content, what is computed from it and who may read it.

    Raises GuanaiError if it is none of ours. `known` is a seal that left the machine: the log must still reach it.
    """
    version = files.require(path)
    damage, orphans, mode = _whole(path)
    yield Finding(_("pages, indexes and constraints"), damage)
    yield Finding(_("links between tables"), orphans)
    yield Finding(_("journal"), mode)
    yield Finding(_("schema {version}").format(version=version), _outdated(version))
    if not damage and version == files.SCHEMA_VERSION:
        yield Finding(_("change log"), _change_log(path, known))
        yield Finding(_("search index"), _search_index(path))
        yield Finding(_("summaries of the children"), _summaries(path))
    yield Finding(_("who may read the files"), _readers(path))


def _whole(path: Path) -> tuple[str, str, str]:
    """The problems of content, of links and of the journal mode."""
    restore = _("The file is damaged. Run `guanai restore` with the newest backup; the damaged file is kept.")
    try:
        with faults.explained(), closing(files.connect(path, read_only=True)) as connection:
            if integrity.damage(connection):
                return restore, "", ""
            orphans = integrity.orphans(connection)
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    except GuanaiError as error:
        return error.sentence, "", ""
    missing = _("{n} rows point to rows that do not exist. Run `guanai restore` with the newest backup.")
    return "", missing.format(n=orphans) if orphans else "", _journal(mode)


def _journal(mode: str) -> str:
    wanted = files.journal_mode(files.sqlite3.sqlite_version_info)
    if mode != "wal" or wanted == "wal":
        return ""
    return _("The file is in WAL mode, which this SQLite {version} does not do safely. Start guanai once.").format(
        version=files.sqlite3.sqlite_version
    )


def _outdated(version: int) -> str:
    if version == files.SCHEMA_VERSION:
        return ""
    return _("The database is of an older guanai. Start guanai once to bring it up to date.")


def _change_log(path: Path, known: seal.Head | None) -> str:
    anchors = [seal.read_anchor(path), *([known] if known else [])]
    with faults.explained(), closing(files.connect(path, read_only=True)) as connection:
        broken = seal.verify(connection, seal.read_key(path), anchors)
    if broken is None:
        return ""
    sentences = {
        "changed": _("Lines {first} to {last} of the change log are not as they were written: something was changed, "
                     "moved, removed or put in with another program. Compare with the newest backup."),
        "emptied": _("Lines {first} to {last} of the change log were emptied by something other than a reduced file. "
                     "Compare with the newest backup."),
        "missing": _("Lines {first} to {last} of the change log are missing. Compare with the newest backup."),
        "key": _("Lines {first} to {last} of the change log were sealed with a key that is not here. Put the file "
                 "{key} of that machine back."),
    }  # fmt: skip
    key = seal.key_file(path).name
    return sentences[broken.kind].format(first=broken.first, last=broken.last, key=key)


def _search_index(path: Path) -> str:
    try:
        with Session.open(path, "guanai", read_only=True, program=True) as session:
            expected = _fingerprint(_wanted(session))
        found = ((table, term, child) for table in search.TABLES for term, child in integrity.terms(path, table))
        if _fingerprint(found) == expected:
            return ""
    except faults.database_errors():
        pass  # an index that cannot be read is not whole
    return _("The search does not find every child. Run `guanai check --rebuild`.")


def _summaries(path: Path) -> str:
    with faults.explained(), closing(files.connect(path, read_only=True)) as connection:
        differing = summaries.differing(connection)
    sentence = _("Of {n} children Today counts what is not so. Run `guanai check --rebuild`.")
    return sentence.format(n=differing) if differing else ""


def _wanted(session: Session) -> Iterator[tuple[str, str, int]]:
    for child, document in search_documents(session):
        own = {term for column in (document.han, document.letters, document.digits) for term in column.split()}
        yield from ((search.OWN, term, child) for term in own)
        yield from ((search.RELATIVES, term, child) for term in document.kin.split())


def _fingerprint(entries: Iterable[tuple[str, str, int]]) -> tuple[int, int]:
    """How many entries there are and the sum of their hashes, in any order; one repeated at once counts once."""
    count = total = 0
    last: tuple[str, str, int] | None = None
    for entry in entries:
        if entry != last:
            count += 1
            total += hash(entry)
            last = entry
    return count, total


def _readers(path: Path) -> str:
    if os.name == "nt":
        return ""
    open_files = [
        file.name
        for file in (path, *(path.with_name(path.name + suffix) for suffix in _BESIDE))
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077
    ]
    if not open_files:
        return ""
    sentence = _("Other accounts of this machine may read {files}. Run `chmod 600` on them.")
    return sentence.format(files=", ".join(open_files))
