"""The driver mixin: what of Textual's writes goes to the terminal, and when."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.driver import Driver
from textual.geometry import Size

from tui.output import LeanOutput, lean_driver_class, redraw

START = "\x1b[r\x1b[?25l\x1b[m\x1b[H\x1b[2J"


class Recorder(Driver):
    """The platform's driver: keeps what would reach the terminal."""

    def __init__(self, app: Any, **_options: Any) -> None:
        self._app = app
        self.sent: list[str] = []

    def write(self, data: str) -> None:
        self.sent.append(data)

    def start_application_mode(self) -> None: ...

    def stop_application_mode(self) -> None: ...

    def disable_input(self) -> None: ...


class Lean(LeanOutput, Recorder):
    pass


@pytest.fixture
def app() -> SimpleNamespace:
    return SimpleNamespace(size=Size(10, 3))


@pytest.fixture
def driver(app: SimpleNamespace) -> Lean:
    app._driver = Lean(app)
    return app._driver


def show(driver: Lean, text: str) -> str:
    """The bytes that a frame with `text` in its first line costs."""
    driver.sent.clear()
    driver.write(f"\x1b[1;1H{text}\n\x1b[1;1H")
    assert driver.sent == []
    driver.flush()
    return "".join(driver.sent)


def test_the_first_frame_clears_the_screen_and_the_next_sends_the_difference(driver: Lean) -> None:
    assert show(driver, "abc") == START + "abc\r"
    assert show(driver, "abd") == "abd\r"
    assert show(driver, "abd") == ""


def test_a_frame_in_pieces_is_one_frame(driver: Lean) -> None:
    """Windows gets it in writes of 8 KB, which may end inside a sequence."""
    for piece in ("\x1b[1;1Hab\x1b[", "1mc\x1b", "[0m\n\x1b[1;1H"):
        driver.write(piece)
    driver.flush()
    assert "".join(driver.sent) == START + "ab\x1b[1mc\x1b[m\r"


def test_modes_pass_and_everything_else_stays_here(driver: Lean) -> None:
    for control in ("\x1b[?25l", "\x1b[?1004h", "\x1b[?2026$p", "\x1b[>25u", "\x1b[<u", "\x07", "\x1b[?1049l\x1b[?25h"):
        driver.sent.clear()
        driver.write(control)
        assert driver.sent == [control]
    driver.sent.clear()
    for other in ("\x1b]52;c;eA==\x07", "\x1b]22;pointer\x07", "\x1b]0;title\x07", "\x1bc", "text"):
        driver.write(other)
    assert driver.sent == []


def test_the_alternate_screen_is_drawn_whole(driver: Lean) -> None:
    show(driver, "abc")
    driver.write("\x1b[?1049h")
    assert show(driver, "abc") == START + "abc\r"


def test_a_resize_draws_the_whole_screen(driver: Lean, app: SimpleNamespace) -> None:
    show(driver, "abc")
    app.size = Size(12, 4)
    assert show(driver, "abc") == START + "abc\r"


def test_redraw_draws_what_is_known(driver: Lean, app: SimpleNamespace) -> None:
    show(driver, "abc")
    driver.sent.clear()
    redraw(app)  # type: ignore[arg-type]
    assert driver.sent == [START + "abc\r"]
    app._driver = Recorder(app)
    redraw(app)  # type: ignore[arg-type]
    assert app._driver.sent == []


def test_only_large_frames_are_synchronized(driver: Lean, app: SimpleNamespace) -> None:
    app.size = Size(600, 2)
    driver.write(SYNC_START)
    sent = show(driver, "x" * 599)
    driver.write(SYNC_END)
    assert sent.startswith(SYNC_START)
    assert sent.endswith(SYNC_END)
    assert show(driver, "x" * 598 + "y") == "\x1b[599Gy\r"


def test_controls_that_are_no_styles_are_made_visible(driver: Lean) -> None:
    assert show(driver, "a\x1b]0;x\x07") == START + "a␛]0;x␇\r"
    app = SimpleNamespace(size=Size(30, 1))
    assert show(Lean(app), "a\x1b[2Jb\x9bc") == START + "a␛[2Jb�c\r"


def test_links_are_shown_as_their_text(driver: Lean) -> None:
    assert show(driver, "\x1b]8;id=1;file:///etc\x1b\\abc\x1b]8;;\x1b\\") == START + "abc\r"


def test_plain_mode_draws_ascii(app: SimpleNamespace) -> None:
    class Plain(Lean):
        plain = True

    assert show(Plain(app), "│关→") == START + "|关>\r"


def test_the_driver_of_this_platform() -> None:
    from textual.app import App

    stock = App().get_driver_class()
    assert issubclass(lean_driver_class(), stock)
    assert lean_driver_class().plain is False
    assert lean_driver_class(plain=True).plain is True
