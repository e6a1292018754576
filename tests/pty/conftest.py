"""Windows has no pty: these tests are for the systems that do."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from db import i18n
from db.clock import Clock
from db.demo import build
from db.session import Session
from tests.conftest import CATALOGS, TODAY

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []


@pytest.fixture(scope="session")
def township(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database of a made-up township of 60 children; not to be written to."""
    i18n.install("zh", CATALOGS)
    path = tmp_path_factory.mktemp("township") / "guanai.db"
    with Session.open(path, "李文书", Clock(TODAY)) as session:
        build(session, children=60, seed=1)
    return path


if sys.platform != "win32":
    from tests.pty.program import Program

    @pytest.fixture(scope="module")
    def program(township: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
        """The program over a copy that a module's tests share."""
        return Program(Path(shutil.copy(township, tmp_path_factory.mktemp("shared"))))

    @pytest.fixture
    def own_program(township: Path, tmp_path: Path) -> Program:
        """The program over a copy that a test may change."""
        return Program(Path(shutil.copy(township, tmp_path)))
