"""The lean driver: it keeps what the terminal shows and sends only what differs.

Textual writes every region that it was asked to refresh. Over a slow line that is most of what a person waits for, so
one mixin over the platform's driver draws each frame into a `Canvas` and sends the difference (`painter.paint`).
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.driver import Driver

from tui.canvas import Canvas, Row
from tui.painter import CLEAR, paint

if TYPE_CHECKING:
    from textual.app import App

_FRAME = re.compile(r"\x1b\[\d+;\d+H")
# The control writes of the drivers: modes, their queries, the keyboard protocol, the bell. Whatever else is no frame
# (the clipboard, pointer shapes) stays here.
_CONTROL = re.compile(r"(?:\x1b\[\?[\d;]+(?:[hl]|\$p)|\x1b\[[<>]\d*u|\x07)+")
_ALTERNATE_SCREEN = "\x1b[?1049"
# The 16 bytes around a synchronized frame pay where tearing could be seen.
_SYNCHRONIZE_FROM = 512


class LeanOutput(Driver):
    """Mixin over a driver of Textual: only the cells that differ are sent."""

    plain = False
    """Draw no character whose width depends on the terminal's settings."""

    _frame: list[str]
    _canvas: Canvas
    _shown: list[Row] | None
    _place: tuple[int, int]
    _synchronize: bool

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._frame = []
        self._canvas = Canvas(*app.size, plain=self.plain)
        self._shown = None  # What the terminal shows; None: anything.
        self._place = (-1, -1)
        self._synchronize = False

    def write(self, data: str) -> None:
        """Take a part of a frame (it is sent by `flush`), or send a control sequence at once."""
        if data in (SYNC_START, SYNC_END):
            self._synchronize = True
        elif _CONTROL.fullmatch(data):
            if _ALTERNATE_SCREEN in data:
                self._shown = None
            super().write(data)  # type: ignore[safe-super]
        elif self._frame or _FRAME.match(data):
            # On Windows one frame comes in several writes.
            self._frame.append(data)

    def flush(self) -> None:
        """Send what the frame changes; Textual calls this after each one."""
        if self._frame:
            frame = "".join(self._frame)
            self._frame.clear()
            width, height = self._app.size
            if (width, height) != (self._canvas.width, len(self._canvas.rows)):
                self._canvas.resize(width, height)
                self._shown = None
            self._canvas.draw(frame)
            self._send()
        super().flush()

    def redraw(self) -> None:
        """Draw the whole screen anew, over whatever another program has written on it."""
        self._shown = None
        self._send()

    def _send(self) -> None:
        canvas, start = self._canvas, ""
        if self._shown is None:
            # Another program may have left margins, a visible cursor and a style behind.
            start = f"\x1b[r\x1b[?25l{CLEAR}"
            self._shown = [Row.blank(canvas.width) for _ in canvas.rows]
            self._place = (0, 0)
        output = start + paint(self._shown, canvas.rows, self._place, canvas.cursor)
        self._shown, self._place = canvas.rows.copy(), canvas.cursor
        if output:
            if self._synchronize and len(output) >= _SYNCHRONIZE_FROM:
                output = f"{SYNC_START}{output}{SYNC_END}"
            super().write(output)  # type: ignore[safe-super]


def lean_driver_class(*, plain: bool = False) -> type[LeanOutput]:
    """The lean driver of this platform, for `App(driver_class=)`; `plain` keeps to characters of a sure width."""
    base: type[Driver]
    if sys.platform == "win32":
        from textual.drivers.windows_driver import WindowsDriver as base
    else:
        from textual.drivers.linux_driver import LinuxDriver as base
    return type("LeanDriver", (LeanOutput, base), {"plain": plain, "__module__": __name__})


def redraw(app: App[Any]) -> None:
    """Draw the whole screen of `app` anew (Ctrl+L, or after a `wall` message)."""
    driver = app._driver
    if isinstance(driver, LeanOutput):
        driver.redraw()
