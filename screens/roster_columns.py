"""The columns of a roster: what each was taken for, and why; a person may say otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.style import Style
from textual import on, work
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.pages import ListPages
from db.roster import mapping
from db.roster.header import Column as RosterColumn
from db.roster.header import Header
from exports.import_report import ground, meaning
from screens.base import BaseScreen
from screens.dialogs.choose import Choose
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

DOUBTFUL = Style(color="yellow")


@dataclass(frozen=True)
class Meaning:
    """One column of a table of the file, and what it is taken for."""

    table: int
    column: RosterColumn


class ColumnsScreen(BaseScreen[dict[str, dict[int, "str | None"]]]):
    """The columns of a file; returns what was chosen, by header and index, or None."""

    TITLE = mark("Columns of the file")
    HELP_TEXT = mark("What each column was taken for; those with ? should be looked at. Enter changes one.")

    def __init__(self, headers: list[Header]) -> None:
        super().__init__()
        self._headers = list(headers)
        self._choices: dict[str, dict[int, str | None]] = {}
        columns = [
            Column[Meaning]("at", _("No."), 4, lambda one: str(one.column.index + 1), align="right"),
            Column[Meaning]("header", _("Header"), 22, lambda one: one.column.header),
            Column[Meaning](
                "field", _("Taken for"), 20, lambda one: meaning(one.column.field, one.column.how), style=_doubt
            ),
            Column[Meaning]("why", _("Why"), 20, lambda one: ground(one.column.how), grow=True),
        ]
        self._table: RecordTable[Meaning] = RecordTable(columns, threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._show()

    def _show(self) -> None:
        rows = [Meaning(table, column) for table, header in enumerate(self._headers) for column in header.columns]
        self._table.show(ListPages(rows, key=lambda one: (one.table, one.column.index)), keep=self._table.current)

    @on(RecordTable.Selected)
    @work
    async def _choose(self, event: RecordTable.Selected) -> None:
        one: Meaning = event.row
        options = [Option("", _("(not taken)")), *(Option(f.key, mapping.title(f.key)) for f in mapping.choosable())]
        chosen = await self.app.push_screen_wait(Choose(one.column.header, options, current=one.column.field or ""))
        if chosen is None:
            return
        header = self._headers[one.table]
        choice = {one.column.index: chosen.value or None}
        self._choices.setdefault(header.key, {}).update(choice)
        self._headers[one.table] = mapping.applied(header, choice)
        self._show()

    def action_back(self) -> None:
        self.dismiss(self._choices or None)


def _doubt(one: Meaning) -> Style | None:
    return DOUBTFUL if one.column.how.doubtful else None
