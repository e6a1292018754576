"""The machine made invisible: a frozen day, a temporary home, Chinese, and a database in a file."""

from __future__ import annotations

import os
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


@pytest.fixture
def session(database_path: Path) -> Iterator[Session]:
    """An empty register of the frozen day, in a file (threads each see an empty `:memory:` database)."""
    with Session.open(database_path, "李文书", Clock(TODAY)) as opened:
        yield opened
