"""The register of helpers: load and capacity, training, commitment; Enter shows a helper's own sheet."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType

from db.access import Right
from db.commands.helpers import MOST, add_helper, come_back, correct_helper, leave
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.helpers import HelperEntry, helper_row, helpers, places_of
from db.queries.pages import ListPages
from db.queries.pairing_hand_over import hand_over_of
from db.session import Session
from db.vocabulary import Sex, StaffRole, label, labels
from exports.report import Request, find
from screens.child_fields import Asking, Fields, stored
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import ConfirmReason
from screens.dialogs.message import ShowMessage
from screens.list_screen import ListScreen
from screens.pairing_hand_over import HandOverScreen
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.report_preview import PreviewScreen
from screens.widgets.columns import Column
from screens.widgets.fields import Section
from screens.widgets.load_bar import bar
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

GONE = Style(dim=True)
BAR = 5
_ROLE, _PLACE, _LEFT = "1 ", "2 ", "3"
"""What marks of a filter begin with, in the order of their list."""


class HelpersScreen(ListScreen[None, HelperEntry]):
    """All staff who may help, by name."""

    TITLE = mark("Register of helpers")
    HELP_TEXT = mark("Enter shows a helper's own sheet with all children of now and before; F8 enters a new helper.")
    BINDING_GROUP_TITLE = mark("Register of helpers")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "add", mark("new"), id="helpers.add", tooltip=mark("Enter a helper.")),
        Binding("slash,s", "search", mark("search"), id="helpers.search",
                tooltip=mark("To a helper of the list by name, initials or place.")),
        Binding("f", "narrow", mark("filter"), id="helpers.narrow",
                tooltip=mark("Only helpers of one kind, village or unit, or those who have left.")),
        Binding("e", "edit", mark("change"), id="helpers.edit",
                tooltip=mark("Change capacity, training, commitment and all else of a helper.")),
        Binding("c", "cards", mark("contact cards"), id="helpers.cards",
                tooltip=mark("The contact cards of a helper and the children, to print.")),
        Binding("x", "leave", mark("leaves/returns"), id="helpers.leave",
                tooltip=mark("The helper stops helping and the children are handed over; or helps again.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path) -> None:
        """Sheets are saved in `folder`."""
        columns = [
            Column[HelperEntry]("name", _("Name"), 8, lambda one: one.name, style=_ink),
            Column[HelperEntry]("load", _("Load"), BAR + 6, _load, style=_ink),
            Column[HelperEntry]("roles", _("Helps as"), 10, lambda one: labels(StaffRole, one.roles), style=_ink),
            Column[HelperEntry]("place", _("Village or unit"), 12, _place, style=_ink, grow=True),
            Column[HelperEntry]("trained", _("Trained on"), 10, lambda one: one.trained_on or "-", style=_ink),
            Column[HelperEntry]("promised", _("Pledged on"), 10, lambda one: one.commitment_on or "-", style=_ink),
            Column[HelperEntry]("phone", _("Phone"), 11, lambda one: one.phone, style=_ink),
        ]  # fmt: skip
        super().__init__(session, columns, empty=_("No helper is entered yet. F8 enters the first one."))
        self.folder = folder
        self._all: list[HelperEntry] = []
        self._wanted = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.session.may(Right.PLACES) if action in ("add", "edit", "leave") else True

    async def read(self) -> None:
        found = await self.in_thread(helpers, self.session)
        if found is not None:
            self._all = found
            self._show(self._table.current)
            load, room = sum(one.load for one in found), sum(max(0, one.capacity - one.load) for one in found)
            figures = _("{n} helpers, {load} children, room for {room}")
            self.set_heading(figures.format(n=sum(one.active for one in found), load=load, room=room))

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.app.push_screen(sheet_of(self.session, self.folder, "helper-sheet", event.row.id))

    @work
    async def action_search(self) -> None:
        options = [Option(str(one.id), one.name, _place(one)) for one in self._all]
        chosen = await self.app.push_screen_wait(Choose(_("Whom do you look for?"), options))
        if chosen is not None:
            self._wanted = ""
            self._show(next(one for one in self._all if str(one.id) == chosen.value))

    @work
    async def action_narrow(self) -> None:
        marks = Counter(mark_ for one in self._all for mark_ in _marks(one))
        names = {mark_: _named(mark_) for mark_ in sorted(marks)}
        options = [Option("", _("all")), *(Option(mark_, name, str(marks[mark_])) for mark_, name in names.items())]
        chosen = await self.app.push_screen_wait(Choose(_("Show only"), options, current=self._wanted))
        if chosen is not None:
            self._wanted = chosen.value
            self._show(self._table.current)

    def _show(self, keep: HelperEntry | None) -> None:
        rows = [one for one in self._all if not self._wanted or self._wanted in _marks(one)]
        self._table.show(ListPages(rows, key=lambda one: one.id), keep=keep)
        self.set_status(_("{what}: {n}").format(what=_named(self._wanted), n=len(rows)) if self._wanted else "")

    def action_cards(self) -> None:
        one = self._table.current
        if one is not None:
            self.app.push_screen(sheet_of(self.session, self.folder, "contact-card", one.id))

    def action_add(self) -> None:
        self.app.push_screen(PlainFormScreen(self.session, helper_deed(self.session)))

    @work
    async def action_edit(self) -> None:
        one = self._table.current
        deed = await self.in_thread(helper_deed, self.session, one.id) if one else None
        if deed is not None:
            self.app.push_screen(PlainFormScreen(self.session, deed))

    @work
    async def action_leave(self) -> None:
        one = self._table.current
        if one is None:
            return
        if not one.active:
            await self._do(lambda: come_back(self.session, one.id, one.version), _("The helper is back."))
            return
        children = await self.in_thread(hand_over_of, self.session, one.id)
        if children is None:
            return
        if children.versions:
            screen = HandOverScreen(self.session, one.name, children, one, leaves=True)
            if (done := await self.app.push_screen_wait(screen)) is not None:
                self.reload(done.sentence)
            return
        question = ConfirmReason(_("Does this helper leave?"), one.name, _("Leaves"))
        if reason := await self.app.push_screen_wait(question):
            await self._do(lambda: leave(self.session, one.id, one.version, reason), _("The helper has left."))

    async def _do(self, deed: Callable[[], object], sentence: str) -> None:
        try:
            await asyncio.to_thread(deed)
        except GuanaiError as error:
            await self.app.push_screen_wait(ShowMessage(error.sentence))
        else:
            self.reload(sentence)


def sheet_of(session: Session, folder: Path, report: str, staff: int) -> PreviewScreen:
    """A report on one helper, as it will print."""
    return PreviewScreen(session, find(report), folder, Request(on=session.clock.today(), helper=staff))


def helper_deed(session: Session, staff: int = 0) -> PlainDeed:
    """The form of a helper, new or to be corrected."""
    row = dict(helper_row(session, staff)) if staff else {}
    version = row.get("version", 0)

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "staff")
        roles = fields.codes("roles", StaffRole, required=True)
        return [
            Section("", [
                fields.name(required=True), fields.code("sex", Sex, width=8), roles, fields.phone(), fields.languages(),
            ]),
            Section(mark("Where they are"), [
                fields.line("unit"), fields.line("post"), fields.village(), fields.school(),
            ]),
            Section(mark("Helping"), [
                fields.number("capacity", 0, MOST), fields.day("trained_on"), fields.day("commitment_on"),
                fields.note("note"),
            ]),
        ]  # fmt: skip

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        if staff:
            correct_helper(session, staff, version, stored(changed))
        else:
            add_helper(session, stored(values))

    opening = {**row, "capacity": row.get("capacity") or None}
    for name, (value, text) in places_of(session, row).items():
        opening[name] = Option(str(value), text)
    title = "  ".join((_("Helper"), row["name"])) if row else _("New helper")
    return PlainDeed("helper", title, sections, save, opening, staff, version)


def _marks(one: HelperEntry) -> Iterator[str]:
    """What a helper may be filtered by: whether they left, the kinds of help, the place."""
    if not one.active:
        yield _LEFT
        return
    yield from (f"{_ROLE}{role}" for role in one.roles.split())
    if place := _place(one):
        yield f"{_PLACE}{place}"


def _named(mark_: str) -> str:
    if mark_ == _LEFT:
        return _("has left")
    return label(StaffRole, mark_.removeprefix(_ROLE)) if mark_.startswith(_ROLE) else mark_.removeprefix(_PLACE)


def _load(one: HelperEntry) -> str:
    if not one.active:
        return _("has left")
    most = one.capacity or one.load
    return f"{bar(min(one.load, most), most, BAR)} {one.load}/{one.capacity or '-'}"


def _place(one: HelperEntry) -> str:
    return one.village or one.school or one.unit


def _ink(one: HelperEntry) -> Style | None:
    return None if one.active else GONE
