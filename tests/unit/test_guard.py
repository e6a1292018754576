"""The patches of Textual: each does what it says, and the code that it replaces is the code that it was written for."""

from __future__ import annotations

import ast
import gc
import hashlib
import inspect
import logging
import os
import re
import subprocess
import sys
import textwrap
import unicodedata
import weakref
from collections.abc import Iterator

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.color import Color
from textual.content import Content
from textual.css.stylesheet import Stylesheet
from textual.events import Paste
from textual.strip import Strip
from textual.validation import URL, Integer, Length, Number, Regex, Validator
from textual.widgets import Button, Checkbox, DataTable, Input, Label, OptionList, Select, Static, TextArea, Tree
from textual.worker import WorkerFailed

from db import i18n
from db.i18n import _
from tests.conftest import CATALOGS
from tui import guard, keyboard, upgrades

# First characters of the SHA-256 of what each patch replaces. A new release of Textual that changes one fails here:
# read the change, adapt the patch, then the sum.
REPLACED = {
    "App._handle_exception": "ebf01bf0",
    "App._print_error_renderables": "67bc29e1",
    "App.action_help_quit": "b1add1a9",
    "App.action_screenshot": "01734ba5",
    "App.action_suspend_process": "4c44c582",
    "App.copy_to_clipboard": "ca236abc",
    "App.deliver_binary": "15cd562a",
    "App.deliver_screenshot": "79b105e4",
    "App.deliver_text": "2da0ccfd",
    "App.open_url": "2da40bbd",
    "App.panic": "ababb88e",
    "App.save_screenshot": "9f1e03bf",
    "App.suspend": "d3e7fd6d",
    "Input._on_paste": "f7ed8f02",
    "Integer.describe_failure": "2d828bbf",
    "Length.describe_failure": "c5d42696",
    "LinuxDriver._run_input_thread": "77a66d4a",
    "LinuxDriver.run_input_thread": "3c7a9834",
    "LoadingIndicator.render": "ac908e83",
    "MessagePump._dispatch_message": "2ea2e617",
    "Number.describe_failure": "75358a39",
    "Regex.describe_failure": "73209336",
    "Strip.render": "bf9d28ed",
    "StylesCache.get_inner_outer": "63b84a59",
    "Stylesheet.reparse": "48258ab7",
    "Stylesheet.set_variables": "3497e28f",
    "URL.describe_failure": "4eac3147",
}


@pytest.fixture(autouse=True)
def _installed() -> Iterator[None]:
    before = {(owner, name): owner.__dict__[name] for owner, name, _ in guard.PATCHES}
    guard.install()
    yield
    for (owner, name), value in before.items():
        setattr(owner, name, value)


def source_of(owner: type, name: str) -> str:
    """The code of a method as its file has it, whatever has been put in its place."""
    module = inspect.getsource(sys.modules[owner.__module__])
    for node in ast.parse(module).body:
        if isinstance(node, ast.ClassDef) and node.name == owner.__name__:
            for part in node.body:
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.name == name:
                    return ast.get_source_segment(module, part) or ""
    raise AssertionError(f"{owner.__name__} has no {name} any more")


def test_what_is_replaced_is_what_the_patches_were_written_for() -> None:
    sums = {
        f"{owner.__name__}.{name}": hashlib.sha256(source_of(owner, name).encode()).hexdigest()[:8]
        for owner, name, _ in guard.PATCHES
    }
    owners = {owner.__name__ for owner, _, _ in guard.PATCHES}
    assert sums == {name: value for name, value in REPLACED.items() if name.partition(".")[0] in owners}


@pytest.mark.parametrize(
    ("variable", "constant", "ours", "asked", "theirs"),
    [("TEXTUAL_DISABLE_KITTY_KEY", "DISABLE_KITTY_KEY", True, "0", False), ("TEXTUAL_FPS", "MAX_FPS", 250, "30", 30)],
)
def test_what_is_asked_of_textual_before_it_is_loaded(
    variable: str, constant: str, ours: object, asked: str, theirs: object
) -> None:
    code = f"import tui, sys; print('textual' in sys.modules); from textual import constants as c; print(c.{constant})"
    plain = {name: value for name, value in os.environ.items() if name != variable}
    for environment, expected in ((plain, ours), (plain | {variable: asked}, theirs)):
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout == f"False\n{expected}\n"


