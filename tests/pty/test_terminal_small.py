"""A window that is too small says so, and shows everything as it was once it is large enough."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.conftest import TODAY
from tests.pty.terminal import Terminal

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_small_window_made_larger_shows_the_screen(database_path: Path) -> None:
    command = [sys.executable, "-m", "tui.cli", "--db", str(database_path), "--lang", "zh"]
    with Terminal(command, {"GUANAI_TODAY": TODAY.isoformat()}, rows=8, columns=30, cwd=ROOT) as terminal:
        terminal.wait_for("窗口太小")
        terminal.resize(24, 80)
        terminal.wait_for("从空名册开始")
        terminal.resize(8, 30)
        terminal.wait_for("窗口太小")
        terminal.resize(20, 60)
        terminal.wait_for("从空名册开始")
        assert "窗口太小" not in terminal.screen.text
