"""From the cells a terminal shows to the cells it should show, in the fewest bytes.

Only sequences that every terminal of the last thirty years obeys are used (VT220 and ISO 6429, the Linux console
included): no SU/SD, no REP. Erasing is left to terminals only where the background is their own, so that it is right
with and without background colour erase.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from tui.canvas import Row
from tui.sgr import DEFAULT, Style, on_blank, transition

CLEAR = "\x1b[m\x1b[H\x1b[2J"

# Beyond so many unchanged cells a cursor move (at most 5 bytes) is always shorter than printing them again.
_GAP = 8
# Margins put the cursor home, say the standards; not every terminal does.
_UNKNOWN = (-1, -1)
# ECH takes at least 4 bytes.
_ERASE = 5


@lru_cache(8192)
def move(old: tuple[int, int], new: tuple[int, int]) -> str:
    """The shortest way for the cursor from `old` to `new`; a column of -1 is unknown, a row of -1 likewise."""
    if old == new:
        return ""
    (x0, y0), (x, y) = old, new
    line, column = str(y + 1) if y else "", f";{x + 1}" if x else ""
    ways = [f"\x1b[{line}{column}H"]
    right, down = x - x0, y - y0
    if y0 >= 0 and not down:
        ways.append("\r" if not x else f"\x1b[{x + 1}G")
        if x:
            ways.append(f"\r\x1b[{_count(x)}C")
        if x0 >= 0 and right > 0:
            ways.append(f"\x1b[{_count(right)}C")
        elif x0 >= 0:
            ways.append("\b" * -right if right >= -4 else f"\x1b[{_count(-right)}D")
    elif y0 >= 0:
        step = f"\x1b[{_count(abs(down))}" + ("B" if down > 0 else "A")
        if x == x0:
            ways.append(step)
        elif not x:
            ways += [f"\r{step}", f"\x1b[{_count(abs(down))}" + ("E" if down > 0 else "F")]
    return min(ways, key=len)


def _count(number: int) -> str:
    return "" if number == 1 else str(number)


@lru_cache(8192)
def _sure(char: str) -> bool:
    """Whether every terminal moves as far as we think after this cell: not with marks, emoji and private characters."""
    return len(char) == 1 and not ("\ue000" <= char <= "\uf8ff" or "\U0001f000" <= char <= "\U0001ffff")


class Pen:
    """Collects the sequences of one frame, and knows where the cursor is and in which style it writes."""

    def __init__(self, width: int, place: tuple[int, int]) -> None:
        self.width = width
        self.place = place
        self.style = DEFAULT
        self.parts: list[str] = []

    def go(self, x: int, y: int) -> None:
        """Move the cursor."""
        if self.place != (x, y):
            self.parts.append(move(self.place, (x, y)))
            self.place = (x, y)

    def wear(self, style: Style) -> None:
        """Change the style."""
        if self.style != style:
            self.parts.append(transition(self.style, style))
            self.style = style

    def wear_blank(self, style: Style) -> None:
        """Change the style unless a blank already looks like one in `style`."""
        if on_blank(self.style) != style:
            self.wear(style)

    def send(self, sequence: str, place: tuple[int, int]) -> None:
        """Append a sequence that leaves the cursor at `place`."""
        self.parts.append(sequence)
        self.place = place

    def put(self, row: Row, x: int, y: int) -> int:
        """Print the cell at the cursor's place; the cell after it."""
        char, style = row.chars[x], row.styles[x]
        if char == " ":
            self.wear_blank(style)
        else:
            self.wear(style)
        self.parts.append(char)
        end = x + 2 if x + 1 < self.width and row.chars[x + 1] == "" else x + 1
        # In the last column terminals differ: some wait there, some have moved on.
        self.place = (end if end < self.width and _sure(char) else -1, y)
        return end

    def text(self) -> str:
        """What was collected, as one string."""
        return "".join(self.parts)


def _bridge(pen: Pen, row: Row, x: int, y: int) -> None:
    """Go to cell `x` of a line, over unchanged cells by printing them again where that is shorter than moving."""
    start, line = pen.place
    if line != y or start < 0:
        start = 0
    if start < x <= start + _GAP and row.chars[start] != "":
        again = Pen(pen.width, pen.place)
        again.style = pen.style
        again.go(start, y)
        cell = start
        while cell < x:
            cell = again.put(row, cell, y)
        if again.place == (x, y):
            target, printed = row.styles[x], again.text()
            price = len(printed.encode()) + len(transition(again.style, target))
            if price <= len(move(pen.place, (x, y))) + len(transition(pen.style, target)):
                pen.parts.append(printed)
                pen.style, pen.place = again.style, again.place
                return
    pen.go(x, y)


