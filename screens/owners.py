"""One duty by who owes it: by school, class with its teacher, village or loving mother."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.pages import ListPages
from db.queries.registry import RegistryFilter
from db.queries.today import DutyLine, Owner, owner_lines
from db.session import Session
from db.vocabulary import DutyKind
from screens.base import BaseScreen
from screens.widgets.duty_columns import DutyRow, counted, duty_columns
from screens.widgets.record_table import RecordTable

TITLES = {
    Owner.SCHOOL: mark("by school"),
    Owner.SCHOOL_CLASS: mark("by class and its teacher"),
    Owner.VILLAGE: mark("by village"),
    Owner.HELPER: mark("by loving mother"),
}
OWED_BY = {
    DutyKind.SURVEY: Owner.SCHOOL, DutyKind.TALK: Owner.SCHOOL_CLASS, DutyKind.MOTHER_CALL: Owner.HELPER,
    DutyKind.MOTHER_MEETING: Owner.HELPER, DutyKind.LETTER: Owner.SCHOOL_CLASS,
    DutyKind.GOOD_DEED: Owner.SCHOOL_CLASS,
}  # fmt: skip
"""Who owes a duty in the first place; any other is owed by the village."""


class OwnersScreen(BaseScreen[RegistryFilter]):
    """Returns the filter of the children behind the line that was chosen."""

    TITLE = mark("Who owes it")
    HELP_TEXT = mark("A duty by who owes it, the latest first. Enter shows the children behind a line.")
    BINDING_GROUP_TITLE = mark("Who owes it")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,right,w", "turn", mark("by school, class, village, helper"), id="owners.turn",
                tooltip=mark("Count by school, by class, by village or by loving mother.")),
    ]  # fmt: skip

    @dataclass
    class _Counted(Message):
        by: Owner
        lines: list[DutyLine] | GuanaiError

    def __init__(self, session: Session, kind: DutyKind) -> None:
        super().__init__()
        self.session = session
        self.kind = kind
        self.by = OWED_BY.get(kind, Owner.VILLAGE)
        self._table: RecordTable[DutyRow] = RecordTable(duty_columns(_("Who owes it")), threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._count()

    def others_wrote(self) -> None:
        self._count()

    def action_turn(self) -> None:
        owners = list(Owner)
        self.by = owners[(owners.index(self.by) + 1) % len(owners)]
        self._count()

    @work(thread=True, exclusive=True, group="owners")
    def _count(self) -> None:
        by = self.by
        try:
            lines: list[DutyLine] | GuanaiError = owner_lines(self.session, self.kind, by)
        except GuanaiError as error:
            lines = error
        self.post_message(self._Counted(by, lines))

    @on(_Counted)
    def _take(self, message: _Counted) -> None:
        message.stop()
        if isinstance(message.lines, GuanaiError):
            self.set_status(message.lines.sentence)
            return
        self.set_heading(f"{self.kind.label}  {_(TITLES[message.by])}")
        rows = [counted(line.owner or _("none"), line, line.filter, line.later) for line in message.lines]
        self._table.show(ListPages(rows, key=lambda row: row.target), keep=self._table.current)

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self.set_status(event.row.told if event.row else "")

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.dismiss(event.row.target)
