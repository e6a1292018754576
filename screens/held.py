"""Who has to hold a symposium, a training or a meeting again, behind the line of Today."""

from __future__ import annotations

from rich.style import Style
from textual import on

from db.i18n import _, mark
from db.queries.office_duties import HeldLine, held_lines
from db.queries.pages import ListPages
from db.session import Session
from db.vocabulary import ActivityKind, DutyState
from screens.list_screen import ListScreen
from screens.widgets.columns import Column
from screens.widgets.duty_columns import RED
from screens.widgets.record_table import RecordTable


class HeldScreen(ListScreen[bool, HeldLine]):
    """Returns True where somebody wants to plan it."""

    TITLE = mark("Who has to hold it")
    HELP_TEXT = mark("When each school held it last and when it is due again. Enter goes to the calendar to plan it.")

    def __init__(self, session: Session, kind: ActivityKind) -> None:
        columns = [
            Column[HeldLine]("place", _("School"), 22, _place, style=_ink, grow=True),
            Column[HeldLine]("held", _("Held last"), 10, lambda line: str(line.held_on or _("never"))),
            Column[HeldLine]("due", _("Due"), 10, lambda line: line.due_on.isoformat()),
            Column[HeldLine]("state", _("State"), 8, lambda line: line.state.label, style=_ink),
        ]
        super().__init__(session, columns)
        self.kind = kind

    def on_mount(self) -> None:
        self.set_heading(self.kind.label)

    async def read(self) -> None:
        lines = await self.in_thread(held_lines, self.session, self.kind)
        if lines is not None:
            self._table.show(ListPages(lines, key=lambda line: line.place), keep=self._table.current)

    @on(RecordTable.Selected)
    def _plan(self) -> None:
        self.dismiss(True)


def _place(line: HeldLine) -> str:
    return line.place or _("the township")


def _ink(line: HeldLine) -> Style | None:
    return RED if line.state is DutyState.OVERDUE else None
