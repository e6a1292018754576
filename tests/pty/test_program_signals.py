"""The end that nobody asked for, in the middle of a form: it takes at most five seconds, and nothing typed is lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.pty.program import CHILDREN, F2, F8, F10, Program, drafts
from tests.pty.terminal import DOWN, ENTER, Terminal

WITHIN = 5.0
NAME, NUMBER = "测试员", "2020"


@contextmanager
def in_the_form(program: Program, *, ignore_hangup: bool = False) -> Iterator[Terminal]:
    """The program with a new child half entered."""
    with program.start("--screen", "registry", ignore_hangup=ignore_hangup) as terminal:
        terminal.wait_for(f"/{CHILDREN}")
        terminal.press(F8)
        terminal.wait_for("父亲姓名")
        terminal.press(NAME)
        terminal.press(F8)
        terminal.wait_for("档案号")
        terminal.press(DOWN * 6 + NUMBER)
        terminal.wait_for(NUMBER)
        yield terminal


def offered_and_restored(program: Program) -> None:
    """The next start offers the draft and leads to its form, where everything stands as it was typed."""
    with program.start() as terminal:
        terminal.wait_for("上次未保存，继续填写吗？")
        terminal.press(ENTER)
        terminal.wait_for(NUMBER)
        assert NAME in terminal.screen.text
        terminal.send(F10)
        assert terminal.wait_exit(WITHIN) == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_a_signal_keeps_the_form_and_gives_the_terminal_back(own_program: Program, number: int, code: int) -> None:
    with in_the_form(own_program) as terminal:
        terminal.signal(number)
        assert terminal.wait_exit(WITHIN) == code
        assert terminal.modes() == (True, True)
        assert not terminal.screen.cursor.hidden
        assert NAME not in terminal.screen.text
    (draft,) = drafts(own_program.database)
    assert NAME in draft
    assert NUMBER in draft


def test_a_closed_window_keeps_the_form_where_hangups_are_ignored(own_program: Program) -> None:
    with in_the_form(own_program, ignore_hangup=True) as terminal:
        terminal.close()
        assert terminal.wait_exit(WITHIN) == 129
    (draft,) = drafts(own_program.database)
    assert NAME in draft
    assert NUMBER in draft


def test_what_was_typed_two_seconds_ago_survives_a_kill(own_program: Program) -> None:
    with in_the_form(own_program) as terminal:
        terminal.settle(quiet=2.0)
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_exit(WITHIN) == -signal.SIGKILL
    (draft,) = drafts(own_program.database)
    assert NAME in draft
    assert NUMBER in draft
    offered_and_restored(own_program)


def test_a_form_behind_another_room_is_kept_and_offered(own_program: Program) -> None:
    with in_the_form(own_program) as terminal:
        terminal.press(F2)
        terminal.wait_for("本学期排查")
        terminal.signal(signal.SIGHUP)
        assert terminal.wait_exit(WITHIN) == 129
    offered_and_restored(own_program)


def test_gbk_bytes_typed_into_the_search_do_not_end_the_program(own_program: Program) -> None:
    with own_program.start("--screen", "registry") as terminal:
        terminal.wait_for(f"/{CHILDREN}")
        terminal.press("/")
        terminal.send("王小芳".encode("gbk"))
        terminal.wait_for("UTF-8")
        terminal.press("li")
        terminal.wait_for("查找： li")
        terminal.wait_for("- 李")
