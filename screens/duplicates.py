"""Children who may be one and the same: compared side by side, merged with every record kept, or told apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db import vocabulary as v
from db.access import Right
from db.clock import local_time
from db.commands.merging import merge_children
from db.commands.telling_apart import doubt_again, tell_apart
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.duplicate_pairs import DuplicatePair, PairChild, duplicate_pairs, pairs_told_apart
from db.queries.pages import ListPages
from db.session import Session
from screens.base import BaseScreen
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import Confirm
from screens.dialogs.message import ShowMessage
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

DIFFERENT = Style(color="yellow")


class DuplicatesScreen(BaseScreen[None]):
    """The likely pairs, the likeliest first; or those that were told apart, the newest first."""

    TITLE = mark("Probable duplicates")
    HELP_TEXT = mark("Two entries that may be one child; Enter compares them and offers to merge.")
    BINDING_GROUP_TITLE = mark("Probable duplicates")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "tell_apart", mark("two children"), id="pairs.tell_apart",
                tooltip=mark("They are two children: do not ask again.")),
        Binding("n", "doubt_again", mark("doubt again"), id="pairs.doubt_again",
                tooltip=mark("They may be one child, after all: ask again.")),
        Binding("o", "other_pairs", mark("told apart"), id="pairs.other_pairs",
                tooltip=mark("The pairs that were told apart; again: the probable ones.")),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._apart = False
        columns = [
            Column[DuplicatePair]("first", _("Name"), 10, lambda pair: pair.first.name),
            Column[DuplicatePair]("born", _("Born"), 10, lambda pair: pair.first.birth_date or ""),
            Column[DuplicatePair]("second", _("The other"), 10, lambda pair: pair.second.name),
            Column[DuplicatePair]("born2", _("Born"), 10, lambda pair: pair.second.birth_date or ""),
            Column[DuplicatePair]("why", _("Why"), 13, _why, grow=True),
        ]
        self._table: RecordTable[DuplicatePair] = RecordTable(columns, threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._look()

    @work(exclusive=True)
    async def _look(self) -> None:
        pairs = await self.in_thread(pairs_told_apart if self._apart else duplicate_pairs, self.session)
        if pairs is not None:
            self.set_heading(_("told apart") if self._apart else "")
            self._table.set_empty(
                _("No pair was told apart. Press o for the probable ones.")
                if self._apart
                else _("No two children look like one.")
            )
            keys = ListPages(pairs, key=lambda pair: (pair.first.id, pair.second.id))
            self._table.show(keys, keep=self._table.current)

    def others_wrote(self) -> None:
        self._look()

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        self.set_status(self._table.view_text)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return _offered(self.session, action, self._table.current)

    def action_other_pairs(self) -> None:
        self._apart = not self._apart
        self._look()

    def action_tell_apart(self) -> None:
        self._decide(_tell_apart)

    def action_doubt_again(self) -> None:
        self._decide(_doubt_again)

    @work
    async def _decide(self, deed: Deed) -> None:
        pair = self._table.current
        if pair is not None:
            await self.in_thread(deed, self.session, pair)
            self._look()

    @on(RecordTable.Selected)
    @work
    async def _compare(self, event: RecordTable.Selected) -> None:
        if await self.app.push_screen_wait(CompareScreen(self.session, event.row)):
            self._look()


Deed = Callable[[Session, DuplicatePair], None]


def _tell_apart(session: Session, pair: DuplicatePair) -> None:
    tell_apart(session, pair.first.id, pair.second.id)


def _doubt_again(session: Session, pair: DuplicatePair) -> None:
    if pair.apart:
        doubt_again(session, pair.apart.id, pair.apart.version)


def _offered(session: Session, action: str, pair: DuplicatePair | None) -> bool:
    """Whether a deed fits the pair and the person."""
    if action not in ("merge", "tell_apart", "doubt_again"):
        return True
    apart = pair is not None and pair.apart is not None
    return session.may(Right.REGISTER) and pair is not None and apart == (action == "doubt_again")


def _why(pair: DuplicatePair) -> str:
    if pair.apart is None:
        return _(", ").join(pair.reasons)
    return _("{user} told them apart, {time}").format(user=pair.apart.by, time=local_time(pair.apart.at))


@dataclass(frozen=True)
class Compared:
    """One line of the comparison."""

    title: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return bool(self.first and self.second) and self.first != self.second


class CompareScreen(BaseScreen[bool]):
    """Two entries side by side; returns whether anything was decided about them."""

    TITLE = mark("Compare")
    HELP_TEXT = mark("Merging keeps every record of both; where they differ, the entry that is kept counts.")
    BINDING_GROUP_TITLE = mark("Compare")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "merge", mark("merge"), id="duplicates.merge",
                tooltip=mark("Make one child of the two; choose which entry is kept.")),
        Binding("n", "tell_apart", mark("two children"), id="duplicates.tell_apart",
                tooltip=mark("They are two children: do not ask again.")),
        Binding("n", "doubt_again", mark("doubt again"), id="duplicates.doubt_again",
                tooltip=mark("They may be one child, after all: ask again.")),
    ]  # fmt: skip

    def __init__(self, session: Session, pair: DuplicatePair) -> None:
        super().__init__()
        self.session = session
        self.pair = pair
        columns = [
            Column[Compared]("title", _("Field"), 12, lambda line: line.title),
            Column[Compared]("first", _("First entry"), 22, lambda line: line.first, style=_style),
            Column[Compared]("second", _("Second entry"), 22, lambda line: line.second, style=_style, grow=True),
        ]
        self._table: RecordTable[Compared] = RecordTable(columns, ListPages(compared(pair)), threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self.set_heading(_why(self.pair))
        self._table.focus()

    @on(RecordTable.Selected)
    def _selected(self) -> None:
        if self.check_action("merge", ()):
            self.action_merge()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return _offered(self.session, action, self.pair)

    def action_tell_apart(self) -> None:
        self._decide(_tell_apart)

    def action_doubt_again(self) -> None:
        self._decide(_doubt_again)

    @work(exclusive=True)
    async def _decide(self, deed: Deed) -> None:
        try:
            await asyncio.to_thread(deed, self.session, self.pair)
        except GuanaiError as error:
            await self.app.push_screen_wait(ShowMessage(error.sentence))
        else:
            self.dismiss(True)

    @work(exclusive=True)
    async def action_merge(self) -> None:
        first, second = self.pair.first, self.pair.second
        options = [
            Option("first", _("Keep the first entry: {file}").format(file=first.file_no or first.id)),
            Option("second", _("Keep the second entry: {file}").format(file=second.file_no or second.id)),
        ]
        chosen = await self.app.push_screen_wait(Choose(_("Which entry is kept?"), options))
        if chosen is None:
            return
        kept, other = (first, second) if chosen.value == "first" else (second, first)
        number = kept.id_no
        if kept.id_no and other.id_no:
            options = [Option(one.id_no or "", one.id_no or "", one.birth_date or "") for one in (kept, other)]
            right = await self.app.push_screen_wait(Choose(_("Which ID number is right?"), options))
            if right is None:
                return
            number = right.value
        question = _("Merge the two into one child?")
        if not await self.app.push_screen_wait(Confirm(question, kept.name, _("Merge"))):
            return
        try:
            await asyncio.to_thread(
                merge_children, self.session, kept.id, kept.version, other.id, other.version, number
            )
        except GuanaiError as error:
            await self.app.push_screen_wait(ShowMessage(error.sentence))
            return
        self.dismiss(True)


def compared(pair: DuplicatePair) -> list[Compared]:
    """The lines of a comparison, empty ones left out."""
    one, other = (_values(child) for child in (pair.first, pair.second))
    return [Compared(title, value, other[title]) for title, value in one.items() if value or other[title]]


def _values(child: PairChild) -> dict[str, str]:
    return {
        _("Name"): child.name,
        _("Sex"): v.label(v.Sex, child.sex),
        _("Born"): child.birth_date or "",
        _("ID number"): child.id_no or "",
        _("Village"): child.village or "",
        _("School"): child.school or "",
        _("Father"): child.father or "",
        _("Mother"): child.mother or "",
        _("Child's phone"): child.phone or "",
        _("File number"): child.file_no or "",
        _("Registered"): child.registered_on,
        _("Records"): str(child.records),
    }


def _style(line: Compared) -> Style | None:
    return DIFFERENT if line.differs else None
