"""The change log is bound line to line: whoever changes it with other tools is found out, and where."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from db.clock import Clock
from db.commands.children import add_child, correct_child
from db.commands.log_cutting import cut_log
from db.commands.merging import merge_children
from db.commands.privacy import answer_request, reduce_left, take_request
from db.commands.recording import record_restore
from db.commands.registration import leave_register
from db.commands.writing import insert, log
from db.engine import files, seal
from db.engine.backup import backup, restore
from db.errors import RefusedError, RuleError
from db.health import findings
from db.models import ChangeLog, Child, Village
from db.queries.audit import AuditFilter, AuditPages, cuttable
from db.queries.history import children_on
from db.queries.privacy import NOBODY
from db.session import Session
from db.vocabulary import Action, Role


def break_of(path: Path, *anchors: seal.Head) -> seal.Break | None:
    with closing(files.connect(path, read_only=True)) as connection:
        return seal.verify(connection, seal.read_key(path), (seal.read_anchor(path), *anchors))


@pytest.fixture
def logged(session: Session, database_path: Path) -> Path:
    """A log of six deeds and more lines."""
    for number in range(6):
        add_child(session, {"name": f"孩子{'甲乙丙丁戊己'[number]}"}, father={"name": "父亲"})
    return database_path


def tamper(path: Path, *statements: str) -> None:
    """What the sqlite3 shell can do: the triggers first."""
    with closing(sqlite3.connect(path)) as connection:
        for trigger in ("no_update", "no_delete", "in_order"):
            connection.execute(f"DROP TRIGGER IF EXISTS change_log_{trigger}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_log_that_nobody_touched_is_whole(logged: Path) -> None:
    assert break_of(logged) is None
    assert seal.key_file(logged).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE change_log SET by = '别人' WHERE id = 5"], (5, 5, "changed")),
        (["UPDATE change_log SET changes = replace(changes, '孩子乙', '孩子') WHERE id = 3"], (3, 3, "changed")),
        (["UPDATE change_log SET child_id = 2 WHERE id = 1"], (1, 1, "changed")),
        (["DELETE FROM change_log WHERE id = 4"], (4, 4, "missing")),
        (["DELETE FROM change_log WHERE id = 4", "UPDATE change_log SET id = id - 1 WHERE id > 4"], (4, 4, "changed")),
        (["UPDATE change_log SET id = 99 WHERE id = 7", "UPDATE change_log SET id = 7 WHERE id = 8",
          "UPDATE change_log SET id = 8 WHERE id = 99"], (7, 7, "changed")),
        (["DELETE FROM change_log WHERE id > 9"], (10, 12, "missing")),
        (["DELETE FROM change_log"], (1, 12, "missing")),
        (["INSERT INTO change_log (at, by, session, action, table_name) VALUES ('', '别人', '', 'create', '')"],
         (13, 13, "changed")),
    ],
    ids=["edit", "edit a value", "other child", "delete", "delete and close up", "reorder", "cut", "empty", "put in"],
)  # fmt: skip
def test_the_first_broken_line_is_named(logged: Path, statements: list[str], found: tuple[int, int, str]) -> None:
    tamper(logged, *statements)
    assert break_of(logged) == seal.Break(*found)


def test_lines_that_were_cut_off_stay_missing_when_the_work_goes_on(session: Session, logged: Path) -> None:
    tamper(logged, "DELETE FROM change_log WHERE id > 9")
    add_child(session, {"name": "后来"})
    assert break_of(logged) == seal.Break(10, 10, "missing")


@pytest.fixture
def emptied(session: Session, logged: Path) -> Path:
    """The same log after a file was reduced: the values of its lines 1, 2 and 13 are gone."""
    leave_register(session, 1, 1, "wrong_entry")
    answer_request(session, take_request(session, 1, {"kind": "delete", "asked_by": "张大"}), 1, "done", "已删除")
    assert not session.database.execute_sql("SELECT 1 FROM change_log WHERE changes LIKE '%孩子甲%'").fetchall()
    return logged


def test_a_log_that_was_emptied_with_a_file_is_whole(emptied: Path) -> None:
    assert break_of(emptied) is None
    with closing(files.connect(emptied, read_only=True)) as connection:
        lines = connection.execute("SELECT id, salt, digest FROM change_log WHERE digest IS NOT NULL").fetchall()
    assert lines
    assert [line[:2] for line in lines][:2] == [(1, None), (2, None)]


def _empty(number: int) -> str:
    """What guanai itself writes into a line that it empties."""
    emptied = "changes = NULL, reason = NULL, salt = NULL, digest = '{digest}'"
    return f"UPDATE change_log SET {emptied} WHERE id = {number}"


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        ([_empty(5)], (5, 5, "emptied")),
        (["UPDATE change_log SET changes = NULL WHERE id = 5"], (5, 5, "changed")),
        (["UPDATE change_log SET changes = '{}' WHERE id = 1"], (1, 1, "changed")),
        (["UPDATE change_log SET reason = 'x' WHERE id = 2"], (2, 2, "changed")),
        (["UPDATE change_log SET digest = NULL WHERE id = 1"], (1, 1, "changed")),
        (["UPDATE change_log SET digest = 'x' WHERE id = 2"], (2, 2, "changed")),
        (["UPDATE change_log SET changes = replace(changes, '1-2', '1') WHERE changes LIKE '%1-2%'"], None),
    ],
    ids=["emptied", "blanked", "what is left", "a reason", "no digest", "another digest", "the naming line"],
)  # fmt: skip
def test_whoever_empties_a_line_with_other_tools_is_found(
    emptied: Path, statements: list[str], found: tuple[int, int, str] | None
) -> None:
    with closing(files.connect(emptied, read_only=True)) as connection:
        line = connection.execute("SELECT salt, changes, reason FROM change_log WHERE id = 5").fetchone()
    tamper(emptied, *(statement.replace("{digest}", seal.digest(*line)) for statement in statements))
    broken = break_of(emptied)
    assert broken is not None
    if found:
        if found[2] == "emptied":
            assert any("清空" in finding.problem for finding in findings(emptied))
        assert broken.kind == found[2]
        assert (broken.first, broken.last) == found[:2] or found[2] == "changed"


def test_a_line_can_be_emptied_once_and_otherwise_not_changed(emptied: Path) -> None:
    with closing(sqlite3.connect(emptied)) as connection:
        for statement in (
            _empty(1), "UPDATE change_log SET changes = NULL WHERE id = 5",
            "UPDATE change_log SET digest = 'x', salt = NULL, by = 'y' WHERE id = 5",
            "UPDATE change_log SET digest = 'x', salt = NULL, id = 99 WHERE id = 5",
            "UPDATE change_log SET digest = 'x', salt = NULL, seal = NULL WHERE id = 6",
        ):  # fmt: skip
            with pytest.raises(sqlite3.IntegrityError, match="append only"):
                connection.execute(statement)


def test_files_are_reduced_one_after_another_and_the_log_stays_whole(session: Session, emptied: Path) -> None:
    for child in (2, 3):
        leave_register(session, child, 1, "wrong_entry")
    later = dataclasses.replace(session, clock=Clock(date(2031, 1, 1)))
    assert reduce_left(later, 3) == 2
    assert break_of(emptied) is None
    assert not [text for finding in findings(emptied) if finding.what == "操作日志" and (text := finding.problem)]


@pytest.fixture
def old(session: Session, logged: Path) -> Session:
    """The same log, years later: all but the last two children were entered more than three years ago."""
    merge_children(session, 1, 1, 2, 1)
    for day, name in ((date(2029, 6, 1), "庚"), (date(2029, 7, 1), "辛")):
        add_child(dataclasses.replace(session, clock=Clock(day)), {"name": name})
    return dataclasses.replace(session, clock=Clock(date(2030, 6, 1)))


def test_old_lines_are_cut_off_and_the_rest_is_proven(old: Session, logged: Path) -> None:
    last = ChangeLog.select().count() - 2
    with pytest.raises(RuleError, match="3"):
        cut_log(old, 2)
    assert cuttable(old, 3) == (1, last)
    assert cut_log(old, 3) == last
    assert (cut_log(old, 3), break_of(logged)) == (0, None)
    assert list(children_on(old, date(2029, 6, 2)))
    with pytest.raises(RuleError, match="2028-01-01"):
        list(children_on(old, date(2028, 1, 1)))
    assert [Child.get_by_id(merged_or_kept).name for merged_or_kept in (1, 2)] == ["孩子甲", NOBODY]
    assert [line.what for line in AuditPages(old, AuditFilter(action="cut")).first(2)] == [f"截去的行 1-{last}"]
    add_child(old, {"name": "后来"})
    assert cut_log(dataclasses.replace(old, clock=Clock(date(2040, 1, 1))), 5) > 2
    assert (ChangeLog.select().count(), break_of(logged)) == (1, None)
    assert not [finding.problem for finding in findings(logged) if not finding.ok]


def test_more_than_was_cut_off_is_missed(old: Session, logged: Path) -> None:
    oldest = "DELETE FROM change_log WHERE id = (SELECT min(id) FROM change_log)"
    with pytest.raises(RefusedError):
        cut_log(dataclasses.replace(old, role=Role.CLERK), 3)
    cut_log(old, 3)
    old.close()
    whole = logged.read_bytes()
    for kind, statements in (
        ("missing", [oldest]),
        ("changed", [oldest, "UPDATE change_log SET row_id = row_id + 1 WHERE action = 'cut'"]),
        ("changed", ["UPDATE change_log SET changes = '{}' WHERE action = 'cut'"]),
        ("missing", ["DELETE FROM change_log WHERE action = 'cut'"]),
        ("changed", ["UPDATE change_log SET by = '别人' WHERE id = (SELECT min(id) FROM change_log)"]),
    ):
        logged.write_bytes(whole)
        assert break_of(logged) is None
        tamper(logged, *statements)
        broken = break_of(logged)
        assert broken
        assert broken.kind == kind, statements
    with (
        Session.open(logged, "李文书", Clock(date(2040, 1, 1))) as later,
        pytest.raises(RuleError, match="guanai check"),
    ):
        cut_log(later, 3)


@pytest.mark.parametrize("number", [2, 1_000_000])
def test_a_line_that_pretends_lines_were_cut_off_hides_none(logged: Path, number: int) -> None:
    """`number`: up to which line it says so, itself and those before it among them."""
    with closing(sqlite3.connect(logged)) as connection:
        (text,) = connection.execute("SELECT seal FROM change_log WHERE id <= ? ORDER BY id DESC", (number,)).fetchone()
    said = json.dumps(seal.cutting(1, seal.Head(number, text)))
    tamper(
        logged, "UPDATE change_log SET by = '别人' WHERE id = 1",
        f"UPDATE change_log SET action = 'cut', table_name = '', row_id = {number}, changes = '{said}' WHERE id = 2",
    )  # fmt: skip
    broken = break_of(logged)
    assert broken
    assert (broken.first, broken.kind) == (1, "changed")


def test_what_is_left_of_a_reduced_file_is_proven_when_its_older_lines_are_cut_off(old: Session, logged: Path) -> None:
    leave_register(dataclasses.replace(old, clock=Clock(date(2029, 6, 3))), 3, 1, "wrong_entry")
    later = dataclasses.replace(old, clock=Clock(date(2032, 7, 1)))
    correct_child(later, 3, 2, {"nickname": "毛毛"})
    assert reduce_left(later, 3)
    assert cut_log(dataclasses.replace(old, clock=Clock(date(2032, 5, 1))), 3)
    assert break_of(logged) is None
    ((number,),) = ChangeLog.select(ChangeLog.id).where(ChangeLog.digest.is_null(False)).tuples()
    tamper(logged, f"UPDATE change_log SET changes = '{{}}' WHERE id = {number}")
    assert break_of(logged) == seal.Break(number, number, "changed")


def _rewrite(path: Path, key: bytes) -> None:
    """Another history, sealed anew from its first line."""
    with closing(sqlite3.connect(path)) as connection:
        columns = ", ".join(seal.COLUMNS)
        former = ""
        for line in connection.execute(f"SELECT {columns} FROM change_log ORDER BY id").fetchall():
            former = seal.seal(key, former, [line])
            connection.execute("UPDATE change_log SET seal = ? WHERE id = ?", (former, line[0]))
        connection.commit()


def test_another_history_sealed_without_the_key_is_found(logged: Path) -> None:
    tamper(logged, "UPDATE change_log SET by = '别人'")
    _rewrite(logged, b"guessed")
    assert break_of(logged) == seal.Break(1, 1, "changed")


def test_another_history_sealed_with_the_key_is_found_by_what_left_the_machine(logged: Path) -> None:
    with closing(sqlite3.connect(logged)) as connection:
        left = seal.head(connection)
    key = seal.read_key(logged)
    assert key
    tamper(logged, "UPDATE change_log SET by = '别人'")
    _rewrite(logged, key)
    seal.anchor_file(logged).unlink()
    assert break_of(logged) is None
    assert break_of(logged, left) == seal.Break(12, 12, "changed")


def test_a_new_key_says_so_and_what_lies_before_cannot_be_proven(session: Session, logged: Path) -> None:
    seal.key_file(logged).unlink()
    assert break_of(logged) == seal.Break(1, 12, "key")
    session.database.log_key = None
    add_child(session, {"name": "后来"})
    assert ChangeLog.get_by_id(13).action == Action.NEW_KEY
    assert break_of(logged) == seal.Break(1, 12, "key")
    tamper(logged, "UPDATE change_log SET by = '别人' WHERE id = 14")
    assert break_of(logged) == seal.Break(13, 14, "changed")


def test_a_restored_backup_goes_on_where_it_ended(session: Session, logged: Path, tmp_path: Path) -> None:
    backup(logged, tmp_path / "copy.db")
    add_child(session, {"name": "后来"})
    session.close()
    restore(tmp_path / "copy.db", logged, "now")
    with Session.open(logged, "李文书") as restored:
        record_restore(restored, "copy.db")
    assert break_of(logged) is None


def test_the_lines_of_one_transaction_are_one_deed(session: Session) -> None:
    add_child(session, {"name": "张三"}, father={"name": "张大"})
    add_child(session, {"name": "李四"})
    assert [row.deed for row in ChangeLog.select().order_by(ChangeLog.id)] == [1, 1, 3]


def _fail(session: Session) -> None:
    with session.writing():
        insert(session, Village, {"name": "青山村", "active": True})
        raise ValueError


@pytest.mark.parametrize("deed", [_fail])
def test_what_was_rolled_back_is_not_noted_outside(
    session: Session, database_path: Path, deed: Callable[[Session], None]
) -> None:
    with session.writing():
        log(session, Action.VIEW, None, None, None)
    with pytest.raises(ValueError):  # noqa: PT011 - its own
        deed(session)
    assert seal.read_anchor(database_path).line == 1
    with session.writing():
        log(session, Action.VIEW, None, None, None)
    assert break_of(database_path) is None


def test_a_part_of_a_deed_that_was_given_up_is_not_noted_outside(session: Session, database_path: Path) -> None:
    with session.writing():
        log(session, Action.VIEW, None, None, None)
        with pytest.raises(ValueError):  # noqa: PT011 - its own
            _fail(session)
    assert seal.read_anchor(database_path).line == 1
    with session.writing():
        log(session, Action.VIEW, None, None, None)
    assert break_of(database_path) is None


def test_check_names_the_line_that_the_sqlite3_shell_altered(logged: Path) -> None:
    def problem(known: seal.Head | None = None) -> str:
        return next(finding.problem for finding in findings(logged, known) if finding.what == "操作日志")

    assert problem() == ""
    assert "第13至50行" in problem(seal.Head(50, "of another night"))
    tamper(logged, "UPDATE change_log SET by = '别人' WHERE id = 5")
    assert "第5至5行" in problem()
