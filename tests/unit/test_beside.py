"""What watches beside the screens: past a database that was busy for a moment, and for whoever may stay no longer."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from db.admission import Admission, Person
from db.commands import recording
from db.commands.recording import record_login
from db.commands.users import disable_user, save_user
from db.errors import BusyError
from db.models import ChangeLog
from db.session import Session
from db.vocabulary import Action, Role
from tui.beside import Beside

PATIENCE = 30.0


def test_a_busy_database_ends_neither_the_watch_nor_the_wait_for_a_key(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived, tried = threading.Event(), list[str]()

    def busy_once(own: Session, origin: str, key: str) -> None:
        tried.append(f"{origin} {key}")
        if len(tried) == 1:
            raise BusyError("busy")
        record_login(own, origin, key)
        arrived.set()

    monkeypatch.setattr(recording, "record_login", busy_once)
    told = threading.Event()
    watch = Beside(
        session, "10.0.0.7", "SHA256:x", changed=lambda: None, idle=told.set, refused=print, idle_after=0.001, poll=0.01
    )  # fmt: skip
    watch.start()
    assert arrived.wait(PATIENCE)
    assert told.wait(PATIENCE)
    watch.stop()
    assert tried == ["10.0.0.7 SHA256:x"] * 2
    assert ChangeLog.select().where(ChangeLog.action == Action.LOGIN).count() == 1


def test_whoever_is_disabled_hears_it_within_a_look(session: Session) -> None:
    save_user(session, "李文书", Role.SUPERVISOR)
    person = Person()
    mine = replace(session, admission=Admission("李文书", person))
    heard, told = threading.Event(), list[str]()

    def hear(sentence: str) -> None:
        told.append(sentence)
        heard.set()

    watch = Beside(
        mine, "", changed=lambda: None, idle=lambda: None, refused=hear, idle_after=0, poll=0.01
    )  # fmt: skip
    watch.start()
    save_user(session, "王芳", Role.SUPERVISOR)
    disable_user(session, "李文书")
    assert heard.wait(PATIENCE)
    watch.stop()
    assert "停用" in told[0]


def test_whoever_leaves_at_once_was_here_all_the_same(session: Session) -> None:
    watch = Beside(session, "10.0.0.7", changed=print, idle=print, refused=print, idle_after=0)
    watch.stop()
    assert [line.by for line in ChangeLog.select().where(ChangeLog.action == Action.LOGIN.value)] == [session.user]
