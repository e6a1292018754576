"""A stream made in another process arrives whole, or fails in one known way, and leaves no process behind."""

from __future__ import annotations

import itertools
import os
import subprocess
from typing import Any

import pytest

from db.demo.worker import in_another_process
from db.errors import GuanaiError


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    processes: list[subprocess.Popen[bytes]] = []

    class Kept(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Kept)
    return processes


def test_every_batch_arrives_in_order(started: list[subprocess.Popen[bytes]]) -> None:
    assert list(in_another_process(range, 5)) == [0, 1, 2, 3, 4]
    batches = [("子涵", None, 1.5), ["·"] * 40_000]
    assert list(in_another_process(iter, batches)) == batches
    assert [process.poll() is not None for process in started] == [True, True]


def test_a_reader_that_has_enough_ends_the_process(started: list[subprocess.Popen[bytes]]) -> None:
    stream = in_another_process(itertools.count, 7)
    assert [next(stream), next(stream)] == [7, 8]
    stream.close()  # type: ignore[attr-defined]
    assert started[0].poll() is not None


def test_a_fault_of_the_stream_is_raised_here_with_its_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="FileNotFoundError"):
        list(in_another_process(open, "/no/such/file"))
    assert capfd.readouterr().err == ""


def test_a_process_that_dies_is_one_sentence() -> None:
    with pytest.raises(GuanaiError) as ended:
        list(in_another_process(os._exit, 3))  # type: ignore[arg-type]
    assert "\n" not in ended.value.sentence
