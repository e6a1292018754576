"""Programs that run to their end: how long they took, and the most memory they held."""

from __future__ import annotations

import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str]


@dataclass(frozen=True)
class Run:
    """Seconds from start to end, and the peak of the memory in bytes (0 where it was not watched)."""

    seconds: float
    peak: int = 0


class Failed(RuntimeError):
    """A measured program ended with an error; its last words are the message."""


def run(
    command: Command, env: Mapping[str, str], *, cwd: Path, watch_memory: bool = False, text: str = "",
    codes: Container[int] = (0,),
) -> Run:  # fmt: skip
    """Run the program once, with `text` as its input; raises Failed for an exit code that is none of `codes`."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=dict(env), cwd=cwd, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    peak = _Peak(process) if watch_memory else None
    _, words = process.communicate(text)
    seconds = time.perf_counter() - started
    if process.returncode not in codes:
        raise Failed(f"exit code {process.returncode}: {words.strip()[-300:]}")
    return Run(seconds, peak.finish() if peak else 0)


def medians(commands: Mapping[str, Callable[[int], Run]], times: int) -> dict[str, float]:
    """Median seconds of each, run by turns so that a busy moment meets all of them; a first round is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(times + 1):
        for name, start in commands.items():
            seconds[name].append(start(number).seconds)
    return {name: statistics.median(values[1:]) for name, values in seconds.items()}


class _Peak:
    """Reads the kernel's own high-water mark (Linux) while the process lives.

    The resource usage of a child that has ended would count what its parent held before it became another program.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._status = Path(f"/proc/{process.pid}/status")
        self._ended = threading.Event()
        self._peak = 0
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(0.01):
            with suppress(OSError):
                for line in self._status.read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        self._peak = max(self._peak, int(line.split()[1]) * 1024)

    def finish(self) -> int:
        self._ended.set()
        self._thread.join()
        return self._peak
