"""One activity: read in parts, changed block by block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.errors import GuanaiError
from db.i18n import mark
from db.queries.activities import ActivityFile, activity_file
from db.session import Session
from db.vocabulary import ActivityState
from exports.activity_sheet import blocks
from screens.activity_deeds import ActivityDeeds
from screens.widgets.block_view import BlockView


class ActivityScreen(ActivityDeeds):
    """Everything that is known of an activity."""

    TITLE = mark("Activity")
    HELP_TEXT = mark("Up and Down choose a block, Enter changes it; the keys below do the rest.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "deed('correct')", mark("change"), id="activity.change", tooltip=mark("Change the activity.")),
    ]

    @dataclass
    class _Read(Message):
        file: ActivityFile | GuanaiError
        status: str

    def __init__(self, session: Session, folder: Path, activity_id: int) -> None:
        super().__init__(session, folder)
        self.activity_id = activity_id
        self._own = session.scope.everything
        self._blocks = BlockView()

    @property
    def under_cursor(self) -> tuple[int, bool]:
        return self.activity_id, self._own

    def body(self) -> Iterable[Widget]:
        yield self._blocks

    def on_mount(self) -> None:
        self._blocks.focus()
        self._read("")

    def changed(self, activity_id: int, sentence: str, day: date | None = None) -> None:
        self.activity_id = activity_id
        self._read(sentence)

    def others_wrote(self) -> None:
        self._read("")

    def taken_back(self, done: str) -> None:
        self._read(done)

    @work(thread=True, exclusive=True, group="activity")
    def _read(self, status: str) -> None:
        try:
            file: ActivityFile | GuanaiError = activity_file(self.session, self.activity_id)
        except GuanaiError as error:
            file = error
        self.post_message(self._Read(file, status))

    @on(_Read)
    def _show(self, message: _Read) -> None:
        message.stop()
        file = message.file
        if isinstance(file, GuanaiError):
            self.set_status(file.sentence)
            return
        if file.own != self._own:
            self._own = file.own
            self.refresh_bindings()
        self.set_heading(file["title"])
        self.set_status(message.status)
        today = self.session.clock.today().isoformat()
        late = file["state"] == ActivityState.PLANNED and (file["until_date"] or file["on_date"]) < today
        self._blocks.show(blocks(file, late=late), keep=True)

    @on(BlockView.Chosen)
    def _change(self, event: BlockView.Chosen) -> None:
        if event.key == "attendance":
            self.action_attendance()
        elif self._own and self.session.may(Right.ACTIVITIES):
            self.action_deed(event.key)
