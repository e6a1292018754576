"""The end of a session that nobody ended: a closed window, a dropped line, a stopped service.

Python's own signal handlers are used, since asyncio's never run once the output queue is full and the event loop waits
for it. A thread watches the terminal, because a program started with SIGHUP ignored is never told. Whatever happens,
the process is gone within `LIMIT` seconds.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

try:
    import termios
except ImportError:  # Windows
    termios = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from textual.app import App

logger = logging.getLogger("guanai")

LIMIT = 4.0
"""Seconds from the first sign to the end of the process."""

STALL = 120.0
"""Seconds for which a terminal may take no output before it counts as gone; an honest slow line takes some."""

_SAVING = 2.0
_POLL = 1.0
_HUNG_UP, _TERMINATED = 129, 143
_CODES = {"SIGHUP": _HUNG_UP, "SIGTERM": _TERMINATED, "SIGBREAK": _HUNG_UP}
# Paste marks, focus reports, mouse and wrap as a shell expects them; the main screen, a visible cursor.
_RESTORE = b"\x1b[?2004l\x1b[?1004l\x1b[?1000l\x1b[?1003l\x1b[?7h\x1b[m\x1b[?1049l\x1b[?25h"


class Watch:
    """Watches over a running app, as a context manager; `code` is the exit code once a hang-up has ended it."""

    def __init__(
        self, leave: Callable[[int], object], save: Callable[[], object], *, stall: float = STALL, limit: float = LIMIT
    ) -> None:
        self.code: int | None = None
        self._leave = leave
        self._save = save
        self._stall = stall
        self._limit = limit
        self._begun = threading.Event()
        self._over = threading.Event()
        self._saved = threading.Event()
        self._handlers: dict[int, Any] = {}
        self._modes: list[Any] | None = None

    def __enter__(self) -> Watch:
        for name in _CODES:
            number = getattr(signal, name, None)
            if number is not None:
                # Also where the parent ignores the signal: nohup and some wrappers do.
                self._handlers[number] = signal.signal(number, self._on_signal)
        if termios is not None and os.isatty(0):
            self._modes = termios.tcgetattr(0)
        threading.Thread(target=self._watch, name="guanai-hangup", daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._over.set()
        if self.code is not None:
            self._saved.wait(self._limit)
            _let_go()
        else:
            for number, handler in self._handlers.items():
                # None stands for a handler that was not set by Python and cannot be put back.
                signal.signal(number, signal.SIG_DFL if handler is None else handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self.end(_CODES[signal.Signals(number).name])

    def end(self, code: int) -> None:
        """Save, leave the app and end the process with `code`; only the first call counts."""
        # Called by signal handlers, which may have interrupted the start of a thread: they only wake one up.
        if self.code is None:
            self.code = code
            self._begun.set()

    def _watch(self) -> None:
        stalled = 0.0
        while not self._begun.wait(_POLL):
            if self._over.is_set():
                return
            if self._modes is not None:
                stalled = 0.0 if _takes_output() else stalled + _POLL
                if stalled >= self._stall or not _is_there():
                    self.end(_HUNG_UP)
        self._end(self.code or _HUNG_UP)

    def _end(self, code: int) -> None:
        deadline = time.monotonic() + self._limit
        # In threads of their own: a locked database or a frozen event loop must not hold the end up.
        threading.Thread(target=self._keep, daemon=True).start()
        self._saved.wait(min(_SAVING, self._limit / 2))
        threading.Thread(target=self._leave, args=(code,), daemon=True).start()
        if not self._over.wait(max(deadline - time.monotonic(), 0)):
            self._restore()
        # When the app has ended by itself, the end of the interpreter may still hang; else this thread ends with it.
        time.sleep(max(deadline - time.monotonic(), 0))
        os._exit(code)

    def _keep(self) -> None:
        try:
            logger.warning("hang-up, code %s", self.code)
            self._save()
        finally:
            self._saved.set()

    def _restore(self) -> None:
        """Give the terminal back as it was, if it still takes anything."""
        if termios is None or self._modes is None:
            return
        with contextlib.suppress(OSError, termios.error):
            termios.tcsetattr(0, termios.TCSANOW, self._modes)
            # A description of its own: O_NONBLOCK on ours would reach the shell that shares it.
            terminal = os.open(os.ttyname(0), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
            try:
                os.write(terminal, _RESTORE)
            finally:
                os.close(terminal)


def _is_there() -> bool:
    """Whether the terminal still exists."""
    try:
        termios.tcgetattr(0)
    except (OSError, termios.error):
        return False
    return True


def _let_go() -> None:
    """Send what is still to be printed nowhere: the terminal may be gone, and Python would end with 120."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _takes_output() -> bool:
    """Whether the terminal has room for more."""
    output = sys.__stderr__
    try:
        return output is None or bool(select.select([], [output.fileno()], [], 0)[1])
    except (OSError, ValueError):
        # Closed, or a number that select does not take: whether the terminal is there is asked of it, not of this.
        return True


def watch(app: App[Any], save: Callable[[], object], *, stall: float = STALL, limit: float = LIMIT) -> Watch:
    """Watch over `app.run()`: `with watch(app, save) as w: app.run()`, then exit with `w.code` unless it is None.

    `save` keeps what was typed. It is called once, in a thread of its own (so with its own database connection), and
    has about two seconds.
    """

    def leave(code: int) -> None:
        loop = app._loop
        if loop is not None:
            loop.call_soon_threadsafe(lambda: app.exit(return_code=code))

    return Watch(leave, save, stall=stall, limit=limit)
