"""A real sshd on loopback over a made-up township, and ssh as the people who work on it."""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.pty.program import ROOT, ask
from tests.pty.terminal import Terminal

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
needs_sshd = pytest.mark.skipif(not (SSHD and shutil.which("ssh")), reason="openssh-server is not installed")
WITHIN = 10.0
TEACHER = "王芳"


@dataclass(frozen=True)
class Server:
    """An sshd on loopback over a township, and the keys of people by their names.

    `accounts` has the account of each key; that of the others is the one that keeps the township.
    """

    folder: Path
    port: int
    accounts: Mapping[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "guanai.db"

    def command(self, key: str, *options: str) -> list[str]:
        """ssh as the person with that key; words after the options are the command asked for."""
        return [
            "ssh", "-F", "none", "-p", str(self.port), "-i", str(self.folder / key), "-o", "IdentitiesOnly=yes",
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            *options, f"{self.accounts.get(key, account())}@127.0.0.1",
        ]  # fmt: skip

    def sit_down(self, key: str) -> Terminal:
        return Terminal([*self.command(key, "-tt")])

    def ask_for(self, key: str, command: str, *options: str) -> subprocess.CompletedProcess[str]:
        """What a command without a terminal gives."""
        return subprocess.run(
            [*self.command(key, *options), command], capture_output=True, text=True, timeout=60, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def through(self, key: str) -> str:
        """What comes from a port of the server, its own sshd, that the person reaches through the line."""
        line = [*self.command(key, "-W", f"127.0.0.1:{self.port}")]
        done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
        return done.stdout


def account() -> str:
    return pwd.getpwuid(os.getuid()).pw_name


def guanai(database: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "tui.cli", "--db", str(database), "--lang", "zh", *arguments]
    environment = {"HOME": str(database.parent), "PATH": os.environ["PATH"]}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def way_in(folder: Path) -> Path:
    """What starts guanai for whoever comes over the line, as `python -m tui.login` does once it is installed."""
    # The tree under test is not installed: the way in is given the folder that -I keeps out.
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tui.login import main; sys.exit(main())"
    start = shlex.join([sys.executable, "-I", "-X", "utf8", "-c", code]).replace("'\"'\"'", "'\\''")
    script = folder / "start"
    script.write_text(f'#!/bin/sh\nexec {start} "$@"\n')
    script.chmod(0o700)
    return script


@contextmanager
def listening(folder: Path, config: str, accounts: Mapping[str, str] | None = None) -> Iterator[Server]:
    """An sshd whose keys and database lie in the folder; `config` is what the office adds to its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nPermitRootLogin yes\nPermitUserEnvironment no\n"
        # The worst that an office could leave open: what the client sends is let in.
        f"AcceptEnv *\nSubsystem sftp internal-sftp\n{config}"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    assert SSHD
    with (folder / "sshd.log").open("wb") as log:
        daemon = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], stdout=log, stderr=log)
        try:
            _wait_for_port(port, daemon)
            yield Server(folder, port, accounts or {})
        finally:
            daemon.terminate()
            daemon.wait(10)


def made(folder: Path, township: Path, *keys: str) -> Path:
    """A copy of the township in the folder, and a pair of keys for the host and for each person; the database."""
    folder.chmod(0o700)
    for key in ("host", *keys):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)], check=True)
    return Path(shutil.copy(township, folder / "guanai.db"))


def class_with_most(database: Path) -> str:
    """The name of the class of a teacher: its school and title."""
    room = ask(database, "SELECT school_class_id FROM child WHERE registry_state = 'registered'"
               " AND school_class_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0]  # fmt: skip
    return " ".join(_class_title(database, int(room)))


def _wait_for_port(port: int, daemon: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and daemon.poll() is None:
        with socket.socket() as line:
            line.settimeout(1)
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.skip("sshd does not start here")


def _class_title(database: Path, room: int) -> tuple[str, str]:
    from db.rules.class_names import class_title

    with closing(sqlite3.connect(database)) as connection:
        school, *title = connection.execute(
            "SELECT s.name, c.stage, c.grade, c.number FROM school_class c JOIN school s ON s.id = c.school_id"
            " WHERE c.id = ?", (room,)).fetchone()  # fmt: skip
    return school, class_title(*title)


def children(database: Path, teacher: str, *, of_class: bool) -> list[str]:
    """The registered children in the teacher's class, or those outside whose names nobody in it has."""
    room = f"(SELECT classes FROM user WHERE name = '{teacher}')"
    here = f"SELECT name FROM child WHERE registry_state = 'registered' AND school_class_id = {room}"
    if of_class:
        return ask(database, here)
    return ask(database, f"SELECT name FROM child WHERE name NOT IN ({here}) AND registry_state = 'registered'")
