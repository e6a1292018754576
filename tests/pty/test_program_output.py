"""The real program in a real terminal: what a clerk sees, what it costs on the line, and any terminal it may meet."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.program import CHILDREN, CTRL_L, F1, F2, F3, F5, F7, F10, Program, names, number_of
from tests.pty.terminal import DOWN, ENTER, ESCAPE, LEFT, PAGE_DOWN, RIGHT, TAB, UP, Terminal

BACKSPACE, SHIFT_TAB = "\x7f", "\x1b[Z"


@pytest.fixture(scope="module")
def running(program: Program) -> Iterator[Terminal]:
    """One program for the tests that leave it as they found it: on the whole register."""
    with program.start("--screen", "registry") as terminal:
        terminal.wait_for(f"/{CHILDREN}")
        yield terminal


@pytest.fixture
def registry(running: Terminal) -> Iterator[Terminal]:
    yield running
    for key in (F3, ESCAPE, "c"):
        running.press(key, patience=0.2)
    running.wait_for(f"1-20/{CHILDREN}")


def test_the_budgets_of_a_slow_line(program: Program) -> None:
    """Section 8 of the plan: 4 KB a second is what a bad line still carries."""
    with program.start("--screen", "registry") as terminal:
        terminal.wait_for(f"/{CHILDREN}")
        assert len(terminal.output) <= 4096
        steps = [terminal.press(key, quiet=0.02) for key in (DOWN, UP, DOWN, UP) for _ in range(50)]
        assert min(steps) > 0
        assert statistics.median(steps) <= 40
        assert statistics.mean(steps) <= 100
        assert 0 < terminal.press("f") <= 3072
        assert "只显示" in terminal.screen.text
        assert 0 < terminal.press(ESCAPE) <= 3072
        number = number_of(program.database, names(program.database)[10])
        terminal.press(F7 + number[:-4])
        terminal.wait_for("1-1/1")
        # Letters that bring no other children.
        assert 0 < statistics.median(terminal.press(letter) for letter in number[-4:]) <= 60
        assert 0 < terminal.press(BACKSPACE) <= 60
        assert 0 < terminal.press(TAB) + terminal.press(SHIFT_TAB) <= 120
        terminal.press(F5)
        terminal.wait_for("第13周")
        # A month full of activities: their lines are written, too, on every other day.
        assert statistics.mean(terminal.press(key, quiet=0.02) for key in (LEFT, RIGHT) for _ in range(15)) <= 100
        assert 0 < max(terminal.press(PAGE_DOWN) for _month in range(4)) <= 4096
        steps = [terminal.press(key, quiet=0.02) for key in (LEFT, RIGHT, UP, DOWN) for _ in range(6)]
        assert min(steps) > 0
        assert statistics.median(steps) <= 40
        terminal.press("t")
        terminal.press("g")
        terminal.wait_for("不适用")
        steps = [terminal.press(key, quiet=0.02) for key in (RIGHT, LEFT, DOWN, UP) for _ in range(5)]
        assert min(steps) > 0
        # The line below the grid says in whole words what the cell is.
        assert statistics.median(steps) <= 100
        before = terminal.cpu_seconds()
        assert terminal.settle(quiet=5, timeout=6) == 0
        assert terminal.cpu_seconds() - before < 0.25


def test_chinese_typed_is_found(registry: Terminal, program: Program) -> None:
    name = names(program.database)[10]
    registry.press(F7)
    registry.press(name)  # five characters committed at once, as an input method does
    registry.wait_for("1-1/1")
    assert name in registry.screen.text.split("\n")[3]
    registry.press(ENTER)
    registry.press(ENTER)
    registry.wait_for(f"儿童档案  {name}")


def test_keys_that_come_in_one_piece_are_taken_one_after_the_other(registry: Terminal, program: Program) -> None:
    """A line that stalled delivers what was typed meanwhile all at once."""
    name = names(program.database)[10]
    registry.press(F7 + name)
    registry.wait_for("1-1/1")
    assert f"查找： {name}" in registry.screen.text


def test_a_resize_draws_the_whole_screen(registry: Terminal) -> None:
    for rows, columns in ((30, 100), (20, 60), (24, 80)):
        registry.resize(rows, columns)
        registry.wait_for(f"1-{min(rows - 4, CHILDREN)}/{CHILDREN}")
        lines = registry.screen.text.split("\n")
        assert len(lines) == rows
        assert lines[0] == "儿童名册"
        assert lines[3].startswith("> ")
        assert lines[-1].startswith("F1 帮助")


def test_a_window_of_30_by_8(registry: Terminal) -> None:
    before = registry.screen.text
    registry.resize(8, 30)
    registry.wait_for("窗口太小")
    registry.press(F2, patience=0.3)
    registry.resize(24, 80)
    registry.wait_for(f"1-20/{CHILDREN}")
    assert registry.screen.text == before


def test_ctrl_l_wipes_out_what_another_program_has_written(registry: Terminal) -> None:
    before = registry.screen.text
    registry.write_over("\r\n\x1b[31mBroadcast message from root: 今晚停电\r\n\r\n")
    assert "今晚停电" in registry.screen.text
    registry.press(CTRL_L)
    assert registry.screen.text == before


def test_help_and_the_end(program: Program) -> None:
    with program.start() as terminal:
        terminal.wait_for("本学期排查")
        assert not terminal.screen.cursor.hidden or terminal.modes() == (False, False)
        terminal.press(F1)
        terminal.wait_for("作用")
        terminal.send(F10)
        assert terminal.wait_exit(5) == 0
        assert terminal.modes() == (True, True)
        assert terminal.screen.text.strip() == ""
        assert not terminal.screen.cursor.hidden


@pytest.mark.parametrize(("rows", "columns"), [(8, 30), (20, 60), (50, 200)])
def test_a_start_in_a_window_of_any_size(program: Program, rows: int, columns: int) -> None:
    with program.start("--screen", "registry", rows=rows, columns=columns) as terminal:
        terminal.wait_for("窗口太小" if columns < 40 else f"/{CHILDREN}")
        terminal.send(F10)
        assert terminal.wait_exit(5) == 0


@pytest.mark.parametrize(
    "environment",
    [
        {"NO_COLOR": "1"},
        {"LANG": "C", "PYTHONUTF8": "0"},
        {"LANG": "zh_CN.GB18030", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"TERM": "linux"},
        {"TERM": "vt100", "LC_ALL": "POSIX"},
    ],
    ids=lambda environment: " ".join(f"{name}={value}" for name, value in environment.items()),
)
def test_any_environment(program: Program, environment: dict[str, str]) -> None:
    with program.start("--screen", "registry", env=environment) as terminal:
        terminal.wait_for(f"1-20/{CHILDREN}")
        assert "儿童名册" in terminal.screen.text
        terminal.press("f")
        terminal.wait_for("只显示")
        if "NO_COLOR" in environment:
            parts = b";".join(re.findall(rb"\x1b\[([\d;]+)m", bytes(terminal.output))).split(b";")
            assert not {part for part in parts if part.isdigit() and 30 <= int(part) < 50}
        terminal.press(ESCAPE)
        terminal.send(F10)
        assert terminal.wait_exit(5) == 0


def test_a_dumb_terminal_is_refused_in_one_sentence(program: Program) -> None:
    with program.start(env={"TERM": "dumb"}) as terminal:
        assert terminal.wait_exit(10) == 2
        said = terminal.screen.text.strip().replace("\n", "")
        assert "终端" in said
        assert "Traceback" not in said
        assert len(terminal.output) < 400


def test_a_database_of_a_town_that_is_new(tmp_path: Path, program: Program) -> None:
    with program.start(database=tmp_path / "new" / "guanai.db") as terminal:
        terminal.wait_for("登记第一名儿童")
        terminal.send(F10)
        assert terminal.wait_exit(5) == 0
