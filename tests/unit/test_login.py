"""The way in over SSH: what is taken over from the client, and which commands are a report and nothing else."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tui import cli, login
from tui.login import clean, report_asked

resource = pytest.importorskip("resource", reason="Windows has no sshd that calls this")


def test_of_the_environment_only_harmless_words_are_kept() -> None:
    environment = {
        "TERM": "xterm-256color", "LANG": "zh_CN.UTF-8", "LC_ALL": "C; rm -rf /",
        "SSH_CONNECTION": "10.0.0.7 1 10.0.0.1 22",
        "SSH_ORIGINAL_COMMAND": "id", "TEXTUAL_DRIVER": "os:abort", "PYTHONPATH": "/tmp", "LD_PRELOAD": "/tmp/x.so",
        "GUANAI_DB": "/tmp/x.db", "GUANAI_USER": "李文书", "HOME": "/tmp", "PATH": "/tmp",
        "EDITOR": "vi", "TERMINFO": "/tmp",
    }  # fmt: skip
    assert clean(environment) == "id"
    assert environment.pop("HOME") != "/tmp"
    assert environment == {
        "TERM": "xterm-256color", "LANG": "zh_CN.UTF-8", "SSH_CONNECTION": "10.0.0.7 1 10.0.0.1 22"
    }  # fmt: skip


@pytest.mark.parametrize(
    "wish",
    [
        "sh", "cat guanai.db", "/bin/sh -c id", "report roster; id", "report roster -o /tmp/x", "report roster --full",
        "report roster --full=1",
        "report growth-file --child=1", "report roster\nid", "report '$(id)'", "report roster --format=csv --output=x",
        "report '", "report --full",
        "--db /etc/passwd", "backup x", "scp -f guanai.db", "user add x --role supervisor", "--export-csv /tmp",
        "--as 李文书 report roster", "bash", "import /etc/passwd", "report ../x", "report roster --on", "",
    ],
)  # fmt: skip
def test_anything_else_is_no_report(wish: str) -> None:
    assert report_asked(wish) is None


@pytest.mark.parametrize("wish", ["report", "report due --by=class", "report roster --format=csv --village=青山村"])
def test_a_report_may_be_asked_for(wish: str) -> None:
    assert report_asked(wish) == wish.split()


def test_nothing_of_the_memory_is_dumped_and_nothing_is_written_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    done: dict[str, Any] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: done.update({"core": (what, limits)}))
    monkeypatch.setattr(os, "umask", lambda mask: done.update({"umask": mask}))
    monkeypatch.setattr(login, "clean", lambda _environment: "")
    monkeypatch.setattr(cli, "main", lambda _arguments, _run: 0)
    assert login.main() == 0
    assert done == {"core": (resource.RLIMIT_CORE, (0, 0)), "umask": 0o077}
