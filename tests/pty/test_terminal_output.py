"""Bytes on the wire of a small program in a real terminal, and what a person sees after a resize or foreign output."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.terminal import DOWN, ESCAPE, TAB, Terminal

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL_APP = [sys.executable, "-m", "tests.pty.small_app"]
F2, F5, F10, SHIFT_TAB = "\x1bOQ", "\x1b[15~", "\x1b[21~", "\x1b[Z"


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with Terminal(SMALL_APP, cwd=ROOT) as opened:
        opened.wait_for("对话框")
        yield opened


def test_bytes_on_the_wire(terminal: Terminal) -> None:
    """The budgets of a slow line: 4 KB a second is what a bad one still carries."""
    assert len(terminal.output) <= 4096
    steps = [terminal.press(DOWN, quiet=0.03) for _ in range(60)]
    assert min(steps) > 0
    assert statistics.median(steps) <= 40
    assert statistics.mean(steps) <= 100
    assert 0 < terminal.press(SHIFT_TAB) <= 60
    for key in "wxf张":
        assert 0 < terminal.press(key) <= 60
    assert 0 < terminal.press(TAB) <= 60
    assert 0 < terminal.press(F2) <= 3072
    terminal.wait_for("确定要离开吗")
    assert 0 < terminal.press(ESCAPE) <= 3072
    assert "确定要离开吗" not in terminal.screen.text


def test_an_idle_program_writes_nothing(terminal: Terminal) -> None:
    terminal.press(SHIFT_TAB)
    before = terminal.cpu_seconds()
    assert terminal.settle(quiet=5, timeout=6) == 0
    assert terminal.cpu_seconds() - before < 0.25


@pytest.mark.parametrize("size", [(24, 80), (12, 40)])
def test_the_screen_is_the_one_of_the_stock_driver(size: tuple[int, int]) -> None:
    keys = [DOWN, DOWN * 30, SHIFT_TAB, "王w", TAB, F2, ESCAPE, DOWN]
    screens: list[list[str]] = []
    for options in ([], ["--stock"]):
        with Terminal([*SMALL_APP, *options], cwd=ROOT, rows=size[0], columns=size[1]) as terminal:
            terminal.wait_for("对话框")
            seen = [terminal.screen.text]
            for key in keys:
                terminal.press(key)
                seen.append(f"{terminal.screen.text}\n{terminal.screen.cursor.x},{terminal.screen.cursor.y}")
        screens.append(seen)
    assert screens[0] == screens[1]


def test_a_resize_draws_the_whole_screen(terminal: Terminal) -> None:
    for rows, columns in ((30, 100), (12, 60), (24, 80)):
        terminal.resize(rows, columns)
        terminal.settle()
        lines = terminal.screen.text.split("\n")
        assert lines[0] == "关爱 · 登记册"
        assert lines[2].startswith("> 王芳芳")
        assert lines[-1].startswith("F2 对话框")
        assert len(lines) == rows


def test_f5_wipes_out_what_another_program_has_written(terminal: Terminal) -> None:
    before = terminal.screen.text
    terminal.write_over("\r\n\x1b[31mBroadcast message from root: 今晚停电\r\n\r\n")
    assert "今晚停电" in terminal.screen.text
    terminal.press(F5)
    assert terminal.screen.text == before


def test_plain_mode_draws_no_ambiguous_character() -> None:
    with Terminal([*SMALL_APP, "--plain"], cwd=ROOT) as terminal:
        terminal.wait_for("对话框")
        terminal.press(F2)
        assert "关爱 . 登记册" in terminal.screen.text
        assert "+------" in terminal.screen.text


def test_the_end_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    assert terminal.modes() == (False, False)
    terminal.send(F10)
    assert terminal.wait_exit(5) == 0
    assert terminal.modes() == (True, True)
    assert terminal.screen.text.strip() == ""
    assert not terminal.screen.cursor.hidden
    assert os.path.exists(terminal.name)
