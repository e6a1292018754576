"""backup, restore, check and info: a copy is verified before it counts, and nothing is ever thrown away."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.engine import files
from db.engine.files import SCHEMA_VERSION
from tests.cli.conftest import Run
from tests.cli.test_cli_report import log_of

ALL_PASS = (
    "PASS 数据页、索引和约束\nPASS 表间关联\nPASS 日志方式\nPASS 结构版本 1\n"
    "PASS 操作日志\nPASS 搜索索引\nPASS 儿童情况汇总\nPASS 文件权限\n"
)  # fmt: skip


def children(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM child").fetchone()[0])


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def kept_of(database: Path) -> list[Path]:
    return sorted(database.parent.glob("guanai.replaced-*.db"))


def test_a_backup_is_whole_private_and_alone(guanai: Run, township: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    target = tmp_path / "b" / "备份.db"
    result = guanai("backup", target)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{target}：")
    assert result.out.endswith(" MB，已核验\n")
    assert {entry.name for entry in target.parent.iterdir()} == {"备份.db", "备份.db.log-key"}  # no log without a key
    assert target.stat().st_mode & 0o777 == 0o600
    assert guanai("--db", target, "check").out == ALL_PASS
    assert children(target) == 40


def test_a_backup_takes_the_place_of_an_older_one_only(guanai: Run, township: Path, tmp_path: Path) -> None:
    target, letter = tmp_path / "b.db", tmp_path / "信.docx"
    letter.write_bytes(b"PK words" * 20)
    assert guanai("backup", target).code == guanai("backup", target).code == 0
    result = guanai("backup", letter)
    assert (result.code, result.err) == (1, "信.docx 不是 guanai 数据库，未作改动。请用 --db 指定其他文件。\n")
    assert letter.read_bytes() == b"PK words" * 20
    result = guanai("backup", township)
    assert (result.code, result.err) == (1, "guanai.db 就是正在用的数据库。请换一个文件名。\n")


def test_restoring_brings_back_and_keeps_what_it_replaces(guanai: Run, township: Path, tmp_path: Path) -> None:
    guanai("backup", tmp_path / "b.db")
    execute(township, "UPDATE village SET name = '改过', version = version + 1 WHERE id = 1")
    inode = township.stat().st_ino
    result = guanai("restore", tmp_path / "b.db")
    (kept,) = kept_of(township)
    assert (result.code, result.err) == (0, "")
    assert result.out == f"{township} 已换成 {tmp_path / 'b.db'}；原来的保留为 {kept.name}。\n"
    assert township.stat().st_ino == inode  # a session that is open goes on in the restored data
    for path, found in ((township, 0), (kept, 1)):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM village WHERE name = '改过'").fetchone()[0] == found
    assert kept.stat().st_mode & 0o777 == 0o600
    assert log_of(township) == [("restore", '{"backup": [null, "b.db"]}', None)]
    assert guanai("check").out == ALL_PASS


def test_restoring_where_nothing_is_makes_the_database(guanai: Run, township: Path, tmp_path: Path) -> None:
    backup = township.rename(tmp_path / "b.db")
    result = guanai("restore", backup)
    assert (result.code, result.out) == (0, f"{township} 已换成 {backup}。\n")
    assert children(township) == 40
    assert kept_of(township) == []


def test_a_database_beyond_repair_is_set_aside(guanai: Run, township: Path, tmp_path: Path) -> None:
    guanai("backup", tmp_path / "b.db")
    township.write_bytes(b"ruined" * 1000)
    result = guanai("restore", tmp_path / "b.db")
    (kept,) = kept_of(township)
    assert (result.code, result.err) == (0, "")
    assert kept.read_bytes() == b"ruined" * 1000
    assert guanai("check").out == ALL_PASS


@pytest.mark.parametrize("spoil", ["foreign", "newer", "text", "torn", "empty"])
def test_what_is_no_whole_backup_is_refused(guanai: Run, township: Path, tmp_path: Path, spoil: str) -> None:
    backup = tmp_path / "b.db"
    guanai("backup", backup)
    if spoil == "foreign":
        execute(backup, "PRAGMA application_id = 1")
    elif spoil == "newer":
        execute(backup, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    elif spoil == "text":
        backup.write_text("姓名,性别\n", encoding="utf-8")
    elif spoil == "torn":
        backup.write_bytes(backup.read_bytes()[:200_000])
    else:
        backup.write_bytes(b"")
    before = township.read_bytes()
    result = guanai("restore", backup)
    sentence = {
        "foreign": "b.db 属于其他程序，未作改动。请用 --db 指定其他文件。",
        "newer": "b.db 由更新版本的 guanai 写成，未作改动。请在本机安装新版本。",
        "text": "b.db 不是 guanai 数据库，未作改动。请用 --db 指定其他文件。",
        "torn": "数据库文件已损坏。没有改动任何内容。请先运行 guanai check，再用最新备份运行 guanai restore。",
        "empty": f"{backup} 没有数据库。请用 --db 指定。",
    }[spoil]
    assert (result.code, result.out, result.err) == (1, "", sentence + "\n")
    assert township.read_bytes() == before
    assert sorted(entry.name for entry in township.parent.iterdir() if entry.stat().st_size) == [
        "guanai.db", "guanai.db.log-key"
    ]  # fmt: skip


def test_restoring_waits_for_nobody_for_ever(guanai: Run, township: Path, tmp_path: Path) -> None:
    from db.engine import locks

    guanai("backup", tmp_path / "b.db")
    with locks.held(township.with_name("guanai.db.lock"), "held"):
        result = guanai("restore", tmp_path / "b.db")
    assert (result.code, result.err) == (75, "另一个 guanai 正在处理数据库文件。请一分钟后再试。\n")


def test_check_finds_what_is_wrong_and_says_what_to_do(guanai: Run, township: Path) -> None:
    execute(
        township, "PRAGMA foreign_keys = 0", "UPDATE child SET village_id = 999, version = version + 1 WHERE id = 3"
    )
    township.chmod(0o644)
    result = guanai("check")
    assert (result.code, result.err) == (3, "")
    assert result.out.splitlines() == [
        "PASS 数据页、索引和约束",
        "FAIL 表间关联: 有 1 行指向不存在的记录。请用最新的备份运行 guanai restore。",
        "PASS 日志方式",
        "PASS 结构版本 1",
        "PASS 操作日志",
        "FAIL 搜索索引: 有的儿童搜索不到。请运行 guanai check --rebuild。",
        "PASS 儿童情况汇总",
        "FAIL 文件权限: 本机的其他账号能读取 guanai.db。请对它们执行 chmod 600。",
    ]


def test_what_is_computed_from_the_register_is_made_anew(guanai: Run, township: Path) -> None:
    execute(
        township, "UPDATE child SET phone = '13800001234', version = version + 1 WHERE id = 5",
        "UPDATE child_summary SET talk = '2026-11-23' WHERE child_id < 3",
        "DELETE FROM child_summary WHERE child_id = 7",
    )  # fmt: skip
    found = guanai("check").out
    assert "FAIL 搜索索引" in found
    assert "FAIL 儿童情况汇总: 今日页上有3名儿童的数字与记录不符。请运行 guanai check --rebuild。" in found
    assert guanai("check", "--rebuild").out == ALL_PASS
    assert guanai("check").code == 0


def test_check_of_what_is_no_database_is_a_failure(guanai: Run, township: Path) -> None:
    township.write_text("姓名", encoding="utf-8")
    result = guanai("check")
    assert (result.code, result.out) == (1, "")
    assert result.err == "guanai.db 不是 guanai 数据库，未作改动。请用 --db 指定其他文件。\n"


def test_info_tells_paths_and_counts_and_nobody(guanai: Run, township: Path) -> None:
    result = guanai("info", GUANAI_USER="李文书")
    assert (result.code, result.err) == (0, "")
    told = {" ".join(line.split()) for line in result.out.splitlines()}
    assert {f"数据库 {township}", "用户 李文书", "child 40"} <= told
    mode = files.journal_mode(sqlite3.sqlite_version_info)
    assert any(line.startswith(f"SQLite {files.sqlite3.sqlite_version}, {mode}: ") for line in told)
    with closing(sqlite3.connect(township)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM child")]
    assert not any(name in result.out for name in names)


def test_info_works_without_a_database(guanai: Run, database_path: Path) -> None:
    result = guanai("info")
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("结构版本  还没有数据库。\n")
    assert not database_path.exists()


def test_journals_of_a_removed_database_are_not_played_into_the_restored_one(guanai: Run, township: Path) -> None:
    guanai("backup", "b.db")
    township.unlink()
    journal = township.with_name(township.name + "-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    assert guanai("restore", "b.db").code == 0
    assert not journal.exists() or not journal.stat().st_size
    assert [path.name for path in township.parent.glob("*replaced*")]
    assert guanai("check").code == 0


def test_unfinished_copies_of_killed_backups_are_cleared_away(guanai: Run, township: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    for name in (".b.db.999999999.tmp", ".b.db.999999999.tmp-journal"):
        (tmp_path / name).write_bytes(b"a whole register")
    running = tmp_path / f".b.db.{os.getpid()}.tmp"
    running.write_bytes(b"of a process that is at work")
    assert guanai("backup", target).code == 0
    assert sorted(path.name for path in tmp_path.glob(".b.db.*")) == [running.name]
