"""An account of the server for each person, and sudo between it and the one that keeps the data, as the README has it.

The person's account here is the one that runs the tests, and so is the one that keeps the data: what is held is the way
between them, not the rights of files.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.program import F3, F10, ask
from tests.pty.sshd import (
    WITHIN,
    Server,
    account,
    children,
    class_with_most,
    guanai,
    listening,
    made,
    needs_sshd,
    way_in,
)
from tests.pty.terminal import Terminal

SUDO = shutil.which("sudo")


def _sudo_works() -> bool:
    if not SUDO:
        return False
    tried = [SUDO, "-n", "--preserve-env=SSH_ORIGINAL_COMMAND", "-u", account(), "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


pytestmark = [needs_sshd, pytest.mark.skipif(not _sudo_works(), reason="sudo is not installed or asks for a password")]


@pytest.fixture(scope="module")
def server(township: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("accounts")
    database = made(folder, township, "own")
    guanai(database, "user", "add", "李文书", "--role", "supervisor")
    guanai(database, "user", "add", account(), "--role", "teacher", "--class", class_with_most(database))
    login = folder / "guanai-login"
    login.write_text(f'#!/bin/sh\nexec {way_in(folder)} --db {database} --as "$SUDO_USER"\n')
    login.chmod(0o700)
    # A key without any limits, as a person's own account has it; elsewhere it is a password.
    shutil.copy(folder / "own.pub", folder / "authorized_keys")
    kept = "SSH_ORIGINAL_COMMAND,SSH_CONNECTION,LANG"
    with listening(
        folder,
        f"Match User {account()}\n    ForceCommand {SUDO} -n --preserve-env={kept} -u {account()} {login}\n"
        "    DisableForwarding yes\n    PermitUserRC no\n",
    ) as started:
        yield started


def test_sudo_says_who_it_is_whatever_the_client_says(server: Server) -> None:
    mine = children(server.database, account(), of_class=True)
    others = children(server.database, account(), of_class=False)
    hostile = ["SUDO_USER=李文书", "USER=李文书", "GUANAI_USER=李文书", "TEXTUAL_DRIVER=os:abort", "PYTHONPATH=/tmp"]
    with Terminal(server.command("own", "-tt", "-o", "SetEnv=" + " ".join(hostile))) as terminal:
        terminal.wait_for("今日")
        terminal.press(F3)
        terminal.wait_for(f"/{len(mine)}")
        assert all(name not in terminal.screen.text for name in others)
        terminal.send(F10)
        assert terminal.wait_exit(WITHIN) == 0
    assert set(ask(server.database, "SELECT by FROM change_log WHERE action = 'login'")) == {account()}


def test_a_report_is_given_and_nothing_else(server: Server) -> None:
    others = children(server.database, account(), of_class=False)
    report = server.ask_for("own", "report roster --format=csv")
    assert (report.returncode, report.stderr) == (0, "")
    assert report.stdout.count("\n") > 1
    assert not [name for name in others if name in report.stdout]
    for wish, options in (("bash", ["-tt"]), ("cat guanai.db; id", []), ("sftp", ["-s"])):
        answer = server.ask_for("own", wish, *options)
        assert answer.returncode == 2, (wish, answer)
        assert len((answer.stdout + answer.stderr).strip().splitlines()) == (0 if options == ["-s"] else 1)
    assert server.through("own") == ""
    assert "李文书" not in ask(server.database, "SELECT by FROM change_log WHERE action = 'refuse'")