def test_rules_are_parsed_anew_for_other_variables_alone() -> None:
    sheet = Stylesheet(variables={"ink": "red"})
    sheet.add_source("Label { color: $ink; }")
    rules = sheet.rules
    sheet.set_variables({"ink": "red"})
    sheet.reparse()
    assert sheet.rules is rules
    sheet.set_variables({"ink": "blue"})
    sheet.reparse()
    (rule,) = sheet.rules
    assert rule.styles.color == Color.parse("blue")
    sheet.add_source("Label { width: 3; }", read_from=("here", ""))
    sheet.reparse()
    assert len(sheet.rules) == 2


# Data never reaches the terminal as a control sequence

CONSOLE = Console(color_system="truecolor")


def test_controls_in_a_strip_are_made_visible_within_its_width() -> None:
    strip = Strip([Segment("a\x1b[31mb", Style(bold=True)), Segment("   "), Segment("c")])
    assert strip.render(CONSOLE) == "\x1b[1ma␛[31mb\x1b[0m   "
    assert strip.cell_length == 10
    strip = Strip([Segment("王\u202e芳\u200b  ")])
    assert strip.render(CONSOLE) == "王�芳�"
    assert Strip([Segment("王芳·\u3000")]).render(CONSOLE) == "王芳·\u3000"


HOSTILE = "王\x1b]52;c;eA==\x07\x1b]0;t\x07\x1b[31m\x9b2J\x85\u202e\u200b芳"


class Hostile(App[None]):
    """A child with a name like that, in every kind of widget."""

    def compose(self) -> ComposeResult:
        name = Content(HOSTILE)
        yield Static(name)
        yield Label(HOSTILE, markup=False)
        yield Input(HOSTILE, placeholder=HOSTILE)
        yield Input(placeholder=HOSTILE)
        yield TextArea(HOSTILE)
        yield Button(name)
        yield Checkbox(name)
        yield OptionList(name)
        yield Select([(HOSTILE, 1)], prompt=HOSTILE)
        yield DataTable()
        tree: Tree[None] = Tree(Text(HOSTILE))
        yield tree

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column(Text(HOSTILE))
        table.add_row(Text(HOSTILE))
        table.border_title = Content(HOSTILE)  # type: ignore[assignment]
        table.styles.border = ("round", "white")
        self.notify(HOSTILE, title=HOSTILE, markup=False)


async def test_no_widget_sends_data_as_a_control() -> None:
    app = Hostile()
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.pause()
        frame = app.screen._compositor.render_full_update().render_segments(CONSOLE)
    text = re.sub(r"\x1b\[(\d+;\d+H|[\d;]*m)|\n", "", frame)
    assert text.count("芳") >= 8
    assert [c for c in text if unicodedata.category(c) in ("Cc", "Cf")] == []
    assert "\x1b[31m" not in frame


# A crash shows a number and no values

SECRET = "王小芳 999000201401010013"


class Upgraded(App[None]):
    """Loads what it needs when it is asked for, as the program does."""

    BINDINGS = [("f5", "open"), ("f6", "open_in_worker")]

    async def action_open(self) -> None:
        import screens.of_another_version  # type: ignore[import-not-found]  # noqa: F401

    def action_open_in_worker(self) -> None:
        self.run_worker(self.action_open())


async def test_an_upgrade_under_a_running_program_is_told_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    upgrades.watch()
    with pytest.raises(ModuleNotFoundError):
        await Upgraded().action_open()
    app = Upgraded()
    async with app.run_test() as pilot:
        monkeypatch.setattr(upgrades, "stamp", lambda: None)
        for told, key in enumerate(("f5", "f6", "f5"), 1):
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert ["F10" in toast.message for toast in app._notifications] == [True] * told
    assert app._exception is None


class Failing(App[None]):
    def compose(self) -> ComposeResult:
        yield Input(max_length=8)
        yield Static()

    BINDINGS = [("f5", "fail"), ("f6", "fail_in_worker"), ("f7", "panic")]

    def action_panic(self) -> None:
        self.panic(SECRET)

    def action_fail(self) -> None:
        name = SECRET
        raise ValueError(name)

    def action_fail_in_worker(self) -> None:
        def work() -> None:
            raise ValueError(SECRET)

        self.run_worker(work, thread=True)


async def press(app: App[None], key: str) -> None:
    """Press a key, and let what it starts end the app; the pilot raises what ended it."""
    async with app.run_test() as pilot:
        await pilot.press(key)
        await app.workers.wait_for_complete()
        await pilot.pause()


