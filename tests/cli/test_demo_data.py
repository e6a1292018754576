"""`guanai demo-data` as a person starts it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        rows: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return rows


def test_it_fills_an_empty_database_and_says_so_in_one_line(guanai: Any, database_path: Path) -> None:
    result = guanai("demo-data", "--children", "50", "--seed", "3")
    assert result.code == 0
    assert result.out.count("\n") == 1
    assert "50" in result.out
    assert str(database_path) in result.out
    assert result.err == ""  # no terminal, no progress
    assert count(database_path, "child") == 50
    assert count(database_path, "care_record") > 0


def test_children_only_leaves_the_rest_out(guanai: Any, database_path: Path) -> None:
    assert guanai("demo-data", "--children", "50", "--children-only").code == 0
    assert count(database_path, "carer") > 0
    assert count(database_path, "care_record") == 0


def test_a_register_in_use_is_refused_and_left_alone(guanai: Any, township: Path) -> None:
    before = count(township, "change_log")
    result = guanai("demo-data", "--children", "50")
    assert result.code == 1
    assert result.out == ""
    assert result.err.count("\n") == 1
    assert count(township, "child") == 40
    assert count(township, "change_log") == before


def test_reading_only_writes_nothing(guanai: Any, empty: Path) -> None:
    result = guanai("--read-only", "demo-data")
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert count(empty, "child") == 0


@pytest.mark.parametrize("wish", [("--children", "0"), ("--children", "9000000"), ("--seed", "x"), ("--childs", "5")])
def test_what_it_does_not_understand_is_a_usage_error(guanai: Any, database_path: Path, wish: tuple[str, str]) -> None:
    result = guanai("demo-data", *wish)
    assert result.code == 2
    assert result.err.count("\n") == 1
    assert not database_path.exists()
