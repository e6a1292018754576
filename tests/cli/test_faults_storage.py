"""What storage can do to the program: full disks, forbidden folders, damaged and foreign files (T3, T4, T5, T14).

Each is one sentence with the documented exit code, the file untouched, and no traceback.
"""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from db.engine.files import APPLICATION_ID, SCHEMA_VERSION
from tests.cli.conftest import Run
from tests.cli.limits import small_disk, without_privileges
from tests.cli.test_cli_report import log_of

DAMAGED = "数据库文件已损坏。没有改动任何内容。请先运行 guanai check，再用最新备份运行 guanai restore。\n"


# T3: the disk is full


def test_a_first_start_on_a_full_disk(guanai: Run, database_path: Path) -> None:
    result = guanai("restore", "x.db", before=partial(small_disk, 4096))
    assert result.code == 2  # nothing to restore: the disk was not reached
    result = guanai("--demo", "report", "roster", before=partial(small_disk, 4096))
    assert (result.code, result.out) == (1, "")
    assert not database_path.exists()


def test_a_full_disk_keeps_the_database_and_the_older_backup(guanai: Run, township: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    guanai("backup", target)
    before = township.read_bytes(), target.read_bytes()
    result = guanai("backup", target, before=partial(small_disk, 100_000))
    assert (result.code, result.out, result.err) == (1, "", "磁盘已满。b.db 没有写成，原有的内容都在。\n")
    assert (township.read_bytes(), target.read_bytes()) == before
    result = guanai("restore", target, before=partial(small_disk, 100_000))
    assert (result.code, result.out, result.err) == (1, "", "磁盘已满。guanai.db 没有写成，原有的内容都在。\n")
    assert (township.read_bytes(), target.read_bytes()) == before
    assert not list(tmp_path.rglob("*.tmp"))


def test_what_cannot_be_logged_does_not_leave(guanai: Run, township: Path, tmp_path: Path) -> None:
    """The line of the change log does not fit on the disk, so the unmasked export is not made."""
    size = township.stat().st_size
    result = guanai("--export-csv", tmp_path / "out", "--full", before=partial(small_disk, size // 2))
    assert (result.code, result.out) == (1, "")
    assert not list(tmp_path.glob("out/2*"))
    assert log_of(township) == []


def test_a_report_into_a_full_disk_keeps_the_older_file(guanai: Run, township: Path, tmp_path: Path) -> None:
    target = tmp_path / "名册.csv"
    guanai("report", "roster", "--format", "csv", "-o", target)
    before = target.read_bytes()
    result = guanai("report", "roster", "--format", "csv", "-o", target, before=partial(small_disk, len(before) // 2))
    assert (result.code, result.out, result.err) == (1, "", "磁盘已满。名册.csv 没有写成，原有的内容都在。\n")
    assert target.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


# T4: the file or its folder may not be written


@pytest.fixture
def forbidden(township: Path) -> Path:
    township.chmod(0o400)
    township.parent.chmod(0o500)
    return township


def test_what_may_only_be_read_is_read(guanai: Run, forbidden: Path, tmp_path: Path) -> None:
    before, beside = forbidden.read_bytes(), sorted(forbidden.parent.iterdir())
    for arguments in (["report", "roster"], ["info"], ["check"], ["--export-csv", tmp_path / "out"],
                      ["backup", tmp_path / "b.db"]):  # fmt: skip
        result = guanai(*arguments, before=without_privileges)
        assert (result.code, result.err) == (0, ""), arguments
    assert forbidden.read_bytes() == before
    assert sorted(forbidden.parent.iterdir()) == beside


def test_what_would_be_written_there_is_refused(guanai: Run, forbidden: Path, tmp_path: Path) -> None:
    denied = f"{forbidden.parent} 不能写入，未作任何改动。请申请该文件夹的写入权限。\n"
    read_only = "数据库只能读取。没有保存。请申请该文件夹的写入权限。\n"
    backup = tmp_path / "b.db"
    shutil.copy(forbidden, backup)
    for arguments, sentence in [
        (["restore", backup], denied),
        (["backup", forbidden.parent / "b.db"], denied),
        (["--export-csv", forbidden.parent / "out"], denied),
        (["report", "roster", "-o", forbidden.parent / "a.txt"], denied),
        (["report", "roster", "--full", "--reason", "核对"], read_only),
        (["check", "--rebuild"], read_only),
    ]:
        result = guanai(*arguments, before=without_privileges)
        assert (result.code, result.out, result.err) == (1, "", sentence), arguments


def test_a_file_that_may_not_even_be_read(guanai: Run, township: Path) -> None:
    township.chmod(0)
    for verb in (["report", "roster"], ["check"], ["--export-csv", "out"]):
        result = guanai(*verb, before=without_privileges)
        assert (result.code, result.out, result.err) == (1, "", "无法读取 guanai.db。请申请读取权限。\n"), verb


# T5: the file is damaged


def test_a_cut_file_is_found_and_left_alone(guanai: Run, township: Path) -> None:
    township.write_bytes(township.read_bytes()[: township.stat().st_size // 2])
    before = township.read_bytes()
    for arguments in (["report", "roster"], ["--export-csv", "out"], ["backup", "b.db"]):
        result = guanai(*arguments)
        assert (result.code, result.out, result.err) == (1, "", DAMAGED), arguments
    result = guanai("check")
    assert (result.code, result.err) == (3, "")
    assert result.out.startswith("FAIL 数据页、索引和约束: ")
    assert township.read_bytes() == before


def test_a_zeroed_page_is_found(guanai: Run, township: Path) -> None:
    data = bytearray(township.read_bytes())
    with closing(sqlite3.connect(township)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'child'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data[(root - 1) * size : root * size] = bytes(size)
    township.write_bytes(data)
    assert guanai("check").code == 3
    assert guanai("report", "roster").err == DAMAGED
    assert guanai("--export-csv", "out").err == DAMAGED
    assert guanai("backup", "b.db").err == "副本不完整，已丢弃。请运行 guanai check。\n"
    assert not list(township.parent.parent.glob("*b.db*"))


def test_flipped_bits_never_end_in_a_traceback(guanai: Run, township: Path) -> None:
    """A flip in stored text cannot be seen by SQLite; any other is a FAIL or a sentence, and never an accident."""
    whole = township.read_bytes()
    dice = random.Random(7)
    found = 0
    for _turn in range(12):
        data = bytearray(whole)
        for _flip in range(20):
            data[dice.randrange(100, len(data))] ^= 1 << dice.randrange(8)
        township.write_bytes(data)
        result = guanai("check")
        assert result.code in (0, 1, 3)
        assert "程序自身出错" not in result.err
        found += result.code != 0
    assert found >= 10


# T14: not ours


@pytest.mark.parametrize("kind", ["text", "short", "foreign", "plain", "newer"])
def test_a_file_that_is_not_ours_is_refused_untouched(guanai: Run, database_path: Path, kind: str) -> None:
    database_path.parent.mkdir()
    if kind == "text":
        database_path.write_text("姓名,性别\n" * 100, encoding="utf-8")
    elif kind == "short":
        database_path.write_bytes(b"SQLite format 3\0")
    else:
        with closing(sqlite3.connect(database_path)) as connection:
            connection.execute("CREATE TABLE letters (x)")
            if kind == "foreign":
                connection.execute("PRAGMA application_id = 42")
            elif kind == "newer":
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = database_path.read_bytes()
    sentence = {
        "text": "guanai.db 不是 guanai 数据库，未作改动。请用 --db 指定其他文件。\n",
        "short": "guanai.db 不是 guanai 数据库，未作改动。请用 --db 指定其他文件。\n",
        "foreign": "guanai.db 属于其他程序，未作改动。请用 --db 指定其他文件。\n",
        "plain": "guanai.db 属于其他程序，未作改动。请用 --db 指定其他文件。\n",
        "newer": "guanai.db 由更新版本的 guanai 写成，未作改动。请在本机安装新版本。\n",
    }[kind]
    for arguments in (["report", "roster"], ["check"], ["info"], ["--export-csv", "out"], ["backup", "b.db"]):
        result = guanai(*arguments)
        assert (result.code, result.err) == (1, sentence), arguments
    assert database_path.read_bytes() == before
    assert [entry.name for entry in database_path.parent.iterdir()] == ["guanai.db"]


def test_a_folder_is_no_database(guanai: Run, tmp_path: Path) -> None:
    """It is not told to be closed to others: a folder of mode 0600 is one that nobody may enter."""
    for arguments in (["report", "roster"], ["info"]):
        result = guanai("--db", tmp_path, *arguments)
        assert (result.code, result.err) == (1, f"{tmp_path} 是文件夹。请用 --db 指定其中的数据库文件。\n")


# And a fault of the program itself


def test_a_fault_of_the_program_is_a_number_and_no_data(guanai: Run, township: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(township)) as connection, connection:
        connection.execute("DROP TABLE carer")
    result = guanai("report", "roster")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("程序自身出错，已停止。此前保存的内容都在。请把编号 ")
    log = tmp_path / "home" / ".local" / "state" / "guanai" / "guanai.log"
    reference = result.err.split("编号 ")[1][:6]
    text = log.read_text(encoding="utf-8")
    assert reference in text
    assert "peewee.OperationalError" in text
    assert "carer" not in text
    assert (log.stat().st_mode & 0o777, log.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_ctrl_c_is_quiet(township: Path, tmp_path: Path) -> None:
    import subprocess

    from db.engine import locks
    from tests.cli.conftest import COMMAND, environment

    with closing(sqlite3.connect(township, isolation_level=None)) as busy:
        busy.execute("BEGIN EXCLUSIVE")
        with subprocess.Popen(
            [*COMMAND, "--export-csv", tmp_path / "out"], env=environment(township), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            lock = tmp_path / "out" / ".2026-11-24.tmp" / "snapshot.db"
            while not lock.exists():
                assert process.poll() is None
            process.send_signal(signal.SIGINT)
            busy.execute("ROLLBACK")
            assert process.stdout
            assert process.stderr
            assert process.stderr.read() in (b"", b"\n")
        assert process.returncode in (0, 130)  # 0: the export was over before the signal came
    with locks.held(tmp_path / "out" / ".guanai-export.lock", "held"):
        assert not list(tmp_path.glob("out/.*.tmp"))
