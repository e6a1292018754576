"""A screen that is one list: read whole, and anew whenever it comes to the front or somebody else has written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic

from textual import work
from textual.widget import Widget

from db.queries.pages import Row
from db.session import Session
from screens.base import BaseScreen, Result
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


class ListScreen(BaseScreen[Result], Generic[Result, Row]):
    """Subclasses give the columns, and `read`."""

    def __init__(self, session: Session, columns: Sequence[Column[Row]], *, empty: str = "") -> None:
        """`empty` is shown instead of rows."""
        super().__init__()
        self.session = session
        self._table: RecordTable[Row] = RecordTable(columns, empty=empty, threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()

    def on_screen_resume(self) -> None:
        self.reload()

    def others_wrote(self) -> None:
        self.reload()

    def taken_back(self, done: str) -> None:
        self.reload(done)

    @work(exclusive=True, group="read")
    async def reload(self, done: str = "") -> None:
        """Read the list anew; `done` is a sentence about what has just been done, for the status line."""
        await self.read()
        if done:
            self.set_status(done)

    async def read(self) -> None:
        """Read the rows in a thread and show them."""
        raise NotImplementedError
