"""The lean output shows the same screen as Textual's own bytes: cell, style as seen, and cursor."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tests.pty.screen import Screen
from tui.canvas import Canvas, Row
from tui.painter import CLEAR, move, paint
from tui.sgr import DEFAULT

CONSOLE = Console(color_system="truecolor", force_terminal=True)
WIDTH, HEIGHT = 14, 8
STYLES = [
    None,
    RichStyle(bold=True),
    RichStyle(reverse=True),
    RichStyle(underline=True, italic=True),
    RichStyle(color=Color.default(), bgcolor=Color.default()),
    RichStyle(color="red", strike=True),
    RichStyle(bgcolor="blue"),
    RichStyle(color="#102030", bgcolor="#405060", bold=True, reverse=True),
]
# Marks with a combining class only: pyte does not know the others.
PIECES = ["a", "b", "1", " ", "  ", " " * 12, "关", "爱", "走访", "e\u0301", "爱\u0302", "·", "─", "\u3000", "２"]

text = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
segments = st.lists(st.tuples(text, st.sampled_from(STYLES)).map(lambda part: Segment(*part)), max_size=4)


def strip(parts: list[Segment], width: int) -> Strip:
    """A line as a widget makes it: cut or filled to its width, wide characters at the edge as blanks."""
    return Strip(parts).adjust_cell_length(width)


class Twins:
    """Two terminals: one gets the bytes of Textual, the other ours."""

    def __init__(self, width: int, height: int) -> None:
        self.stock, self.ours = Screen(width, height), Screen(width, height)
        for screen in (self.stock, self.ours):
            screen.reset_mode(7, private=True)
        self.canvas = Canvas(width, height)
        self.shown: list[Row] | None = None
        self.sent = ""

    def feed(self, update: LayoutUpdate, cursor: tuple[int, int]) -> None:
        frame = update.render_segments(CONSOLE) + Control.move_to(*cursor).segment.text
        # A terminal in a pty gets CR LF where the program writes LF.
        pyte.Stream(self.stock).feed(frame.replace("\n", "\r\n"))
        start = self.canvas.cursor
        self.canvas.draw(frame)
        self.sent = ""
        if self.shown is None:
            self.sent, start = CLEAR, (0, 0)
            self.shown = [Row.blank(self.canvas.width) for _ in self.canvas.rows]
        self.sent += paint(self.shown, self.canvas.rows, start, self.canvas.cursor)
        self.shown = self.canvas.rows.copy()
        pyte.Stream(self.ours).feed(self.sent)

    def resize(self, width: int, height: int) -> None:
        for screen in (self.stock, self.ours):
            screen.resize(height, width)
            screen.margins = None
        self.canvas.resize(width, height)
        self.shown = None

    def check(self) -> None:
        pairs = zip(seen(self.ours), seen(self.stock), strict=True)
        assert [pair for pair in pairs if pair[0] != pair[1]] == [], repr(self.sent)
        assert (self.ours.cursor.x, self.ours.cursor.y) == (self.stock.cursor.x, self.stock.cursor.y)


def seen(screen: Screen) -> list[tuple[int, int, object]]:
    """Every cell and its style as an eye sees it: on a blank without ink no foreground, bold, italics, blink."""
    cells: list[tuple[int, int, object]] = []
    for y in range(screen.lines):
        for x in range(screen.columns):
            char = screen.buffer[y][x]
            if char.data == " " and not (char.reverse or char.underscore or char.strikethrough):
                char = char._replace(fg="default", bold=False, italics=False, blink=False)
            cells.append((x, y, tuple(char)))
    return cells


@st.composite
def updates(draw: st.DrawFn, width: int = WIDTH, height: int = HEIGHT) -> tuple[LayoutUpdate, tuple[int, int]]:
    """A region of new lines, and where the cursor goes."""
    x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    w, h = draw(st.integers(1, width - x)), draw(st.integers(1, height - y))
    lines = [[strip(draw(segments), w)] for _ in range(h)]
    cursor = draw(st.tuples(st.integers(0, width - 1), st.integers(0, height - 1)))
    return LayoutUpdate(lines, Region(x, y, w, h)), cursor


@given(st.lists(updates(), min_size=1, max_size=6))
def test_any_sequence_of_frames_shows_the_same_screen(frames: list[tuple[LayoutUpdate, tuple[int, int]]]) -> None:
    twins = Twins(WIDTH, HEIGHT)
    for update, cursor in frames:
        twins.feed(update, cursor)
        twins.check()


@given(
    st.lists(segments, min_size=HEIGHT * 3, max_size=HEIGHT * 3),
    st.lists(st.integers(0, HEIGHT * 2), min_size=2, max_size=6),
    st.integers(0, 2),
    st.integers(0, 2),
    segments,
)
def test_scrolled_lines_show_the_same_screen(
    lines: list[list[Segment]], offsets: list[int], top: int, bottom: int, marked: list[Segment]
) -> None:
    """A list between a head and a foot, scrolled up and down, one line of it marked."""
    twins = Twins(WIDTH, HEIGHT)
    whole = Region(0, 0, WIDTH, HEIGHT)
    twins.feed(LayoutUpdate([[strip(part, WIDTH)] for part in lines[:HEIGHT]], whole), (0, 0))
    inner = HEIGHT - top - bottom
    for offset in offsets:
        body = [[strip(part, WIDTH)] for part in lines[offset : offset + inner]]
        body[offset % inner] = [strip(marked, WIDTH)]
        twins.feed(LayoutUpdate(body, Region(0, top, WIDTH, inner)), (0, top + offset % inner))
        twins.check()


@given(st.data())
def test_resized_screens_are_drawn_whole(data: st.DataObject) -> None:
    twins = Twins(WIDTH, HEIGHT)
    twins.feed(*data.draw(updates()))
    for _ in range(2):
        width, height = data.draw(st.integers(1, 20)), data.draw(st.integers(1, 10))
        twins.resize(width, height)
        lines = [[strip(data.draw(segments), width)] for _ in range(height)]
        twins.feed(LayoutUpdate(lines, Region(0, 0, width, height)), (0, 0))
        twins.check()
        twins.feed(*data.draw(updates(width, height)))
        twins.check()


places = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))


@given(places, places)
def test_moves_arrive(old: tuple[int, int], new: tuple[int, int]) -> None:
    screen = Screen(WIDTH, HEIGHT)
    pyte.Stream(screen).feed(f"\x1b[{old[1] + 1};{old[0] + 1}H{move(old, new)}")
    assert (screen.cursor.x, screen.cursor.y) == new


def test_a_frame_that_changes_nothing_sends_nothing() -> None:
    twins = Twins(WIDTH, HEIGHT)
    update = LayoutUpdate([[strip([Segment("关爱", RichStyle(bold=True))], WIDTH)]], Region(0, 2, WIDTH, 1))
    twins.feed(update, (3, 2))
    twins.feed(update, (3, 2))
    assert twins.sent == ""


def list_of(lines: list[str], y: int) -> LayoutUpdate:
    return LayoutUpdate([[strip([Segment(line)], WIDTH)] for line in lines], Region(0, y, WIDTH, len(lines)))


def test_a_scroll_costs_one_line() -> None:
    twins = Twins(WIDTH, HEIGHT)
    twins.feed(list_of(["head", *(f"{n * 7777} 王" for n in range(6)), "foot"], 0), (0, 1))
    twins.feed(list_of([f"{n * 7777} 王" for n in range(1, 7)], 1), (0, 1))
    twins.check()
    assert twins.sent == "\x1b[2;7r\x1b[2H\x1b[M\x1b[r\x1b[7H46662 王\x1b[2H"
    twins.feed(list_of([f"{n * 7777} 王" for n in range(-1, 6)], 1), (0, 1))
    twins.check()
    assert len(twins.sent.encode()) < 70


def test_the_end_of_a_line_is_cleared_in_three_bytes() -> None:
    twins = Twins(WIDTH, HEIGHT)
    twins.feed(list_of(["关爱留守儿童"], 0), (0, 0))
    twins.feed(list_of(["关"], 0), (0, 0))
    twins.check()
    assert twins.sent == "关\x1b[K\r"


def test_blanks_with_a_background_are_printed_not_erased() -> None:
    """Not every terminal erases with the background in force."""
    twins = Twins(WIDTH, HEIGHT)
    twins.feed(
        LayoutUpdate([[Strip([Segment(" " * WIDTH, RichStyle(bgcolor="blue"))])]], Region(0, 0, WIDTH, 1)), (0, 0)
    )
    twins.check()
    assert "\x1b[K" not in twins.sent
    assert " " * WIDTH in twins.sent


def test_emoji_do_not_shift_what_follows() -> None:
    """Terminals disagree about their width: the cell behind is reached by its number."""
    twins = Twins(WIDTH, HEIGHT)
    twins.feed(list_of(["a😀b"], 0), (0, 0))
    assert twins.sent.endswith("a😀\x1b[4Gb\r")


def test_half_a_wide_character_leaves_a_blank() -> None:
    twins = Twins(WIDTH, HEIGHT)
    twins.feed(list_of(["关爱"], 0), (0, 0))
    twins.feed(LayoutUpdate([[Strip([Segment("x")])]], Region(1, 0, 1, 1)), (0, 0))
    twins.check()
    assert twins.ours.display[0].rstrip() == " x爱"


def test_a_wide_character_never_hangs_over_the_edge() -> None:
    row = Row.blank(3)
    row.write(2, "关", DEFAULT)
    assert row.chars == [" ", " ", " "]
    assert row.write(5, "x", DEFAULT) == 5


def test_many_marks_on_one_character_are_cut() -> None:
    row = Row.blank(3)
    row.write(0, "a" + "\u0301" * 50, DEFAULT)
    assert row.chars == ["a" + "\u0301" * 4, " ", " "]
