"""Two people over a real sshd on one township: each sees what is theirs, and gets at nothing beside it."""

from __future__ import annotations

import select
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.program import F3, F7, F8, F10, ask
from tests.pty.sshd import (
    TEACHER,
    WITHIN,
    Server,
    children,
    class_with_most,
    guanai,
    listening,
    made,
    needs_sshd,
    way_in,
)
from tests.pty.terminal import ENTER, Terminal

pytestmark = needs_sshd
CTRL_Z = "\x1a"


@pytest.fixture(scope="module")
def server(township: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    database = made(folder, township, "li", "wang", "stranger")
    guanai(database, "user", "add", "李文书", "--role", "supervisor", "--key", str(folder / "li.pub"))
    guanai(database, "user", "add", TEACHER, "--role", "teacher", "--class", class_with_most(database),
           "--key", str(folder / "wang.pub"))  # fmt: skip
    (folder / "authorized_keys").write_text(guanai(database, "user", "keys", "--command", str(way_in(folder))))
    (folder / "authorized_keys").chmod(0o600)
    with listening(folder, "") as started:
        yield started


def test_the_teacher_finds_counts_and_takes_away_nobody_of_another_class(server: Server) -> None:
    mine, others = children(server.database, TEACHER, of_class=True), children(server.database, TEACHER, of_class=False)
    with server.sit_down("wang") as terminal:
        terminal.wait_for("今日")
        terminal.press(F3)
        terminal.wait_for(f"/{len(mine)}")
        assert all(name not in terminal.screen.text for name in others)
        terminal.press(F7)
        terminal.press(others[0])
        terminal.wait_for("没有")
        terminal.press(CTRL_Z)
        terminal.send(F10)
        assert terminal.wait_exit(WITHIN) == 0
    report = server.ask_for("wang", "report roster --format=csv")
    assert report.returncode == 0, report.stderr
    assert report.stdout.count("\n") > len(mine)
    assert not [name for name in others if name in report.stdout]
    for place in ("school", "village"):
        elsewhere = ask(server.database, f"SELECT p.name FROM child c JOIN {place} p ON p.id = c.{place}_id"
                        " WHERE c.name = ?", others[-1])  # fmt: skip
        answer = server.ask_for("wang", f"report roster --format=csv --{place}={elsewhere[0]}") if elsewhere else report
        assert not [name for name in others if name in answer.stdout]
    assert not [number for number in ask(server.database, "SELECT id_no FROM child WHERE id_no IS NOT NULL")
                if number in report.stdout]  # fmt: skip


def test_a_command_that_is_no_report_is_refused_in_one_sentence(server: Server) -> None:
    answer = server.ask_for("wang", "cat guanai.db; id")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert ask(server.database, "SELECT by FROM change_log WHERE action = 'refuse'") == ["王芳"]


def test_a_stranger_and_a_disabled_user_are_not_let_in(server: Server) -> None:
    assert server.ask_for("stranger", "report roster").returncode == 255
    assert "王芳" in (server.folder / "authorized_keys").read_text()
    guanai(server.database, "user", "add", "赵红", "--role", "leader", "--key", str(server.folder / "stranger.pub"))
    line = guanai(server.database, "user", "keys", "--command", str(server.folder / "start")).splitlines()[-1]
    with (server.folder / "authorized_keys").open("a") as file:
        file.write(line + "\n")
    assert server.ask_for("stranger", "report roster").returncode == 0
    with server.sit_down("stranger") as terminal:
        terminal.wait_for("今日")
        guanai(server.database, "user", "disable", "赵红")
        assert terminal.wait_exit(WITHIN) == 1
        assert "停用" in terminal.screen.text
    answer = server.ask_for("stranger", "report roster")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "停用" in answer.stderr


def test_what_the_client_sends_along_has_no_effect(server: Server, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit(99)")
    hostile = {
        "PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": str(tmp_path / "sitecustomize.py"), "PYTHONHOME": str(tmp_path),
        "TEXTUAL_DRIVER": "os:abort", "TEXTUAL_LOG": str(tmp_path / "log"), "GUANAI_DB": str(tmp_path / "other.db"),
        "GUANAI_USER": "李文书", "GUANAI_TODAY": "1999-01-01", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path),
        "TERM": "xterm-256color",
    }  # fmt: skip
    options = ["-tt", "-o", "SetEnv=" + " ".join(f"{name}={value}" for name, value in hostile.items())]
    with Terminal(server.command("wang", *options)) as terminal:
        terminal.wait_for("今日")
        terminal.send(F10)
        assert terminal.wait_exit(WITHIN) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sitecustomize.py"]
    logins = ask(server.database, "SELECT by || ' ' || changes FROM change_log WHERE action = 'login' ORDER BY id")
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", server.folder / "wang.pub"], capture_output=True, text=True, check=True
    ).stdout
    assert logins[-1] == f'王芳 {{"from": [null, "127.0.0.1"], "key": [null, "{shown.split()[1]}"]}}'


def test_no_subsystem_and_no_forwarding_gets_past_the_command(server: Server) -> None:
    answer = server.ask_for("wang", "sftp", "-s")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert server.through("wang") == ""


def test_two_people_work_at_once_and_a_killed_line_loses_nothing(server: Server) -> None:
    mine = children(server.database, TEACHER, of_class=True)
    with server.sit_down("wang") as teacher, server.sit_down("li") as clerk:
        for terminal in (teacher, clerk):
            terminal.wait_for("今日")
        teacher.press(F3)
        teacher.wait_for(f"/{len(mine)}")
        clerk.press(F7)
        clerk.wait_for("查找")
        clerk.press(mine[0])
        clerk.wait_for("1-1/1")
        clerk.press(ENTER)  # from the search to the list
        clerk.press(ENTER)
        clerk.wait_for("现况")
        clerk.press("r")
        clerk.wait_for("评定风险等级")
        clerk.press("红")
        clerk.press(ENTER)
        clerk.press("见面时哭")
        clerk.press(F8)
        clerk.wait_for("已保存")
        teacher.wait_for("红  ")  # within the seconds of a look, without a key
        clerk.press("r")
        clerk.wait_for("评定风险等级")
        clerk.press("黄")
        clerk.press(ENTER)
        clerk.press("已经好转")
        clerk.signal(signal.SIGKILL)  # at once: what stood on the screen is all there
        clerk.wait_exit(WITHIN)
        _wait_for_draft(server.database, "已经好转")
        teacher.send(F10)
        assert teacher.wait_exit(WITHIN) == 0
    with server.sit_down("li") as again:
        again.wait_for("上次未保存")
        again.press(ENTER)
        again.wait_for("已经好转")
        again.send(F10)
        assert again.wait_exit(WITHIN) == 0


def _wait_for_draft(database: Path, text: str) -> None:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        if any(text in payload for payload in ask(database, "SELECT payload FROM draft")):
            return
        select.select([], [], [], 0.05)
    raise AssertionError("no draft was written")
