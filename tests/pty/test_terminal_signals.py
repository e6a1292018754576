"""The end that nobody asked for: within five seconds, what was typed is saved, no processor time burnt."""

from __future__ import annotations

import resource
import signal
import sys
from pathlib import Path

import pytest

from tests.pty.terminal import DOWN, Terminal

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL_APP = [sys.executable, "-m", "tests.pty.small_app"]
F5, F9, SHIFT_TAB = "\x1b[15~", "\x1b[20~", "\x1b[Z"
WITHIN = 5.0


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "saved"


def children_seconds() -> float:
    """Processor time of the ended programs of this test run."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def opened(saved: Path, *, ignore_hangup: bool = False, **env: str) -> Terminal:
    """The small program with something typed and not saved."""
    terminal = Terminal(SMALL_APP, {"SAVED": str(saved), **env}, cwd=ROOT, ignore_hangup=ignore_hangup)
    terminal.wait_for("对话框")
    terminal.press(SHIFT_TAB)
    terminal.press("李小明")
    terminal.wait_for("李小明")
    return terminal


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_a_signal_saves_and_gives_the_terminal_back(saved: Path, number: int, code: int) -> None:
    with opened(saved) as terminal:
        terminal.signal(number)
        terminal.signal(number)
        assert terminal.wait_exit(WITHIN) == code
        assert terminal.modes() == (True, True)
        assert not terminal.screen.cursor.hidden
        assert "李小明" not in terminal.screen.text
    assert saved.read_text() == "李小明\n"


@pytest.mark.parametrize("ignore_hangup", [False, True])
def test_a_closed_window_saves(saved: Path, ignore_hangup: bool) -> None:
    with opened(saved, ignore_hangup=ignore_hangup) as terminal:
        used, others = terminal.cpu_seconds(), children_seconds()
        terminal.close()
        assert terminal.wait_exit(WITHIN) == 129
        assert children_seconds() - others - used < 1.0
    assert saved.read_text() == "李小明\n"


@pytest.mark.parametrize(("number", "code", "limit"), [(signal.SIGHUP, 129, "1"), (signal.SIGTERM, 143, "4")])
def test_a_signal_ends_a_stalled_program(saved: Path, number: int, code: int, limit: str) -> None:
    with opened(saved, LIMIT=limit) as terminal:
        terminal.stall(F5 * 50)
        terminal.signal(number)
        assert terminal.wait_exit(WITHIN, read=False) == code
    assert saved.read_text() == "李小明\n"


def test_a_save_that_hangs_does_not_hold_the_end_up(saved: Path) -> None:
    with opened(saved, SAVING="hangs") as terminal:
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit(WITHIN) == 143
        assert terminal.modes() == (True, True)
        assert not terminal.screen.cursor.hidden


def test_a_terminal_that_stalls_for_long_ends_the_program(saved: Path) -> None:
    with opened(saved, STALL="2", LIMIT="1") as terminal:
        terminal.stall(F5 * 50)
        assert terminal.wait_exit(2 + WITHIN, read=False) == 129
    assert saved.read_text() == "李小明\n"


def test_gbk_bytes_do_not_end_the_program(saved: Path) -> None:
    with opened(saved) as terminal:
        terminal.send("王小芳".encode("gbk"))
        terminal.wait_for("UTF-8")
        terminal.press("x")
        terminal.wait_for("李小明x")


def test_a_paste_of_a_megabyte_is_bounded(saved: Path) -> None:
    with opened(saved) as terminal:
        memory = terminal.memory()
        terminal.send("\x1b[200~" + "y" * 1_000_000 + "\x1b[201~")
        terminal.wait_for("10000")
        terminal.send("z" * 100_000)
        terminal.press("q")
        terminal.press(SHIFT_TAB)
        terminal.press(DOWN)
        terminal.wait_for("> 赵敏芳")
        assert terminal.memory() - memory < 60_000_000


def test_a_crash_shows_a_number_and_no_values(saved: Path) -> None:
    with opened(saved) as terminal:
        terminal.send(F9)
        assert terminal.wait_exit(WITHIN) == 1
        assert terminal.modes() == (True, True)
        assert "guanai met a fault of its own" in terminal.screen.text
        assert "Traceback" not in terminal.screen.text
    assert b"\xe7\x8e\x8b\xe5\xb0\x8f\xe8\x8a\xb3" not in terminal.output.split(b"\x1b[?1049l")[-1]
    assert b"99900020140101001" not in terminal.output.split(b"\x1b[?1049l")[-1]


def test_ctrl_z_does_not_suspend(saved: Path) -> None:
    with opened(saved) as terminal:
        terminal.press("\x1a", patience=0.3)
        terminal.press("y")
        terminal.wait_for("李小明y")
        assert terminal.state() == "S"
