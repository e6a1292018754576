"""The talks of a semester, child by month: who was talked with when, and which months were missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.i18n import _, mark
from db.queries.pages import ListPages
from db.queries.places import classes
from db.queries.registry import RegistryFilter
from db.queries.talk_matrix import TalkLine, missed, months_of, talk_matrix, totals
from db.queries.terms import current_semester
from db.rules.care_duties import month_end, month_name
from db.rules.semesters import Semester
from db.session import Session
from screens.base import BaseScreen
from screens.talks import enter_talks
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

MISSED = Style(color="red", bold=True)


class TalkMatrixScreen(BaseScreen[None]):
    """Enter opens a child's file in the register."""

    TITLE = mark("Talks by month")
    HELP_TEXT = mark("The days of the talks of this semester, month by month; a dash is a month that was missed.")
    BINDING_GROUP_TITLE = mark("Talks by month")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,f", "filter", mark("class"), id="matrix.filter", tooltip=mark("Show one class only, or all.")),
        Binding("t", "talks", mark("enter talks"), id="matrix.talks",
                tooltip=mark("Enter the talks that are missing, of this month or an earlier one.")),
    ]  # fmt: skip

    class Opened(Message):
        """Somebody wants to see the file of a child."""

        def __init__(self, child_id: int) -> None:
            super().__init__()
            self.child_id = child_id

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.school_class: Option | None = None
        self.semester: Semester | None = None
        """The one that is shown, once it was read."""
        self._table: RecordTable[TalkLine] = RecordTable(
            list(self._columns(())), empty=_("Nobody is here."), threaded=False
        )

    def _columns(self, months: Iterable[Column[TalkLine]]) -> Iterator[Column[TalkLine]]:
        yield Column("name", _("Name"), 8, lambda line: line.name)
        yield from months
        yield Column("class", _("Class"), 12, lambda line: line.class_title)
        yield Column("teacher", _("Class teacher"), 10, lambda line: line.teacher, grow=True)
        yield Column("school", _("School"), 16, lambda line: line.school)

    def _month(self, semester: Semester, index: int, month: date) -> Column[TalkLine]:
        today = self.session.clock.today()
        over = month_end(month) < today

        def days(line: TalkLine) -> str:
            return " ".join(map(str, line.days[index])) or ("-" if over else "")

        def style(line: TalkLine) -> Style | None:
            return MISSED if missed(line, month, index, semester, today) else None

        return Column(str(month), month_name(month), 6, days, style=style)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._read()

    def others_wrote(self) -> None:
        self._read()

    def taken_back(self, done: str) -> None:
        self._read(done)

    @work(exclusive=True, group="matrix")
    async def _read(self, done: str = "") -> None:
        semester = await self.in_thread(current_semester, self.session)
        if semester is None:
            return
        only = int(self.school_class.value) if self.school_class else None
        lines = await self.in_thread(talk_matrix, self.session, semester, school_class=only)
        if lines is None:
            return
        months = months_of(semester)
        if semester != self.semester:
            self.semester = semester
            columns = (self._month(semester, index, month) for index, month in enumerate(months))
            self._table.set_columns(list(self._columns(columns)))
        self.set_heading("  ".join([semester.name, *([self.school_class.label] if self.school_class else [])]))
        self._table.show(ListPages(lines, key=lambda line: line.id), keep=self._table.current)
        today = self.session.clock.today()
        counts = zip(months, totals(lines, len(months)), strict=True)
        shown = [f"{month_name(month)} {count}" for month, count in counts if month <= today]
        self.set_status(done or _("{months} of {n}").format(months=" ".join(shown), n=len(lines)))

    @work
    async def action_filter(self) -> None:
        from screens.dialogs.choose import Choose

        known = await self.in_thread(classes, self.session)
        if known is None:
            return
        options = [Option("", _("all classes")), *(Option(str(one.id), one.name, one.school) for one in known)]
        chosen = await self.app.push_screen_wait(Choose(_("Which class?"), options))
        if chosen is not None:
            self.school_class = chosen if chosen.value else None
            self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "talks" or self.session.may(Right.RECORDS)

    @work
    async def action_talks(self) -> None:
        only = int(self.school_class.value) if self.school_class else None
        if await enter_talks(self, self.session, RegistryFilter(school_class=only)):
            self._read()

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.post_message(self.Opened(event.row.id))
