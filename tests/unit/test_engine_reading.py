"""What threads that read at once do to each other: nothing; and how a count that nobody waits for any more ends."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from db.engine.sqlite import Stoppable
from db.errors import GuanaiError
from db.session import Session

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
ROWS = "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"


def test_no_cursor_stays_half_read(session: Session) -> None:
    with session.reading():
        with session.reading():
            half_read = session.database.execute_sql(ROWS)
        assert half_read.fetchone() == (1,)
    with pytest.raises(sqlite3.ProgrammingError):
        half_read.fetchone()


def test_not_even_the_cursor_of_a_query_that_failed(session: Session) -> None:
    kept = None
    with suppress(GuanaiError), session.reading():
        kept = session.database.cursor()
        raise GuanaiError("")
    assert kept is not None
    with pytest.raises(sqlite3.ProgrammingError):
        kept.execute(ROWS)


def test_a_query_is_stopped_from_another_thread(session: Session) -> None:
    counting = Stoppable(session.database)
    sentences: list[str] = []

    def count() -> None:
        try:
            with session.reading(), counting:
                session.database.execute_sql(ENDLESS)
        except GuanaiError as error:
            sentences.append(error.sentence)

    thread = threading.Thread(target=count)
    thread.start()
    until(lambda: not thread.is_alive(), counting.stop)
    assert sentences == ["已为新的操作让路。"]
    counting.stop()
    with session.reading():
        assert len(session.database.execute_sql(ROWS).fetchall()) == 3


def test_collecting_garbage_does_not_wait_for_a_query_of_another_thread(session: Session) -> None:
    """Closing a cursor waits for its connection: the collector may find it in any thread, that of the keys too."""
    counting = Stoppable(session.database)
    started, go_on = threading.Event(), threading.Event()

    class Cycle:
        def __init__(self, cursor: object) -> None:
            self.cursor, self.itself = cursor, self

    def count() -> None:
        with session.reading():
            Cycle(session.database.execute_sql(ROWS))
        started.set()
        go_on.wait()
        with pytest.raises(GuanaiError), session.reading(), counting:
            session.database.execute_sql(ENDLESS)

    thread = threading.Thread(target=count)
    gc.disable()
    try:
        thread.start()
        started.wait()
        go_on.set()
        until(lambda: counting.running, lambda: None)
        gc.collect()
        assert thread.is_alive()
    finally:
        gc.enable()
        until(lambda: not thread.is_alive(), counting.stop)


def until(condition: Callable[[], bool], deed: Callable[[], None]) -> None:
    """Do a deed again and again until a condition holds; a query that never ends fails the test."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        deed()
