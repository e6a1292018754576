"""What every dialog shares: a small box over the screen that asked, which stays in sight."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from db.i18n import _, mark
from screens.widgets.line import Line
from screens.widgets.sentence import Sentence

Result = TypeVar("Result")


class Dialog(ModalScreen["Result | None"], Generic[Result]):
    """A box with a title, a body and a line of keys; Esc gives it up, with None."""

    AUTO_FOCUS = "*"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", mark("cancel"), id="dialog.cancel", tooltip=mark("Close without a change.")),
        Binding("f2,f3,f4,f5,f6,f7,f8", "stay", mark("answer first"), show=False),
    ]
    # The screen beneath is neither dimmed nor cleared: only the box is written, and only it is written over.
    # Borders are ASCII, which no Chinese font draws two cells wide.
    DEFAULT_CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog > Vertical {
        max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: ascii ansi_default; background: ansi_default; color: ansi_default;
    }
    """
    WIDTH = 50
    """Cells, borders included."""

    def __init__(self, title: str) -> None:
        """`title` is translated."""
        super().__init__()
        # Inline, because a style sheet that gives every screen a background means other screens.
        self.styles.background = "transparent"
        self._title = title
        self._key_line = Line()

    def body(self) -> list[Widget]:
        """The widgets between the title and the line of keys."""
        raise NotImplementedError

    def keys(self) -> str:
        """The line of keys, translated."""
        return _("Esc cancel")

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.styles.width = self.WIDTH
            yield Sentence(self._title, bold=True)
            yield from self.body()
            self._key_line.text = self.keys()
            yield self._key_line

    def action_stay(self) -> None:
        """A key that leads elsewhere leads nowhere from here, which is said."""
        self._key_line.text = _("First: {keys}").format(keys=self.keys())

    def action_give_up(self) -> None:
        self.dismiss(None)
