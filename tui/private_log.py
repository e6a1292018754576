"""A small log that only its owner reads."""

from __future__ import annotations

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST = 256 * 1024


class PrivateLog(RotatingFileHandler):
    """Two files of at most LARGEST bytes; their folder is made with the first line."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LARGEST, backupCount=1, delay=True)

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return TextIOWrapper(open(self.baseFilename, "ab", opener=_owner_only), encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """A log that cannot be written is no reason for a second error."""


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
