"""Letters home: the festivals of a semester, and the children behind each, marked sent or answered at one stroke."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType

from db.access import Right
from db.commands.care_batches import Booked, answer_letters, send_letters, withdraw_records
from db.commands.nine_ones import tick_festivals
from db.i18n import _, mark, paragraph
from db.queries.letters import FestivalLetters, LetterLine, festival_letters, letter_lines, ticked_festivals
from db.queries.pages import ListPages
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import DutyState, Festival
from screens.child_ticks import ChildTicksScreen, first_names
from screens.list_screen import ListScreen
from screens.widgets.columns import Column
from screens.widgets.options import options_of
from screens.widgets.record_table import RecordTable

LATE = Style(color="red", bold=True)


class LettersScreen(ListScreen[None, FestivalLetters]):
    """The festivals on which the office asks for letters."""

    TITLE = mark("Letters home")
    HELP_TEXT = mark("Each festival with the day by which its letters are due; Enter opens the list of children.")
    BINDING_GROUP_TITLE = mark("Letters home")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,f", "festivals", mark("festivals"), id="letters.festivals",
                tooltip=mark("Tick the festivals on which letters are written.")),
        Binding("t", "print", mark("envelopes"), id="letters.print",
                tooltip=mark("The list of envelopes as it prints.")),
    ]  # fmt: skip

    def __init__(
        self, session: Session, folder: Path, semester: Semester | None = None, *, school: int | None = None
    ) -> None:
        columns = [
            Column[FestivalLetters]("festival", _("Festival"), 16, lambda row: row.round.festival.label, grow=True),
            Column[FestivalLetters]("day", _("Day"), 10, lambda row: row.round.day.isoformat()),
            Column[FestivalLetters]("due", _("Due"), 10, lambda row: row.round.due_on.isoformat(), style=_late),
            Column[FestivalLetters]("sent", _("Sent"), 9, lambda row: f"{row.sent}/{row.able}", align="right"),
            Column[FestivalLetters]("answered", _("Answered"), 8, lambda row: str(row.answered), align="right"),
            Column[FestivalLetters]("state", _("State"), 8, lambda row: row.state.label, style=_late),
        ]
        super().__init__(session, columns, empty=_("No festival of this semester is ticked. F8 ticks some."))
        self.folder = folder
        self.semester = semester
        self.school = school

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "festivals" or self.session.may(Right.OFFICE)

    async def read(self) -> None:
        rows = await self.in_thread(festival_letters, self.session, self.semester, school=self.school)
        if rows is not None:
            self._table.show(ListPages(rows, key=lambda row: row.round), keep=self._table.current)

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.app.push_screen(LetterListScreen(self.session, self.folder, event.row, school=self.school))

    @work
    async def action_festivals(self) -> None:
        from screens.dialogs.choose_many import ChooseMany

        ticked = await self.in_thread(ticked_festivals, self.session)
        if ticked is None:
            return
        options = options_of(Festival)()
        chosen = await self.app.push_screen_wait(ChooseMany(_("Letters are written on"), options, ticked))
        if chosen is not None and await self.in_thread(tick_festivals, self.session, chosen) is not None:
            self.reload()

    def action_print(self) -> None:
        from exports.report import Request, find
        from screens.report_preview import PreviewScreen

        row = self._table.current
        kind = row.round.festival.value if row else ""
        request = Request(self.session.clock.today(), school=self.school, semester=self.semester, kind=kind)
        self.app.push_screen(PreviewScreen(self.session, find("letters"), self.folder, request))


class LetterListScreen(ChildTicksScreen[LetterLine]):
    """The children who can write for one festival."""

    TITLE = mark("Letters")
    HELP_TEXT = mark(
        "Space ticks children, a ticks all not sent yet, a again all not answered yet; F8 marks "
        "letters as sent, r as answered."
    )
    BINDING_GROUP_TITLE = mark("Letters")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,s", "send", mark("sent"), id="letter.send",
                tooltip=mark("Mark the letters of the ticked children as sent today.")),
        Binding("r", "answer", mark("answered"), id="letter.answer",
                tooltip=mark("Mark the letters of the ticked children as answered today.")),
        Binding("d", "day", mark("another day"), show=False, id="letter.day",
                tooltip=mark("Mark with another day than today.")),
        Binding("x", "withdraw", mark("take letters back"), show=False, id="letter.withdraw",
                tooltip=mark("Take back letters that were marked by mistake.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path, festival: FestivalLetters, *, school: int | None = None) -> None:
        columns = [
            Column[LetterLine]("name", _("Name"), 8, lambda row: row.name),
            Column[LetterLine]("class", _("Class"), 9, lambda row: row.class_title),
            Column[LetterLine]("sent", _("Sent"), 10, lambda row: row.sent_on or ""),
            Column[LetterLine]("answered", _("Answered"), 10, lambda row: row.answered_on or ""),
            Column[LetterLine]("to", _("Addressee"), 14, lambda row: row.to, grow=True),
            Column[LetterLine]("school", _("School"), 14, lambda row: row.school),
        ]
        super().__init__(session, folder, columns)
        self.festival = festival
        self.school = school
        self._on: str | None = None
        self._narrowed_to = ""

    def on_mount(self) -> None:
        super().on_mount()
        self.head("")

    def head(self, place: str) -> None:
        self._narrowed_to = place
        one = self.festival.round
        due = _("{festival} {day}, due {due}").format(festival=one.festival.label, day=one.day, due=one.due_on)
        marked = _("marked with {day}").format(day=self._on) if self._on else ""
        self.set_heading("  ".join(part for part in (due, place, marked) if part))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("send", "answer", "withdraw") or self.session.may(Right.RECORDS)

    def child_of(self, row: LetterLine) -> int:
        return row.child

    def place_of(self, row: LetterLine) -> tuple[str, str]:
        return row.school, row.class_title

    def is_open(self, row: LetterLine) -> bool:
        return row.sent_on is None

    def is_half_open(self, row: LetterLine) -> bool:
        return row.sent_on is not None and row.answered_on is None

    def load(self) -> Sequence[LetterLine]:
        return letter_lines(self.session, self.festival.round, school=self.school)

    @work
    async def action_send(self) -> None:
        one, children = self.festival.round, [row.child for row in self.chosen]

        def send() -> str:
            booked = send_letters(self.session, children, one, self._on)
            absent = _("Left out, not on the register on that day: {names}.")
            return _told(booked, _("{n} letters marked as sent."), absent)

        if children:
            await self.do(send)

    @work
    async def action_answer(self) -> None:
        chosen = self.chosen
        letters = {row.record: row.version for row in chosen if row.record}

        def answer() -> str:
            booked = answer_letters(self.session, letters, self._on)
            return _told(booked, _("{n} letters answered."), _("Left out, sent only after that day: {names}."))

        if letters:
            await self.do(answer)
        elif chosen:
            self.set_status(_("These letters were not sent yet."))

    @work
    async def action_withdraw(self) -> None:
        from screens.dialogs.confirm import ConfirmReason

        meant = [row for row in self.meant if row.record]
        if not meant:
            self.set_status(_("These letters were not sent yet."))
            return
        names = first_names([row.name for row in meant])
        reason = await self.app.push_screen_wait(
            ConfirmReason(_("Take back {n} letters?").format(n=len(meant)), names, _("Take back"))
        )
        if reason:
            records = {row.record: row.version for row in meant if row.record}
            done = _("{n} letters taken back.")
            await self.do(lambda: done.format(n=withdraw_records(self.session, records, reason)))

    @work
    async def action_day(self) -> None:
        """Whoever sits down the day after the post was sent marks it with that day."""
        from db.rules.dates import parse_date
        from screens.dialogs.ask import Ask

        def day(text: str) -> str:
            return parse_date(text, self.session.clock.today(), past=True).text

        text = await self.app.push_screen_wait(Ask(_("Sent or answered on which day?"), self._on or "", parse=day))
        if text:
            self._on = day(text)
            self.head(self._narrowed_to)


def _told(booked: Booked, done: str, left_out: str) -> str:
    """What was written down (`done` has {n}) and who was left out (`left_out` has {names})."""
    sentences = [done.format(n=booked.done)]
    if booked.left_out:
        sentences.append(left_out.format(names=first_names(booked.left_out)))
    return paragraph(sentences)


def _late(row: FestivalLetters) -> Style | None:
    return LATE if row.state is DutyState.OVERDUE else None
