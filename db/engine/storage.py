"""Files that appear whole or not at all, and what a file system can fail with, as sentences."""

from __future__ import annotations

import errno
import glob
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from db.engine.files import sqlite3
from db.errors import GuanaiError
from db.i18n import _, mark

_AT_ONCE = 8
_FULL = mark("The disk is full or the file too large for it. {name} was not written; what was there before is kept.")
_DENIED = mark("You may not write in {folder}. Nothing was changed. Ask for the right to write there.")
_MISSING = mark("There is no folder {folder}. Nothing was written. Make it or name another.")
_FAILED = mark("{name} could not be written. What was there before is kept. Check the disk, then try again.")
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _DENIED,
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: _MISSING,
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what goes wrong while `path` is written into a sentence that names it."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        sentence = _sentence_for(error)
        if sentence is None:
            raise
        raise GuanaiError(_(sentence).format(name=path.name, folder=path.parent)) from error


def _sentence_for(error: Exception) -> str | None:
    if isinstance(error, OSError):
        return _SENTENCES.get(error.errno or 0, _FAILED)
    # SQLite says "disk I/O error" where a write stops at a limit, and "full" where the disk does; what else it says
    # is about the database that is read.
    return _FULL if str(error).lower() in ("disk i/o error", "database or disk is full") else None


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file of mode 0600 that takes the place of `path` at the end of the block, on the disk to the last byte.

    If the block fails, `path` is what it was and nothing else is left. Raises GuanaiError for what the disk refuses.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with explained(path):
        forget_unfinished(path)
        try:
            with open(part, "wb", opener=owner_only) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            sync_path(path.parent)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise


def sync_files(paths: Iterable[Path]) -> None:
    """Put closed files and folders on the disk to the last byte, all at once: the disk then commits them together.

    Measured with 33 small files beside other work: 25 ms, one after the other 150 ms. Raises the first OSError.
    """
    failures: list[OSError] = []
    every = list(paths)

    def sync(some: list[Path]) -> None:
        try:
            for path in some:
                sync_path(path)
        except OSError as error:
            failures.append(error)

    threads = [threading.Thread(target=sync, args=(every[start::_AT_ONCE],)) for start in range(_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def forget_unfinished(path: Path) -> None:
    """Clear away the unfinished copies of `path` that killed processes left: they may be whole registers, unmasked."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.tmp*"):
        owner = left.name.removeprefix(f".{path.name}.").partition(".")[0]
        if owner.isdecimal() and (int(owner) == os.getpid() or not is_running(int(owner))):
            with suppress(OSError):
                left.unlink()


def is_running(process: int) -> bool:
    """Whether a process of this machine lives; one that was killed and not yet fetched by its parent does not."""
    if os.name == "nt":  # os.kill would end it
        return True
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[:1] != [b"Z"]
    except ProcessLookupError:
        return False
    except OSError:  # of somebody else, or on a system without /proc
        return True


def owner_only(path: str, flags: int) -> int:
    """An opener for files that only their owner reads and that no link was laid for."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def sync_path(path: Path) -> None:
    """Put a closed file, or the names in a folder, on the disk; Windows has no such call for folders and needs none."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
