"""Semesters: their dates as the education bureau sets them, and the classes that move up in autumn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.commands.semesters import MovedUp, change_semester, enter_school_year, move_up, take_back_move_up
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.pages import ListPages
from db.queries.promotion import Promotion, TakeBack, promotion, take_back
from db.queries.semester_sides import Sides, sides
from db.queries.terms import SemesterLine, semester_lines
from db.session import Session
from db.vocabulary import DutyKind
from screens.base import BaseScreen
from screens.child_fields import Asking, Fields
from screens.dialogs.choose_many import ChooseMany
from screens.dialogs.confirm import Confirm
from screens.dialogs.message import ShowMessage
from screens.form_screen import FormScreen
from screens.widgets.columns import Column
from screens.widgets.fields import Section
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

SHOWN = 8
"""Classes named in the question before all move up."""


class SemesterForm(FormScreen[str]):
    """The dates of one semester; returns what was done."""

    def __init__(self, session: Session, line: SemesterLine) -> None:
        self.line = line
        self._asking = Asking(session, self.entry)
        super().__init__(session, line.name, "semester", line.id, line.version)

    def sections(self) -> Sequence[Section]:
        fields = Fields(self._asking, "semester")
        default = self.line.default
        help_ = _("Suggested: {first} to {last}.").format(first=default.starts_on, last=default.ends_on)
        return [
            Section("", [
                fields.day("starts_on", past=False, required=True, help=help_),
                fields.day("ends_on", past=False, required=True, help=help_),
                fields.day("survey_due_on", past=False, required=True,
                           help=mark("One month after the first day; 1 October is a holiday.")),
            ])
        ]  # fmt: skip

    def opening(self) -> Mapping[str, Any]:
        line = self.line
        return {"starts_on": line.starts_on, "ends_on": line.ends_on, "survey_due_on": line.survey_due_on}

    async def agreed(self, changed: Mapping[str, Any]) -> bool:
        if not changed.get("starts_on"):
            return True
        going = await self.in_thread(sides, self.session, self.line.id, date.fromisoformat(changed["starts_on"]))
        if going is None or not going.all:
            return going is not None
        question = Confirm(_("Let them go to the other semester?"), _going(going), _("Change the day"))
        return await self.app.push_screen_wait(question) is True

    def save(self, values: dict[str, Any], changed: dict[str, Any]) -> str:
        change_semester(self.session, self.line.id, self.line.version, changed)
        return _("Saved.")


class SemestersScreen(BaseScreen[None]):
    """The semesters of the office."""

    TITLE = mark("Semesters")
    HELP_TEXT = mark("Enter changes the dates of a semester, F8 adds a school year, u moves all classes up one grade.")
    BINDING_GROUP_TITLE = mark("Semesters")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "add", mark("school year"), id="semesters.add",
                tooltip=mark("Add the next school year with the suggested dates.")),
        Binding("u", "move_up", mark("move up"), id="semesters.move_up",
                tooltip=mark("Move all classes up one grade; top grades leave their school.")),
        Binding("z", "take_back", mark("take back"), id="semesters.take_back",
                tooltip=mark("Put the children back into the classes they were in before.")),
        Binding("w", "graduates", mark("graduates"), id="semesters.graduates",
                tooltip=mark("Enter the next school of those who left theirs, for many at once.")),
        Binding("c", "classes", mark("classes"), id="semesters.classes",
                tooltip=mark("The classes of this school year and their class teachers.")),
    ]  # fmt: skip

    @dataclass
    class _Read(Message):
        lines: list[SemesterLine] | GuanaiError
        status: str

    def __init__(self, session: Session, folder: Path) -> None:
        """Sheets of children are saved in `folder`."""
        super().__init__()
        self.session = session
        self.folder = folder
        columns = [
            Column[SemesterLine]("name", _("Semester"), 24, lambda line: line.name, grow=True),
            Column[SemesterLine]("starts", _("First day"), 10, lambda line: line.starts_on),
            Column[SemesterLine]("ends", _("Last day"), 10, lambda line: line.ends_on),
            Column[SemesterLine]("due", _("Survey due by"), 10, lambda line: line.survey_due_on),
        ]
        self._table: RecordTable[SemesterLine] = RecordTable(
            columns, empty=_("No semester yet. F8 adds a school year."), threaded=False
        )

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("add", "move_up", "take_back") or self.session.may(Right.OFFICE)

    def action_graduates(self) -> None:
        from screens.graduates import GraduatesScreen

        self.app.push_screen(GraduatesScreen(self.session, self.folder))

    def action_classes(self) -> None:
        from screens.classes import ClassesScreen

        self.app.push_screen(ClassesScreen(self.session))

    @work(thread=True, exclusive=True, group="semesters")
    def _read(self, status: str = "") -> None:
        try:
            lines: list[SemesterLine] | GuanaiError = semester_lines(self.session)
        except GuanaiError as error:
            lines = error
        self.post_message(self._Read(lines, status))

    @on(_Read)
    def _take(self, message: _Read) -> None:
        message.stop()
        if isinstance(message.lines, GuanaiError):
            self.set_status(message.lines.sentence)
            return
        today = self.session.clock.today().isoformat()
        keep = self._table.current or next((line for line in message.lines if line.ends_on >= today), None)
        keep = keep or (message.lines[-1] if message.lines else None)
        self._table.show(ListPages(message.lines, key=lambda line: line.id), keep=keep)
        self.set_status(message.status)

    def others_wrote(self) -> None:
        self._read()

    def taken_back(self, done: str) -> None:
        self._read(done)

    @on(RecordTable.Selected)
    @work
    async def _change(self, event: RecordTable.Selected) -> None:
        if self.session.may(Right.OFFICE):
            done = await self.app.push_screen_wait(SemesterForm(self.session, event.row))
            if done:
                self._read(done)

    @work
    async def action_add(self) -> None:
        lines = await self.in_thread(semester_lines, self.session)
        if lines is None:
            return
        year = max((line.school_year for line in lines), default=self.session.clock.today().year - 1) + 1
        question = Confirm(_("Add a school year?"), f"{year}-{year + 1}", _("Add it"))
        if await self.app.push_screen_wait(question):
            await self._do(enter_school_year, year, told=lambda _result: _("Added with the suggested dates."))

    @work
    async def action_move_up(self) -> None:
        found = await self.in_thread(promotion, self.session)
        if found is None:
            return
        if not found.classes:
            sentence = _("All classes are of this school year. Nothing is to be moved up.")
            self.app.push_screen(ShowMessage(sentence))
            return
        staying = await self._ask_leavers(found)
        if staying is None:
            return
        if not found.moving and len(staying) == len(found.leavers):
            self.app.push_screen(ShowMessage(_("Only those who repeat are left. Nothing is to be moved up.")))
            return
        told = "\n".join([*_numbers(found.moving, len(found.leavers) - len(staying), len(staying)), "", *_moves(found)])
        asked = _("Move all classes up to {year}?").format(year=f"{found.year}-{found.year + 1}")
        question = Confirm(asked, told, _("Move up"))
        if await self.app.push_screen_wait(question):
            await self._do(move_up, staying, told=self._moved_up)

    def _moved_up(self, done: MovedUp) -> str:
        """Say what was done; in a box where somebody has to find another school."""
        numbers = _numbers(done.moved, done.left, done.stayed)
        if done.left:
            sentence = _(
                "Those who left have no school now: w enters the next one for many at once. Today lists them under "
                "“{duty}” until then."
            )
            where = sentence.format(duty=DutyKind.SCHOOL.label)
            self.app.push_screen(ShowMessage("\n".join([*numbers, "", where]), _("Moved up")))
        return _("{numbers}. z takes it back.").format(numbers=_(", ").join(numbers))

    async def _ask_leavers(self, found: Promotion) -> set[int] | None:
        """The children of top grades who repeat; None where the person gives up."""
        if not found.leavers:
            return set()
        options = [Option(str(one.child_id), f"{one.name}  {one.school} {one.title}") for one in found.leavers]
        every = [option.value for option in options]
        first, again = _("Who leaves the school? Untick who repeats."), _("Who leaves the school after all?")
        proposed = [str(child_id) for child_id in found.proposed]
        dialog = ChooseMany(again if found.undoable else first, options, proposed)
        leaving = await self.app.push_screen_wait(dialog)
        return None if leaving is None else {int(value) for value in set(every) - set(leaving)}

    @work
    async def action_take_back(self) -> None:
        found = await self.in_thread(take_back, self.session)
        if found is None:
            return
        question = Confirm(_("Take the move back?"), _back(found), _("Take it back"))
        if await self.app.push_screen_wait(question):
            await self._do(take_back_move_up, told=_back)

    async def _do(self, deed: Callable[..., Any], *args: Any, told: Callable[[Any], str]) -> None:
        if self.held():
            return
        self.under_way = _("Saving")
        self.set_status(self.under_way)
        try:
            done = await asyncio.to_thread(deed, self.session, *args)
        except GuanaiError as error:
            self.under_way = ""
            self.set_status("")
            self.app.push_screen(ShowMessage(error.sentence))
            return
        self.under_way = ""
        self._read(told(done))


def _going(going: Sides) -> str:
    """How much lies on the days that another first day puts into another semester."""
    sentence = _("On the days that change sides lie {records} records, {activities} activities and {surveys} surveys; "
                 "they go to the semester of their day.")  # fmt: skip
    return sentence.format(records=going.records, activities=going.activities, surveys=going.surveys)


def _back(found: TakeBack) -> str:
    """Who goes back, and who stays in which classes."""
    sentence = _("{n} children go back to their classes.").format(n=found.children)
    if not found.kept:
        return sentence
    kept = _("; ").join(f"{name} {number}" for name, number in found.kept.items())
    staying = _("{n} stay where they are, for their class or enrolment was changed since: {classes}.")
    return f"{sentence} {staying.format(n=sum(found.kept.values()), classes=kept)}"


def _numbers(moved: int, left: int, stayed: int) -> list[str]:
    """How many go where, a line each."""
    lines = (_("{n} move up"), moved), (_("{n} leave their school"), left), (_("{n} repeat"), stayed)
    return [sentence.format(n=number) for sentence, number in lines if number]


def _moves(found: Promotion) -> list[str]:
    """The first classes, a line each, and how many more there are."""
    moves = [f"{one.school} {one.title} > {one.to or _('leave')}" for one in found.classes]
    return moves if len(moves) <= SHOWN else [*moves[:SHOWN], _("and {n} more classes").format(n=len(moves) - SHOWN)]
