"""The cells of a screen, and how Textual's frames are drawn into them."""

from __future__ import annotations

import re

from rich.cells import get_character_cell_size

from tui.glyphs import plain, visible
from tui.sgr import DEFAULT, Style, apply, on_blank

# What the compositor writes: cursor positions, styles, links (dropped: nothing in the program is a link), line ends.
# Anything else is data and is made visible.
_TOKENS = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07))|(\n)|([^\x1b\n]+|\x1b)")
# A cell keeps its character and at most this many combining marks: some names need two, a terminal may choke on fifty.
_MARKS = 4


class Row:
    """One line of cells: characters (with their marks; "" for the second half of a wide one) and their styles."""

    __slots__ = ("chars", "styles")

    def __init__(self, chars: list[str], styles: list[Style]) -> None:
        self.chars = chars
        self.styles = styles

    @classmethod
    def blank(cls, width: int) -> Row:
        """A line that an erase leaves behind."""
        return cls([" "] * width, [DEFAULT] * width)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.chars == other.chars and self.styles == other.styles

    def copy(self) -> Row:
        """A line of its own with the same cells."""
        return Row(self.chars.copy(), self.styles.copy())

    def resized(self, width: int) -> Row:
        """The line cut or filled with blanks to `width` cells."""
        more = width - len(self.chars)
        row = Row(self.chars[:width] + [" "] * more, self.styles[:width] + [DEFAULT] * more)
        if more < 0 and self.chars[width] == "":
            row.chars[-1] = " "
        return row

    def write(self, x: int, text: str, style: Style) -> int:
        """Put `text` from cell `x` on, as a terminal that does not wrap would; the cell after it."""
        room = len(self.chars) - x
        if room <= 0:
            return x
        chars: list[str] = []
        if text.isascii():
            chars = list(text[:room])
        else:
            for character in text:
                size = get_character_cell_size(character)
                if not size:
                    self._mark(chars, x, character)
                elif len(chars) + size > room:
                    # Half a wide character at the edge: terminals differ, a blank is safe.
                    chars += " " * (room - len(chars))
                    break
                else:
                    chars += (character, "") if size == 2 else character
        end = x + len(chars)
        if chars:
            self._orphan(x)
            self._orphan(end)
        blank = on_blank(style)
        self.chars[x:end] = chars
        self.styles[x:end] = [style] * len(chars) if blank == style else [blank if c == " " else style for c in chars]
        return end

    def _mark(self, chars: list[str], x: int, mark: str) -> None:
        """Add a combining mark to the last of `chars`, or to the cell before `x` when there is none yet."""
        cells, last = (chars, len(chars) - 1) if chars else (self.chars, x - 1)
        if last > 0 and cells[last] == "":
            last -= 1
        if last >= 0 and len(cells[last]) <= _MARKS:
            cells[last] += mark

    def _orphan(self, x: int) -> None:
        """Blank both halves of a wide character that is about to be cut at cell `x`."""
        if x < len(self.chars) and self.chars[x] == "":
            for half in (x - 1, x):
                self.chars[half] = " "
                self.styles[half] = on_blank(self.styles[half])


class Canvas:
    """What the screen should show: rows of cells and the place of the cursor."""

    def __init__(self, width: int, height: int, *, plain: bool = False) -> None:
        self.plain = plain
        self.width = width
        self.rows = [Row.blank(width) for _ in range(height)]
        self.cursor = (0, 0)

    def resize(self, width: int, height: int) -> None:
        """Keep what fits."""
        self.width = width
        self.rows = [row.resized(width) for row in self.rows[:height]]
        self.rows += [Row.blank(width) for _ in range(height - len(self.rows))]

    def draw(self, frame: str) -> None:
        """Draw a frame as Textual writes it. Rows that it touches are replaced, never changed in place."""
        x = y = 0
        style = DEFAULT
        fresh: set[int] = set()
        for match in _TOKENS.finditer(frame):
            line, column, parameters, _link, line_end, text = match.groups()
            if text is not None:
                if 0 <= y < len(self.rows):
                    if y not in fresh:
                        fresh.add(y)
                        self.rows[y] = self.rows[y].copy()
                    x = self.rows[y].write(x, self._shown(text), style)
            elif parameters is not None:
                style = apply(style, parameters)
            elif line is not None:
                y, x = int(line) - 1, int(column) - 1
            elif line_end is not None:
                y, x = y + 1, 0
        height = len(self.rows)
        self.cursor = (min(x, self.width - 1), min(y, height - 1))

    def _shown(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        return plain(visible(text)) if self.plain else visible(text)
