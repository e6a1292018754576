"""A lock file that dies with its process: one migration, one export, one restore at a time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import BusyError

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


@contextmanager
def held(path: Path, refusal: str, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock file at `path`; after `wait` seconds in vain, raise BusyError with the sentence `refusal`."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        deadline = time.monotonic() + wait
        while not _try(descriptor):
            if time.monotonic() >= deadline:
                raise BusyError(refusal)
            time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)
