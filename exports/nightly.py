"""The nightly export: a folder a day with a CSV a table and a manifest, whole or not there at all."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from db.clock import Clock
from db.engine import faults, locks, seal
from db.engine.backup import snapshot
from db.engine.files import SCHEMA_VERSION, sqlite3
from db.engine.storage import explained, owner_only, sync_files, sync_path
from db.i18n import _
from db.version import VERSION
from exports.csv import ENCODINGS
from exports.dump import Dumped, Sink, dump
from exports.tables import WITHHELD

MANIFEST = "manifest.json"
_LOCK = ".guanai-export.lock"
_NIGHT = re.compile(r"\d{4}-\d\d-\d\d")
_UNFINISHED = re.compile(r"\.\d{4}-\d\d-\d\d\.tmp")
_REPLACED = re.compile(r"\.(\d{4}-\d\d-\d\d)\.old")


@dataclass(frozen=True)
class Order:
    """What to export; `keep` nights are kept, 0 keeps all; `reports` are written beside the tables."""

    full: bool = False
    encoding: str = "utf-8"
    keep: int = 14
    reports: tuple[str, ...] = ()
    read_only: bool = False


@dataclass(frozen=True)
class Exported:
    """What was written, and where."""

    folder: Path
    files: dict[str, Dumped]

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files.values())

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())


def export(database: Path, folder: Path, clock: Clock, order: Order) -> Exported:
    """Write the folder of today below `folder`, which is made if its parent exists.

    Raises BusyError at once where another export runs there, GuanaiError for a full or forbidden disk and for a
    damaged database. In every case what was there before is kept and nothing half-written is left.
    """
    refusal = _("Another export into {folder} is running. Try again when it has finished.").format(folder=folder)
    with explained(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    night = folder / clock.today().isoformat()
    with faults.explained(), explained(night), locks.held(folder / _LOCK, refusal):
        _tidy(folder)
        with _appearing(night) as part:
            files = _write(database, part, clock, order)
        _forget(folder, order.keep, night)
        return Exported(night, files)


def _write(database: Path, part: Path, clock: Clock, order: Order) -> dict[str, Dumped]:
    started = clock.instant()
    copy = part / "snapshot.db"
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    counts = snapshot(database, copy, read_only=order.read_only)
    files: dict[str, Dumped] = {}
    with closing(sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        for table, rows in counts.items():
            if table in WITHHELD and not order.full:
                continue
            name = f"{table}.csv"
            files[name] = dump(
                connection, table, part / name, rows=rows, full=order.full, encoding=order.encoding
            )  # fmt: skip
        head = seal.head(connection)
    if order.reports:
        files |= _reports(copy, part, clock, order)
    copy.unlink()
    manifest = {
        "program": "guanai", "version": VERSION, "schema": SCHEMA_VERSION, "day": clock.today().isoformat(),
        "started_at": started, "finished_at": clock.instant(), "masked": not order.full,
        "encoding": ENCODINGS[order.encoding], "log": head._asdict(),
        "files": {name: asdict(file) for name, file in files.items()},
    }  # fmt: skip
    with open(part / MANIFEST, "x", encoding="utf-8", opener=owner_only) as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1)
        file.write("\n")
    seal.tell_journal(database, head)
    return files


def _reports(copy: Path, part: Path, clock: Clock, order: Order) -> dict[str, Dumped]:
    # The tables and peewee are 100 ms that an export without reports does not need.
    from db.errors import UsageError
    from db.session import Session
    from exports import masking
    from exports.report import Request, find
    from exports.saving import SUFFIXES, write

    files = {}
    hidden = frozenset[Any]() if order.full else masking.ALL
    with Session.open(copy, "guanai", clock, read_only=True, program=True) as opened:
        session = opened if order.full else opened.within(opened.scope._replace(incidents=False))
        for name in order.reports:
            report = find(name)
            form = "csv" if "csv" in report.formats else "text"
            report.check(Request(on=clock.today()), form)
            if report.names_for in masking.PAPERS and not order.full:
                sentence = _("The report {report} is a paper with names in it, which does not leave at night. Nothing "
                             "was exported. Take it out of nightly_reports.")  # fmt: skip
                raise UsageError(sentence.format(report=name))
            file_name = f"report-{name}{SUFFIXES[form]}"
            with open(part / file_name, "xb", opener=owner_only) as file:
                sink = Sink(file)
                rows = write(sink, session, report, Request(on=clock.today()), form, hidden, order.encoding)
            files[file_name] = sink.dumped(rows)
    return files


@contextmanager
def _appearing(night: Path) -> Iterator[Path]:
    """A temporary folder that becomes `night` at the end of the block; an older export of the same day gives way."""
    part = night.with_name(f".{night.name}.tmp")
    part.mkdir(mode=0o700)
    try:
        yield part
        sync_files([*part.iterdir(), part])
        old = night.with_name(f".{night.name}.old")
        if night.exists():
            night.rename(old)
        try:
            part.rename(night)
        except OSError:
            if old.exists():
                old.rename(night)
            raise
        sync_path(night.parent)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _tidy(folder: Path) -> None:
    """Clear away what a killed export left behind; only the holder of the lock may."""
    for entry in folder.iterdir():
        replaced = _REPLACED.fullmatch(entry.name)
        if replaced and not (folder / replaced[1]).exists():
            entry.rename(folder / replaced[1])
        elif replaced or _UNFINISHED.fullmatch(entry.name):
            shutil.rmtree(entry)


def _forget(folder: Path, keep: int, tonight: Path) -> None:
    """Remove the oldest nights beyond `keep`, never tonight's, even where a wrong clock once wrote later ones.

    A link, or a folder without a manifest, is none of ours, and not counted.
    """
    nights = sorted(
        entry for entry in folder.iterdir()
        if _NIGHT.fullmatch(entry.name) and not entry.is_symlink() and (entry / MANIFEST).is_file()
    )  # fmt: skip
    for night in nights[:-keep] if keep else []:
        if night != tonight:
            shutil.rmtree(night)
