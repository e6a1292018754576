"""Faults of the program go to a file, by a reference number, without a single value of the data."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from db.version import VERSION
from tui import locations

logger = logging.getLogger("guanai")


class _LaterFile(logging.Handler):
    """Opens the file with the first line: loading what turns a full file over takes 5 ms of every start."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from tui.private_log import PrivateLog

            self._file = PrivateLog(self._path)
            self._file.setFormatter(self.formatter)
        self._file.handle(record)


def start(path: Path | None = None) -> None:
    """Write the log to `path`, or to the place that this system has for logs; costs nothing until the first line."""
    if not logger.handlers:
        handler = _LaterFile(path or locations.log_file())
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
        logger.propagate = False


def record(error: BaseException) -> str:
    """Log where `error` was raised and return its reference number.

    Neither its message nor any value is logged: both may hold what people typed.
    """
    reference = os.urandom(3).hex().upper()
    python = ".".join(map(str, sys.version_info[:3]))
    logger.error("%s guanai %s Python %s %s\n%s", reference, VERSION, python, sys.platform, "\n".join(_trail(error)))
    return reference


def _trail(error: BaseException) -> Iterator[str]:
    """`error` and what led to it, the first cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is None:
        # A failed worker of a screen carries its error as a value.
        inner = getattr(error, "error", None)
        cause = inner if isinstance(inner, BaseException) and inner is not error else None
    if cause is not None:
        yield from _trail(cause)
    yield from (f"  {at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(error.__traceback__))
    yield f"  {type(error).__module__}.{type(error).__qualname__}"
