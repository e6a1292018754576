"""Reports are saved in their folder and nowhere else: no word of a person is part of a path, no link leads away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.commands.children import add_child
from db.errors import UsageError
from db.session import Session
from exports.report import Request, find
from exports.saving import save

DAY = date(2026, 11, 24)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.sampled_from(["../x", "/tmp/x", "a/../../x", "x\0y", "..", "~/x"]) | st.text(min_size=1, max_size=5))
def test_no_word_becomes_part_of_a_path(session: Session, tmp_path: Path, word: str) -> None:
    folder = tmp_path / "out" / "reports"
    for wish in ({"kind": word}, {"by": word}):
        with pytest.raises(UsageError):
            save(session, find("due"), Request(DAY, **wish), "text", folder)
    assert not (tmp_path / "out").exists()


def test_a_link_in_the_place_of_a_report_gives_way(session: Session, tmp_path: Path) -> None:
    add_child(session, {"name": "张小明"})
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("as it was")
    path = save(session, find("roster"), Request(DAY), "csv", tmp_path / "reports")
    path.unlink()
    path.symlink_to(elsewhere)
    assert save(session, find("roster"), Request(DAY), "csv", tmp_path / "reports") == path
    assert (path.is_symlink(), elsewhere.read_text()) == (False, "as it was")
    assert path.stat().st_mode & 0o077 == 0
