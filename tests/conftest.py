"""The machine made invisible: a frozen day, a temporary home, Chinese, and a database in a file."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from db import i18n
from db.clock import Clock
from db.session import Session

TODAY = date(2026, 11, 24)
CATALOGS = Path(__file__).resolve().parent.parent / "tui" / "locale"

settings.register_profile("guanai", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("guanai")


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: a third of the time the tests of screens and terminals wait."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What the modules made stays until the end: the garbage collector need not look at it again (5 % of the time)."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def invisible_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No configuration, data or locale of whoever runs the tests."""
    for name in ("GUANAI_DB", "GUANAI_LANG", "GUANAI_USER", "NO_COLOR", "XDG_DATA_HOME", "XDG_CONFIG_HOME",
                 "XDG_STATE_HOME", "XDG_CACHE_HOME", "SSH_CONNECTION", "TEXTUAL_THEME", "COLORTERM"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GUANAI_TODAY", TODAY.isoformat())
    monkeypatch.setenv("LANG", "C.UTF-8")
    i18n.install("zh", CATALOGS)


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "guanai.db"


@pytest.fixture(scope="session")
def _blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a closed, empty register, made once: its tables take 50 ms; not to be written to."""
    i18n.install("zh", CATALOGS)
    folder = tmp_path_factory.mktemp("blank") / "data"
    with Session.open(folder / "guanai.db", "李文书", Clock(TODAY)):
        return folder


@pytest.fixture
def empty(database_path: Path, _blank: Path) -> Path:
    """An empty register of the frozen day, in a file (threads each see an empty `:memory:` database)."""
    shutil.copytree(_blank, database_path.parent)
    return database_path


@pytest.fixture
def session(empty: Path) -> Iterator[Session]:
    """A sitting of the supervisor over the empty register."""
    with Session.open(empty, "李文书", Clock(TODAY)) as opened:
        yield opened
