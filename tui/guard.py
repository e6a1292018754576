"""Every patch of Textual, in one place; `install` applies them before the program runs.

Textual is pinned exactly. Each patch has a test of what it does, and `tests/unit/test_guard.py` fails when the code
that it replaces has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual._styles_cache import StylesCache
from textual.app import App
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.message import Message
from textual.message_pump import MessagePump
from textual.strip import Strip
from textual.style import Style
from textual.validation import URL, Failure, Integer, Length, Number, Regex
from textual.widgets import Input, LoadingIndicator
from textual.worker import WorkerFailed

from db.errors import UpgradedError
from db.i18n import _, mark
from tui import keyboard, logfile
from tui.glyphs import visible

if TYPE_CHECKING:
    from rich.console import Console

CRASHED = mark(
    "guanai met a fault of its own and stopped. What was saved before is safe. Tell the person who looks "
    "after guanai the number {reference}."
)
PASTE_CUT = mark("The paste was longer than this field takes: only its beginning was taken.")


def _handle_exception(app: App[Any], error: Exception) -> None:
    """Takes the place of `App._handle_exception`: the screen afterwards has a reference number and no values."""
    cause = error.error if isinstance(error, WorkerFailed) else error
    if isinstance(cause, UpgradedError):
        keyboard.hint(app, cause.sentence)
        return
    app._return_code = 1
    if app._exception is None:
        app._exit_renderables.append(Text(_(CRASHED).format(reference=logfile.record(error))))
        app._exception = error
        app._exception_event.set()
    app._close_messages_no_wait()


async def _dispatch_message(pump: MessagePump, message: Message) -> None:
    """`MessagePump._dispatch_message`, but whoever asks for what an upgrade has replaced hears so, and goes on."""
    try:
        await _stock_dispatch(pump, message)
    except UpgradedError as error:
        keyboard.hint(pump.app, error.sentence)


_stock_dispatch = MessagePump._dispatch_message


def _panic(app: App[Any], *_renderables: object) -> None:
    """Takes the place of `App.panic`, which would print whatever it is given."""
    app._handle_exception(RuntimeError("panic"))


def _print_error_renderables(app: App[Any]) -> None:
    """Takes the place of `App._print_error_renderables`, which speaks of Textual's developer tools."""
    for renderable in app._exit_renderables[:1]:
        app.error_console.print(renderable)
    app._exit_renderables.clear()


def _run_input_thread(driver: Any) -> None:
    """Takes the place of `LinuxDriver._run_input_thread`, which prints a traceback and leaves no exit code."""
    try:
        driver.run_input_thread()
    except Exception as error:  # noqa: BLE001 (the last frame of a thread: whatever it is, the program ends with a number)
        driver._app.call_later(driver._app._handle_exception, error)


