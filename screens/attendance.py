"""Who was at an activity: whole classes and villages at one stroke, then corrected one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.commands.activities import invite, mark_present
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.activities import ActivityFile, Guest, guests
from db.queries.guest_groups import CARERS, CHILDREN, GROUP, STAFF, Group, Named, active_staff, group_places
from db.queries.pages import ListPages
from db.queries.registry import RegistryFilter, RegistryPages
from db.rules.activities import FOR_CARERS
from db.session import Session
from db.vocabulary import ActivityKind
from screens.base import BaseScreen
from screens.dialogs.choose import Choose
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

_KINDS = {"child": mark("child"), "carer": mark("carer"), "staff": mark("staff"),
          "member": mark("working group")}  # fmt: skip
ONE = "one "
"""Before the kind of a single guest, in the list of whom to add."""


class AttendanceScreen(BaseScreen[None]):
    """The list of attendance of one activity."""

    TITLE = mark("Who came")
    HELP_TEXT = mark(
        "F8 puts a class, a village or one person on the list; Space or Enter says whether a person was there."
    )
    BINDING_GROUP_TITLE = mark("Attendance")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", mark("tick"), priority=True, id="attendance.tick",
                tooltip=mark("The person was there, or was not; and on to the next.")),
        Binding("f8,a", "add", mark("add"), id="attendance.add",
                tooltip=mark("Put a class, a school, a village or one person on the list.")),
        Binding("slash", "find", mark("find"), id="attendance.find", tooltip=mark("Go to a person by name.")),
        Binding("l", "mark_all(1)", mark("all came"), id="attendance.all", tooltip=mark("All on the list were there.")),
        Binding("n", "mark_all(0)", mark("nobody came"), show=False, id="attendance.none",
                tooltip=mark("Nobody on the list was there; then mark those who were.")),
        Binding("p", "sheet", mark("sign-in sheet"), id="attendance.sheet",
                tooltip=mark("The list to sign, as it prints.")),
    ]  # fmt: skip

    @dataclass
    class _Read(Message):
        guests: list[Guest] | GuanaiError
        keep: Guest | None

    def __init__(self, session: Session, file: ActivityFile, folder: Path) -> None:
        """The sign-in sheet is saved in `folder`."""
        super().__init__()
        self.session = session
        self.file, self.folder = file, folder
        self._guests: list[Guest] = []
        self._turn = asyncio.Lock()
        self._last: Named | None = None
        """The place whose people were added last: the carers of a class follow its children."""
        columns = [
            Column[Guest]("name", _("Name"), 20, lambda guest: guest.name),
            Column[Guest]("present", _("There"), 5, lambda guest: "[x]" if guest.present else "[ ]"),
            Column[Guest]("kind", _("Person"), 8, lambda guest: _(_KINDS[guest.kind])),
            Column[Guest]("what", _("Class, child or unit"), 16, lambda guest: guest.what, grow=True),
        ]
        self._table: RecordTable[Guest] = RecordTable(
            columns, empty=_("Nobody is on the list yet. F8 adds a class or a village."), threaded=False
        )

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self.set_heading(f"{self.file['on_date']} {self.file['title']}")
        self._table.focus()
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("add", "mark_all", "tick") or self.session.may(Right.ACTIVITIES)

    # What is shown

    @work(thread=True, exclusive=True, group="guests")
    def _read(self, keep: Guest | None = None) -> None:
        try:
            found: list[Guest] | GuanaiError = guests(self.session, self.file.id)
        except GuanaiError as error:
            found = error
        self.post_message(self._Read(found, keep))

    @on(_Read)
    def _take(self, message: _Read) -> None:
        message.stop()
        if isinstance(message.guests, GuanaiError):
            self.set_status(message.guests.sentence)
            return
        self._guests = message.guests
        self._show(message.keep)

    def others_wrote(self) -> None:
        self._read(self._table.current)

    def _show(self, keep: Guest | None) -> None:
        self._table.show(ListPages(self._guests, key=lambda guest: guest.id), keep=keep)
        present = sum(guest.present for guest in self._guests)
        self.set_status(_("{present} of {all} were there").format(present=present, all=len(self._guests)))

    @work
    async def action_sheet(self) -> None:
        from exports.activity_sheet import save_sheet
        from exports.sign_in_sheet import lines
        from screens.text import TextScreen

        text = await asyncio.to_thread(lambda: list(lines(self.file, self._guests)))
        save = partial(save_sheet, self.session, self.file, self.folder, text, "sign-in", _("Sign-in sheet"))
        self.app.push_screen(TextScreen(text, save))

    # Corrections

    @on(RecordTable.Selected)
    def _toggle(self, event: RecordTable.Selected) -> None:
        if self.session.may(Right.ACTIVITIES):
            self._mark(lambda guest: guest.id == event.row.id)

    def action_tick(self) -> None:
        row = self._table.current
        if row is not None:
            self._mark(lambda guest: guest.id == row.id)
            self._table.action_move(1)

    def action_mark_all(self, present: int) -> None:
        self._mark(lambda guest: guest.present != bool(present))

    @work(group="mark")
    async def _mark(self, meant: Callable[[Guest], bool]) -> None:
        """Turn round who of the list was there, one key after the other."""
        async with self._turn:
            chosen = [guest for guest in self._guests if meant(guest)]
            if chosen:
                await self._save_marks(chosen, not chosen[0].present)

    async def _save_marks(self, chosen: Sequence[Guest], present: bool) -> None:
        self.under_way = _("Saving")
        try:
            pairs = [(guest.id, guest.version) for guest in chosen]
            await asyncio.to_thread(mark_present, self.session, self.file.id, pairs, present)
        except GuanaiError as error:
            self.set_status(error.sentence)
            self._read(self._table.current)
            return
        finally:
            self.under_way = ""
        marked = {guest.id for guest in chosen}
        self._guests = [
            replace(guest, present=present, version=guest.version + 1) if guest.id in marked else guest
            for guest in self._guests
        ]
        self._show(self._table.current)

    @work
    async def action_find(self) -> None:
        options = [Option(str(guest.id), guest.name, guest.what) for guest in self._guests]
        chosen = await self.app.push_screen_wait(Choose(_("Find a person"), options))
        if chosen:
            self._show(next(guest for guest in self._guests if guest.id == int(chosen.value)))

    # At one stroke

    @work
    async def action_add(self) -> None:
        group = await self._choose_group()
        if group is None or self.held():
            return
        self.under_way = _("Putting them on the list")
        self.set_status(self.under_way)
        added = await self.in_thread(invite, self.session, self.file.id, group)
        self.under_way = ""
        if added is not None:
            self._read(self._table.current)

    async def _choose_group(self) -> Group | None:
        who = [
            Option(CHILDREN, _("children of a class, school or village")),
            Option(CARERS, _("carers of these children")),
            Option(GROUP, _("the whole working group")),
            Option(STAFF, _("staff of a school or village")),
            Option(ONE + CHILDREN, _("one child")),
            Option(ONE + CARERS, _("the carer of one child")),
            Option(ONE + STAFF, _("one member of staff")),
        ]
        kind = self.file["kind"]
        first = GROUP if kind == ActivityKind.GROUP_MEETING else CARERS if kind in FOR_CARERS else CHILDREN
        chosen = await self.app.push_screen_wait(Choose(_("Who was there?"), who, current=first))
        if chosen is None:
            return None
        if chosen.value.startswith(ONE):
            return await self._choose_one(chosen.value.removeprefix(ONE))
        if chosen.value == GROUP:
            return Group(GROUP)
        places = await self.in_thread(group_places, self.session, self.file["school"])
        if places is None:
            return None
        by_key = {str(number): place for number, place in enumerate(places) if _fits(place, chosen.value)}
        options = [Option("", _("all")), *(Option(key, place.name) for key, place in by_key.items())]
        own = next((key for key, place in by_key.items() if place == self._last), "")
        own = own or next((key for key, place in by_key.items() if self._own(place)), "")
        place = await self.app.push_screen_wait(Choose(chosen.label, options, current=own))
        if place is None:
            return None
        self._last = by_key.get(place.value)
        return Group(chosen.value, self._last.field, self._last.id) if self._last else Group(chosen.value)

    async def _choose_one(self, who: str) -> Group | None:
        if who == STAFF:
            people = await self.in_thread(active_staff, self.session)
            options = [Option(str(row_id), name, unit) for row_id, name, unit in people or ()]
            chosen = await self.app.push_screen_wait(Choose(_("Who was there?"), options))
        else:
            chosen = await self.app.push_screen_wait(Choose(_("Which child?"), self._children))
        return Group(who, "id", int(chosen.value)) if chosen else None

    def _children(self, typed: str, limit: int) -> Sequence[Option]:
        found = RegistryPages(self.session, RegistryFilter(text=typed), ["name", "village"]).first(limit)
        return [Option(str(row.id), str(row.values["name"][0]), str(row.values["village"][0] or "")) for row in found]

    def _own(self, place: Named) -> bool:
        """Whether the activity is held at this place."""
        return place.field in ("school", "village") and self.file[place.field] == place.id


def _fits(place: Named, who: str) -> bool:
    return who != STAFF or place.field != "school_class"
