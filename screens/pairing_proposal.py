"""The proposal for all: each pair a line with its reasons, ticked to be accepted; those who stay without say why."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.widget import Widget

from db.commands.pairings import Wish, accept
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.pages import ListPages
from db.queries.pairing_board import Board, Candidate, Waiting
from db.queries.pairing_proposal import Proposal, propose, reasons_of
from db.session import Session
from screens.dialogs.message import ShowMessage
from screens.pairing_questions import both_agree
from screens.unfinished import UnfinishedScreen
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.record_table import RecordTable

WITHOUT = Style(color="red")
SHOWN_REASONS = 6
WIDE = 76
"""From this width on, the list has room for the reasons."""


@dataclass(frozen=True)
class ProposedLine:
    """A proposed pair, or a child without one, and why."""

    child: Waiting
    pair: Candidate | None
    words: str


@dataclass(frozen=True)
class Accepted:
    """So many pairs were made; `deed` takes them back."""

    deed: int
    pairs: int


class ProposalScreen(UnfinishedScreen[Accepted]):
    """Returns what was accepted, or None."""

    TITLE = mark("Proposal")
    HELP_TEXT = mark("Nothing is paired yet: untick what is not wanted, then F8 accepts all that is ticked at once.")
    LEAVE = mark("Leave the proposal?")
    FORGOTTEN = mark("Nothing is paired yet; what you ticked here is forgotten.")
    BINDING_GROUP_TITLE = mark("Proposal")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,s", "accept", mark("accept"), id="proposal.accept",
                tooltip=mark("Make all ticked pairs in one go.")),
        Binding("space", "tick", mark("tick"), priority=True, id="proposal.tick",
                tooltip=mark("Tick or untick a pair.")),
        Binding("a", "tick_all", mark("all"), id="proposal.all", tooltip=mark("Tick or untick all.")),
        Binding("v", "tick_place", mark("village"), show=False, id="proposal.place",
                tooltip=mark("Tick or untick all pairs of this child's village.")),
        Binding("w", "why", mark("who waits"), id="proposal.why", tooltip=mark("Why children stay without a helper.")),
    ]  # fmt: skip

    def __init__(self, session: Session, board: Board) -> None:
        super().__init__()
        self.session = session
        self.board = board
        self.proposal: Proposal | None = None
        self._ticked: set[int] = set()
        self._more: Counter[int] = Counter()
        """How many more children each helper would have by what is ticked."""
        columns = [
            Column[ProposedLine]("tick", "", 3, self._tick_of),
            Column[ProposedLine]("child", _("Child"), 8, lambda line: line.child.name, style=_ink),
            Column[ProposedLine]("place", _("Village"), 10, lambda line: line.child.village or line.child.school),
            Column[ProposedLine]("helper", _("Helper"), 8, lambda line: line.pair.helper.name if line.pair else "-"),
            Column[ProposedLine]("load", _("Load"), 9, self._load_of),
            Column[ProposedLine]("words", _("Why they fit"), 22, lambda line: line.words, style=_ink, grow=True),
        ]
        self._table: RecordTable[ProposedLine] = RecordTable(columns, empty=_("Nobody waits."), threaded=False)
        self._words = Line()

    def settled(self) -> bool:
        return self.proposal is not None and self._ticked != {pair.child.id for pair in self.proposal.pairs}

    def body(self) -> Iterable[Widget]:
        yield self._table
        yield self._words

    def on_resize(self, event: Resize) -> None:
        # Where the column of reasons does not fit, those of the line under the cursor stand below the list.
        self._words.display = event.size.width < WIDE

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._words.text = event.row.words if event.row else ""

    def on_mount(self) -> None:
        self._table.focus()
        self.set_status(_("Looking for the best pairs"))
        self._propose()

    @work
    async def _propose(self) -> None:
        proposal = await self.in_thread(propose, self.board)
        if proposal is None:
            return
        self.proposal = proposal
        self._tick({pair.child.id for pair in proposal.pairs})
        self._table.show(ListPages(_lines(proposal), key=lambda line: line.child.id))

    def _count(self) -> None:
        if self.proposal:
            sentence = _("{kind}: {ticked} of {pairs} pairs ticked, {without} stay without")
            pairs, ticked, kind = len(self.proposal.pairs), len(self._ticked), self.board.kind.label
            without = len(self.proposal.unpaired) + pairs - ticked
            self.set_heading(sentence.format(kind=kind, ticked=ticked, pairs=pairs, without=without))
            self.set_status("")

    def _tick_of(self, line: ProposedLine) -> str:
        if line.pair is None:
            return ""
        return "[x]" if line.child.id in self._ticked else "[ ]"

    def _load_of(self, line: ProposedLine) -> str:
        """The helper's load now and with all that is ticked, and the most they take."""
        if line.pair is None:
            return ""
        helper = line.pair.helper
        return f"{helper.helper.load}->{helper.helper.load + self._more[helper.id]}/{helper.helper.capacity}"

    def _tick(self, ids: set[int]) -> None:
        """Have exactly these children ticked."""
        self._ticked = ids
        pairs = self.proposal.pairs if self.proposal else ()
        self._more = Counter(pair.helper.id for pair in pairs if pair.child.id in ids)
        self._count()
        self._table.refresh()

    def _toggle(self, ids: set[int]) -> None:
        """Tick all of these, or untick them where all are ticked."""
        self._tick(self._ticked - ids if ids <= self._ticked else self._ticked | ids)

    def action_tick(self) -> None:
        line = self._table.current
        if line is not None and line.pair is not None:
            self._toggle({line.child.id})
            self._table.action_move(1)

    def action_tick_all(self) -> None:
        if self.proposal:
            self._toggle({pair.child.id for pair in self.proposal.pairs})

    def action_tick_place(self) -> None:
        line = self._table.current
        if self.proposal and line is not None:
            here = line.child.village
            self._toggle({pair.child.id for pair in self.proposal.pairs if pair.child.village == here})

    @on(RecordTable.Selected)
    def _explain(self, event: RecordTable.Selected) -> None:
        event.stop()
        line: ProposedLine = event.row
        helper = f" - {line.pair.helper.name}" if line.pair else ""
        self.app.push_screen(ShowMessage(line.words, f"{line.child.name}{helper}"))

    def action_why(self) -> None:
        if self.proposal:
            found = reasons_of(self.proposal)
            told = [_("{n} children: {why}").format(n=n, why=why) for why, n in found[:SHOWN_REASONS]]
            if len(found) > SHOWN_REASONS:
                told.append(_("and {n} more reasons, at the end of the list").format(n=len(found) - SHOWN_REASONS))
            self.app.push_screen(ShowMessage("\n".join(told) or _("Nobody stays without."), _("Who waits, and why")))

    @work(exclusive=True, group="accept")
    async def action_accept(self) -> None:
        proposal = self.proposal
        if proposal is None or self.held():
            return
        pairs = [(pair.child.id, pair.helper.id) for pair in proposal.pairs if pair.child.id in self._ticked]
        if not pairs:
            self.set_status(_("Nothing is ticked."))
            return
        agreed = await both_agree(self.app, self.board.kind, _("{n} pairs").format(n=len(pairs)))
        if agreed is None:
            return
        self.under_way = _("Pairing")
        self.set_status(self.under_way)
        try:
            wish = Wish(reason=_("by proposal"), agreed=agreed)
            deed = await asyncio.to_thread(accept, self.session, self.board.kind, pairs, wish)
        except GuanaiError as error:
            self.under_way = ""
            self.set_status("")
            await self.app.push_screen_wait(ShowMessage(error.sentence))
            return
        await self.uppermost()
        self.under_way = ""
        self.dismiss(Accepted(deed, len(pairs)))


def _lines(proposal: Proposal) -> list[ProposedLine]:
    lines = [ProposedLine(pair.child, pair, pair.words) for pair in proposal.pairs]
    return lines + [ProposedLine(one.child, None, one.why) for one in proposal.unpaired]


def _ink(line: ProposedLine) -> Style | None:
    return WITHOUT if line.pair is None else None
