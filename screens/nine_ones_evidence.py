"""What stands behind one cell of the nine ones, and the children of a school with the four that are owed to each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Generic

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType

from db.access import Right
from db.i18n import _, mark
from db.queries.nine_ones import SchoolCells, nine_ones
from db.queries.nine_ones_children import ChildCells, children_cells
from db.queries.nine_ones_evidence import Evidence, evidence
from db.queries.pages import ListPages, Row
from db.rules.nine_ones import MARKS, PERSONAL, CellState
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import NineOne
from exports.reports.nine_ones import SHORT, school_of
from screens.list_screen import ListScreen
from screens.nine_ones import RIGHTS, STYLES, about
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable


class _BehindGrid(ListScreen[None, Row], Generic[Row]):
    """A list that a cell leads to; it is read anew whenever it comes back into sight."""

    def __init__(
        self, session: Session, folder: Path, line: SchoolCells, semester: Semester | None,
        columns: Sequence[Column[Row]], *, empty: str,
    ) -> None:  # fmt: skip
        super().__init__(session, columns, empty=empty)
        self.folder = folder
        self.line = line
        self.semester = semester

    def open_child(self, child_id: int) -> None:
        from screens.child import ChildScreen

        self.app.push_screen(ChildScreen(self.session, child_id, self.folder))


class EvidenceScreen(_BehindGrid[Evidence]):
    """What is missing first, then what there is; Enter opens the child, the activity or the home."""

    TITLE = mark("Behind the cell")
    HELP_TEXT = mark("What is missing comes first; Enter opens a line, F8 plans or enters what is missing.")
    BINDING_GROUP_TITLE = mark("Behind the cell")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "plan", mark("plan"), id="evidence.plan", tooltip=mark("Plan or enter what is missing here.")),
        Binding("c", "call", mark("log a call"), id="evidence.call",
                tooltip=mark("Write down family calls of the school's children, one after another.")),
    ]  # fmt: skip

    def __init__(
        self, session: Session, folder: Path, line: SchoolCells, item: NineOne, semester: Semester | None
    ) -> None:
        columns = [
            Column[Evidence]("state", "", 1, lambda row: MARKS[row.state], style=_ink),
            # The mark says the state: in a window of 60 its word is out of sight.
            Column[Evidence]("what", _("What"), 18, lambda row: row.what, style=_ink, grow=True),
            Column[Evidence]("day", _("Day"), 10, lambda row: row.day),
            Column[Evidence]("detail", _("Details"), 24, lambda row: row.detail),
            Column[Evidence]("state_name", _("State"), 8, self._state),
        ]
        super().__init__(session, folder, line, semester, columns, empty=_("Nothing is wanted here."))
        self.item = item

    def on_mount(self) -> None:
        self.set_heading(about(self.line, self.item))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "call":
            return self.item is NineOne.HOTLINE and self.session.may(Right.RECORDS)
        return action != "plan" or self.session.may(RIGHTS[self.item])

    def _state(self, row: Evidence) -> str:
        if self.item in (NineOne.HOME, NineOne.HOTLINE) and row.state is CellState.MET:
            return _("there")  # things and numbers are not done
        return row.state.label

    async def read(self) -> None:
        school = self.line.school
        rows = await self.in_thread(evidence, self.session, self.item, school, self.semester)
        lines = await self.in_thread(nine_ones, self.session, self.semester, school=school)
        if rows is None or lines is None:
            return
        self.line = next((line for line in lines if line.school == school), self.line)
        self.set_heading(about(self.line, self.item))
        pages = ListPages(rows, key=lambda row: (row.child, row.activity, row.what, row.day))
        self._table.show(pages, keep=self._table.current)
        self.set_status(_("{n} lines").format(n=len(rows)))

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        row: Evidence = event.row
        if row.child is not None:
            self.open_child(row.child)
        elif row.activity is not None:
            from screens.activity import ActivityScreen

            self.app.push_screen(ActivityScreen(self.session, self.folder, row.activity))
        else:
            self.action_plan()

    @work
    async def action_plan(self) -> None:
        from screens.nine_ones_plan import plan

        if not self.session.may(RIGHTS[self.item]):
            return
        row = self._table.current
        if row and row.activity is not None and row.state is CellState.PLANNED:
            self.set_status(_("It is planned already; Enter opens it."))
            return
        missing = row if row and row.kind and row.activity is None else None
        name = school_of(self.line)
        await plan(self, self.session, self.folder, self.item, self.line.school, name, self.semester, missing=missing)

    @work
    async def action_call(self) -> None:
        from db.queries.child_file import child_file
        from db.vocabulary import RecordKind
        from screens.child_edit import ChildEditScreen
        from screens.dialogs.choose import Choose
        from screens.record_forms import RECORD_DEEDS

        children = await self.in_thread(children_cells, self.session, self.semester, school=self.line.school)
        options = [Option(str(child.id), child.name, child.class_title) for child in children or ()]
        ask = Choose(_("Whose call?"), options)
        while chosen := await self.app.push_screen_wait(ask):
            at = next(place for place, option in enumerate(options) if option.value == chosen.value)
            file = await self.in_thread(child_file, self.session, int(chosen.value))
            if file is None:
                return
            deed = RECORD_DEEDS[f"record.{RecordKind.CALL}"]
            saved = await self.app.push_screen_wait(ChildEditScreen(self.session, deed, file))
            if saved is not None:
                self.set_status(saved.sentence)
                options[at] = options[at]._replace(note=_("entered"))
                at = min(at + 1, len(options) - 1)
            ask = Choose(_("Whose call?"), options, current=options[at].value)


class ChildrenCellsScreen(_BehindGrid[ChildCells]):
    """Child by child: loving mother, little teacher, letters and good deeds."""

    TITLE = mark("Nine ones, child by child")
    HELP_TEXT = mark("The four of the nine that are owed to each child; Enter opens the child's file.")
    BINDING_GROUP_TITLE = mark("Nine ones, child by child")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f,m", "missing", mark("missing only"), id="personal.missing",
                tooltip=mark("Only children who lack something; again: all.")),
        Binding("l", "letters", mark("letters"), id="personal.letters", tooltip=mark("Letters home, by festival.")),
        Binding("f8,d", "deeds", mark("good deeds"), id="personal.deeds",
                tooltip=mark("Enter the good deeds of the semester.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path, line: SchoolCells, semester: Semester | None) -> None:
        columns = [
            Column[ChildCells]("name", _("Name"), 10, lambda row: row.name, grow=True),
            Column[ChildCells]("class", _("Class"), 9, lambda row: row.class_title),
            *(_column(item) for item in PERSONAL),
        ]
        super().__init__(session, folder, line, semester, columns, empty=_("Nobody lacks anything."))
        self._rows: list[ChildCells] = []
        self._missing_only = False

    def on_mount(self) -> None:
        self.set_heading(school_of(self.line))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "deeds" or self.session.may(Right.RECORDS)

    async def read(self) -> None:
        school = self.line.school
        rows = await self.in_thread(
            children_cells, self.session, self.semester, school=school, without_school=school is None
        )
        if rows is not None:
            self._rows = rows
            self._show()

    def _show(self) -> None:
        lacking = [row for row in self._rows if {CellState.MISSING, CellState.PARTLY} & set(row.states)]
        rows = lacking if self._missing_only else self._rows
        self._table.show(ListPages(rows, key=lambda row: row.id), keep=self._table.current)
        self.set_status(_("{n} of {all} lack something").format(n=len(lacking), all=len(self._rows)))

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.open_child(event.row.id)

    def action_missing(self) -> None:
        self._missing_only = not self._missing_only
        self._show()

    def action_letters(self) -> None:
        from screens.letters import LettersScreen

        self.app.push_screen(LettersScreen(self.session, self.folder, self.semester, school=self.line.school))

    def action_deeds(self) -> None:
        from screens.good_deeds import GoodDeedsScreen

        self.app.push_screen(GoodDeedsScreen(self.session, self.folder, self.line.school, school_of(self.line)))


def _ink(row: Evidence) -> Style | None:
    return STYLES[row.state]


def _column(item: NineOne) -> Column[ChildCells]:
    def shown(row: ChildCells) -> str:
        told = {
            NineOne.LOVING_MOTHER: row.mother, NineOne.LITTLE_TEACHER: row.teacher,
            NineOne.LETTER: str(row.letters or ""), NineOne.GOOD_DEED: str(row.deeds or ""),
        }  # fmt: skip
        return f"{MARKS[row.state(item)]}{told[item]}"

    named = item in (NineOne.LOVING_MOTHER, NineOne.LITTLE_TEACHER)
    return Column(item.value, _(SHORT[item]), 9 if named else 5, shown, style=lambda row: STYLES[row.state(item)])
