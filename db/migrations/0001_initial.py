"""Every table, the search indexes, the guards of versions and of the change log, and the reference data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FROM_THE_START = "2026-01-01T00:00:00Z"

GUARDED = (
    "school", "village", "staff", "school_class", "child", "parent", "grandparent", "carer",
    "distinct_pair", "enrolment", "semester", "survey", "pairing", "care_record", "care_plan", "plan_measure",
    "plan_review", "incident", "activity",
    "attendance", "phase", "working_group_member", "home_item", "home_requirement", "rule_interval", "festival_tick",
    "nine_one_item", "user", "setting", "saved_view", "import_batch", "privacy_request",
)  # fmt: skip


SUMMARISED = (
    ("care_record", ("talk", "home_visit", "good_deed", "letter", "mother_call", "mother_meeting"),
     ("child_id", "kind", "happened_on", "way", "withdrawn_on")),
    ("pairing", ("mother_since", "mother_until", "taught_since", "taught_until"),
     ("child_id", "kind", "from_on", "to_on")),
    ("carer", ("carer_id", "carer_since", "agreed_on", "agreed_until"),
     ("child_id", "from_on", "to_on", "agreement_on", "agreement_until")),
    ("parent", ("able_parent_home",), ("child_id", "whereabouts", "condition", "able")),
)  # fmt: skip
"""Tables of which the summary of a child tells: its columns that come from them, and those of theirs that decide."""


def up(migrator: Any, db: Any) -> None:
    for name in ("0001_initial.sql", "0001_summary.sql"):
        for statement in _statements(HERE / name):
            db.execute_sql(statement)
    for statement in _keeping_the_summary():
        db.execute_sql(statement)
    for table in GUARDED:
        db.execute_sql(
            f'CREATE TRIGGER {table}_version BEFORE UPDATE ON "{table}" WHEN NEW.version <> OLD.version + 1 '
            "BEGIN SELECT RAISE(ABORT, 'version'); END"
        )
    _insert_reference_data(db)


def _keeping_the_summary() -> Iterator[str]:
    """Triggers that compute anew what a changed row tells of its child, and of the child whose it was before."""
    yield (
        "CREATE TRIGGER child_summary_begin AFTER INSERT ON child BEGIN "
        "INSERT INTO child_summary (child_id) VALUES (NEW.id); END"
    )
    yield (
        "CREATE TRIGGER child_summary_end AFTER DELETE ON child BEGIN "
        "DELETE FROM child_summary WHERE child_id = OLD.id; END"
    )
    for table, columns, deciding in SUMMARISED:
        named = ", ".join(columns)
        anew = (
            f"UPDATE child_summary SET ({named}) = (SELECT {named} FROM child_summary_source AS source "
            "WHERE source.child_id = child_summary.child_id) WHERE child_id ="
        )
        changed = f"UPDATE OF {', '.join(deciding)}"
        events = {
            ("insert", "INSERT"): f"{anew} NEW.child_id;",
            ("update", changed): f"{anew} NEW.child_id; {anew} OLD.child_id AND OLD.child_id <> NEW.child_id;",
            ("delete", "DELETE"): f"{anew} OLD.child_id;",
        }
        for (name, event), deed in events.items():
            yield f"CREATE TRIGGER child_summary_{table}_{name} AFTER {event} ON {table} BEGIN {deed} END"


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
