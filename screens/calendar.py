"""The calendar: a month with lunar days and festivals, what is on, and the way to plan it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.activities import ActivityFilter, MonthFacts, activity_file, agenda, month_facts
from db.queries.pages import ListPages
from db.queries.places import places_planned_for, schools, villages
from db.queries.terms import semesters
from db.rules.almanac import month_span
from db.rules.dates import parse_day
from db.rules.semesters import Semester, semester_of
from db.session import Session
from db.vocabulary import ActivityKind
from screens.agenda import LIST, MONTH, WEEK, Slot, about_day, agenda_columns, slot_key, slots_of, span
from screens.calendar_files import CalendarFiles
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.month_grid import MonthGrid
from screens.widgets.options import Option, options_of
from screens.widgets.record_table import RecordTable

WIDE = 120
"""From this width on, the day's agenda stands beside the month."""


class CalendarScreen(CalendarFiles):
    """Days, and what is on."""

    TITLE = mark("Calendar")
    HELP_TEXT = mark(
        "The arrows go from day to day, a number goes to a date, Enter opens what is on, F8 plans something."
    )
    BINDING_GROUP_TITLE = mark("Calendar")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "plan", mark("new"), id="calendar.plan", tooltip=mark("Plan an activity on this day.")),
        Binding("v", "view", mark("view"), id="calendar.view", tooltip=mark("Month, week, or a list of the semester.")),
        Binding("f", "filter", mark("filter"), id="calendar.filter",
                tooltip=mark("Only one kind, school or village; again: all.")),
        Binding("d", "go_to_date", mark("date"), show=False, id="calendar.date",
                tooltip=mark("Go to a date by typing it; in the month any digit begins it.")),
        Binding("t", "today", mark("today"), show=False, id="calendar.today", tooltip=mark("Go to today.")),
        Binding("b", "take_over", mark("as last term"), show=False, id="calendar.take_over",
                tooltip=mark("Plan this semester as the one before, each in the same week.")),
        Binding("s", "semesters", mark("semesters"), show=False, id="calendar.semesters",
                tooltip=mark("Dates of the semesters; move all classes up.")),
        Binding("g", "nine_ones", mark("nine ones"), show=False, priority=True, id="calendar.nine_ones",
                tooltip=mark("The nine ones of each school, the homes, letters and the campaign.")),
        Binding("left", "span(-1)", mark("before"), show=False, priority=True, id="calendar.left",
                tooltip=mark("In week and list: the one before.")),
        Binding("right", "span(1)", mark("after"), show=False, priority=True, id="calendar.right",
                tooltip=mark("In week and list: the next one.")),
    ]  # fmt: skip
    DEFAULT_CSS = """
    CalendarScreen > .calendar { height: 1fr; }
    CalendarScreen > .calendar > .day { height: 1fr; }
    CalendarScreen > .calendar.-wide { layout: horizontal; }
    CalendarScreen > .calendar.-wide > MonthGrid { width: 65; height: 100%; margin: 0 2 0 0; }
    CalendarScreen > .calendar.-wide > .day { width: 1fr; height: 100%; }
    """

    @dataclass
    class _Read(Message):
        facts: MonthFacts
        slots: list[Slot]
        semesters: list[Semester]
        view: str

    @dataclass
    class _Failed(Message):
        sentence: str

    def __init__(self, session: Session, folder: Path) -> None:
        super().__init__(session, folder)
        self.view = MONTH
        self.narrowed = ActivityFilter()
        self._narrowed_to = ""
        self._semesters: Sequence[Semester] = ()
        self._facts: MonthFacts | None = None
        self._wide = False
        self._slots: list[Slot] = []
        self._keep: int | None = None
        """The activity that the cursor goes to when the calendar was read anew, and `_done` what is told then."""
        self._done = ""
        self._done_on: date | None = None
        """The day that a deed led to: going there leaves its sentence in sight."""
        today = session.clock.today()
        self._grid = MonthGrid(today, today)
        self._about = Line()
        self._table: RecordTable[Slot] = RecordTable(self._columns(), empty=_("Nothing is planned."), threaded=False)

    @property
    def day(self) -> date:
        """The day under the cursor."""
        return self._grid.day

    @property
    def under_cursor(self) -> tuple[int, bool] | None:
        slot = self._table.current
        return (slot.line.id, slot.line.own) if slot and slot.line else None

    def body(self) -> Iterable[Widget]:
        yield Container(self._grid, Container(self._about, self._table, classes="day"), classes="calendar")

    def on_mount(self) -> None:
        self._grid.focus()
        self._tell_day()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self._load()

    def on_resize(self, event: events.Resize) -> None:
        wide = event.size.width >= WIDE
        if wide != self._wide:
            self._wide = wide
            self.query_one(".calendar").set_class(wide, "-wide")
            self._table.set_columns(self._columns())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "span":
            return self.view != MONTH
        return super().check_action(action, parameters)

    # Reading

    @work(thread=True, exclusive=True, group="calendar")
    def _load(self) -> None:
        """Read the month, week or semester of the day under the cursor."""
        day, view = self.day, self.view
        try:
            known = semesters(self.session)
            first, last = span(view, day, known)
            facts = month_facts(self.session, *month_span(day), self.narrowed)
            found = agenda(self.session, first, last, self.narrowed)
        except GuanaiError as error:
            self.post_message(self._Failed(error.sentence))
            return
        slots = slots_of(found, first, last, every_day=view == WEEK)
        self.post_message(self._Read(facts, slots, known, view))

    @on(_Failed)
    def _say(self, message: _Failed) -> None:
        message.stop()
        self.set_status(message.sentence)

    @on(_Read)
    def _take(self, message: _Read) -> None:
        message.stop()
        if message.view != self.view or message.facts.first != month_span(self.day)[0]:
            return  # somebody went on meanwhile, and what they went to is being read
        self._facts, self._slots, self._semesters = message.facts, message.slots, message.semesters
        self._grid.show(message.facts, message.semesters)
        self._tell_day()
        self._show_slots()
        if self._done:
            self.set_status(self._done)
            self._done = ""

    # What is shown

    def _show_slots(self) -> None:
        slots = [slot for slot in self._slots if self.view != MONTH or slot.day == self.day]
        keep = next((slot for slot in slots if slot.line and slot.line.id == self._keep), None)
        current = self._table.current
        if keep is None and current is not None and current.day == self.day:
            keep = next((slot for slot in slots if slot_key(slot) == slot_key(current)), None)
        if keep is None and self.view != MONTH:
            keep = next((slot for slot in slots if slot.day >= self.day), None)
        self._keep = None
        self._table.show(ListPages(slots, key=slot_key), keep=keep)

    def _tell_day(self) -> None:
        """The line over the agenda: the day in every calendar; in the title the month and what is left out."""
        day = self.day
        month = _("{year}-{month:02}").format(year=day.year, month=day.month)
        self.set_heading("  ".join(part for part in (month, self._narrowed_to) if part))
        self._about.text = "  ".join(about_day(self.view, day, self._semesters, self._facts))

    def _columns(self) -> list[Column[Slot]]:
        return agenda_columns(self.view, self.session.clock.today(), beside=self._wide and self.view == MONTH)

    # Moving

    @on(MonthGrid.Moved)
    def _moved(self, event: MonthGrid.Moved) -> None:
        event.stop()
        if event.day != self._done_on:
            self.set_status("")
        self._tell_day()
        if self._facts is None or self._facts.first != month_span(event.day)[0]:
            self._load()
        elif self.view == MONTH:
            self._show_slots()

    @on(MonthGrid.Opened)
    def _enter_day(self, event: MonthGrid.Opened) -> None:
        event.stop()
        slots = [slot for slot in self._slots if slot.day == event.day]
        if len(slots) == 1 and slots[0].line:
            self._open(slots[0].line.id)
        elif slots:
            self._table.focus()
        else:
            self.action_plan()

    @on(MonthGrid.Typed)
    def _begin_date(self, event: MonthGrid.Typed) -> None:
        event.stop()
        self._ask_date(event.text)

    @on(RecordTable.Moved)
    def _in_list(self, event: RecordTable.Moved) -> None:
        self.refresh_bindings()
        if self.view != MONTH and isinstance(event.row, Slot):
            self._grid.go(event.row.day)

    @on(RecordTable.Selected)
    def _select(self, event: RecordTable.Selected) -> None:
        line = event.row.line
        if line is None:
            self.action_plan()
        else:
            self._open(line.id)

    def action_back(self) -> None:
        """From the agenda to the month."""
        if self.view != MONTH:
            self._turn_to(MONTH)
        elif self._table.has_focus:
            self._grid.focus()
        elif self.narrowed:
            self._narrow(ActivityFilter(), "")

    def action_today(self) -> None:
        self._go(self.session.clock.today())

    def action_go_to_date(self) -> None:
        self._ask_date("")

    @work
    async def _ask_date(self, typed: str) -> None:
        from screens.dialogs.ask import Ask

        def day(text: str) -> date:
            return parse_day(text, self.session.clock.today(), self.day)

        question = _("Go to which day? For example 17, 9-1, 2027-3.")
        text = await self.app.push_screen_wait(Ask(question, typed, parse=day))
        if text:
            self._go(day(text))

    def _go(self, day: date) -> None:
        self._grid.go(day)
        if self.view != MONTH:
            self._load()

    def action_span(self, by: int) -> None:
        """To the week or semester before or after."""
        first, last = span(self.view, self.day, self._semesters)
        self._go(last + timedelta(days=1) if by > 0 else first - timedelta(days=1))

    # Views and filters

    def action_view(self) -> None:
        self._turn_to({MONTH: WEEK, WEEK: LIST, LIST: MONTH}[self.view])

    def _turn_to(self, view: str) -> None:
        self.view = view
        self._grid.display = view == MONTH
        self._slots = []
        self._table.set_columns(self._columns())
        (self._grid if view == MONTH else self._table).focus()
        self.refresh_bindings()
        self._load()

    @work
    async def action_filter(self) -> None:
        from screens.dialogs.choose import Choose

        places = await self.in_thread(lambda: (schools(self.session), villages(self.session)))
        if places is None:
            return
        found = [("kind", option.value, option.label) for option in options_of(ActivityKind)()]
        found += [("school", str(place.id), place.name) for place in places[0]]
        found += [("village", str(place.id), place.name) for place in places[1]]
        options = [Option("", _("all")), *(Option(f"{field} {value}", name) for field, value, name in found)]
        chosen = await self.app.push_screen_wait(Choose(_("Show only"), options))
        if chosen is None:
            return
        field, _blank, value = chosen.value.partition(" ")
        if not field:
            self._narrow(ActivityFilter(), "")
            return
        limit: dict[str, Any] = {field: value if field == "kind" else int(value)}
        narrowed = replace(self.narrowed, **limit)
        names = {f"{name} {value}": text for name, value, text in found}
        told = [names.get(f"{name} {getattr(narrowed, name)}", "") for name in ("school", "village", "kind")]
        self._narrow(narrowed, " ".join(f"[{name}]" for name in told if name))

    def _narrow(self, narrowed: ActivityFilter, told: str) -> None:
        self.narrowed, self._narrowed_to = narrowed, told
        self._load()

    # Deeds

    def changed(self, activity_id: int, sentence: str, day: date | None = None) -> None:
        self._done, self._done_on, self._keep = sentence, day, activity_id
        if day is not None:
            self._grid.go(day)
        self._load()

    def _open(self, activity_id: int) -> None:
        from screens.activity import ActivityScreen

        screen = ActivityScreen(self.session, self.folder, activity_id)
        self._keep = activity_id
        self.app.push_screen(screen)

    @work
    async def action_plan(self) -> None:
        """Ask for the kind first: the form has the fields of it."""
        from screens.activity_forms import Opened
        from screens.dialogs.choose import Choose

        if not self.session.may(Right.ACTIVITIES):
            self.set_status(_("Nothing is planned on this day."))
            return
        kind = await self.app.push_screen_wait(Choose(_("What is planned?"), options_of(ActivityKind)()))
        if kind is not None:
            await self.fill_in("plan", Opened(kind.value, day=self.day, place=await self._place()))

    @work
    async def action_take_over(self) -> None:
        from db.commands.activities import take_over
        from screens.dialogs.confirm import Confirm

        name = semester_of(self.day, self._semesters).name
        if await self.app.push_screen_wait(Confirm(_("Plan it as the semester before?"), name, _("Plan it"))):
            planned = await self.in_thread(take_over, self.session, self.day)
            if planned is not None:
                self._done = _("{n} activities planned as in the semester before.").format(n=planned)
                self._load()

    @work
    async def resume(self, form: str, activity_id: int) -> None:
        """Go on with the draft of a form of the calendar, by its name and the row id it belongs to, 0 for a new one."""
        from screens.activity_forms import Opened

        room, _dot, rest = form.partition(".")
        key, _dot, kind = rest.partition(".")
        if room != "activity":
            self.action_semesters()
        elif not activity_id:
            await self.fill_in(key, Opened(kind, day=self.day), resume=True)
        elif file := await self.in_thread(activity_file, self.session, activity_id):
            await self.fill_in(key, Opened(file["kind"], file), resume=True)

    def others_wrote(self) -> None:
        self._load()

    def taken_back(self, done: str) -> None:
        self._done = done
        self._load()

    async def _place(self) -> dict[str, Option]:
        """The school or village that the calendar is narrowed to, or the only one that the person looks after."""
        own = await self.in_thread(places_planned_for, self.session) or {}
        found = {}
        for field, known in own.items():
            wanted = getattr(self.narrowed, field)
            fits = [place for place in known if wanted is None or place.id == wanted]
            if len(fits) == 1 and (wanted is not None or not self.session.scope.everything):
                found[field] = Option(str(fits[0].id), fits[0].name)
        return found

    def action_semesters(self) -> None:
        from screens.semesters import SemestersScreen

        self.app.push_screen(SemestersScreen(self.session, self.folder))

    def action_nine_ones(self) -> None:
        from screens.nine_ones import NineOnesScreen

        here, now = (semester_of(day, self._semesters) for day in (self.day, self.session.clock.today()))
        self.app.push_screen(NineOnesScreen(self.session, self.folder, here if here != now else None))
