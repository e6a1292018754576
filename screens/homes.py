"""The homes for left-behind children: what each has and lacks, and the inventory of one, thing by thing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.access import Right
from db.commands.homes import retire_item, return_item
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.homes import Home, InventoryItem, all_requirements, homes, inventory
from db.queries.pages import ListPages
from db.queries.places import villages
from db.rules.homes import Requirement
from db.session import Session
from db.vocabulary import HomeItemKind, HomeItemState, label
from screens.beginnings import NO_SCHOOL
from screens.home_forms import item_deed, requirement_deed
from screens.list_screen import ListScreen
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

LACKS, OFF = Style(color="red", bold=True), Style(dim=True)


class HomesScreen(ListScreen[None, Home]):
    """Every school's home, and those of villages; Enter opens the inventory."""

    TITLE = mark("Homes for left-behind children")
    HELP_TEXT = mark("What every home has and lacks; Enter opens its inventory.")
    BINDING_GROUP_TITLE = mark("Homes")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "village", mark("village"), id="homes.village",
                tooltip=mark("The home of a village that has no line here yet.")),
        Binding("w", "required", mark("what is needed"), id="homes.required",
                tooltip=mark("What every home must have.")),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        columns = [
            Column[Home]("name", _("School or village"), 24, lambda home: home.name),
            Column[Home]("items", _("Things"), 6, lambda home: str(home.items or ""), align="right"),
            Column[Home]("missing", _("Lacks"), 26, _lacks, style=lambda home: LACKS if home.missing else None,
                         grow=True),
        ]  # fmt: skip
        super().__init__(session, columns, empty=_(NO_SCHOOL))

    async def read(self) -> None:
        found = await self.in_thread(homes, self.session)
        if found is not None:
            pages = ListPages(found, key=lambda home: (home.school, home.village))
            self._table.show(pages, keep=self._table.current)
            whole = sum(not home.missing for home in found)
            self.set_status(_("{n} of {all} have everything").format(n=whole, all=len(found)))

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        home: Home = event.row
        self.app.push_screen(HomeScreen(self.session, home.name, school=home.school, village=home.village))

    @work
    async def action_village(self) -> None:
        from screens.dialogs.choose import Choose

        known = await self.in_thread(villages, self.session)
        listed = await self.in_thread(homes, self.session)
        if known is None or listed is None:
            return
        own = {home.village for home in listed}
        options = [Option(str(place.id), place.name) for place in known if place.id not in own]
        chosen = await self.app.push_screen_wait(Choose(_("Which village?"), options))
        if chosen is not None:
            self.app.push_screen(HomeScreen(self.session, chosen.label, village=int(chosen.value)))

    def action_required(self) -> None:
        self.app.push_screen(RequirementsScreen(self.session))


