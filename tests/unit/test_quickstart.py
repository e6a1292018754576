"""What the quick start leaves out must be nothing that the program uses."""

from __future__ import annotations

import ast
import gc
import inspect
import subprocess
import sys
from collections.abc import Iterator

import pytest
import textual.app
import textual.theme

from tui import quickstart

SPARED = {"ssl", "textual.widgets._option_list", "textual.fuzzy"}


def test_neither_the_palette_nor_tls_is_loaded_with_the_screens() -> None:
    code = (
        "import sys; from tui import quickstart; quickstart.hasten(); import tui.sitting, screens.registry;"
        "print(*sorted(name for name, module in sys.modules.items() if module))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"textual.app", "asyncio", quickstart.PALETTE} <= loaded
    assert not SPARED & loaded


def test_tls_can_be_loaded_afterwards() -> None:
    code = "from tui import quickstart; quickstart.hasten(); import ssl; print(ssl.OPENSSL_VERSION)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("module", [textual.app, textual.theme])
def test_textual_only_derives_from_its_palette_or_opens_it(module: object) -> None:
    """What it calls at import would be called on a stand-in."""
    tree = ast.parse(inspect.getsource(module))  # type: ignore[arg-type]
    names = {
        name.asname or name.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == quickstart.PALETTE
        for name in node.names
    }
    assert names
    called = {
        node.func.id
        for part in tree.body
        if not isinstance(part, ast.ClassDef | ast.FunctionDef)
        for node in ast.walk(part)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not names & called


@pytest.fixture
def _collector() -> Iterator[None]:
    gc.unfreeze()  # what the tests froze
    yield
    gc.enable()
    gc.freeze()


@pytest.mark.usefixtures("_collector")
def test_the_collector_goes_on_without_what_the_start_made() -> None:
    quickstart.settle()
    assert gc.get_freeze_count() == 0, "it did not rest"
    gc.disable()
    quickstart.settle()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1000
