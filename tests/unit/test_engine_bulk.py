"""Loading many rows at once: values as given, indexes as before, all or nothing."""

from __future__ import annotations

from typing import Any

import peewee
import pytest

from db.engine import bulk
from db.models import Village
from db.session import Session

COLUMNS = ("id", "uid", "created_at", "created_by", "updated_at", "updated_by", "version", "name", "active")


def village(number: int, name: str) -> tuple[Any, ...]:
    return number, f"uid-{number}", "2026-11-24T01:00:00Z", "guanai", "2026-11-24T01:00:00Z", "guanai", 1, name, 1


def indexes(session: Session) -> list[Any]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'village' ORDER BY name"
    return list(session.database.execute_sql(query).fetchall())


def test_rows_and_indexes_are_there_afterwards(session: Session) -> None:
    before = indexes(session)
    with session.writing(), bulk.loading(session.database, ["village"]):
        assert indexes(session) == []
        bulk.insert(session.database, "village", COLUMNS, (village(n, f"石桥{n}村") for n in range(1, 4)))
    assert indexes(session) == before
    assert [row.name for row in Village.select().order_by(Village.id)] == ["石桥1村", "石桥2村", "石桥3村"]


def test_a_broken_unique_index_undoes_the_load(session: Session) -> None:
    before = indexes(session)
    with pytest.raises(peewee.IntegrityError), session.writing(), bulk.loading(session.database, ["village"]):
        bulk.insert(session.database, "village", COLUMNS, [village(1, "石桥村"), village(2, "石桥村")])
    assert indexes(session) == before
    assert not Village.select().exists()


def test_the_connection_is_set_as_before(session: Session) -> None:
    names = ("cache_size", "temp_store", "synchronous", "foreign_keys")
    before = [session.database.pragma(name) for name in names]
    with session.writing(), bulk.loading(session.database, ["village"]):
        assert session.database.pragma("cache_size") != before[0]
    assert [session.database.pragma(name) for name in names] == before