def _paint_row(pen: Pen, y: int, old: Row, new: Row) -> None:
    """Write the cells of a line that differ."""
    chars, styles = new.chars, new.styles
    changed = [
        x
        for x, (c, d, s, t) in enumerate(zip(old.chars, chars, old.styles, styles, strict=True))
        if c != d or (s is not t and s != t)
    ]
    if not changed:
        return
    ink = pen.width
    while ink and chars[ink - 1] == " " and styles[ink - 1] == DEFAULT:
        ink -= 1
    done = 0
    for index, x in enumerate(changed):
        if x < done or not chars[x]:
            continue
        _bridge(pen, new, x, y)
        if x >= ink and changed[-1] - x >= 3:
            pen.wear_blank(DEFAULT)
            pen.send("\x1b[K", (x, y))
            return
        done = _erase(pen, new, changed, index, y) or pen.put(new, x, y)


def _erase(pen: Pen, row: Row, changed: list[int], index: int, y: int) -> int:
    """Erase the blanks from cell `changed[index]` on; the cell after them, or 0 where printing them is shorter."""
    x = end = changed[index]
    while end < pen.width and row.chars[end] == " " and row.styles[end] == DEFAULT:
        end += 1
    if end - x < _ERASE:
        return 0
    last = bisect_left(changed, end) - 1
    end = changed[last] + 1
    sequence = f"\x1b[{end - x}X"
    erased, printed = len(sequence), end - x
    if last + 1 < len(changed):
        following = (changed[last + 1], y)
        erased += len(move((x, y), following))
        printed += len(move((end, y), following))
    if erased >= printed:
        return 0
    pen.wear_blank(DEFAULT)
    pen.send(sequence, (x, y))
    return end


def _find_scroll(old: list[Row], new: list[Row]) -> tuple[int, int, int] | None:
    """The region (first and last line), and by how many lines (down is negative) most of its lines have moved up."""
    places: dict[tuple[str, ...], list[int]] = {}
    blank = Row.blank(len(old[0].chars)) if old else None
    for y, row in enumerate(old):
        if row != blank:
            places.setdefault(tuple(row.chars), []).append(y)
    moved: dict[int, list[int]] = {}
    for y, row in enumerate(new):
        if row != old[y]:
            for source in places.get(tuple(row.chars), ()):
                if source != y:
                    moved.setdefault(source - y, []).append(y)
    shift, lines = max(moved.items(), key=lambda item: len(item[1]), default=(0, []))
    if len(lines) < 2:
        return None
    first, last = lines[0], lines[-1]
    return (first, last + shift, shift) if shift > 0 else (first + shift, last, shift)


def _scroll(pen: Pen, rows: list[Row], region: tuple[int, int, int]) -> list[Row]:
    """Move lines on the terminal; the rows it shows then. The lines left behind are blank."""
    first, last, shift = region
    height = len(rows)
    count = abs(shift)
    # With lines below the region a margin keeps them still; without any, inserting and deleting lines needs none.
    inner = last < height - 1
    if inner:
        pen.send(f"\x1b[{first + 1 if first else ''};{last + 1}r", _UNKNOWN)
    pen.go(0, first)
    pen.send(f"\x1b[{_count(count)}" + ("M" if shift > 0 else "L"), (-1, first))
    if inner:
        pen.send("\x1b[r", _UNKNOWN)
    blanks = [Row.blank(pen.width) for _ in range(count)]
    region_rows = rows[first : last + 1]
    moved = region_rows[count:] + blanks if shift > 0 else blanks + region_rows[:-count]
    return rows[:first] + moved + rows[last + 1 :]


def _paint_rows(pen: Pen, old: list[Row], new: list[Row], cursor: tuple[int, int]) -> str:
    for y, (shown, wanted) in enumerate(zip(old, new, strict=True)):
        if shown is not wanted:
            _paint_row(pen, y, shown, wanted)
    pen.wear(DEFAULT)
    pen.go(*cursor)
    return pen.text()


def paint(old: list[Row], new: list[Row], place: tuple[int, int], cursor: tuple[int, int]) -> str:
    """What to send to a terminal that shows `old`, the cursor at `place`, the style the default, to make it show `new`.

    Both screens have the same size. The style is the default again afterwards, and the cursor stands at `cursor`.
    """
    width = len(new[0].chars) if new else 0
    best = _paint_rows(Pen(width, place), old, new, cursor)
    region = _find_scroll(old, new)
    if region is not None:
        pen = Pen(width, place)
        scrolled = _paint_rows(pen, _scroll(pen, old, region), new, cursor)
        best = min(best, scrolled, key=lambda text: len(text.encode()))
    return best
