"""The real program over a made-up township, started in a terminal."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import TODAY
from tests.pty.terminal import Terminal

ROOT = Path(__file__).resolve().parent.parent.parent
F1, F2, F3, F5, F7, F8, F10 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1b[15~", "\x1b[18~", "\x1b[19~", "\x1b[21~"
CTRL_L = "\x0c"
CHILDREN = 58
"""Registered ones of the township; two have left."""


@dataclass(frozen=True)
class Program:
    """`guanai` as it is started over one database, with a home of its own."""

    database: Path

    def start(
        self,
        *arguments: str,
        database: Path | None = None,
        env: Mapping[str, str] | None = None,
        rows: int = 24,
        columns: int = 80,
        ignore_hangup: bool = False,
    ) -> Terminal:
        """Start it in a terminal; whoever started it ends it."""
        command = [
            sys.executable,
            "-m",
            "tui.cli",
            "--as",
            "李文书",
            "--db",
            str(database or self.database),
            *arguments,
        ]
        home = str(self.database.parent)
        environment = {"HOME": home, "GUANAI_TODAY": TODAY.isoformat(), "GUANAI_LANG": "zh", **(env or {})}
        return Terminal(command, environment, rows=rows, columns=columns, cwd=ROOT, ignore_hangup=ignore_hangup)


def ask(database: Path, query: str, *values: str) -> list[str]:
    """The first column of what a query finds, read beside the program."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute(query, values)]


def names(database: Path) -> list[str]:
    """The registered children as the register lists them."""
    return ask(database, "SELECT name FROM child WHERE registry_state = 'registered' ORDER BY name_key, id")


def number_of(database: Path, name: str) -> str:
    """A child's ID number."""
    return ask(database, "SELECT id_no FROM child WHERE name = ?", name)[0]


def drafts(database: Path) -> list[str]:
    """What is kept of forms that were not saved."""
    return ask(database, "SELECT payload FROM draft")
