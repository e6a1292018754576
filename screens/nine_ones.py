"""The nine ones of a semester: a grid of schools, what stands behind each cell, and the way to what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.nine_ones import SchoolCells, nine_ones
from db.queries.nine_ones_period import Period, period_of
from db.queries.terms import semesters
from db.rules.nine_ones import MARKS, PERSONAL, Cell, CellState
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import NineOne
from exports.reports.nine_ones import SHORT, school_of
from screens.base import BaseScreen
from screens.beginnings import NO_SCHOOL
from screens.widgets.cell_grid import CellGrid, GridLine
from screens.widgets.line import Line
from screens.widgets.options import Option

ITEMS = tuple(NineOne)
RIGHTS = {
    **dict.fromkeys(NineOne, Right.ACTIVITIES), NineOne.HOTLINE: Right.PLACES,
    NineOne.LETTER: Right.RECORDS, NineOne.GOOD_DEED: Right.RECORDS,
    NineOne.LOVING_MOTHER: Right.PAIRINGS, NineOne.LITTLE_TEACHER: Right.PAIRINGS,
}  # fmt: skip
"""What it takes to plan or enter one of the nine."""
STYLES = {
    CellState.MET: Style(color="green"), CellState.PARTLY: Style(color="yellow"),
    CellState.PLANNED: Style(color="cyan"), CellState.MISSING: Style(color="red", bold=True),
    CellState.NOT_APPLICABLE: Style(dim=True),
}  # fmt: skip


class NineOnesScreen(BaseScreen[None]):
    """School by school, how far each of the nine is met."""

    TITLE = mark("Nine ones")
    HELP_TEXT = mark("The arrows go from cell to cell; Enter shows what stands behind one, F8 plans what is missing.")
    BINDING_GROUP_TITLE = mark("Nine ones")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "plan", mark("plan"), id="nine.plan", tooltip=mark("Plan or enter what is missing here.")),
        Binding("c", "children", mark("children"), id="nine.children",
                tooltip=mark("The children of the school, with the four that are owed to each.")),
        Binding("h", "homes", mark("homes"), id="nine.homes", tooltip=mark("The homes and what they have.")),
        Binding("l", "letters", mark("letters"), id="nine.letters", tooltip=mark("Letters home, by festival.")),
        Binding("g", "campaign", mark("campaign"), show=False, id="nine.campaign",
                tooltip=mark("The phases of the campaign and the working group.")),
        Binding("t", "print", mark("print"), show=False, id="nine.print", tooltip=mark("The grid as it prints.")),
        Binding("s", "semester", mark("semester"), show=False, id="nine.semester", tooltip=mark("Another semester.")),
        Binding("w", "wanted", mark("what is wanted"), show=False, id="nine.wanted",
                tooltip=mark("How often each of the nine is wanted in a semester.")),
    ]  # fmt: skip

    @dataclass
    class _Counted(Message):
        lines: list[SchoolCells] | GuanaiError
        period: Period | None = None

    def __init__(self, session: Session, folder: Path, semester: Semester | None = None) -> None:
        """Sheets of children are saved in `folder`; without a semester it shows the one that counts today."""
        super().__init__()
        self.session = session
        self.folder = folder
        self.semester = semester
        self._lines: Sequence[SchoolCells] = ()
        self._period: Period | None = None
        self._grid = CellGrid(_("School"), [_(SHORT[item]) for item in ITEMS])
        self._about, self._legend = Line(bold=True), Line()

    def body(self) -> Iterable[Widget]:
        yield self._grid
        yield self._about
        yield self._legend

    def on_mount(self) -> None:
        self._grid.focus()
        self._legend.text = "  ".join(f"{MARKS[state]} {state.label}" for state in CellState)

    def on_screen_resume(self) -> None:
        self._count()

    def others_wrote(self) -> None:
        self._count()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "plan":
            return self.session.may(RIGHTS[self.item])
        return action != "wanted" or self.session.may(Right.OFFICE)

    @property
    def line(self) -> SchoolCells | None:
        """The school under the cursor."""
        return self._lines[self._grid.row] if self._lines else None

    @property
    def item(self) -> NineOne:
        """Which of the nine is under the cursor."""
        return ITEMS[self._grid.column]

    @work(thread=True, exclusive=True, group="nine")
    def _count(self) -> None:
        try:
            counted = self._Counted(nine_ones(self.session, self.semester), period_of(self.session, self.semester))
        except GuanaiError as error:
            counted = self._Counted(error)
        self.post_message(counted)

    @on(_Counted)
    def _show(self, message: _Counted) -> None:
        message.stop()
        if isinstance(message.lines, GuanaiError):
            self.set_status(message.lines.sentence)
            return
        self._lines, self._period = message.lines, message.period
        if message.period:
            self.set_heading(message.period.semester.name)
        cells = [cell for line in self._lines for cell in line.cells if cell.state is not CellState.NOT_APPLICABLE]
        met = sum(cell.state is CellState.MET for cell in cells)
        self._grid.show([_grid_line(line) for line in self._lines], self._grid.row)
        self.set_status(_("{met} of {all} cells done").format(met=met, all=len(cells)) if self._lines else _(NO_SCHOOL))

    @on(CellGrid.Moved)
    def _moved(self, event: CellGrid.Moved) -> None:
        event.stop()
        self._about.text = about(self.line, self.item) if self.line else ""
        self.refresh_bindings()

    @on(CellGrid.Opened)
    def _open(self, event: CellGrid.Opened) -> None:
        event.stop()
        line = self.line
        if line is None:
            return
        from screens.nine_ones_evidence import EvidenceScreen

        self.app.push_screen(EvidenceScreen(self.session, self.folder, line, self.item, self.semester))

    # Deeds

    @work
    async def action_plan(self) -> None:
        from screens.nine_ones_plan import plan

        if self.line:
            await plan(self, self.session, self.folder, self.item, self.line.school, self.line.name, self.semester)

    def action_children(self) -> None:
        from screens.nine_ones_evidence import ChildrenCellsScreen

        if self.line:
            self.app.push_screen(ChildrenCellsScreen(self.session, self.folder, self.line, self.semester))

    def action_homes(self) -> None:
        from screens.homes import HomesScreen

        self.app.push_screen(HomesScreen(self.session))

    def action_letters(self) -> None:
        from screens.letters import LettersScreen

        self.app.push_screen(LettersScreen(self.session, self.folder, self.semester))

    def action_campaign(self) -> None:
        from screens.campaign import CampaignScreen

        self.app.push_screen(CampaignScreen(self.session, self.folder))

    def action_print(self) -> None:
        from exports.report import Request, find
        from screens.report_preview import PreviewScreen

        request = Request(self.session.clock.today(), semester=self.semester)
        self.app.push_screen(PreviewScreen(self.session, find("nine-ones"), self.folder, request))

    @work
    async def action_semester(self) -> None:
        from screens.dialogs.choose import Choose

        known = await self.in_thread(semesters, self.session)
        if not known:
            return
        latest = list(reversed(known))
        options = [Option(str(number), one.name) for number, one in enumerate(latest)]
        chosen = await self.app.push_screen_wait(Choose(_("Which semester?"), options))
        if chosen is not None:
            self.semester = latest[int(chosen.value)]
            self._count()

    @work
    async def action_wanted(self) -> None:
        from screens.nine_ones_plan import wanted_deed
        from screens.plain_form import PlainFormScreen

        deed = await self.in_thread(wanted_deed, self.session)
        if deed is not None and await self.app.push_screen_wait(PlainFormScreen(self.session, deed)):
            self._count()


def about(line: SchoolCells, item: NineOne) -> str:
    """One cell in words."""
    parts = (school_of(line), item.label, _measured(line.cell(item)), line.cell(item).state.label)
    return "  ".join(part for part in parts if part)


def _measured(cell: Cell) -> str:
    if cell.state is CellState.NOT_APPLICABLE:
        return ""
    if cell.item is NineOne.HOTLINE and cell.state is CellState.PARTLY:
        return _("calls, but no published number")
    if cell.item in PERSONAL:
        return _("{have} of {wanted} children").format(have=cell.have, wanted=cell.wanted)
    return f"{cell.have}/{cell.wanted}"


def _grid_line(line: SchoolCells) -> GridLine:
    return GridLine(
        school_of(line), tuple(cell.text for cell in line.cells), tuple(STYLES[cell.state] for cell in line.cells)
    )
