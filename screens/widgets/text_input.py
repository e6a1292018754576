"""Inputs for text: one line, and a few wrapped lines. Textual's own editing, without its border, blink and losses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from db.i18n import _, mark
from screens.widgets.cells import Wrapped, visible, wrap

INK = Style(underline=True)
"""How the place to write in is seen: as on the forms of old terminals, without a border that costs two lines."""
CURSOR = Style(reverse=True, underline=False)


class TextInput(Input):
    """One line of text, one row high."""

    BINDING_GROUP_TITLE = mark("Text")
    DEFAULT_CSS = """
    TextInput, TextInput:focus, TextInput:ansi {
        border: none; padding: 0; height: 1;
        background: transparent; background-tint: transparent; color: ansi_default;
        & > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
        & > .input--selection { background: ansi_default; color: ansi_default; text-style: reverse; }
        & > .input--placeholder { color: ansi_default; text-style: none; }
    }
    """

    @dataclass
    class Refused(Message):
        """What was typed or pasted did not fit; nothing of it was taken."""

        input: TextInput
        sentence: str

        @property
        def control(self) -> TextInput:
            return self.input

    def __init__(
        self,
        value: str = "",
        *,
        max_length: int = 0,
        placeholder: str = "",
        select_on_focus: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            max_length=max_length,
            select_on_focus=select_on_focus,
            validate_on=(),
            id=id,
            classes=classes,
        )
        # Without its watchers, which need a running app and would report the first value as a change.
        self.set_reactive(Input.value, value)
        self.set_reactive(Input.selection, Selection.cursor(len(value)))
        self._initial_value = False
        # A blinking cursor repaints twice a second for ever, over any line.
        self.set_reactive(Input.cursor_blink, False)

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """How far the text reaches; of a field of one fixed width it is no reason to lay the screen out at every letter."""

    def on_mount(self) -> None:
        self.virtual_size = Size(self.content_width, 1)

    def restricted(self) -> None:
        sentence = _("There is room for {n} characters only; this was not taken.").format(n=self.max_length)
        self.post_message(self.Refused(self, sentence))

    def clean(self, text: str) -> str:
        """Pasted text as this input takes it: one line, nothing invisible."""
        return visible(text.strip())

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        # The base class would keep the first line and drop the others without a word.
        event.prevent_default()
        text = self.clean(event.text)
        if text:
            self.replace(text, *sorted(self.selection))

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y).adjust_cell_length(self.size.width)
        return strip.apply_style(INK) if y == 0 else strip


class NoteInput(TextInput):
    """Several lines of text, wrapped; Enter leaves it as it leaves any field, so a note is one paragraph as a rule."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_line(-1)", mark("line up"), show=False),
        Binding("down", "cursor_line(1)", mark("line down"), show=False),
        Binding("alt+enter,ctrl+j", "new_line", mark("new line"), show=False, id="note.new_line",
                tooltip=mark("Begin a new line of the text.")),
    ]  # fmt: skip
    DEFAULT_CSS = "NoteInput, NoteInput:focus { height: 3; overflow: hidden; }"

    def __init__(self, value: str = "", *, lines: int = 3, max_length: int = 0, id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, max_length=max_length, id=id)
        self.styles.height = lines
        self._first = 0

    def clean(self, text: str) -> str:
        return "\n".join(visible(line.rstrip()) for line in text.strip().splitlines())

    @property
    def content_width(self) -> int:
        # One cell: there is nothing to scroll sideways to.
        return 1

    @property
    def _lines(self) -> list[Wrapped]:
        # The last cell of a line is the cursor's at its end.
        return wrap(self.value, max(2, self.size.width - 1))

    def _place(self) -> tuple[int, int]:
        """The line of the cursor in the whole text, and its cell in that line."""
        position = self.cursor_position
        lines = self._lines
        row = max(index for index, line in enumerate(lines) if line.start <= position)
        return row, cell_len(self.value[lines[row].start : position])

    @property
    def cursor_screen_offset(self) -> Offset:
        x, y, _width, _height = self.content_region
        row, cell = self._place()
        return Offset(x + cell, y + row - self._first)

    def _watch_selection(self, selection: object) -> None:
        if self.size.height:
            row, _cell = self._place()
            self._first = min(max(self._first, row - self.size.height + 1), row)
        self.app.cursor_position = self.cursor_screen_offset

    def action_cursor_line(self, lines: int) -> None:
        row, cell = self._place()
        wrapped = self._lines
        if not 0 <= row + lines < len(wrapped):
            raise SkipAction
        line = wrapped[row + lines]
        position = line.start
        while position < line.end and cell_len(self.value[line.start : position + 1]) <= cell:
            position += 1
        self.cursor_position = position

    def action_new_line(self) -> None:
        self.replace("\n", *sorted(self.selection))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._lines
        index = y + self._first
        if index >= len(lines):
            return Strip([Segment(" " * width, INK)], width)
        line = lines[index]
        marked = self._marked() if self.has_focus else range(0)
        segments = [Segment(self.value[at], CURSOR if at in marked else INK) for at in range(line.start, line.end)]
        at_end = (
            line.end in marked
            and self.selection.is_empty
            and (index + 1 == len(lines) or lines[index + 1].start > line.end)
        )
        if at_end:
            segments.append(Segment(" ", CURSOR))
        used = cell_len(self.value[line.start : line.end]) + at_end
        segments.append(Segment(" " * max(0, width - used), INK))
        return Strip(segments).simplify()

    def _marked(self) -> range:
        """The characters drawn as selected, or the one under the cursor."""
        start, end = sorted(self.selection)
        return range(start, max(end, start + 1))
