"""Import a roster: pick a file, or look at the imports that were made and take one back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.clock import CHINA, local_time
from db.commands.import_undo import undo_import
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.import_batches import Batch, batches
from db.queries.pages import ListPages
from db.session import Session
from screens.base import BaseScreen
from screens.dialogs.ask import Ask
from screens.dialogs.confirm import Confirm
from screens.dialogs.message import ShowMessage
from screens.roster_preview import PreviewScreen
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.record_table import RecordTable

SUFFIXES = frozenset({".csv", ".xlsx", ".xlsm", ".txt", ".tsv"})
MAX_PATH = 300
UNDONE = Style(color="yellow")


@dataclass(frozen=True)
class RosterFile:
    """A file that may be a roster."""

    path: Path
    changed: float
    size: int


class RosterImportScreen(BaseScreen[None]):
    """The files of the import folder, the newest first."""

    TITLE = mark("Import a roster")
    HELP_TEXT = mark("Choose a roster in CSV or XLSX; what would be done is shown before anything is changed.")
    BINDING_GROUP_TITLE = mark("Import a roster")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "path", mark("type a path"), id="import.path", tooltip=mark("Choose a file by its path.")),
        Binding("b", "batches", mark("former imports"), id="import.batches",
                tooltip=mark("Look at the imports that were made, and take one back.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path) -> None:
        """`folder` is where rosters are put to be imported; it need not exist yet."""
        super().__init__()
        self.session = session
        self.folder = folder
        columns = [
            Column[RosterFile]("name", _("Name of the file"), 40, lambda file: file.path.name, grow=True),
            Column[RosterFile]("changed", _("Changed on"), 16, _changed),
            Column[RosterFile]("size", _("KB"), 8, lambda file: str(-(-file.size // 1024)), align="right"),
        ]
        empty = (
            _("There is no roster in the folder. Ask the township office to put it there.")
            if session.confined
            else _("There is no roster in the folder. Put it there, or press p to type its path.")
        )
        self._table: RecordTable[RosterFile] = RecordTable(columns, empty=empty, threaded=False)

    def body(self) -> Iterable[Widget]:
        yield Line(str(self.folder))
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()

    def on_screen_resume(self) -> None:
        self._table.show(ListPages(rosters_in(self.folder), key=lambda file: file.path), keep=self._table.current)

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.app.push_screen(PreviewScreen(self.session, event.row.path))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "path" or not self.session.confined

    @work
    async def action_path(self) -> None:
        typed = await self.app.push_screen_wait(Ask(_("Path of the file"), max_length=MAX_PATH))
        if typed:
            self.app.push_screen(PreviewScreen(self.session, Path(typed).expanduser()))

    def action_batches(self) -> None:
        self.app.push_screen(BatchesScreen(self.session))


class BatchesScreen(BaseScreen[None]):
    """The imports that were made, the newest first."""

    TITLE = mark("Former imports")
    HELP_TEXT = mark("Enter takes an import back, as long as nothing later depends on it.")

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        columns = [
            Column[Batch]("at", _("Imported"), 16, lambda batch: local_time(batch.at)),
            Column[Batch]("undone", _("State"), 8, lambda batch: _("undone") if batch.undone_at else _("in force"),
                          style=lambda batch: UNDONE if batch.undone_at else None),
            Column[Batch]("file", _("Name of the file"), 18, lambda batch: batch.file_name, grow=True),
            Column[Batch]("new", _("new"), 6, lambda batch: str(batch.new), align="right"),
            Column[Batch]("changed", _("changed"), 6, lambda batch: str(batch.changed), align="right"),
            Column[Batch]("refused", _("refused"), 8, lambda batch: str(batch.refused), align="right"),
            Column[Batch]("by", _("By"), 8, lambda batch: batch.by),
        ]  # fmt: skip
        self._table: RecordTable[Batch] = RecordTable(columns, empty=_("Nothing was imported yet."), threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._show()

    @work
    async def _show(self) -> None:
        found = await self.in_thread(batches, self.session)
        if found is not None:
            self._table.show(ListPages(found, key=lambda batch: batch.id), keep=self._table.current)

    @on(RecordTable.Selected)
    @work
    async def _undo(self, event: RecordTable.Selected) -> None:
        batch: Batch = event.row
        if batch.undone_at:
            self.set_status(_("This import was undone already."))
            return
        record = f"{batch.file_name}  {local_time(batch.at)}"
        if not await self.app.push_screen_wait(Confirm(_("Undo this import?"), record, _("Undo"))):
            return
        try:
            await asyncio.to_thread(undo_import, self.session, batch.id)
        except GuanaiError as error:
            await self.app.push_screen_wait(ShowMessage(error.sentence))
            return
        self.set_status(_("The import was undone."))
        self._show()


def rosters_in(folder: Path) -> list[RosterFile]:
    """The files of a folder that may be rosters, the newest first; none where it cannot be read."""
    found = []
    try:
        for path in folder.iterdir():
            if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$")) and path.is_file():
                status = path.stat()
                found.append(RosterFile(path, status.st_mtime, status.st_size))
    except OSError:
        return []
    return sorted(found, key=lambda file: -file.changed)


def _changed(file: RosterFile) -> str:
    return datetime.fromtimestamp(file.changed, CHINA).strftime("%Y-%m-%d %H:%M")