def _thread_failed(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_value is not None and not isinstance(hook.exc_value, SystemExit):
        logfile.record(hook.exc_value)


_render_strip = Strip.render


def _render(strip: Strip, console: Console) -> str:
    """`Strip.render` with the text of its segments made visible; the strip stays as wide as it was measured."""
    if strip._render_cache is None and any(visible(text) != text for text, _style, _control in strip._segments):
        segments = [Segment(visible(text), style) for text, style, _control in strip._segments]
        strip._render_cache = _render_strip(Strip(segments).adjust_cell_length(strip.cell_length), console)
    return _render_strip(strip, console)


def _on_paste(field: Input, event: events.Paste) -> None:
    """`Input._on_paste`, but a paste that is too long is cut with a notice instead of dropped without one."""
    event.stop()
    line = next((line for line in event.text.splitlines() if line), "")
    if field.max_length is not None:
        room = field.max_length - len(field.value) + len(field.selected_text)
        if len(line) > room:
            line = line[: max(room, 0)]
            keyboard.hint(field.app, _(PASTE_CUT))
    if line:
        field.replace(line, *field.selection)


def _copy(app: App[Any], text: str) -> None:
    """`App.copy_to_clipboard` inside the program only: no child's data goes to the clipboard of whatever terminal."""
    app._clipboard = text


def _off(_app: App[Any], *_args: object, **_options: object) -> None:
    """A feature of Textual that would write a person's data to a file, or open a way out of the program."""


@contextmanager
def _no_suspend(_app: App[Any]) -> Iterator[None]:
    """`App.suspend` without leaving the screen."""
    yield


def _help_quit(app: App[Any]) -> None:
    """`App.action_help_quit` in the language of the program: Ctrl+C copies, it does not quit."""
    for key, active in app.active_bindings.items():
        if active.binding.action in ("quit", "app.quit"):
            app.notify(_("Press {key} to quit.").format(key=app.get_key_display(active.binding) or key), markup=False)
            return


@lru_cache(1024)
def _inner_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    """`StylesCache.get_inner_outer` without its `self`, by which the stock cache holds the lines of 1,024 dead widgets.

    Measured: 8 MB after 60 forms.
    """
    return Style(background=base_background + background), Style(background=base_background)


def _set_variables(sheet: Stylesheet, variables: dict[str, str]) -> None:
    """`Stylesheet.set_variables`, but the same variables again are no news."""
    if variables != sheet._variables:
        _stock_set_variables(sheet, variables)
        sheet._require_parse = True


_stock_set_variables = Stylesheet.set_variables


def _reparse(sheet: Stylesheet) -> None:
    """`Stylesheet.reparse` where there is news: the stock one takes 8 ms at the first visit of each mode."""
    if sheet._require_parse:
        sheet.parse()


def _loading(_indicator: LoadingIndicator) -> Text:
    return Text(_("Loading..."))


def _describe(check: Any, failure: Failure) -> str:
    """What a validator of Textual says about a value that did not pass."""
    if isinstance(failure, Number.NotInRange | Length.Incorrect):
        if check.minimum is None:
            limits = _("at most {maximum}").format(maximum=check.maximum)
        elif check.maximum is None:
            limits = _("at least {minimum}").format(minimum=check.minimum)
        else:
            limits = _("{minimum} to {maximum}").format(minimum=check.minimum, maximum=check.maximum)
        if isinstance(failure, Length.Incorrect):
            return _("Number of characters: {limits}.").format(limits=limits)
        return _("Must be {limits}.").format(limits=limits)
    if isinstance(check, Integer):
        return _("Must be a whole number.")
    return _("Must be a number.") if isinstance(check, Number) else _("This is not written as expected.")


PATCHES: list[tuple[type, str, Any]] = [
    (Strip, "render", _render),
    (Input, "_on_paste", _on_paste),
    (App, "_handle_exception", _handle_exception),
    (MessagePump, "_dispatch_message", _dispatch_message),
    (App, "panic", _panic),
    (App, "_print_error_renderables", _print_error_renderables),
    (App, "copy_to_clipboard", _copy),
    (App, "suspend", _no_suspend),
    (App, "action_help_quit", _help_quit),
    *(
        (App, name, _off)
        for name in (
            "action_screenshot",
            "action_suspend_process",
            "deliver_binary",
            "deliver_screenshot",
            "deliver_text",
            "open_url",
            "save_screenshot",
        )
    ),
    (StylesCache, "get_inner_outer", staticmethod(_inner_outer)),
    (Stylesheet, "set_variables", _set_variables),
    (Stylesheet, "reparse", _reparse),
    (LoadingIndicator, "render", _loading),
    *((check, "describe_failure", _describe) for check in (Number, Integer, Length, Regex, URL)),
]
"""Owner, attribute and what takes its place."""

try:
    from textual.drivers.linux_driver import LinuxDriver
except ImportError:  # Windows has no termios: its driver reads characters, not bytes.
    pass
else:
    PATCHES += [
        (LinuxDriver, "run_input_thread", keyboard.read_keys),
        (LinuxDriver, "_run_input_thread", _run_input_thread),
    ]


def install() -> None:
    """Apply every patch; twice is as good as once."""
    for owner, name, replacement in PATCHES:
        setattr(owner, name, replacement)
    threading.excepthook = _thread_failed
