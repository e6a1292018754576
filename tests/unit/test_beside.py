"""What watches beside the screens goes on watching after a database that was busy for a moment."""

from __future__ import annotations

import threading

import pytest

from db.commands.recording import record_login
from db.errors import BusyError
from db.models import ChangeLog
from db.session import Session
from db.vocabulary import Action
from tui import beside
from tui.beside import Beside

PATIENCE = 30.0


def test_a_busy_database_ends_neither_the_watch_nor_the_wait_for_a_key(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived, tried = threading.Event(), list[str]()

    def busy_once(own: Session, origin: str) -> None:
        tried.append(origin)
        if len(tried) == 1:
            raise BusyError("busy")
        record_login(own, origin)
        arrived.set()

    monkeypatch.setattr(beside, "record_login", busy_once)
    told = threading.Event()
    watch = Beside(session, "10.0.0.7", changed=lambda: None, idle=told.set, idle_after=0.001, poll=0.01)
    watch.start()
    assert arrived.wait(PATIENCE)
    assert told.wait(PATIENCE)
    watch.stop()
    assert tried == ["10.0.0.7", "10.0.0.7"]
    assert ChangeLog.select().where(ChangeLog.action == Action.LOGIN).count() == 1
