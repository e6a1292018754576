"""When the program is at rest. Textual's pilot takes that from an idle processor, which a loaded machine feigns."""

from __future__ import annotations

import asyncio
import time
from asyncio import BaseEventLoop, Future
from typing import Any

import pytest
from textual import app, pilot

GLANCE, IDLE = 1 / 200, 1 / 4000
"""How long the processor is watched, three times for every key, and how busy it may be: a quarter of Textual's own."""
MOST, MOST_AT_WORK = 3.0, 0.3
"""Seconds until a key is done with all the same, and until a thread stands still, as some tests let it: no key waits
for that one again, or a sentence that is shown for a while would be gone."""


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every key and pause wait until no callback is ready, no thread is at work and the processor is idle."""
    at_work: set[Future[Any]] = set()
    stalled: set[Future[Any]] = set()
    start = BaseEventLoop.run_in_executor

    def run_in_executor(loop: BaseEventLoop, *job: Any) -> Future[Any]:
        future = start(loop, *job)
        at_work.add(future)
        future.add_done_callback(at_work.discard)
        return future

    async def wait_for_idle(*_seconds: float) -> None:
        loop: Any = asyncio.get_running_loop()
        started = time.monotonic()
        while (waited := time.monotonic() - started) < MOST:
            before = time.process_time()
            await asyncio.sleep(GLANCE)
            idle = time.process_time() - before < IDLE and not loop._ready
            if idle and (at_work <= stalled or waited > MOST_AT_WORK):
                stalled.update(at_work)
                break

    monkeypatch.setattr(BaseEventLoop, "run_in_executor", run_in_executor)
    monkeypatch.setattr(app, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(pilot, "wait_for_idle", wait_for_idle)
