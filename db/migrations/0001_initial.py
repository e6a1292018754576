"""Every table, the search indexes, the guards of versions and of the change log, and the reference data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FROM_THE_START = "2026-01-01T00:00:00Z"

GUARDED = (
    "school", "village", "staff", "school_class", "child", "parent", "grandparent", "carer", "enrolment", "semester",
    "survey", "pairing", "care_record", "care_plan", "plan_measure", "plan_review", "incident", "activity",
    "attendance", "phase", "working_group_member", "home_item", "home_requirement", "rule_interval", "festival_tick",
    "nine_one_item", "user", "setting", "saved_view", "import_batch", "privacy_request",
)  # fmt: skip


def up(migrator: Any, db: Any) -> None:
    for statement in _statements(HERE / "0001_initial.sql"):
        db.execute_sql(statement)
    for table in GUARDED:
        db.execute_sql(
            f'CREATE TRIGGER {table}_version BEFORE UPDATE ON "{table}" WHEN NEW.version <> OLD.version + 1 '
            "BEGIN SELECT RAISE(ABORT, 'version'); END"
        )
    _insert_reference_data(db)


def _statements(path: Path) -> list[str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--")]
    return [statement.strip() for statement in "\n".join(lines).split(";\n\n") if statement.strip()]


def _insert_reference_data(db: Any) -> None:
    reference = json.loads((HERE / "0001_reference.json").read_text(encoding="utf-8"))
    for table, rows in reference.items():
        for number, row in enumerate(rows, 1):
            values = dict(row)
            if table != "vocabulary":
                values |= {
                    # Fixed identities: the same reference row is the same row on every machine.
                    "uid": f"00000000-0000-7000-8000-{_TABLE_NUMBERS[table]:04d}{number:08d}",
                    "created_at": FROM_THE_START, "created_by": "guanai",
                    "updated_at": FROM_THE_START, "updated_by": "guanai", "version": 1,
                }  # fmt: skip
            columns = ", ".join(values)
            marks = ", ".join("?" * len(values))
            db.execute_sql(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(values.values()))


_TABLE_NUMBERS = {"rule_interval": 1, "festival_tick": 2, "nine_one_item": 3, "phase": 4, "home_requirement": 5}
