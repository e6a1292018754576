"""What a person sees: pyte's screen, mended where real terminals do otherwise."""

from __future__ import annotations

import unicodedata
from typing import Any

import pyte
from pyte.screens import wcwidth

_ALTERNATE = 1049


class Screen(pyte.Screen):
    """pyte's screen, with wide characters and marks as real terminals treat them, and an alternate screen."""

    _main: dict[int, Any] = {}

    def draw(self, data: str) -> None:
        """Blank the other half of each wide character that is cut."""
        for char in data:
            x, y = self.cursor.x, self.cursor.y
            if unicodedata.combining(char):
                self._combine(char)
                continue
            width = wcwidth(char)
            if width > 0 and x < self.columns:
                line = self.buffer[y]
                if x and line[x].data == "":
                    line[x - 1] = line[x - 1]._replace(data=" ")
                after = x + width
                if after < self.columns and line[after].data == "":
                    line[after] = line[after]._replace(data=" ")
            super().draw(char)

    def _combine(self, mark: str) -> None:
        """Add a mark to the character before the cursor: pyte puts it into the second half of a wide one."""
        line, x = self.buffer[self.cursor.y], self.cursor.x - 1
        if x > 0 and line[x].data == "":
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=unicodedata.normalize("NFC", line[x].data + mark))

    def set_mode(self, *modes: int, **options: Any) -> None:
        """Know the alternate screen."""
        if options.get("private") and _ALTERNATE in modes:
            self._main = {y: line.copy() for y, line in self.buffer.items()}
            self.erase_in_display(2)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        """Know the alternate screen."""
        if options.get("private") and _ALTERNATE in modes:
            self.erase_in_display(2)
            for y, line in self._main.items():
                self.buffer[y].update(line)
        super().reset_mode(*modes, **options)

    def delete_lines(self, count: int | None = None) -> None:
        """Give every line an entry first: pyte leaves the old text where the line that moves in was never written."""
        for y in range(self.lines):
            self.buffer[y]
        super().delete_lines(count)

    def report_device_status(self, mode: int, **kwargs: Any) -> None:
        """Answer nothing: the programs under test must not wait for a terminal's answer."""

    @property
    def text(self) -> str:
        """The lines, without the blanks at their ends."""
        return "\n".join(line.rstrip() for line in self.display)
