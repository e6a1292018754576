"""Faults of the program go to a file, by a reference number, without a single value of the data."""

from __future__ import annotations

import os
import secrets
import sys
import traceback
from datetime import datetime, timezone
from pathlib import Path

from db.version import VERSION

LARGEST = 256 * 1024


def record(error: BaseException, path: Path | None = None) -> str:
    """Write where `error` happened to the log and return its reference number.

    Neither the error's text nor the values of variables are written: both can hold a child's name. A log that cannot
    be written is no reason for a second error.
    """
    from tui import locations  # platformdirs is needed only now

    reference = secrets.token_hex(3).upper()
    try:
        _append(path or locations.log_file(), _entry(reference, error))
    except OSError:
        return reference
    return reference


def _entry(reference: str, error: BaseException) -> str:
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    python = ".".join(map(str, sys.version_info[:3]))
    lines = [f"{now} {reference} guanai {VERSION}, Python {python}, {sys.platform}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(f"  {type(link).__module__}.{type(link).__qualname__}")
        lines += [f"    {at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def _append(path: Path, entry: str) -> None:
    """Append, in a file of mode 0600; a file of more than LARGEST bytes makes room, its predecessor is dropped."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_suffix(".old.log"))
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(entry)
