"""The hand-over of a helper's children: each with the next helper, changed one by one before all is done at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.access import Right
from db.commands.helpers import hand_over_and_leave
from db.commands.pairings import Wish, hand_over
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.helpers import HelperEntry
from db.queries.pages import ListPages
from db.queries.pairing_hand_over import HandOver, Passing
from db.session import Session
from db.vocabulary import PairingKind
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm, ConfirmReason
from screens.dialogs.message import ShowMessage
from screens.pairing_questions import both_agree, passes_over
from screens.pairing_views import load_text
from screens.unfinished import UnfinishedScreen
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

NOBODY = Style(color="red")
_STAYS, _NONE = "stays", "none"


@dataclass(frozen=True)
class HandedOver:
    """What was done, in a sentence; `deed` takes it back, 0 where a helper has left."""

    deed: int
    sentence: str


class HandOverScreen(UnfinishedScreen[HandedOver]):
    """Returns what was done, or None."""

    TITLE = mark("Hand over")
    HELP_TEXT = mark("Nothing is done yet: Enter gives a child another helper, then F8 hands all over at once.")
    LEAVE = mark("Leave the hand-over?")
    FORGOTTEN = mark("Nothing is handed over yet; whom you chose here is forgotten.")
    BINDING_GROUP_TITLE = mark("Hand over")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,s", "accept", mark("hand over"), id="hand_over.accept",
                tooltip=mark("Hand all children over as they stand here.")),
        Binding("space", "leave_out", mark("stays"), priority=True, id="hand_over.leave_out",
                tooltip=mark("The child keeps the helper it has; again: it is handed over, too.")),
    ]  # fmt: skip

    def __init__(
        self, session: Session, name: str, over: HandOver, staff: HelperEntry | None = None, *, leaves: bool = False
    ) -> None:
        """The helper of that `name` may leave the register besides where `staff` is given, and does if `leaves`."""
        super().__init__()
        self.session = session
        self.helper = name
        self.over = self._proposed = over
        self.staff = staff
        self.leaves = leaves
        columns = [
            Column[Passing]("child", _("Child"), 8, lambda one: one.pairing.name),
            Column[Passing]("kind", _("Kind"), 8, lambda one: one.board.kind.label),
            Column[Passing]("to", _("Next helper"), 10, _to, style=_ink),
            Column[Passing]("load", _("Load"), 9, self._load),
            Column[Passing]("place", _("Village or unit"), 14, lambda one: _place(one), grow=True),
        ]
        self._table: RecordTable[Passing] = RecordTable(columns, threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._show()

    def settled(self) -> bool:
        return self.over != self._proposed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "leave_out" or not self.leaves

    def _show(self) -> None:
        keep = self._table.current
        self._table.show(ListPages(self.over.passings, key=lambda one: one.pairing.id), keep=keep)
        self.set_heading("  ".join((self.helper, self._told())))
        self.set_status(_("Enter: another helper"))

    def _told(self) -> str:
        """How many children go to whom."""
        names = {one.successor.id: one.successor.name for one in self.over.passings if one.successor}
        parts = [_("{name} {n}").format(name=names[line], n=n) for line, n in self.over.taken.items()]
        without = sum(not one.stays and one.to is None for one in self.over.passings)
        staying = sum(one.stays for one in self.over.passings)
        if without:
            parts.append(_("nobody yet {n}").format(n=without))
        if staying:
            parts.append(_("{n} stay").format(n=staying))
        return _(", ").join(parts)

    def _load(self, one: Passing) -> str:
        line = one.successor
        return f"{line.helper.load}->{self.over.load_of(line)}/{line.helper.capacity}" if line else ""

    @on(RecordTable.Selected)
    @work
    async def _choose(self, event: RecordTable.Selected) -> None:
        event.stop()
        one: Passing = event.row
        found = await self.in_thread(self.over.offered, one)
        if found is None:
            return
        options = [Option(_NONE, _("nobody yet"))]
        if not self.leaves:
            options.append(Option(_STAYS, _("stays with {name}").format(name=self.helper)))
        options += [
            Option(
                str(other.helper.id), f"{other.helper.name} {load_text(other.helper.helper)}",
                _(", ").join(part for part in (other.helper.place, other.words) if part),
            )
            for other in found
        ]  # fmt: skip
        current = str(one.successor.id) if one.successor else _STAYS if one.stays else _NONE
        chosen = await self.app.push_screen_wait(Choose(_("To whom?"), options, current=current))
        if chosen is None:
            return
        if chosen.value in (_NONE, _STAYS):
            self.over = self.over.changed(one, to=None, stays=chosen.value == _STAYS)
        else:
            candidate = next(other for other in found if str(other.helper.id) == chosen.value)
            insisted = await passes_over(self.app, candidate)
            if insisted is None:
                return
            to = one.board.by_id[candidate.helper.id]
            self.over = self.over.changed(one, to=to, stays=False, insisted=insisted)
        self._show()

    def action_leave_out(self) -> None:
        one = self._table.current
        if one is not None:
            self.over = self.over.changed(one, stays=not one.stays)
            self._show()
            self._table.action_move(1)

    @work(exclusive=True, group="accept")
    async def action_accept(self) -> None:
        if self.held():
            return
        if not self.over.versions:
            self.set_status(_("All stay where they are; there is nothing to hand over."))
            return
        agreed = False
        if any(one.board.kind is PairingKind.LITTLE_TEACHER for one in self.over.passings):
            answer = await both_agree(self.app, PairingKind.LITTLE_TEACHER, self.helper)
            if answer is None:
                return
            agreed = answer
        question = _("Does this helper leave, and are the children handed over?") if self.leaves else _("Hand over?")
        told = f"{self.helper} - {self._told()}"
        reason = await self.app.push_screen_wait(ConfirmReason(question, told, _("Hand over")))
        if reason:
            leaves = self.leaves or await self._leaves_too()
            await self._do(reason, Wish(agreed=agreed), leaves)

    async def _leaves_too(self) -> bool:
        if self.staff is None or not self.session.may(Right.PLACES) or any(one.stays for one in self.over.passings):
            return False
        question = Confirm(_("Does this helper stop helping, too?"), self.helper, _("Leaves"))
        return await self.app.push_screen_wait(question) is True

    async def _do(self, reason: str, wish: Wish, leaves: bool) -> None:
        over, staff = self.over, self.staff

        def deed() -> int:
            if leaves and staff is not None:
                hand_over_and_leave(self.session, staff.id, staff.version, over, reason, wish)
                return 0
            return hand_over(self.session, over.versions, over.successors, reason, wish, over.insisted)

        self.under_way = _("Pairing")
        try:
            number = await asyncio.to_thread(deed)
        except GuanaiError as error:
            self.under_way = ""
            await self.app.push_screen_wait(ShowMessage(error.sentence))
            return
        sentence = _("Handed over: {who}; {name} has left.") if leaves else _("Handed over: {who}.")
        await self.uppermost()
        self.under_way = ""
        self.dismiss(HandedOver(number, sentence.format(who=self._told(), name=self.helper)))


def _to(one: Passing) -> str:
    if one.stays:
        return _("stays")
    return one.to.name if one.to else _("nobody yet")


def _place(one: Passing) -> str:
    return one.successor.place if one.successor else ""


def _ink(one: Passing) -> Style | None:
    return NOBODY if one.to is None and not one.stays else None
