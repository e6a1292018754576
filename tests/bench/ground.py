"""Where the measured programs run: one temporary folder, a fixed day, and made-up townships of any size."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from click import Context

from db.clock import Clock
from db.commands.writing import insert
from db.models import Setting
from db.queries.register import KEPT_UP, needs_upkeep
from db.session import Session
from tests.bench.runs import Run, run
from tests.bench.watched import Watched
from tui.options import guanai as guanai_command

ROOT = Path(__file__).resolve().parent.parent.parent
CLOCK = Clock(date(2026, 11, 24))
SEED = "1"


@dataclass(frozen=True)
class Ground:
    """`times` is how often a short program is run; `built` remembers what making the townships took."""

    folder: Path
    children: int
    million: int
    times: int
    peers: bool
    """Whether the slow peers, which read the whole list before it can be used, are run."""
    built: dict[Path, Run] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = self.folder / "config" / "guanai" / "settings.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text('screen = "registry"\n')

    @property
    def env(self) -> dict[str, str]:
        """A home of its own, so that nobody's settings count but those of the ground."""
        homes = {f"XDG_{kind}_HOME": str(self.folder / kind.lower()) for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
        fixed = {"HOME": str(self.folder), "LANG": "C.UTF-8", "GUANAI_LANG": "zh", "GUANAI_TODAY": str(CLOCK.today())}
        return {"PATH": os.environ["PATH"]} | homes | fixed

    def run(self, *command: str, **options: Any) -> Run:
        """Run any program to its end."""
        return run(command, self.env, cwd=ROOT, **options)

    def watch(self, *command: str) -> Watched:
        """Start any program in a terminal of 80x24."""
        return Watched(command, self.env, cwd=ROOT)

    @property
    def full(self) -> bool:
        """Whether the register's children have a history; that of a million would take a quarter of an hour."""
        return self.children <= 100_000

    def register(self) -> Path:
        """The township whose register is measured."""
        return self.township(self.children, history=self.full)

    def township(self, children: int, *, history: bool) -> Path:
        """The database of a township, made at the first wish and kept in the folder."""
        path = self.folder / f"{children}{'' if history else '-children-only'}.db"
        if not path.exists():
            say(f"making up {children:,} children")
            part = path.with_suffix(".part")
            part.unlink(missing_ok=True)
            options = [] if history else ["--children-only"]
            self.built[path] = self.run(
                *guanai(part, "demo-data", "--children", str(children), "--seed", SEED, *options), watch_memory=True
            )
            _mark_kept_up(part)
            part.rename(path)
        return path


def _mark_kept_up(database: Path) -> None:
    """Tell the program that the day's upkeep was done: every start but the first of a day finds it so."""
    with Session.open(database, "bench", CLOCK) as session, session.writing():
        if not needs_upkeep(session):
            return
        insert(session, Setting, {"name": KEPT_UP, "value": json.dumps(CLOCK.today().isoformat())})


def guanai(database: Path, *arguments: str) -> list[str]:
    """The command line of the program over this database."""
    return [sys.executable, "-m", "tui.cli", "--db", str(database), *arguments]


def registry(database: Path) -> list[str]:
    """The program, opened on the register as those who use it every day do: by its settings, without an option."""
    return ["env", f"GUANAI_DB={database}", sys.executable, "-m", "tui.cli"]


@cache
def has_verb(name: str) -> bool:
    """Whether the program has this verb."""
    return name in guanai_command.list_commands(Context(guanai_command))


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of the database, read beside the program."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def first_child(database: Path) -> str:
    """How the name on the register's first line begins; long ones are cut to their column."""
    order = "SELECT name FROM child WHERE registry_state = 'registered' ORDER BY name_key, id LIMIT 1"
    return str(ask(database, order)[0][0])[:4]


def say(what: str) -> None:
    """Narrate."""
    print(what, file=sys.stderr, flush=True)