class HomeScreen(ListScreen[None, InventoryItem]):
    """The inventory of one home."""

    TITLE = mark("Home")
    HELP_TEXT = mark("The things of a home; Enter corrects a line, F8 enters a new one.")
    BINDING_GROUP_TITLE = mark("Home")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "add", mark("new"), id="home.add", tooltip=mark("Enter a thing.")),
        Binding("x", "retire", mark("retire/return"), id="home.retire",
                tooltip=mark("Take a thing off the inventory with a reason, or put it back.")),
        Binding("o", "old", mark("retired too"), id="home.old", tooltip=mark("Show what was retired, or hide it.")),
    ]  # fmt: skip

    def __init__(self, session: Session, name: str, *, school: int | None = None, village: int | None = None) -> None:
        columns = [
            Column[InventoryItem]("name", _("Thing"), 14, lambda item: item.name, style=_ink, grow=True),
            Column[InventoryItem]("quantity", _("How many"), 8, lambda item: f"{item.quantity}{item.unit or ''}"),
            Column[InventoryItem]("state", _("Condition"), 14, _condition, style=_ink),
            Column[InventoryItem]("kind", _("Kind"), 8, lambda item: label(HomeItemKind, item.kind)),
            Column[InventoryItem]("keeper", _("Kept by"), 8, lambda item: item.keeper or ""),
            Column[InventoryItem]("acquired", _("Acquired"), 10, lambda item: item.acquired_on or ""),
            Column[InventoryItem]("source", _("Where from"), 8, lambda item: item.source or ""),
        ]
        super().__init__(session, columns, empty=_("Nothing yet. F8 enters the first thing."))
        self.name_of_place = name
        self.school, self.village = school, village
        self._with_retired = False
        self._lacks = Line()

    def body(self) -> Iterable[Widget]:
        yield self._table
        yield self._lacks

    def on_mount(self) -> None:
        self.set_heading(self.name_of_place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("add", "retire") or self.session.may(Right.ACTIVITIES)

    async def read(self) -> None:
        items = await self.in_thread(
            inventory, self.session, school=self.school, village=self.village, retired=self._with_retired
        )
        found = await self.in_thread(homes, self.session)
        if items is None or found is None:
            return
        self._table.show(ListPages(items, key=lambda item: item.id), keep=self._table.current)
        home = next((home for home in found if (home.school, home.village) == (self.school, self.village)), None)
        lacking = home.missing if home else []
        names = _(", ").join(check.requirement.name for check in lacking)
        self._lacks.text = _("Lacks: {names}").format(names=names) if names else ""
        self.set_status(_("{n} lines").format(n=len(items)))

    @on(RecordTable.Selected)
    def _correct(self, event: RecordTable.Selected) -> None:
        item: InventoryItem = event.row
        if self.session.may(Right.ACTIVITIES) and not item.retired_on:
            self._fill_in(item_deed(self.session, self.name_of_place, self.school, self.village, item))

    def action_add(self) -> None:
        self._fill_in(item_deed(self.session, self.name_of_place, self.school, self.village))

    @work
    async def _fill_in(self, deed: PlainDeed) -> None:
        if await self.app.push_screen_wait(PlainFormScreen(self.session, deed)):
            self.reload(_("Saved."))

    def action_old(self) -> None:
        self._with_retired = not self._with_retired
        self.reload()

    @work
    async def action_retire(self) -> None:
        from screens.dialogs.confirm import Confirm, ConfirmReason

        item = self._table.current
        if item is None:
            return
        if item.retired_on:
            if await self.app.push_screen_wait(Confirm(_("Put it back on the inventory?"), item.name)):
                await self._do(return_item, item)
            return
        asking = ConfirmReason(_("Retire this thing?"), f"{item.name} {item.quantity}{item.unit or ''}", _("Retire"))
        reason = await self.app.push_screen_wait(asking)
        if reason:
            await self._do(retire_item, item, reason)

    async def _do(self, deed: Callable[..., None], item: InventoryItem, *args: str) -> None:
        try:
            await asyncio.to_thread(deed, self.session, item.id, item.version, *args)
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            self.reload()


class RequirementsScreen(ListScreen[None, Requirement]):
    """What every home must have; the office changes it."""

    TITLE = mark("What every home must have")
    HELP_TEXT = mark("Enter changes a line, F8 asks for one thing more; a quantity of 0 asks for it no longer.")
    BINDING_GROUP_TITLE = mark("What every home must have")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "add", mark("new"), id="required.add", tooltip=mark("Ask every home for one thing more.")),
    ]

    def __init__(self, session: Session) -> None:
        columns = [
            Column[Requirement]("name", _("Thing"), 20, lambda one: one.name, style=_asked),
            Column[Requirement]("quantity", _("At least"), 8, lambda one: str(one.quantity), align="right"),
            Column[Requirement]("kind", _("Kind"), 12, lambda one: one.kind.label),
            Column[Requirement]("words", _("Also called"), 20, lambda one: " ".join(one.words), grow=True),
        ]
        super().__init__(session, columns, empty=_("Nothing is asked for."))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "add" or self.session.may(Right.OFFICE)

    async def read(self) -> None:
        found = await self.in_thread(all_requirements, self.session)
        if found is not None:
            self._table.show(ListPages(found, key=lambda one: one.id), keep=self._table.current)

    @on(RecordTable.Selected)
    def _change(self, event: RecordTable.Selected) -> None:
        if self.session.may(Right.OFFICE):
            self._fill_in(requirement_deed(self.session, event.row))

    def action_add(self) -> None:
        self._fill_in(requirement_deed(self.session))

    @work
    async def _fill_in(self, deed: PlainDeed) -> None:
        if await self.app.push_screen_wait(PlainFormScreen(self.session, deed)):
            self.reload(_("Saved."))


def _lacks(home: Home) -> str:
    if not home.missing:
        return _("lacks nothing")
    return _(", ").join(
        check.requirement.name
        if not check.have
        else f"{check.requirement.name} {check.have}/{check.requirement.quantity}"
        for check in home.missing
    )


def _condition(item: InventoryItem) -> str:
    return _("retired {day}").format(day=item.retired_on) if item.retired_on else label(HomeItemState, item.state)


def _ink(item: InventoryItem) -> Style | None:
    if item.retired_on:
        return OFF
    return LACKS if item.state == HomeItemState.BROKEN else None


def _asked(requirement: Requirement) -> Style | None:
    return None if requirement.quantity else OFF
