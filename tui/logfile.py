"""Faults of the program go to a file, by a reference number, without a single value of the data."""

from __future__ import annotations

import logging
import os
import secrets
import sys
import traceback
from collections.abc import Iterator
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from db.version import VERSION
from tui import locations

LARGEST = 256 * 1024
logger = logging.getLogger("guanai")


class _PrivateFile(RotatingFileHandler):
    """A small log that only its owner reads; its folder is made with the first line."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return TextIOWrapper(open(self.baseFilename, "ab", opener=_owner_only), encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written is no reason for a second error."""


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def start(path: Path | None = None) -> None:
    """Write the log to `path`, or to the place that this system has for logs; costs nothing until the first line."""
    if not logger.handlers:
        handler = _PrivateFile(path or locations.log_file(), maxBytes=LARGEST, backupCount=1, delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
        logger.propagate = False


def record(error: BaseException) -> str:
    """Log where `error` was raised and return its reference number.

    Neither its message nor any value is logged: both may hold what people typed.
    """
    reference = secrets.token_hex(3).upper()
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
