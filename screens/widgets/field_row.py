"""One field on the screen: its label, its input, and the sentence about what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from db.errors import DataError
from db.i18n import _, language
from screens.widgets.cells import fit
from screens.widgets.fields import Field, Kind, reference_option, yes_no
from screens.widgets.pick_input import ChoiceInput, ChoicesInput, PickInput, ReferenceInput
from screens.widgets.text_input import NoteInput, TextInput

MOST_LABEL = {True: 16, False: 26}
"""Cells of a label, by whether it is Chinese: other languages need more."""
Editor = TextInput | PickInput


class FieldRow(Widget):
    """Draws label and error itself: two widgets a field instead of four."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "FieldRow { width: 100%; height: 1; }"

    @dataclass
    class Changed(Message):
        """The entry is another one."""

        row: FieldRow
        entry: str

    @dataclass
    class Refused(Message):
        """What was typed is nothing for this field; comes after the Changed that puts the former entry back."""

        sentence: str

    def __init__(self, field: Field, entry: str, label_width: int) -> None:
        """`label_width` is in cells, without the marker before the label and the blank after it."""
        super().__init__()
        self.field = field
        self.error = ""
        self._entry = entry
        self._label_width = label_width
        self._editor = self._make_editor(entry)

    @property
    def entry(self) -> str:
        """What stands in the field, right or wrong."""
        return self._entry

    def fill(self, entry: str) -> None:
        """Put another entry in; it counts as a change like one that was typed."""
        if self._editor is None:
            self._entry = entry
            self.refresh()
        elif entry != self._entry:
            # At once, not when the editor's own message arrives: the form may be saved in the same breath.
            self._entry = entry
            self._editor.value = entry
            self.post_message(self.Changed(self, entry))

    @property
    def editor(self) -> Editor | None:
        """What takes the focus; None where nothing can be changed."""
        return self._editor

    @property
    def help(self) -> str:
        """For who fills the field in: how its list opens, and what the field itself says."""
        opening = []
        if isinstance(self._editor, PickInput):
            opening.append(_(self._editor.HELP))
        elif isinstance(self._editor, NoteInput):
            opening.append(_("Alt+Enter or Ctrl+J begins a new line."))
        own = [_(self.field.help)] if self.field.help else []
        return " ".join([*opening, *own])

    @property
    def hidden_error(self) -> str:
        """The sentence about what is wrong, where it does not fit under the field."""
        return self.error if cell_len(self._told_error) > self.size.width else ""

    @property
    def _told_error(self) -> str:
        return " " * self._indent + "! " + self.error

    def value(self) -> Any:
        """The value; raises DataError with a sentence for the person who typed it."""
        return self.field.value(self._entry)

    @property
    def problem(self) -> str:
        """What is wrong with the entry, as a sentence; empty if nothing is."""
        try:
            self.value()
        except DataError as error:
            return error.sentence
        return ""

    def check(self) -> bool:
        """Show what is wrong with the entry, if anything, and tell whether it is right."""
        self.show_error(self.problem)
        return not self.error

    def show_error(self, sentence: str) -> None:
        """Show `sentence` under the field; nothing clears it."""
        if sentence != self.error:
            self.error = sentence
            self.styles.height = self._editor_height + (1 if sentence else 0)
            self.refresh()

    @property
    def _editor_height(self) -> int:
        return self.field.lines if self.field.kind is Kind.NOTE else 1

    @property
    def _indent(self) -> int:
        return self._label_width + 3

    def _make_editor(self, entry: str) -> Editor | None:
        field, title = self.field, _(self.field.label)
        if field.kind is Kind.READ_ONLY:
            return None
        if field.kind is Kind.NOTE:
            return NoteInput(entry, lines=field.lines, max_length=field.max_length)
        if field.kind is Kind.CHOICE:
            return ChoiceInput(entry, options=field.options, title=title)
        if field.kind is Kind.YES_NO:
            return ChoiceInput(entry, options=yes_no, title=title)
        if field.kind is Kind.CHOICES:
            return ChoicesInput(entry, options=field.options, title=title)
        if field.kind is Kind.REFERENCE and field.search is not None:
            return ReferenceInput(entry, search=field.search, title=title)
        return TextInput(entry, max_length=field.max_length, select_on_focus=field.retyped)

    def compose(self) -> ComposeResult:
        self.styles.height = self._editor_height
        if self._editor is not None:
            self._editor.styles.margin = (0, 0, 0, self._indent)
            self._editor.styles.max_width = "100%"
            if self.field.kind is not Kind.NOTE:
                # One cell more than the text, for the cursor after it or the sign of a list.
                self._editor.styles.width = self._widest + 2
            yield self._editor

    @property
    def _widest(self) -> int:
        """Cells of what is entered; the names of a vocabulary are longer in one language than in the other."""
        if self.field.kind is not Kind.CHOICE:
            return self.field.width
        return max(self.field.width, *(cell_len(option.label) for option in self.field.options()), 0)

    @on(Input.Changed)
    @on(PickInput.Changed)
    def _changed(self, event: Input.Changed | PickInput.Changed) -> None:
        event.stop()
        if event.value != self._entry:
            self._entry = event.value
            self.post_message(self.Changed(self, event.value))

    @on(PickInput.Refused)
    def _refused(self, event: PickInput.Refused) -> None:
        event.stop()
        self.post_message(self.Refused(event.sentence))

    def on_descendant_focus(self) -> None:
        self.refresh()

    def on_descendant_blur(self) -> None:
        # What was left empty is not held against anyone before saving.
        if self._entry or self.error:
            self.check()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == 0:
            held = self._editor is not None and self._editor.has_focus
            label = fit(_(self.field.label), self._label_width)
            text = (">" if held else " ") + ("*" if self.field.required else " ") + label + " "
            if self._editor is None:
                text += self._read_only_text()
        elif self.error and y == self._editor_height:
            text = self._told_error
        else:
            text = ""
        return Strip([Segment(fit(text, width))], width)

    def _read_only_text(self) -> str:
        if self.field.search is not None:
            return reference_option(self._entry).label
        labels = {option.value: option.label for option in self.field.options()}
        return labels.get(self._entry, self._entry)


def label_width(fields: list[Field]) -> int:
    """Cells that the labels of `fields` need, within reason."""
    return min(MOST_LABEL[language() == "zh"], max((cell_len(_(field.label)) for field in fields), default=0))
