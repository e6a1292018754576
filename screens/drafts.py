"""Writes down what is being typed, from a thread of its own: a lost line loses at most two seconds of it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from db.commands.drafts import discard_draft, keep_draft
from db.errors import GuanaiError
from db.session import Session

logger = logging.getLogger("guanai")

DELAY = 1.5
"""Seconds from the first change that is not written yet."""


class DraftKeeper:
    """The draft of one open form over one record, which was of `base_version` when the form opened."""

    def __init__(self, session: Session, form: str, object_id: int, base_version: int) -> None:
        self.session = session
        self.form = form
        self.object_id = object_id
        self.base_version = base_version
        self._entries: Mapping[str, str] | None = None
        # Held while the database is written: nothing may come in after the draft was discarded.
        self._writing = threading.RLock()
        self._changed = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, entries: Mapping[str, str]) -> None:
        """Take note of the entries that were changed; they are written within DELAY. None left is no draft."""
        self._entries = dict(entries)
        self._changed.set()
        if self._thread is None and not self._ended.is_set():
            self._thread = threading.Thread(target=self._run, name="guanai-draft", daemon=True)
            self._thread.start()

    def flush(self) -> None:
        """Write what is not written yet, at once, from the calling thread."""
        with self._writing:
            entries, self._entries = self._entries, None
            if entries is None or self._ended.is_set():
                return
            try:
                if entries:
                    keep_draft(self.session, self.form, self.object_id, self.base_version, entries)
                else:
                    discard_draft(self.session, self.form, self.object_id)
            except GuanaiError:
                if self._entries is None:
                    self._entries = entries
                raise

    def discard(self) -> None:
        """Forget the draft: the form was saved, or what stood in it thrown away. The keeper writes no more."""
        self._stop()
        with self._writing:
            discard_draft(self.session, self.form, self.object_id)

    def close(self) -> None:
        """Write what is left and stop."""
        try:
            self.flush()
        finally:
            self._stop()

    def _stop(self) -> None:
        self._ended.set()
        self._changed.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._changed.wait()
            self._changed.clear()
            if self._ended.wait(DELAY):
                break
            try:
                self.flush()
            except GuanaiError as error:
                # The database is busy or full: once more later, for the form itself is still open.
                logger.warning("draft not written: %s", type(error).__name__)
                self._changed.set()
        self.session.database.close()


@runtime_checkable
class KeepsDrafts(Protocol):
    """An app that writes the drafts of open forms when the line is lost."""

    def register_draft(self, keeper: DraftKeeper) -> None: ...

    def release_draft(self, keeper: DraftKeeper) -> None: ...
