"""What an import would do, every row with its state; and doing it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from db.commands.importing import do_import
from db.errors import ConflictError, GuanaiError
from db.i18n import _, mark
from db.roster import mapping
from db.roster.deciding import Decision, State
from db.roster.header import Header
from db.roster.planning import ALIKE, Plan, plan
from db.session import Session
from exports import rejected_rows
from screens.dialogs.choose import Choose
from screens.dialogs.message import ShowMessage
from screens.roster_columns import ColumnsScreen
from screens.roster_row import RowScreen
from screens.roster_words import counted, imported, remarks, state_of, what
from screens.unfinished import UnfinishedScreen
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable
from screens.widgets.text_pane import Said, TextPane

RED, YELLOW = Style(color="red"), Style(color="yellow")
LAST = 2**62
KINDS: dict[str, tuple[str, ...]] = {
    "": (*(state.value for state in State), ALIKE),
    **{state.value: (state.value,) for state in State},
    State.NEW.value: (State.NEW.value, ALIKE),
    ALIKE: (ALIKE,),
}
"""What each filter shows."""


class DecisionPages:
    """The rows of a plan of some kinds, as a page source."""

    def __init__(self, made: Plan, kinds: tuple[str, ...]) -> None:
        self._rows = made.decisions
        self._kinds = kinds

    def first(self, n: int) -> list[Decision]:
        return self._rows.page(self._kinds, 1, n)

    def last(self, n: int) -> list[Decision]:
        return self._rows.page(self._kinds, LAST, n, backwards=True)

    def after(self, row: Decision, n: int) -> list[Decision]:
        return self._rows.page(self._kinds, row.number + 1, n)

    def before(self, row: Decision, n: int) -> list[Decision]:
        return self._rows.page(self._kinds, row.number - 1, n, backwards=True)

    def at(self, row: Decision, n: int) -> list[Decision]:
        return self._rows.page(self._kinds, row.number, n)

    def position(self, row: Decision) -> int:
        return self._rows.before(self._kinds, row.number)

    def count(self) -> int:
        return self._rows.before(self._kinds, LAST)


class PreviewScreen(UnfinishedScreen[None]):
    """The rows of one file, as they would be imported."""

    TITLE = mark("Import")
    LEAVE = mark("Leave the import?")
    FORGOTTEN = mark("Nothing of this file is imported yet; what you settled about its columns and rows is forgotten.")
    HELP_TEXT = mark("Every row of the file: new, to be changed, the same or refused; nothing is changed before F8.")
    BINDING_GROUP_TITLE = mark("Import")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "import", mark("import"), id="import.do", tooltip=mark("Import the rows that are not refused.")),
        Binding("f", "filter", mark("filter"), id="import.filter", tooltip=mark("Only the rows of one state.")),
        Binding("c", "columns", mark("columns"), id="import.columns",
                tooltip=mark("See what each column was taken for, and change it.")),
        Binding("r", "rejects", mark("save refused"), id="import.rejects",
                tooltip=mark("Save the refused rows as CSV, to correct them and import them again.")),
        Binding("space", "leave_out", mark("leave out"), priority=True, id="import.leave_out",
                tooltip=mark("The row is not imported; again: it is, after all.")),
        Binding("n", "tell_apart", mark("two children"), id="import.tell_apart",
                tooltip=mark("The new child is not the one that it is like: do not ask again. Again: undecided.")),
    ]  # fmt: skip

    @dataclass
    class _Planned(Message):
        plan: Plan | GuanaiError

    @dataclass
    class _Progressed(Message):
        sentence: str

    def __init__(self, session: Session, path: Path) -> None:
        super().__init__()
        self.session = session
        self.path = path
        self.plan: Plan | None = None
        self._shown = ""
        self._choices: dict[str, dict[int, str | None]] = {}
        self._outdated = False
        self._import: asyncio.Future[int | None] | None = None
        self._summary = Line()
        self._remarks = TextPane()
        self._remarks.styles.height = 2
        columns = [
            Column[Decision]("row", _("Row"), 6, lambda row: str(row.entry.number), align="right"),
            Column[Decision]("state", _("State"), 8, state_of, style=self._ink),
            Column[Decision]("name", _("Name"), 10, lambda row: str(row.entry.child.get("name", ""))),
            Column[Decision]("what", _("What"), 24, self._told, grow=True),
        ]
        self._table: RecordTable[Decision] = RecordTable(columns, empty=_("There is no such row."), threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._summary
        yield self._table
        yield self._remarks

    def on_mount(self) -> None:
        self.set_heading(self.path.name)
        self._table.focus()
        self._read()

    async def on_unmount(self) -> None:
        if self._import:  # its thread reads the plan
            await asyncio.wait([self._import])
        if self.plan:
            self.plan.close()

    # Reading

    def _read_again(self) -> None:
        """Plan anew; what was planned is shown until then, but imported no more."""
        self._outdated = True
        self._read()

    @work(thread=True, exclusive=True, group="plan")
    def _read(self) -> None:
        worker = get_current_worker()

        def progress(count: int) -> None:
            if not worker.is_cancelled:
                self.post_message(self._Progressed(_("{n} rows read").format(n=count)))

        try:
            made: Plan | GuanaiError = plan(self.session, self.path, self._settle, progress)
        except GuanaiError as error:
            made = error
        if isinstance(made, Plan) and worker.is_cancelled:
            made.close()
        else:
            self.post_message(self._Planned(made))

    def _settle(self, header: Header) -> Header:
        choices = self._choices.get(header.key)
        return mapping.applied(header, choices) if choices else header

    @on(_Progressed)
    def _progressed(self, message: _Progressed) -> None:
        message.stop()
        self.set_status(message.sentence)

    @on(_Planned)
    @work
    async def _take(self, message: _Planned) -> None:
        message.stop()
        if isinstance(message.plan, GuanaiError):
            await self.app.push_screen_wait(ShowMessage(message.plan.sentence))
            self.action_back()
            return
        former, self.plan = self.plan, message.plan
        self._outdated = False
        if former:
            self.plan.apart |= former.apart
            for number in former.left_out():
                self.plan.leave_out(number)
            former.close()
        self._show()

    def _show(self, keep: Decision | None = None) -> None:
        if self.plan is None:
            return
        self._summary.text = (
            _("Press c: it is open what a column means.") if self.plan.questions else counted(self.plan)
        )
        self._table.show(DecisionPages(self.plan, KINDS[self._shown]), keep=keep)
        self._moved()

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        row = self._table.current
        self._remarks.said = [Said(told) for told in remarks(row)] if row is not None else ()
        self.set_status(self._table.view_text)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        row = self._table.current
        return action != "tell_apart" or (row is not None and row.state is State.NEW and bool(row.alike))

    def _ink(self, row: Decision) -> Style | None:
        if row.state is State.REFUSED:
            return RED
        return YELLOW if row.warnings or (row.alike and not self._told_apart(row)) else None

    def _told(self, row: Decision) -> str:
        if self._told_apart(row):
            return _("not {name} of the register").format(name=row.alike[0].child["name"])
        return what(row)

    def _told_apart(self, row: Decision) -> bool:
        return self.plan is not None and row.number in self.plan.apart

    # What one does

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        if self.plan:
            header = self.plan.headers[event.row.table]
            self.app.push_screen(RowScreen(event.row, header), self._row_closed)

    def _row_closed(self, go_on: bool | None) -> None:
        if go_on:
            self.action_import()

    def action_leave_out(self) -> None:
        row = self._table.current
        if self.plan is None or row is None or self.held():
            return
        if row.state is State.REFUSED and row.left_out is None:
            self.set_status(_("This row is refused anyway."))
            return
        self.plan.leave_out(row.number)
        self._show(keep=row)

    def settled(self) -> bool:
        made = self.plan
        return self._import is None and bool(self._choices or (made and (made.apart or any(made.left_out()))))

    def action_tell_apart(self) -> None:
        row = self._table.current
        if self.plan and row is not None and not self.held():
            self.plan.apart ^= {row.number}
            self._table.refresh()

    @work
    async def action_filter(self) -> None:
        options = [Option("", _("all rows")), *(Option(state.value, state.label) for state in State),
                   Option(ALIKE, _("new, but like a child of the register"))]  # fmt: skip
        chosen = await self.app.push_screen_wait(Choose(_("Show only"), options, current=self._shown))
        if chosen:
            self._shown = chosen.value
            self._show()

    @work
    async def action_columns(self) -> None:
        made = self.plan
        if made is None or self.held():
            return
        choices = await self.app.push_screen_wait(ColumnsScreen(made.headers))
        if choices:
            for key, chosen in choices.items():
                self._choices.setdefault(key, {}).update(chosen)
            self._read_again()

    @work
    async def action_rejects(self) -> None:
        made = self.plan
        if made is None or not made.counts[State.REFUSED]:
            self.set_status(_("No row was refused."))
            return
        path = self.path.with_name(f"{self.path.stem}-{_('refused')}.csv")
        try:
            await asyncio.to_thread(rejected_rows.save, made, path)
        except GuanaiError as error:
            await self.app.push_screen_wait(ShowMessage(error.sentence))
            return
        self.set_status(_("Saved as {file}.").format(file=path.name))

    @work
    async def action_import(self) -> None:
        made = self.plan
        if made is None or self._outdated or self.held():
            return
        if made.questions:
            self.set_status(_("Press c: it is open what a column means."))
            return
        options = [Option("import", _("Import {n} rows").format(n=made.writes)),
                   Option("survey", _("Import, and count all rows as surveyed this semester"))]  # fmt: skip
        chosen = await self.app.push_screen_wait(Choose(_("Import now?"), options))
        if chosen is None or self.held():
            return
        self.under_way = _("The import is running.")
        self.set_status(self.under_way)
        self._import = asyncio.ensure_future(asyncio.to_thread(self._do, made, survey=chosen.value == "survey"))
        try:
            # Shielded: the end of the screen ends its workers, but not a thread.
            batch = await asyncio.shield(self._import)
        except GuanaiError as error:
            await self._import_ended(error.sentence)
            if isinstance(error, ConflictError):
                self._read_again()
            return
        await self._import_ended(imported(made) if batch else _("There is nothing to import; nothing was changed."),
                                 _("Import"))  # fmt: skip
        self.dismiss(None)

    async def _import_ended(self, sentence: str, title: str = "") -> None:
        await self.uppermost()
        self.under_way = ""
        self._moved()
        await self.app.push_screen_wait(ShowMessage(sentence, title))

    def _do(self, made: Plan, *, survey: bool) -> int | None:
        def progress(count: int) -> None:
            self.post_message(self._Progressed(_("{n} rows written").format(n=count)))

        return do_import(self.session, made, survey=survey, progress=progress)
