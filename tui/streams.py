"""Standard output is data, standard error is narration; neither ever fails over a character."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from db.errors import GuanaiError
from db.i18n import _


def prepare() -> None:
    """Let both streams take Chinese in every locale: an ASCII one writes UTF-8, others replace what they lack."""
    for stream in (sys.stdout, sys.stderr):
        # Under pytest and under pythonw the streams are not text files of this process.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if _speaks_ascii_only(stream) else None, errors="replace")


def _speaks_ascii_only(stream: TextIO) -> bool:
    try:
        "关爱".encode(stream.encoding)
    except UnicodeEncodeError:
        return True
    return False


@contextmanager
def writing() -> Iterator[BinaryIO]:
    """Standard output as bytes; raises GuanaiError where they cannot be written; a reader who left is none."""
    try:
        yield sys.stdout.buffer
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon(sys.stdout)
        sentence = _("The output could not be written: the disk may be full. What was written is incomplete.")
        raise GuanaiError(sentence) from error


def write(text: str) -> None:
    """One piece of data on standard output."""
    with writing():
        sys.stdout.write(text)


def write_line(text: str = "") -> None:
    write(text + "\n")


def say(sentence: str) -> None:
    """One sentence on standard error."""
    narrate(sentence + "\n")


def narrate(text: str) -> None:
    """A piece of narration on standard error, such as a count that is written over."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)


def flush() -> None:
    """Push standard output out, so that a full disk is an error and not a silent loss at exit."""
    with writing():
        sys.stdout.flush()


def abandon(stream: TextIO) -> None:
    """Point a stream that cannot be written to nowhere, or the interpreter complains about it at exit."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
