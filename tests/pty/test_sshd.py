"""Two people over a real sshd on one township: each sees what is theirs, and gets at nothing beside it."""

from __future__ import annotations

import os
import pwd
import select
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pty.program import F3, F7, F8, F10, ROOT, ask
from tests.pty.terminal import ENTER, Terminal

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(not (SSHD and shutil.which("ssh")), reason="openssh-server is not installed")
CTRL_Z = "\x1a"
WITHIN = 10.0


@dataclass(frozen=True)
class Server:
    """An sshd on loopback whose only account keeps the township, and the keys of three people."""

    folder: Path
    port: int

    @property
    def database(self) -> Path:
        return self.folder / "guanai.db"

    def command(self, key: str, *options: str) -> list[str]:
        """ssh as the person with that key; words after the options are the command asked for."""
        return [
            "ssh", "-F", "none", "-p", str(self.port), "-i", str(self.folder / key), "-o", "IdentitiesOnly=yes",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            *options, f"{_account()}@127.0.0.1",
        ]  # fmt: skip

    def sit_down(self, key: str) -> Terminal:
        return Terminal([*self.command(key, "-tt")])

    def ask_for(self, key: str, command: str, *options: str) -> subprocess.CompletedProcess[str]:
        """What a command without a terminal gives."""
        return subprocess.run(
            [*self.command(key, *options), command], capture_output=True, text=True, timeout=60, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip


def _account() -> str:
    return pwd.getpwuid(os.getuid()).pw_name


def _guanai(database: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "tui.cli", "--db", str(database), "--lang", "zh", *arguments]
    environment = {"HOME": str(database.parent), "PATH": os.environ["PATH"]}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def server(township: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    folder.chmod(0o700)
    database = Path(shutil.copy(township, folder / "guanai.db"))
    for key in ("host", "li", "wang", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)], check=True)
    room = ask(database, "SELECT school_class_id FROM child WHERE registry_state = 'registered'"
               " AND school_class_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0]  # fmt: skip
    school, title = _class_title(database, int(room))
    _guanai(database, "user", "add", "李文书", "--role", "supervisor", "--key", str(folder / "li.pub"))
    _guanai(database, "user", "add", "王芳", "--role", "teacher", "--class", f"{school} {title}",
            "--key", str(folder / "wang.pub"))  # fmt: skip
    # The tree under test is not installed: the way in is given the folder that -I keeps out.
    way_in = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tui.login import main; sys.exit(main())"
    start = shlex.join([sys.executable, "-I", "-X", "utf8", "-c", way_in]).replace("'\"'\"'", "'\\''")
    (folder / "start").write_text(f'#!/bin/sh\nexec {start} "$@"\n')
    (folder / "start").chmod(0o700)
    keys = _guanai(database, "user", "keys", "--command", str(folder / "start"))
    (folder / "authorized_keys").write_text(keys)
    (folder / "authorized_keys").chmod(0o600)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nPermitUserEnvironment no\n"
        # The worst that an office could leave open: what the client sends is let in.
        "AcceptEnv *\nSubsystem sftp internal-sftp\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    assert SSHD
    log = (folder / "sshd.log").open("wb")
    daemon = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], stdout=log, stderr=log)
    try:
        _wait_for_port(port, daemon)
        yield Server(folder, port)
    finally:
        daemon.terminate()
        daemon.wait(10)
        log.close()


def _wait_for_port(port: int, daemon: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and daemon.poll() is None:
        with socket.socket() as line:
            line.settimeout(1)
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.skip("sshd does not start here")


def _class_title(database: Path, room: int) -> tuple[str, str]:
    from db.rules.classes import class_title

    with closing(sqlite3.connect(database)) as connection:
        school, *title = connection.execute(
            "SELECT s.name, c.stage, c.grade, c.number FROM school_class c JOIN school s ON s.id = c.school_id"
            " WHERE c.id = ?", (room,)).fetchone()  # fmt: skip
    return school, class_title(*title)


def _children(database: Path, *, of_class: bool) -> list[str]:
    """The registered children in the teacher's class, or those outside whose names nobody in it has."""
    room = "(SELECT classes FROM user WHERE name = '王芳')"
    here = f"SELECT name FROM child WHERE registry_state = 'registered' AND school_class_id = {room}"
    if of_class:
        return ask(database, here)
    return ask(database, f"SELECT name FROM child WHERE name NOT IN ({here}) AND registry_state = 'registered'")


def test_the_teacher_finds_counts_and_takes_away_nobody_of_another_class(server: Server) -> None:
    mine, others = _children(server.database, of_class=True), _children(server.database, of_class=False)
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
    _guanai(server.database, "user", "add", "赵红", "--role", "leader", "--key", str(server.folder / "stranger.pub"))
    line = _guanai(server.database, "user", "keys", "--command", str(server.folder / "start")).splitlines()[-1]
    with (server.folder / "authorized_keys").open("a") as file:
        file.write(line + "\n")
    assert server.ask_for("stranger", "report roster").returncode == 0
    _guanai(server.database, "user", "disable", "赵红")
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
    origins = ask(server.database, "SELECT by FROM change_log WHERE action = 'login'")
    assert set(origins) <= {"王芳", "李文书"}


def test_no_subsystem_gets_past_the_command(server: Server) -> None:
    answer = server.ask_for("wang", "sftp", "-s")
    assert (answer.returncode, answer.stdout) == (2, "")


def test_two_people_work_at_once_and_a_killed_line_loses_nothing(server: Server) -> None:
    mine = _children(server.database, of_class=True)
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
        _wait_for_draft(server.database, "已经好转")
        clerk.signal(signal.SIGKILL)
        clerk.wait_exit(WITHIN)
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
