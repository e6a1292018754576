"""The log speaks of every table and column in the office's words, in both languages."""

from __future__ import annotations

import pytest

from db import i18n
from db.access import TABLE_RIGHTS, Right
from db.commands.children import add_child
from db.commands.recording import record_full_export, record_login
from db.errors import RefusedError
from db.log_names import TABLE_NAMES, column_called, table_called, told
from db.models import TABLES, Edited
from db.queries.audit import AuditFilter, audit_lines
from db.session import Session
from tests.conftest import CATALOGS

OF_EVERY_ROW = {"id", "uid", "created_at", "created_by", "updated_at", "updated_by", "version"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_and_column_has_a_name(language: str) -> None:
    i18n.install(language, CATALOGS)
    assert set(TABLE_NAMES) == set(TABLE_RIGHTS)
    for model in (table for table in TABLES if issubclass(table, Edited)):
        table = model._meta.table_name
        assert table_called(table)
        for column in model._meta.fields.keys() - OF_EVERY_ROW:
            called = column_called(table, column)
            assert called, (table, column)
            assert "_" not in called, (table, column)
            assert called != column or language == "en", (table, column)


def test_what_no_row_stands_behind_is_told_in_words(session: Session) -> None:
    add_child(session, {"name": "张小明"})
    record_login(session, "10.0.0.7", "SHA256:x")
    record_full_export(session, "roster")
    for right in (*(right.value for right in Right), "login", "command", "pin", "child"):
        session.note_refusal(RefusedError("", right))
    lines = list(audit_lines(session, AuditFilter()))
    assert lines[0].table == "儿童档案"
    assert [line.what for line in lines[1:3]] == ["来自地址 10.0.0.7、所用密钥 SHA256:x", "导出 roster"]
    assert not [line.what for line in lines[3:] if line.what.isascii() or "_" in line.what]
    assert told("", {"lines": [None, "3-5"], "left": [None, "ab12"]}) == "清空的行 3-5"
