"""A text as it prints, and the way to save it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.errors import GuanaiError
from db.i18n import _, mark
from screens.base import BaseScreen
from screens.dialogs.message import ShowMessage
from screens.widgets.pager import Pager


class TextScreen(BaseScreen[None]):
    """Lines to read; `save` writes them to a file and returns its path."""

    TITLE = mark("As it prints")
    HELP_TEXT = mark("The text as it will print; t saves it.")
    BINDING_GROUP_TITLE = mark("Text to print")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "save", mark("save text"), id="text.save", tooltip=mark("Save the text to print it.")),
    ]

    def __init__(self, lines: Sequence[str], save: Callable[[], Path]) -> None:
        super().__init__()
        self._save = save
        self._pager = Pager(lines)

    def body(self) -> Iterable[Widget]:
        yield self._pager

    def on_mount(self) -> None:
        self._pager.focus()

    @on(Pager.Moved)
    def _moved(self, event: Pager.Moved) -> None:
        self.set_status(event.told())

    @work
    async def action_save(self) -> None:
        try:
            path = await asyncio.to_thread(self._save)
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            self.app.push_screen(ShowMessage(str(path), _("Saved")))
