"""One key at a time: what is typed ahead finds the focus where the key before it has put it.

Textual hands every key at once to whoever has the focus by then. Over a slow line, or while the processor is busy,
several arrive in one piece, and all but the first went to a field that the first had already left.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.app import ScreenStackError

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump

PATIENCE = 1.0
"""Seconds for what one key does; a key that takes longer no longer holds up those behind it."""
_LOOK = 0.05
"""Seconds between two looks whether the program ends meanwhile: the end waits for the thread that reads keys."""


def wait_until_done(app: App[Any], ending: threading.Event) -> None:
    """Wait, in the thread that reads keys, until the key that was just handed to `app` has been dealt with."""
    if app._loop is None:
        return
    done = threading.Event()
    asyncio.run_coroutine_threadsafe(_follow(app, done), app._loop)
    for _look in range(round(PATIENCE / _LOOK)):
        if done.wait(_LOOK) or ending.is_set():
            return


async def _follow(app: App[Any], done: threading.Event) -> None:
    """Go behind the key through the queues that it goes through: the app's, the focused widget's and its parents'."""

    def step(rest: Iterator[MessagePump]) -> None:
        for pump in rest:
            if pump.call_later(step, rest):
                return
        done.set()

    def queues() -> Iterator[MessagePump]:
        with suppress(ScreenStackError):  # the program is ending
            yield app
            yield from (app.focused or app.screen).ancestors_with_self
            # The key may have asked the app to move the focus, or opened a screen that focuses something itself.
            yield app
            yield app.screen
            yield app

    step(queues())
