"""Two sittings of one person each keep their own draft of a form; one is taken up once its sitting has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from db.commands import drafts as commands
from db.commands.drafts import NEW, discard_draft, keep_draft
from db.engine.storage import is_running
from db.models import Draft
from db.queries.drafts import draft_of, pending
from db.session import Session
from db.uid import new_uid

FORM = "child.new"


@pytest.fixture
def elsewhere(session: Session, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Another sitting of the same person, in a process that lives (that of whoever runs the tests)."""
    other = replace(session, id=new_uid())
    with monkeypatch.context() as patched:
        patched.setattr(commands.os, "getpid", os.getppid)
        keep_draft(other, FORM, NEW, 0, {"name": "那边"})
    return other


def texts(session: Session) -> list[str]:
    return [draft.entries["name"] for draft in pending(session)]


def test_what_another_sitting_types_is_neither_offered_nor_written_over(session: Session, elsewhere: Session) -> None:
    assert texts(session) == []
    keep_draft(session, FORM, NEW, 0, {"name": "这边"})
    assert texts(session) == ["这边"]
    assert Draft.select().count() == 2
    discard_draft(session, FORM, NEW)
    assert [row.session for row in Draft.select()] == [elsewhere.id]


def test_a_draft_of_a_sitting_that_ended_is_taken_up_once(session: Session) -> None:
    ended = replace(session, id=new_uid())
    keep_draft(ended, FORM, NEW, 0, {"name": "断线前"})
    found = draft_of(session, FORM, NEW)
    assert found is not None
    keep_draft(session, FORM, NEW, 0, found.entries)
    assert (texts(session), Draft.select().count()) == (["断线前"], 1)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_process_that_its_parent_has_not_fetched_yet_has_ended() -> None:
    with subprocess.Popen(["/bin/sleep", "60"]) as process:
        assert is_running(process.pid)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert not is_running(process.pid)


def test_a_draft_that_stands_still_is_offered_and_stays_where_it_is(session: Session, elsewhere: Session) -> None:
    """The line of the other sitting may be dead without its process knowing."""
    session.database.execute_sql("UPDATE draft SET updated_at = '2026-01-01T00:00:00Z'")
    assert texts(session) == ["那边"]
    discard_draft(session, FORM, NEW)
    assert [row.session for row in Draft.select()] == [elsewhere.id]


def test_nobody_is_offered_the_draft_of_another_person(session: Session) -> None:
    keep_draft(replace(session, user="王芳", id=new_uid()), FORM, NEW, 0, {"name": "王芳的"})
    assert texts(session) == []
