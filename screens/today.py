"""Today: red alerts first, then what is due and overdue, by who owes it; Enter opens the children behind a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual import on, work
from textual.message import Message
from textual.widget import Widget

from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.duties import SurveyLine, Today, today
from db.queries.pages import ListPages
from db.queries.registry import RegistryFilter
from db.session import Session
from screens.base import BaseScreen
from screens.widgets.columns import Column
from screens.widgets.load_bar import bar
from screens.widgets.record_table import RecordTable

RED = Style(color="red", bold=True)
BAR = 5
"""Cells of the bar of what is done."""


@dataclass(frozen=True)
class DayLine:
    """One line of the day; `filter` is the list behind it."""

    what: str
    overdue: str
    due: str
    done: str
    filter: RegistryFilter
    alert: bool = False


class TodayScreen(BaseScreen[None]):
    """What a person looks at first."""

    TITLE = mark("Today")
    HELP_TEXT = mark("What is due and overdue by today; Enter shows the children behind a line.")

    @dataclass
    class Opened(Message):
        """Somebody wants to see the children behind a figure."""

        filter: RegistryFilter

    @dataclass
    class _Counted(Message):
        figures: Today | GuanaiError

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        columns = [
            # 28 cells hold the sentence of an alert, and all together are whole in a window of 60.
            Column[DayLine]("what", _("What"), 28, lambda line: line.what, style=_style, grow=True),
            Column[DayLine]("overdue", _("Overdue"), cell_len(_("Overdue")), lambda line: line.overdue, align="right"),
            Column[DayLine]("due", _("To do"), 5, lambda line: line.due, align="right"),
            Column[DayLine]("done", _("Done"), BAR + 10, lambda line: line.done),
        ]
        self._table: RecordTable[DayLine] = RecordTable(columns, empty=_("Nothing is due."), threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()

    def on_screen_resume(self) -> None:
        self._count()

    def others_wrote(self) -> None:
        self._count()

    @work(thread=True, exclusive=True, group="today")
    def _count(self) -> None:
        try:
            figures: Today | GuanaiError = today(self.session)
        except GuanaiError as error:
            figures = error
        self.post_message(self._Counted(figures))

    @on(_Counted)
    def _take(self, message: _Counted) -> None:
        message.stop()
        figures = message.figures
        if isinstance(figures, GuanaiError):
            self.set_status(figures.sentence)
            return
        heading = _("{day}  {semester}, survey due by {due}")
        semester = figures.semester
        self.set_heading(heading.format(day=figures.day, semester=semester.name, due=semester.survey_due_on))
        lines = _lines(figures)
        kept = self._table.current
        same = next((line for line in lines if kept and line.filter == kept.filter), None)
        self._table.show(ListPages(lines, key=lambda line: line.filter), keep=same)
        self.set_status(_("{n} children registered").format(n=figures.registered))

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.post_message(self.Opened(event.row.filter))


def _style(line: DayLine) -> Style | None:
    return RED if line.alert else None


def _lines(figures: Today) -> list[DayLine]:
    lines = [DayLine(f"! {line.alert.label}", str(line.children), "", "", line.filter, True) for line in figures.alerts]
    lines.append(_survey(_("Survey of this semester"), figures.survey))
    lines += [_survey("  " + (line.owner or _("without school and village")), line) for line in figures.survey_by_owner]
    return lines


def _survey(what: str, line: SurveyLine) -> DayLine:
    done = f"{bar(line.done, line.all, BAR)} {line.done}/{line.all}"
    return DayLine(what, str(line.overdue or ""), str(line.due or ""), done, line.filter)
