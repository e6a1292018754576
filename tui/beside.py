"""What goes on beside the screens of a sitting: others' changes are noticed, that the person may stay no longer, and
that nobody is there any more.

A thread that looks every two seconds. As long as there is nothing to tell, the event loop is not even woken up.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from db.errors import GuanaiError, RefusedError
from db.queries.changes import data_version, newest_line, others_wrote
from db.session import Session

logger = logging.getLogger("guanai")

POLL = 2.0
"""Seconds between two looks: changes of others are in sight within five."""


class Beside:
    """Starts with the screens; what it is given is called from its thread, again at every look while it holds."""

    def __init__(
        self, session: Session, origin: str, key: str = "", *, changed: Callable[[], object],
        idle: Callable[[], object], refused: Callable[[str], object], idle_after: float, poll: float = POLL,
    ) -> None:  # fmt: skip
        """`origin` and `key` are the address and the key that the person comes with; `idle_after` in seconds, 0 for
        never.
        """
        self._session = session
        self._came_with = origin, key
        self._changed = changed
        self._idle = idle
        self._refused = refused
        self._idle_after = idle_after
        self._poll = poll
        self._over = threading.Event()
        self._last_key = time.monotonic()
        self._stale = False
        self._refusal = ""
        self._arrived = False
        self._failing = False
        self._version: int | None = None
        self._line = newest_line(session)  # before the first rows are read: what is written after them is news
        self._thread = threading.Thread(target=self._run, name="guanai-beside", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End it, and wait until it lets go of the database."""
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()
        elif _failure(self._arrive):  # whoever left at once was here all the same
            logger.warning("a login is not on record")

    def key_pressed(self) -> None:
        self._last_key = time.monotonic()

    def shown(self) -> None:
        """What others changed is on the screen."""
        self._stale = False

    def _run(self) -> None:
        try:
            if not self._over.is_set():  # a sitting may end before this has begun
                self._look()
            while not self._over.wait(self._poll):
                self._look()
                if self._refusal:
                    self._refused(self._refusal)
                elif self._stale:
                    self._changed()
                if self._idle_after and time.monotonic() - self._last_key >= self._idle_after:
                    self._idle()
        finally:
            self._session.database.close()

    def _look(self) -> None:
        """What cannot be read or written now is tried again at the next look: whoever left their desk is still gone."""
        failed = [error for deed in (self._compare, self._arrive) if (error := _failure(deed))]
        if failed and not self._failing:  # the screens themselves say what is wrong with the database
            logger.warning("not watching for now: %s", type(failed[0]).__name__)
        self._failing = bool(failed)

    def _arrive(self) -> None:
        if not (self._arrived or self._refusal or self._session.database.read_only):
            from db.commands.recording import record_login  # 6 ms of whoever waits for the first rows

            record_login(self._session, *self._came_with)
        self._arrived = True

    def _compare(self) -> None:
        version = data_version(self._session)
        if version != self._version:
            self._refusal = self._asked_again()
            line = newest_line(self._session)
            self._stale |= others_wrote(self._session, self._line)
            self._version, self._line = version, line

    def _asked_again(self) -> str:
        """Why the person may stay no longer, a sentence; empty as long as they may."""
        try:
            with self._session.reading():
                if self._session.admission is not None:
                    self._session.admission.confirm()
        except RefusedError as error:
            return error.sentence
        return ""


def _failure(deed: Callable[[], object]) -> GuanaiError | None:
    try:
        deed()
    except GuanaiError as error:
        return error
    return None