@pytest.mark.parametrize("key", ["f5", "f6"])
async def test_a_crash_shows_a_number_and_no_values(
    key: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("guanai").propagate = True
    app = Failing()
    with pytest.raises((ValueError, WorkerFailed)):
        await press(app, key)
    assert app.return_code == 1
    shown = "".join(capsys.readouterr())
    logged = caplog.records[-1].getMessage()
    assert logged.split()[0] in shown
    assert "ValueError" in logged
    assert "test_guard.py" in logged
    assert SECRET[:3] not in shown + logged
    assert SECRET[4:] not in shown + logged
    assert "Traceback" not in shown
    assert "textual run" not in shown


async def test_panic_prints_nothing_of_what_it_gets(capsys: pytest.CaptureFixture[str]) -> None:
    app = Failing()
    with pytest.raises(RuntimeError):
        await press(app, "f7")
    assert app.return_code == 1
    assert SECRET[:3] not in "".join(capsys.readouterr())


# Ways out are closed


async def test_no_file_no_clipboard_no_suspending(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    opened: list[object] = []
    monkeypatch.setattr("builtins.open", lambda *args, **_: opened.append(args))
    monkeypatch.setattr(os, "kill", lambda *args: opened.append(args))
    app = Failing()
    async with app.run_test() as pilot:
        driver = app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", written.append)
        monkeypatch.setattr(driver, "deliver_binary", lambda *args, **_: opened.append(args))
        app.copy_to_clipboard(SECRET)
        assert app.clipboard == SECRET
        app.open_url("http://example.invalid")
        app.deliver_text(__file__)
        app.deliver_binary(__file__)
        app.deliver_screenshot()
        app.save_screenshot()
        for action in ("screenshot", "suspend_process"):
            await app.run_action(action)
        with app.suspend():
            pass
        await pilot.pause()
    assert written == []
    assert opened == []


# Pastes and hints


async def test_a_paste_that_is_too_long_is_cut_with_a_notice() -> None:
    app = Failing()
    async with app.run_test() as pilot:
        field = app.query_one(Input)
        field.focus()
        await pilot.press("一", "二")
        app.post_message(Paste("\r\n三四五六七八九十\r\n第二行"))
        await pilot.pause()
        assert field.value == "一二三四五六七八"
        assert [notice.message for notice in app._notifications] == [_(guard.PASTE_CUT)]
        field.selection = type(field.selection)(0, 2)
        app.post_message(Paste("甲乙"))
        await pilot.pause()
        assert field.value == "甲乙三四五六七八"
        assert len(app._notifications) == 1


async def test_a_hint_is_shown_as_it_is() -> None:
    app = Failing()
    async with app.run_test() as pilot:
        keyboard.hint(app, "[red]" + keyboard.NOT_UTF8)
        await pilot.pause()
        assert [notice.message for notice in app._notifications] == ["[red]" + keyboard.NOT_UTF8]
        assert not next(iter(app._notifications)).markup


# Sentences of Textual's own


async def test_ctrl_c_says_how_to_quit_in_the_programs_words() -> None:
    app = Failing()
    async with app.run_test() as pilot:
        app.action_help_quit()
        await pilot.pause()
        assert [notice.message for notice in app._notifications] == [_("Press {key} to quit.").format(key="^q")]


@pytest.mark.parametrize(
    ("validator", "value", "sentence"),
    [
        (Number(), "x", "Must be a number."),
        (Number(minimum=1), "0", "Must be at least 1."),
        (Integer(maximum=5), "6", "Must be at most 5."),
        (Integer(1, 5), "6", "Must be 1 to 5."),
        (Integer(), "1.5", "Must be a whole number."),
        (Length(2, 4), "x", "Number of characters: 2 to 4."),
        (Regex("a"), "b", "This is not written as expected."),
        (URL(), "b", "This is not written as expected."),
    ],
)
def test_validators_speak_the_language_of_the_program(validator: Validator, value: str, sentence: str) -> None:
    i18n.install("en", CATALOGS)
    assert validator.validate(value).failure_descriptions == [sentence]


def test_textual_says_nothing_else_in_english() -> None:
    """Every validator of Textual that has a sentence of its own is patched."""
    from textual import validation

    tree = ast.parse(textwrap.dedent(inspect.getsource(validation)))
    speaking = {
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(part, ast.Constant) and str(part.value).startswith("Must ") for part in ast.walk(node))
    }
    assert speaking == {owner.__name__ for owner, name, _ in guard.PATCHES if name == "describe_failure"}


# Memory


async def test_a_widget_that_is_gone_takes_its_lines_with_it() -> None:
    class Lines(App[None]):
        CSS = "Static { padding: 1; }"

    app = Lines()
    async with app.run_test() as pilot:
        caches = []
        for _number in range(4):
            line = Static("王芳")
            await app.mount(line)
            await pilot.pause()
            caches.append(weakref.ref(line._styles_cache))
            await line.remove()
        gc.collect()
        # The last one is still at hand.
        assert [cache() for cache in caches[:-1]] == [None] * 3
