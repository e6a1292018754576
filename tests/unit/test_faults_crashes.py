"""Processes that are killed, and many that write at once: what was saved stays, nothing is saved twice or by halves.

T1, T6, T8 and T13 of the fault list: each in processes of their own, because only a process can be killed.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from db.engine import files
from db.engine.opening import open_database
from db.session import Session

ROOT = Path(__file__).resolve().parents[2]
PREAMBLE = """
import sys
from pathlib import Path
from db.commands.writing import insert, update
from db.errors import ConflictError
from db.models import School, Village
from db.session import Session
path = Path(sys.argv[1])
"""


def start(body: str, path: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(body), str(path), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ask(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return connection.execute(query).fetchall()


SAVES = """
with Session.open(path, "李文书") as session:
    for number in range(100_000):
        with session.writing():
            row = insert(session, Village, {"name": f"{sys.argv[2]}-{number}"})
        print(row, flush=True)
"""


def test_what_was_acknowledged_outlives_kill_9(database_path: Path) -> None:
    """T1: a village is acknowledged on the pipe after its commit; every acknowledged one is there afterwards."""
    acknowledged: set[int] = set()
    for turn in range(6):
        with start(SAVES, database_path, turn) as process:
            assert process.stdout
            for _ in range(5 + 8 * turn):
                acknowledged.add(int(process.stdout.readline()))
            process.kill()
            rest = process.stdout.read()
            acknowledged.update(int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n"))
    with Session.open(database_path, "李文书") as session:  # plays back the journal of the last one killed
        assert session.database.pragma("quick_check") == "ok"
    rows = {row[0] for row in ask(database_path, "SELECT id FROM village")}
    logged = {row[0] for row in ask(database_path, "SELECT row_id FROM change_log WHERE table_name = 'village'")}
    assert acknowledged <= rows
    assert rows == logged
    assert len(rows) <= len(acknowledged) + 6  # at most the one that was saved and not yet told, a turn


COUNTS = """
done = 0
with Session.open(path, "李文书") as session:
    print("ready", flush=True)
    sys.stdin.readline()
    while done < int(sys.argv[2]):
        with session.reading():
            version, capacity = Village.select(Village.version, Village.phone).where(Village.id == 1).tuples().get()
        try:
            with session.writing():
                update(session, Village, 1, version, {"phone": str(int(capacity) + 1)})
        except ConflictError:
            continue
        done += 1
print("done", done)
"""


def test_writers_at_once_lose_nothing(database_path: Path) -> None:
    """T8: six processes count the same row up; no transaction fails, no count is lost, each is in the change log."""
    with Session.open(database_path, "李文书") as session, session.writing():
        from db.commands.writing import insert
        from db.models import Village

        insert(session, Village, {"name": "王家湾", "phone": "0"})
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", PREAMBLE + COUNTS, str(database_path), "20"],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        for _ in range(6)
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    answers = []
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        answers.append(writer.communicate(timeout=60))
    assert answers == [("done 20\n", "")] * 6
    assert ask(database_path, "SELECT phone, version FROM village") == [("120", 121)]
    assert ask(database_path, "SELECT count(*) FROM change_log WHERE action = 'update'") == [(120,)]


def test_half_a_journal_leaves_what_was_committed_before(database_path: Path) -> None:
    """T6: the WAL of a killed session is cut in two; the beginning of what was committed is there, and no more."""
    with Session.open(database_path, "李文书"):
        pass
    writer = """
    import sqlite3, os, signal
    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    for number in range(100):
        connection.execute(
            "INSERT INTO village (uid, created_at, created_by, updated_at, updated_by, version, name, active)"
            " VALUES (?, '', '', '', '', 1, ?, 1)", (str(number), str(number)))
    os.kill(os.getpid(), signal.SIGKILL)
    """
    process = start(writer, database_path)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    wal = database_path.with_name("guanai.db-wal")
    os.truncate(wal, wal.stat().st_size // 2)
    database = open_database(database_path)
    assert database.pragma("journal_mode") == files.journal_mode(files.sqlite3.sqlite_version_info)
    database.close_all()
    names = [int(str(row[0])) for row in ask(database_path, "SELECT name FROM village ORDER BY id")]
    assert 0 < len(names) < 100
    assert names == list(range(len(names)))


MIGRATES_AND_DIES = """
import itertools, os, signal
from db.engine.sqlite import Database
executed = itertools.count()
plain = Database.execute_sql
def execute_sql(self, *arguments, **keywords):
    if next(executed) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return plain(self, *arguments, **keywords)
Database.execute_sql = execute_sql
with Session.open(path, "李文书"):
    print(next(executed))
"""


def schema(path: Path) -> list[tuple[object, ...]]:
    return ask(path, "SELECT name, sql FROM sqlite_master ORDER BY name")


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many statements a first start executes."""
    path = tmp_path_factory.mktemp("whole") / "guanai.db"
    out, err = start(MIGRATES_AND_DIES, path, -1).communicate(timeout=60)
    assert not err
    return int(out)


@pytest.mark.parametrize("part", [0.0, 0.02, 0.2, 0.5, 0.9, 0.99])
def test_a_migration_that_was_killed_is_made_good(
    tmp_path: Path, session: Session, statements: int, part: float
) -> None:
    """T13: the next start finds no half of a schema, whatever statement was the last."""
    path = tmp_path / "killed.db"
    process = start(MIGRATES_AND_DIES, path, int(statements * part))
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    with Session.open(path, "李文书"):
        pass
    assert schema(path) == schema(session.database.path)
    assert ask(path, "SELECT count(*) FROM schema_migration") == [(1,)]
    assert ask(path, "SELECT count(*) FROM vocabulary") == ask(session.database.path, "SELECT count(*) FROM vocabulary")
    assert files.read_header(path) == (files.SCHEMA_VERSION, files.APPLICATION_ID)


def test_two_first_starts_at_once_make_one_database(tmp_path: Path, session: Session) -> None:
    """T13: exactly one of them migrates, the other waits for it."""
    path = tmp_path / "both.db"
    body = """
    with Session.open(path, "李文书") as session:
        print(session.database.pragma("user_version"))
    """
    both = [start(body, path) for _ in range(3)]
    assert [process.communicate(timeout=90) for process in both] == [("1\n", "")] * 3
    assert schema(path) == schema(session.database.path)
    assert ask(path, "SELECT count(*) FROM schema_migration") == [(1,)]
