"""A process for each run of the program, forked from one that has loaded Python and its modules: 10 ms, not 400."""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BufferedWriter, FileIO, TextIOWrapper
from multiprocessing import reduction
from pathlib import Path
from threading import Timer
from typing import Any

PATIENCE = 60.0
"""Seconds until a run that never ends is killed."""
AVAILABLE = "forkserver" in multiprocessing.get_all_start_methods()
READ_AT_START = ("LANG", "LC_", "PYTHON")
"""What Python itself looks at when it starts begins with one of these: a fork cannot be given another."""
ROOT = Path(__file__).resolve().parents[2]


def run(
    arguments: list[str], environment: dict[str, str], folder: Path, before: Callable[[], None] | None
) -> tuple[int, bytes, bytes]:
    """The exit code of the program, its standard output and its standard error; `before` is called in its process."""
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", *_modules()])
    (out, out_end), (err, err_end) = os.pipe(), os.pipe()
    process = context.Process(
        target=_be_the_program, args=(arguments, environment, folder, before, _Ends(out_end, err_end))
    )
    process.start()
    for end in (out_end, err_end):
        os.close(end)
    patience = Timer(PATIENCE, process.kill)
    patience.start()
    with ThreadPoolExecutor(2) as pool:
        data, narration = pool.map(_read, (out, err))
    process.join()
    patience.cancel()
    return process.exitcode, data, narration


class _Ends:
    """The writing ends of two pipes on their way into another process."""

    def __init__(self, *descriptors: int) -> None:
        self._descriptors = descriptors

    def __getstate__(self) -> list[Any]:
        return [reduction.DupFd(descriptor) for descriptor in self._descriptors]

    def __setstate__(self, copies: list[Any]) -> None:
        self._descriptors = tuple(copy.detach() for copy in copies)

    def attach(self) -> None:
        """Let them be standard output and standard error, as Python opens these for a pipe."""
        for number, descriptor in enumerate(self._descriptors, start=1):
            os.dup2(descriptor, number)
            os.close(descriptor)
        sys.stdout = _stream(1, sys.stdout.encoding, sys.stdout.errors)
        sys.stderr = _stream(2, sys.stderr.encoding, sys.stderr.errors, line_buffering=True)


def _stream(descriptor: int, *how: Any, **more: Any) -> TextIOWrapper:
    return TextIOWrapper(BufferedWriter(FileIO(descriptor, "w", closefd=False)), *how, **more)


def _modules() -> Iterator[str]:
    """What the verbs load on their way; not the verbs themselves: click asks for the language as they are declared."""
    yield from ("tui.cli", "tui.settings", "click", "openpyxl", "pypinyin", "jinja2", "tabulate")
    for package in ("db", "exports"):
        yield from (found.name for found in pkgutil.walk_packages([str(ROOT / package)], f"{package}."))


def _be_the_program(
    arguments: list[str], environment: dict[str, str], folder: Path, before: Callable[[], None] | None, ends: _Ends
) -> None:
    ends.attach()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    if before:
        before()
    from tui import cli

    sys.exit(cli.main(arguments))


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb") as pipe:
        return pipe.read()
