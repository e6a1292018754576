"""What loads what, and which ways of writing exist: the rules of the house that an import contract cannot see."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITERS = {"db/commands/writing.py"}
"""The one module that inserts and updates rows of models; bulk loading goes around models altogether."""
DELETERS = {"db/commands/drafts.py", "db/commands/import_undo.py"}
"""Drafts are no records; undoing an import takes back what the import itself had added, and logs it."""
STARTERS = {"db/demo/worker.py"}
"""Starts this Python once more, to make demo data on two cores."""


LEAVING = {"suspend", "action_suspend_process", "open_url", "deliver_text", "deliver_binary", "deliver_screenshot",
           "save_screenshot", "set_clipboard"}  # fmt: skip
"""What of Textual's leads out of the program: to a shell, a browser, a file of any name."""


def modules(*packages: str) -> list[str]:
    paths = (path for package in packages for path in sorted((ROOT / package).rglob("*.py")))
    names = (".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths)
    # A migration is loaded by its runner; its name is no identifier.
    return [name.removesuffix(".__init__") for name in names if ".0" not in name]


def loaded_after(*names: str) -> set[str]:
    """What a fresh interpreter has loaded after importing the modules."""
    code = "import importlib, json, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
    code += "print(json.dumps(sorted(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code, *names], env=environment, capture_output=True, check=True)
    return set(json.loads(done.stdout))


def test_data_and_exports_know_no_terminal() -> None:
    loaded = loaded_after(*modules("db", "exports"))
    assert not loaded & {"textual", "rich", "click", "tui", "screens"}


def test_verbs_know_no_screens() -> None:
    loaded = loaded_after(*modules("tui/verbs"), "tui.options", "tui.cli", "tui.launch", "tui.settings", "tui.logfile")
    assert not loaded & {"textual", "rich", "screens"}


def test_the_command_line_itself_is_light() -> None:
    assert not loaded_after("tui.cli") & {"click", "peewee", "platformdirs"}
    verbs = loaded_after("tui.options", *modules("tui/verbs"))
    heavy = {
        "peewee",
        "playhouse",
        "pypinyin",
        "openpyxl",
        "tabulate",
        "wcwidth",
        "borax",
        "stdnum",
        "jinja2",
        "sqlite3",
    }
    assert not verbs & heavy


def test_rules_are_pure() -> None:
    loaded = loaded_after(*modules("db/rules"))
    assert not loaded & {"peewee", "playhouse", "sqlite3", "db.models", "db.session", "db.engine"}


def test_pinyin_and_spreadsheets_load_when_they_are_needed() -> None:
    loaded = loaded_after("db.session", "db.queries.registry", "db.queries.today", "exports.report", "exports.nightly")
    assert not loaded & {"pypinyin", "openpyxl", "charset_normalizer", "playhouse.migrations"}


@cache
def nodes(package: str) -> list[tuple[str, list[ast.AST]]]:
    """Each file of a package, and all that its source is made of; parsed once, since that takes a second."""
    paths = sorted((ROOT / package).rglob("*.py"))
    trees = ((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)
    return [(file, list(ast.walk(tree))) for file, tree in trees]


def sources(*packages: str) -> Iterator[tuple[str, list[ast.AST]]]:
    for package in packages:
        yield from nodes(package)


def calls(nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    return (node for node in nodes if isinstance(node, ast.Call))


def test_rows_are_written_in_one_module_only() -> None:
    """166 of 240 plain saves of six processes were lost in a measured run."""
    from db import models

    tables = {name for name in models.__all__ if isinstance(getattr(models, name), type)}
    written, deleted = set(), set()
    for file, source in sources("db", "exports", "screens", "tui"):
        for call in calls(source):
            if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
                owner, deed = call.func.value.id, call.func.attr
                if owner in tables or owner == "model":
                    written |= (
                        {file} if deed in ("create", "insert", "insert_many", "update", "get_or_create") else set()
                    )
                    deleted |= {file} if deed in ("delete", "replace") else set()
                assert deed not in ("bulk_create", "bulk_update", "save_base"), file
                assert deed != "save" or not file.startswith("db/"), file
    assert written == WRITERS
    assert deleted == DELETERS


@pytest.mark.parametrize("package", ["db", "exports", "screens", "tui"])
def test_nobody_starts_a_shell_or_a_browser(package: str) -> None:
    """A clerk who works over SSH has guanai and nothing else."""
    forbidden = {"subprocess", "pty", "webbrowser", "code", "pdb"}
    for file, source in sources(package):
        for node in source:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert file in STARTERS or not {name.split(".")[0] for name in names} & forbidden, file
        for call in calls(source):
            if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
                assert call.func.value.id != "os" or not re.match("exec|spawn|posix_spawn|fork", call.func.attr), file
                assert (call.func.value.id, call.func.attr) not in {
                    ("os", "system"), ("os", "popen"), ("click", "edit"), ("click", "launch"),
                    ("click", "echo_via_pager"),
                }, file  # fmt: skip
            assert not isinstance(call.func, ast.Attribute) or call.func.attr not in LEAVING, file


def test_messages_are_not_built_before_they_are_translated() -> None:
    for file, source in sources("db", "exports", "screens", "tui"):
        for call in calls(source):
            if isinstance(call.func, ast.Name) and call.func.id in ("_", "mark"):
                assert not any(isinstance(argument, ast.JoinedStr) for argument in call.args), (file, call.lineno)


def own_attributes(nodes: Iterable[ast.AST]) -> set[str]:
    """The private names that are assigned on `self`."""
    targets = [
        target
        for node in nodes
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    return {
        target.attr
        for target in targets
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
        and target.attr.startswith("_")
    }  # fmt: skip


def test_no_screen_takes_a_name_that_textual_keeps_for_itself() -> None:
    """A screen with an attribute `_closed` of its own never closed, and the program never ended."""
    textual = Path(importlib.util.find_spec("textual").origin).parent  # type: ignore[union-attr, arg-type]
    kept: set[str] = set()
    for name in ("message_pump", "dom", "widget", "screen"):
        kept |= own_attributes(ast.walk(ast.parse((textual / f"{name}.py").read_text(encoding="utf-8"))))
    assert "_closed" in kept
    for file, source in sources("screens"):
        assert not own_attributes(source) & kept, file


def test_no_module_is_long() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for package in ("db", "exports", "screens", "tui")
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 420
    }
    assert long == {}


def test_errors_are_not_swallowed() -> None:
    for file, source in sources("db", "exports", "screens", "tui"):
        for node in source:
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, (file, node.lineno)
                broad = isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
                silent = len(node.body) == 1 and isinstance(node.body[0], ast.Pass)
                assert not (broad and silent), (file, node.lineno)
