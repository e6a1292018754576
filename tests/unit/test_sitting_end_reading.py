"""What still runs in threads when the screens are closed: reading ends at once, writing by itself."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from db.errors import GuanaiError
from db.session import Session
from tui.sitting import let_go

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n {limit}) SELECT count(*) FROM n"


def test_what_is_read_ends_at_once(session: Session) -> None:
    readers, begun = ThreadPoolExecutor(2), threading.Event()

    def read() -> None:
        with session.reading():
            begun.set()
            session.database.execute_sql(COUNT.format(limit="")).fetchall()

    reading = readers.submit(read)
    begun.wait()
    let_go(readers, session.database)
    with pytest.raises(GuanaiError):
        reading.result(0)


def test_what_is_written_comes_to_its_end(session: Session) -> None:
    readers, begun = ThreadPoolExecutor(2), threading.Event()

    def write() -> int:
        with session.writing():
            begun.set()
            return int(session.database.execute_sql(COUNT.format(limit="LIMIT 100000")).fetchone()[0])

    writing = readers.submit(write)
    begun.wait()
    let_go(readers, session.database)
    assert writing.result(0) == 100_000
