"""Ask before a deed that cannot simply be taken back; the answer is no unless a person says yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from db.i18n import _, mark
from screens.dialogs.dialog import Dialog, Result
from screens.widgets.cells import visible
from screens.widgets.line import Line
from screens.widgets.sentence import Sentence
from screens.widgets.text_input import TextInput

HELD = Style(reverse=True)


class Answers(Widget, can_focus=True):
    """Answers side by side, the first one under the cursor.

    Up and Down leave it there: somebody who moves in the list beneath, before the question is read, answers no.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", mark("previous"), show=False),
        Binding("right", "step(1)", mark("next"), show=False),
        Binding("tab", "turn", mark("next"), show=False),
        Binding("enter,space", "answer", mark("answer"), show=False),
    ]
    DEFAULT_CSS = "Answers { height: 1; }"

    class Given(Message):
        """One was chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, answers: Sequence[str]) -> None:
        super().__init__()
        self._answers = answers
        self._at = 0

    def choose(self, index: int) -> None:
        """Put the cursor on an answer."""
        self._at = index
        self.refresh()

    def action_step(self, by: int) -> None:
        self.choose(min(max(0, self._at + by), len(self._answers) - 1))

    def action_turn(self) -> None:
        """To the next answer; after the last one to what else the dialog holds, and to the first again."""
        if self._at + 1 < len(self._answers):
            self.action_step(1)
        else:
            self.choose(0)
            self.screen.focus_next()

    def action_answer(self) -> None:
        self.post_message(self.Given(self._at))

    def render_line(self, y: int) -> Strip:
        segments: list[Segment] = []
        for index, answer in enumerate(self._answers):
            held = index == self._at and self.has_focus
            segments += [Segment(f"[ {visible(answer)} ]", HELD if held else None), Segment("  ")]
        return Strip(segments).adjust_cell_length(self.size.width)


class _Asking(Dialog[Result]):
    """A question about one record, named, with no and yes."""

    def __init__(self, question: str, record: str, yes: str) -> None:
        super().__init__(question)
        self._record = record
        self._answers = Answers([_("No"), yes or _("Yes")])

    def keys(self) -> str:
        return _("Left/Right choose  Enter confirm  Esc cancel")


class Confirm(_Asking[bool]):
    """Returns True for yes; False or None otherwise."""

    def __init__(self, question: str, record: str, yes: str = "") -> None:
        """`question` is translated, `record` names what it is about, `yes` is the answer in its own words."""
        super().__init__(question, record, yes)

    def body(self) -> list[Widget]:
        return [Sentence(self._record), self._answers]

    @on(Answers.Given)
    def _answer(self, event: Answers.Given) -> None:
        event.stop()
        self.dismiss(event.index == 1)


class ConfirmReason(_Asking[str]):
    """Returns the reason, never empty, for yes; None otherwise."""

    def __init__(
        self, question: str, record: str, yes: str = "", *, max_length: int = 200, asked: str = ""
    ) -> None:  # fmt: skip
        """`asked` is what is to be written down where it is no reason, translated."""
        super().__init__(question, record, yes)
        self._asked = asked or _("Reason")
        self._reason = TextInput(max_length=max_length)
        self._note = Line()

    def keys(self) -> str:
        return _("Write: {what}  Enter go on  Esc cancel").format(what=self._asked)

    def body(self) -> list[Widget]:
        asked = Line(_("{what}:").format(what=self._asked))
        return [Sentence(self._record), asked, self._reason, self._note, self._answers]

    @on(Input.Submitted)
    def _go_on(self, event: Input.Submitted) -> None:
        """To the answers; whoever wrote a reason means yes."""
        event.stop()
        self._answers.choose(int(bool(event.value.strip())))
        self._answers.focus()

    @on(TextInput.Refused)
    def _refused(self, event: TextInput.Refused) -> None:
        event.stop()
        self._note.text = event.sentence

    @on(Answers.Given)
    def _answer(self, event: Answers.Given) -> None:
        event.stop()
        reason = self._reason.value.strip()
        if event.index == 0:
            self.dismiss(None)
        elif reason:
            self.dismiss(reason)
        else:
            self._note.text = _("Write it down first: {what}").format(what=self._asked)
            self._reason.focus()
