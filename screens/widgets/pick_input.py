"""Inputs that hold one of given answers: they show its label in one line and open a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from db.i18n import _, mark
from screens.dialogs.choose import Choose
from screens.dialogs.choose_many import ChooseMany
from screens.dialogs.confirm import Confirm
from screens.widgets.cells import fit
from screens.widgets.fields import reference_entry, reference_option
from screens.widgets.options import Option, matching
from screens.widgets.text_input import INK

HELD = Style(reverse=True, underline=False)


class PickInput(Widget, can_focus=True):
    """The label of what is chosen, with a `v` that says there is a list behind it."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "open", mark("list"), show=False, id="pick.open", tooltip=mark("Open the list.")),
        Binding(
            "backspace,delete", "clear", mark("clear"), show=False, id="pick.clear", tooltip=mark("Empty the field.")
        ),
    ]
    DEFAULT_CSS = "PickInput { height: 1; }"
    HELP: ClassVar[str] = ""
    """How to fill it in, a msgid."""

    @dataclass
    class Changed(Message):
        """Something else was chosen."""

        input: PickInput
        value: str

        @property
        def control(self) -> PickInput:
            return self.input

    @dataclass
    class Chosen(Message):
        """Something was taken from the list, perhaps what was there before; comes after the Changed."""

        input: PickInput

        @property
        def control(self) -> PickInput:
            return self.input

    @dataclass
    class Refused(Message):
        """Nothing in the list is called what was typed; the entry is what it was."""

        input: PickInput
        sentence: str

        @property
        def control(self) -> PickInput:
            return self.input

    def __init__(self, value: str = "", *, title: str = "") -> None:
        """`value` is an entry as the field's kind writes it; `title` heads the list."""
        super().__init__()
        self._value = value
        self._title = title

    @property
    def value(self) -> str:
        """The entry."""
        return self._value

    @value.setter
    def value(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.refresh()
            self.post_message(self.Changed(self, value))

    @property
    def label(self) -> str:
        """What is shown for the entry."""
        raise NotImplementedError

    def action_open(self) -> None:
        raise NotImplementedError

    def action_clear(self) -> None:
        self.value = ""

    def choose(self, value: str) -> None:
        """Take a value from the list."""
        self.value = value
        self.post_message(self.Chosen(self))

    def typed(self, character: str) -> None:
        """Take a character that was typed."""
        raise NotImplementedError

    def refuse(self, typed: str) -> None:
        """Say that nothing is called so."""
        self.post_message(self.Refused(self, _("“{typed}” is not in the list. Space opens it.").format(typed=typed)))

    @property
    def covered(self) -> bool:
        """Whether a list is open over the field, drawn or not yet."""
        return self.app.screen is not self.screen

    def on_key(self, event: events.Key) -> None:
        if self.covered:
            # An input method commits several characters at once: the first opened the list, the rest belong in it.
            event.stop()
            self.app.screen.post_message(events.Key(event.key, event.character))
        elif event.is_printable and event.character and event.key != "space":
            # Whatever it means here, it is not the verb that a letter means in a list.
            event.stop()
            self.typed(event.character)

    def on_focus(self) -> None:
        # An input method opens its window at the terminal's cursor.
        self.app.cursor_position = self.content_region.offset

    def on_click(self) -> None:
        self.action_open()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return character is not None and character.isprintable()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        text = fit(self.label, width - 2).rstrip() or " "
        rest = " " * (width - 1 - cell_len(text))
        return Strip([Segment(text, HELD if self.has_focus else INK), Segment(rest + "v", INK)], width)


class ChoiceInput(PickInput):
    """One of a few options: left and right go through them, a letter, a word or a number picks one."""

    HELP = mark("Space opens the list; or type its words, their initials or its number.")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", mark("previous"), show=False, id="choice.left", tooltip=mark("The one before.")),
        Binding("right", "step(1)", mark("next"), show=False, id="choice.right", tooltip=mark("The one after.")),
    ]

    def __init__(self, value: str = "", *, options: Callable[[], Sequence[Option]], title: str = "") -> None:
        super().__init__(value, title=title)
        self._options = options
        self._typed = ""
        self._picked = ""
        self._before = ""

    @property
    def label(self) -> str:
        return next((option.label for option in self._options() if option.value == self.value), self.value)

    def action_step(self, by: int) -> None:
        options = self._options()
        values = [option.value for option in options]
        if values:
            at = values.index(self.value) + by if self.value in values else (0 if by > 0 else -1)
            self.value = values[at % len(values)]

    def action_open(self) -> None:
        self.app.push_screen(Choose(self._title, self._options(), current=self.value), self._chosen)

    def typed(self, character: str) -> None:
        options = self._options()
        # What was typed before counts as long as it is what led to the present choice.
        if self.value != self._picked or not self._typed:
            self._typed, self._before = "", self.value
        for typed in dict.fromkeys((self._typed + character, character)):
            found = matching(options, typed)
            if self._typed and typed == character and not character.isascii():
                # The middle of a word begins no other.
                found = [option for option in found if option.label.startswith(character)]
            values = [option.value for option in found]
            if values:
                # The same letter again goes on among those that it fits.
                again = typed == character and self.value in values[:-1]
                self.value = self._picked = values[values.index(self.value) + 1 if again else 0]
                self._typed = typed
                return
        self._typed += character
        self.value = self._picked = self._before
        self.refuse(self._typed)

    def on_blur(self) -> None:
        self._typed = ""

    def _chosen(self, option: Option | None) -> None:
        if option is not None:
            self.choose(option.value)


class ChoicesInput(PickInput):
    """Any of a few options, as codes separated by blanks."""

    HELP = mark("Space opens the list: tick with Space there, and Enter.")

    def __init__(self, value: str = "", *, options: Callable[[], Sequence[Option]], title: str = "") -> None:
        super().__init__(value, title=title)
        self._options = options

    @property
    def label(self) -> str:
        labels = {option.value: option.label for option in self._options()}
        return _(", ").join(labels.get(code, code) for code in self.value.split())

    def action_open(self) -> None:
        self.app.push_screen(ChooseMany(self._title, self._options(), self.value.split(), some=True), self._chosen)

    def typed(self, character: str) -> None:
        found = matching(self._options(), character)
        if found:
            codes = set(self.value.split()) ^ {found[0].value}
            self.value = " ".join(option.value for option in self._options() if option.value in codes)
        else:
            self.refuse(character)

    def _chosen(self, codes: list[str] | None) -> None:
        if codes is not None:
            self.choose(" ".join(codes))


class ReferenceInput(PickInput):
    """One of many records: typing opens the list with what was typed."""

    HELP = mark("Space opens the list, or just type.")

    def __init__(self, value: str = "", *, search: Callable[[str, int], Sequence[Option]], title: str = "") -> None:
        super().__init__(value, title=title)
        self._search = search

    @property
    def label(self) -> str:
        return reference_option(self.value).label

    def action_open(self, typed: str = "") -> None:
        current = reference_option(self.value).value
        self.app.push_screen(Choose(self._title, self._search, current=current, typed=typed), self._chosen)

    def typed(self, character: str) -> None:
        self.action_open(character)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.covered:
            self.app.screen.post_message(events.Paste(event.text))
        else:
            self.action_open(event.text)

    def _chosen(self, option: Option | None) -> None:
        if option is None:
            return
        if not option.new:
            self.choose(reference_entry(option))
            return
        question = Confirm(
            _("This name is not in the list. Enter it anew?"), f"{self._title}  {option.label}", _("Enter it anew")
        )
        self.app.push_screen(question, lambda yes: self.choose(reference_entry(option)) if yes else None)
