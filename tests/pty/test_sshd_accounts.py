"""An account of the server for each person, and sudo between it and the one that keeps the data, as the README has it.

Where root runs the tests, a teacher and a supervisor have an account each, gone again at the end; elsewhere the account
that runs them is the teacher's as well, and what is held is the way between the two, not the rights of files.
"""

from __future__ import annotations

import os
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
KEPT = "SSH_ORIGINAL_COMMAND SSH_CONNECTION LANG"
_RULES = Path("/etc/sudoers.d")


def _sudo_works() -> bool:
    if not SUDO:
        return False
    tried = [SUDO, "-n", "--preserve-env=SSH_ORIGINAL_COMMAND", "-u", account(), "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


pytestmark = [needs_sshd, pytest.mark.skipif(not _sudo_works(), reason="sudo is not installed or asks for a password")]


@pytest.fixture(scope="module")
def people() -> Iterator[dict[str, str]]:
    """The accounts of the teacher, "own", and of the supervisor where there is one, "office"."""
    if os.getuid() != 0 or not (shutil.which("useradd") and _RULES.is_dir()):
        yield {"own": account()}
        return
    made_up = {key: f"guanai-{os.getpid()}-{key}" for key in ("own", "office")}
    try:
        for name in made_up.values():
            # Without a password and a home; a locked account would not be let in with a key either.
            add = ["useradd", "-M", "-d", "/", "-s", "/bin/sh", "-p", "*", name]
            if subprocess.run(add, capture_output=True, check=False).returncode != 0:
                pytest.skip("no accounts can be made here")
        yield made_up
    finally:
        for name in made_up.values():
            subprocess.run(["userdel", "-f", name], capture_output=True, check=False)


@pytest.fixture(scope="module")
def server(people: dict[str, str], township: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("accounts")
    database = made(folder, township, *people)
    guanai(database, "user", "add", people.get("office", "李文书"), "--role", "supervisor")
    guanai(database, "user", "add", people["own"], "--role", "teacher", "--class", class_with_most(database))
    login = folder / "guanai-login"
    login.write_text(f'#!/bin/sh\nexec {way_in(folder)} --db {database} --as "$SUDO_USER"\n')
    login.chmod(0o700)
    rules = _RULES / f"guanai-{os.getpid()}"
    try:
        if "office" in people:
            names = ",".join(people.values())
            rules.write_text(
                f'Defaults:{names} env_reset, use_pty, env_keep += "{KEPT}"\n'
                f"{names} ALL=({account()}) NOPASSWD: {login}\n"
            )
            rules.chmod(0o440)
        with listening(folder, _config(folder, people, login), people) as started:
            yield started
    finally:
        if "office" in people:
            rules.unlink(missing_ok=True)


def _config(folder: Path, people: dict[str, str], login: Path) -> str:
    # Keys without any limits, as a person's own account has them; elsewhere it is a password.
    keys = "".join((folder / f"{key}.pub").read_text() for key in people)
    (folder / "authorized_keys").write_text(keys)
    kept = "" if "office" in people else f"--preserve-env={KEPT.replace(' ', ',')} "
    return (
        f"AuthorizedKeysCommand /bin/cat {folder}/authorized_keys\nAuthorizedKeysCommandUser {account()}\n"
        f"Match User {','.join(people.values())}\n    ForceCommand {SUDO} -n {kept}-u {account()} {login}\n"
        "    DisableForwarding yes\n    PermitUserRC no\n"
    )


def test_sudo_says_who_it_is_whatever_the_client_says(server: Server) -> None:
    teacher = server.accounts["own"]
    mine = children(server.database, teacher, of_class=True)
    others = children(server.database, teacher, of_class=False)
    hostile = ["SUDO_USER=李文书", "USER=李文书", "GUANAI_USER=李文书", "TEXTUAL_DRIVER=os:abort", "PYTHONPATH=/tmp"]
    with Terminal(server.command("own", "-tt", "-o", "SetEnv=" + " ".join(hostile))) as terminal:
        terminal.wait_for("今日")
        terminal.press(F3)
        terminal.wait_for(f"/{len(mine)}")
        assert all(name not in terminal.screen.text for name in others)
        terminal.send(F10)
        assert terminal.wait_exit(WITHIN) == 0
    assert set(ask(server.database, "SELECT by FROM change_log WHERE action = 'login'")) == {teacher}


def test_a_report_is_given_and_nothing_else(server: Server) -> None:
    teacher = server.accounts["own"]
    others = children(server.database, teacher, of_class=False)
    report = server.ask_for("own", "report roster --format=csv")
    assert (report.returncode, report.stderr) == (0, "")
    assert report.stdout.count("\n") > 1
    assert not [name for name in others if name in report.stdout]
    for wish, options in (("bash", ["-tt"]), ("cat guanai.db; id", []), ("sftp", ["-s"])):
        answer = server.ask_for("own", wish, *options)
        assert answer.returncode == 2, (wish, answer)
        assert len((answer.stdout + answer.stderr).strip().splitlines()) == (0 if options == ["-s"] else 1)
    assert server.through("own") == ""
    assert set(ask(server.database, "SELECT by FROM change_log WHERE action = 'refuse'")) == {teacher}


def test_two_accounts_are_two_people_and_neither_reads_the_file(server: Server) -> None:
    if "office" not in server.accounts:
        pytest.skip("only root makes accounts")
    others = children(server.database, server.accounts["own"], of_class=False)
    report = server.ask_for("office", "report roster --format=csv")
    assert report.returncode == 0, report.stderr
    assert report.stdout.count("\n") > len(others)
    printed = ask(server.database, "SELECT by FROM change_log WHERE action = 'print' ORDER BY id")
    assert printed[-1] == server.accounts["office"]
    for command in (["cat", server.database], [SUDO, "-n", "id"], [SUDO, "-n", "/bin/sh", "-c", "id"]):
        as_teacher = ["setpriv", f"--reuid={server.accounts['own']}", "--clear-groups", *command]
        tried = subprocess.run(as_teacher, capture_output=True, check=False)
        assert (tried.returncode != 0, tried.stdout) == (True, b""), command
