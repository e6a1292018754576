"""One row of a roster, the file beside the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.pages import ListPages
from db.roster.deciding import Decision
from db.roster.header import Header
from exports.import_report import change_title, value_text
from screens.base import BaseScreen
from screens.dialogs.message import ShowMessage
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable

MARKED = Style(color="yellow")


@dataclass(frozen=True)
class SideLine:
    """One line of a row's details: what the file says beside what the register has or is to have."""

    title: str
    file: str
    register: str
    marked: bool = False


class RowScreen(BaseScreen[bool]):
    """One row: each cell beside what was made of it and what the register has; then remarks and reasons.

    Returns whether to go on with the import.
    """

    TITLE = mark("Row of the file")
    HELP_TEXT = mark("Left the file, right the register; lines with a mark would be changed.")

    BINDING_GROUP_TITLE = mark("Row of the file")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "import", mark("import"), id="row.import",
                tooltip=mark("Back to the list of rows, to import them.")),
    ]  # fmt: skip

    def __init__(self, decision: Decision, header: Header) -> None:
        super().__init__()
        self._decision = decision
        columns = [
            Column[SideLine]("title", _("Column"), 12, lambda line: line.title, style=_line_style),
            Column[SideLine]("file", _("In the file"), 22, lambda line: line.file),
            Column[SideLine]("register", _("Register"), 20, lambda line: line.register, grow=True),
        ]
        lines = side_by_side(decision, header)
        self._table: RecordTable[SideLine] = RecordTable(columns, ListPages(lines), threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        entry = self._decision.entry
        what = _("{sheet} row {row}: {state}")
        heading = what.format(sheet=entry.sheet, row=entry.number, state=self._decision.state.label)
        self.set_heading(heading.strip())
        self._table.focus()

    def action_import(self) -> None:
        self.dismiss(True)

    @on(RecordTable.Selected)
    def _whole(self, event: RecordTable.Selected) -> None:
        line = event.row
        self.app.push_screen(ShowMessage(f"{line.file}  {line.register}".strip(), line.title))


def side_by_side(decision: Decision, header: Header) -> list[SideLine]:
    """The lines of a row's details."""
    lines = [SideLine("!", reason, "", True) for reason in decision.reasons]
    if decision.twin:
        lines.append(SideLine("=", _("as row {row} of this file").format(row=decision.twin), ""))
    for change in decision.changes:
        old, new = value_text(change.field, change.old), value_text(change.field, change.new)
        lines.append(SideLine(f"* {change_title(change)}", new, old, True))
    for known in decision.alike:
        child = known.child
        told = " ".join(filter(None, (child["name"], child["birth_date"], child["id_no"], child["file_no"])))
        lines.append(SideLine("~", _("may be this child:"), told))
    lines += [
        SideLine(f"? {remark.column}", remark.raw, " ".join(filter(None, (remark.sentence, remark.value))), True)
        for remark in decision.warnings
    ]
    for column in header.columns:
        cell = decision.cells[column.index] if column.index < len(decision.cells) else ""
        if cell.strip():
            made = _made_of(decision, column.header) if column.field else _("(not taken)")
            lines.append(SideLine(column.header, cell, made))
    return lines


def _made_of(decision: Decision, header: str) -> str:
    """What reading changed of a column's cell."""
    notes = [remark for remark in decision.entry.notes if remark.column == header]
    return "；".join(" ".join(filter(None, ("->", remark.value, remark.sentence))) for remark in notes)


def _line_style(line: SideLine) -> Style | None:
    return MARKED if line.marked else None
