"""The program as a person or cron starts it: a process of its own, its two outputs apart, its exit code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import demo
from db.clock import Clock
from db.engine import seal
from db.session import Session
from tests.cli import forking

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "tui.cli")


@dataclass(frozen=True)
class Result:
    """How a run ended."""

    code: int
    data: bytes
    narration: bytes

    @property
    def out(self) -> str:
        return self.data.decode("utf-8")

    @property
    def err(self) -> str:
        """The narration; a traceback in it fails the test at once."""
        text = self.narration.decode("utf-8")
        assert "Traceback" not in text
        return text


Run = Callable[..., Result]


def environment(database: Path, **changes: str | None) -> dict[str, str]:
    """The environment of the test with the program's own variables; None takes one away."""
    wanted = {**os.environ, "PYTHONPATH": str(ROOT), "GUANAI_DB": str(database), **changes}
    return {name: value for name, value in wanted.items() if value is not None}


@pytest.fixture
def guanai(database_path: Path) -> Run:
    """Run `guanai` on the test's database; keywords are changes of the environment."""

    def run(*arguments: str | Path, before: Callable[[], None] | None = None, **changes: Any) -> Result:
        words, folder = [*map(str, arguments)], database_path.parent.parent
        wanted = environment(database_path, **changes)
        if forking.AVAILABLE and not any(name.startswith(forking.READ_AT_START) for name in changes):
            return Result(*forking.run(words, wanted, folder, before))
        done = subprocess.run(
            [*COMMAND, *words], env=wanted, cwd=folder,
            stdin=subprocess.DEVNULL, capture_output=True, preexec_fn=before, check=False, timeout=60,
        )  # fmt: skip
        return Result(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def _made_township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("township") / "guanai.db"
    with Session.open(path, "李文书", Clock(date(2026, 11, 24))) as session:
        demo.build(session, 40, 1)
    return path


@pytest.fixture
def township(database_path: Path, _made_township: Path) -> Path:
    """A made-up township of 40 children in the test's database."""
    database_path.parent.mkdir(mode=0o700)
    for file in (_made_township, seal.key_file(_made_township)):
        shutil.copy(file, database_path.parent)
    database_path.chmod(0o600)
    return database_path
