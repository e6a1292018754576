"""The toolkit's own table over the same children, filled as its manual says: `python -m tests.bench.peers DATABASE`."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing

from textual.app import App, ComposeResult
from textual.widgets import DataTable

LIST = """
SELECT child.name, sex, birth_date, village.name, stage || grade || number, (
    SELECT name FROM carer WHERE child_id = child.id AND to_on IS NULL ORDER BY id DESC LIMIT 1
), risk, surveyed_on
FROM child LEFT JOIN village ON village.id = village_id LEFT JOIN school_class ON school_class.id = school_class_id
WHERE registry_state = 'registered' ORDER BY name_key, child.id
"""
"""The children, columns and order that the register opens with."""
HEADS = ("name", "sex", "born", "village", "class", "carer", "risk", "surveyed")


class Stock(App[None]):
    """All rows in memory before the first is seen."""

    def __init__(self, database: str) -> None:
        super().__init__()
        self._database = database

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*HEADS)
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
            table.add_rows(connection.execute(LIST))


if __name__ == "__main__":
    Stock(sys.argv[1]).run()
