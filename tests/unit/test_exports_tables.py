"""The nightly files: every column of free text is masked or declared open, and described in exports/README.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from peewee import ForeignKeyField, TextField

from db.models import TABLES
from db.models.base import CodeField, CodesField, DateText, Flag, Instant
from exports.tables import MASKS, OPEN

README = Path(__file__).resolve().parents[2] / "exports" / "README.md"


def test_no_column_of_free_text_is_forgotten() -> None:
    for model in TABLES:
        table = model._meta.table_name
        free = {f.column_name for f in model._meta.sorted_fields if type(f) is TextField} - {"uid"}
        masked, open_columns = set(MASKS[table]), OPEN.get(table, set())
        assert not masked & open_columns, table
        assert masked | open_columns - {"birth_date"} >= free, table
        assert (masked | open_columns) - {"birth_date"} <= free, table


def test_birth_dates_are_masked_wherever_they_stand() -> None:
    for model in TABLES:
        assert ("birth_date" in model._meta.fields) == ("birth_date" in MASKS[model._meta.table_name])


def kind(field: Any) -> str:
    if isinstance(field, CodesField):
        return f"codes of {field.vocabulary.__name__}"
    if isinstance(field, CodeField):
        return f"code of {field.vocabulary.__name__}"
    if isinstance(field, ForeignKeyField):
        return f"row of {field.rel_model._meta.table_name}"
    names = {DateText: "date", Instant: "moment", Flag: "flag", TextField: "text"}
    return names.get(type(field), "number")


def test_every_file_and_column_is_described() -> None:
    text = README.read_text(encoding="utf-8")
    described = {
        name: [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in rows.strip().splitlines()]
        for name, rows in re.findall(r"### (\w+)\.csv\n\n.+\n\n\|.*\|\n\|[-|]+\|\n((?:\|.*\|\n)+)", text)
    }
    expected = {
        model._meta.table_name: [
            (f.column_name, kind(f), mask.value if (mask := MASKS[model._meta.table_name].get(f.column_name)) else "")
            for f in model._meta.sorted_fields
        ]
        for model in TABLES
    }
    assert {name: [row[:3] for row in rows] for name, rows in described.items()} == expected
    assert all(row[3] for rows in described.values() for row in rows)
