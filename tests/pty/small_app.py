"""A small program for the terminal tests: a search field, a virtual table of 100,000 rows, a dialog, a status line."""

from __future__ import annotations

import os
import sys
import threading

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.geometry import Offset, Region, Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Button, Input, Label, Static

from tui import guard, hangup
from tui.output import lean_driver_class, redraw

ROWS = 100_000
WIDTHS = (8, 4, 20, 12, 12, 12, 6)
SURNAMES, NAMES, VILLAGES = "王李张刘陈杨黄赵周吴", "芳伟娜敏静强磊洋勇艳", ("青山", "大河", "石桥", "柳林", "新庄")


def row(number: int) -> tuple[str, ...]:
    """A made-up child."""
    name = SURNAMES[number * 7 % 10] + NAMES[number * 3 % 10] + NAMES[number // 10 % 10]
    return (
        name,
        "男女"[number % 2],
        f"9990002014{number % 12 + 1:02}{number % 28 + 1:02}{number * 13 % 1000:03}X",
        VILLAGES[number % 5] + "村",
        SURNAMES[number * 3 % 10] + "奶奶",
        f"1390{number * 977 % 10_000_000:07}",
        "红黄蓝绿"[number % 4],
    )


class Table(ScrollView, can_focus=True):
    """Rows made when they are drawn; a marker and the name show the cursor; scrolling jumps by most of a page."""

    BINDINGS = [Binding("down", "step(1)"), Binding("up", "step(-1)")]
    DEFAULT_CSS = "Table { height: 1fr; scrollbar-size-vertical: 0; }"
    current = 0

    def on_mount(self) -> None:
        self.virtual_size = Size(80, ROWS)

    def render_line(self, y: int) -> Strip:
        number = y + self.scroll_offset.y
        here = number == self.current
        cells = [set_cell_size(value, width) for value, width in zip(row(number), WIDTHS, strict=True)]
        head = Segment(("> " if here else "  ") + cells[0] + " ", Style(bold=True) if here else None)
        return Strip([head, Segment(" ".join(cells[1:]))]).adjust_cell_length(self.size.width)

    def action_step(self, by: int) -> None:
        before, self.current = self.current, max(0, min(ROWS - 1, self.current + by))
        top, height = self.scroll_offset.y, self.size.height
        self.show_cursor()
        if top <= self.current < top + height:
            for number in (before, self.current):
                self.refresh(Region(0, number - top, self.size.width, 1))
        else:
            jump = self.current - 2 if by > 0 else self.current - height + 3
            self.scroll_to(y=max(0, jump), animate=False, immediate=True)
            self.show_cursor()

    def on_focus(self) -> None:
        self.show_cursor()

    def show_cursor(self) -> None:
        """Put the terminal's (hidden) cursor at the marker: screen readers follow it, and a step starts there."""
        self.app.cursor_position = self.region.offset + Offset(0, self.current - self.scroll_offset.y)


class Dialog(ModalScreen[None]):
    """A question in a box."""

    CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog Vertical { width: 50; height: 9; border: round ansi_default; padding: 1 2; background: ansi_default; }
    """
    BINDINGS = [Binding("escape", "dismiss")]

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Label("本学期的走访还没有登记，确定要离开吗？")
            yield Button("确定", compact=True)
            yield Button("取消", compact=True)


class SmallApp(App[None]):
    """Reads what the tests want from the environment: where a saved draft goes, how long a stall may last."""

    CSS = """
    Screen { background: ansi_default; color: ansi_default; }
    Input { border: none; height: 1; padding: 0; background: ansi_default; color: ansi_default; }
    Input:focus { border: none; background-tint: 0%; }
    """
    BINDINGS = [
        Binding("f2", "ask"),
        Binding("f5", "redraw"),
        Binding("f9", "fail"),
        Binding("f10", "quit"),
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *, lean: bool = True, plain: bool = False) -> None:
        super().__init__(ansi_color=True, driver_class=lean_driver_class(plain=plain) if lean else None)
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        yield Static("关爱 · 登记册", markup=False)
        field = Input(placeholder="姓名、拼音、身份证号")
        field.cursor_blink = False
        yield field
        yield Table()
        yield Static(f"F2 对话框  F5 重画  F10 退出  共 {ROWS} 人", markup=False)

    def on_mount(self) -> None:
        self.query_one(Table).focus()

    def action_ask(self) -> None:
        self.push_screen(Dialog())

    def action_redraw(self) -> None:
        redraw(self)

    def action_fail(self) -> None:
        secret = "王小芳 999000201401010013"  # a local variable, as a crash would meet it
        raise ValueError(f"no such child: {secret}")


def setting(name: str, default: float) -> float:
    return float(os.environ.get(name, default))


def main() -> int:
    guard.install()
    app = SmallApp(lean="--stock" not in sys.argv, plain="--plain" in sys.argv)

    def save() -> None:
        if os.environ.get("SAVING") == "hangs":
            threading.Event().wait()
        with open(os.environ["SAVED"], "a", encoding="utf-8") as file:
            file.write(app.query_one(Input).value + "\n")

    if "SAVED" not in os.environ:
        app.run(mouse=False)
        return app.return_code or 0
    with hangup.watch(app, save, stall=setting("STALL", hangup.STALL), limit=setting("LIMIT", hangup.LIMIT)) as watch:
        app.run(mouse=False)
    return watch.code if watch.code is not None else app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
