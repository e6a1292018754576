"""A terminal that knows when each piece of output came."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.pty.terminal import Terminal

QUIET = 0.08
"""Seconds without output after which a key counts as answered."""

Piece = tuple[float, bytes]
Lines = Callable[[int], bool]


@dataclass(frozen=True)
class Answer:
    """What a key brought: the bytes, the seconds until the last of them, and until the watched lines were final."""

    bytes: int
    seconds: float
    lines_after: float | None
    """None where those lines stayed as they were."""


class Watched(Terminal):
    """The program's screen is drawn after it has been quiet, so that drawing does not delay the clock."""

    def __init__(self, argv: Sequence[str], env: dict[str, str], **options: Any) -> None:
        self.started = time.perf_counter()
        super().__init__(argv, env, **options)

    def __enter__(self) -> Watched:
        return self

    def first_paint(self, marker: str = "", timeout: float = 180) -> float:
        """Seconds from the start until all but the bottom line was as it stayed, once `marker` was seen."""
        painted, deadline = 0.0, self.started + timeout
        while True:
            moment = self._replay(self._pieces(0.5, 1.0), lambda line: line < self.screen.lines - 1)
            painted = moment or painted
            if painted and marker in self.screen.text:
                return painted - self.started
            if time.perf_counter() > deadline or self.process.poll() is not None:
                raise AssertionError(f"the screen does not show {marker!r}:\n{self.screen.text}")

    def answer(self, keys: str, lines: Lines = lambda line: True, quiet: float = QUIET) -> Answer:
        """Type `keys` and take what they bring until it is quiet; `lines` tells which lines are watched."""
        before, start = len(self.output), time.perf_counter()
        self.send(keys)
        pieces = self._pieces(quiet, 1.0)
        moment = self._replay(pieces, lines)
        return Answer(
            bytes=len(self.output) - before,
            seconds=pieces[-1][0] - start if pieces else 0.0,
            lines_after=None if moment is None else moment - start,
        )

    def _pieces(self, quiet: float, patience: float) -> list[Piece]:
        """What is written until it is quiet; `patience` is how long the first piece may take."""
        pieces: list[Piece] = []
        while select.select([self.master], [], [], quiet if pieces else patience)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:  # EIO: the program has ended
                break
            if not data:
                break
            pieces.append((time.perf_counter(), data))
        return pieces

    def _replay(self, pieces: Sequence[Piece], lines: Lines) -> float | None:
        """Draw the pieces; the moment of the last one that changed these lines."""
        moment, seen = None, self._look(lines)
        for at, data in pieces:
            self.show(data)
            now = self._look(lines)
            if now != seen:
                moment, seen = at, now
        return moment

    def _look(self, lines: Lines) -> list[list[Any]]:
        screen = self.screen
        return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines) if lines(y)]
