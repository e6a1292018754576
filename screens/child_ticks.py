"""A list of children to tick, for what is written down for many of them at one stroke."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Generic

from textual import on, work
from textual.binding import Binding, BindingType

from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.pages import ListPages, Row
from db.session import Session
from screens.list_screen import ListScreen
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

SHOWN = 5
"""Names that fit into a sentence; the rest are counted."""


def first_names(names: Sequence[str]) -> str:
    """The first of some names, and how many there are."""
    told = _(", ").join(names[:SHOWN])
    return told if len(names) <= SHOWN else _("{names} and others, {n} in all").format(names=told, n=len(names))


class ChildTicksScreen(ListScreen[None, Row], Generic[Row]):
    """Space ticks and goes on to the next; a deed is for the ticked ones, or for the one under the cursor.

    Subclasses give the columns, the child and the place of a row, whether it is open, and `load`.
    """

    BINDING_GROUP_TITLE = mark("Children")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", mark("tick"), id="ticks.tick", priority=True,
                tooltip=mark("Tick or untick the child, and go on to the next.")),
        Binding("a", "tick_all", mark("tick all"), id="ticks.all",
                tooltip=mark("Tick all for whom nothing is written down yet; again: the next that are to be done, then "
                             "none.")),
        Binding("o", "open_only", mark("open only"), show=False, id="ticks.open",
                tooltip=mark("Only children for whom nothing is written down yet; again: all.")),
        Binding("f", "narrow", mark("school/class"), show=False, id="ticks.narrow",
                tooltip=mark("Only the children of one school or class.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path, columns: Sequence[Column[Row]]) -> None:
        ticks = Column[Row]("tick", "", 3, lambda row: "[x]" if self.child_of(row) in self.ticked else "[ ]")
        super().__init__(session, [ticks, *columns], empty=_("No children."))
        self.folder = folder
        self.rows: Sequence[Row] = ()
        self.ticked: set[int] = set()
        self._open_only = False
        self._done = ""
        self._place: tuple[str, str] | None = None

    def child_of(self, row: Row) -> int:
        """The child of a row."""
        raise NotImplementedError

    def place_of(self, row: Row) -> tuple[str, str]:
        """School and class of the child, by their names."""
        raise NotImplementedError

    def is_open(self, row: Row) -> bool:
        """Whether nothing is written down for the child yet."""
        raise NotImplementedError

    def is_half_open(self, row: Row) -> bool:
        """Whether something follows what is written down: those are ticked after the open ones."""
        return False

    def load(self) -> Sequence[Row]:
        """The rows, read in a thread."""
        raise NotImplementedError

    def head(self, place: str) -> None:
        """Tell in the heading to which place the list is narrowed, empty for all."""
        raise NotImplementedError

    async def read(self) -> None:
        """Read the rows anew; what was ticked is kept where it is still there."""
        rows = await self.in_thread(self.load)
        if rows is None:
            return
        self.rows = rows
        self._show()
        if self._done:
            self.set_status(self._done)

    def unfinished(self) -> bool:
        return bool(self.ticked)

    @property
    def meant(self) -> list[Row]:
        """The ticked rows, else the one under the cursor."""
        ticked = [row for row in self.rows if self.child_of(row) in self.ticked]
        current = self._table.current
        return ticked or ([current] if current is not None else [])

    @property
    def chosen(self) -> list[Row]:
        """The ticked rows in sight; without one the status line asks for ticks."""
        ticked = [row for row in self.rows if self.child_of(row) in self.ticked]
        if not ticked:
            self.set_status(_("Tick the children first: Space ticks one, a ticks all."))
        return ticked

    async def do(self, deed: Callable[[], str]) -> None:
        """Do something for those meant in a thread, say what the deed returns, and untick them."""
        try:
            sentence = await asyncio.to_thread(deed)
        except GuanaiError as error:
            self.set_status(error.sentence)
            return
        await self.tell_done(sentence)

    async def tell_done(self, sentence: str) -> None:
        """Untick all, read anew and say what was done, until the next key that ticks or narrows."""
        self.ticked.clear()
        self._done = sentence
        await self.read()

    def action_tick(self) -> None:
        row = self._table.current
        if row is not None:
            self.ticked ^= {self.child_of(row)}
            self._done = ""
            self._table.refresh()
            self._table.action_move(1)
            self._tell()

    def action_tick_all(self) -> None:
        in_sight = self._in_sight()
        kinds = (self.is_open, self.is_half_open)
        turns = [turn for counts in kinds if (turn := {self.child_of(row) for row in in_sight if counts(row)})]
        if self.ticked in turns:
            turns = turns[turns.index(self.ticked) + 1 :]
        elif self.ticked:
            turns = []
        self.ticked = turns[0] if turns else set()
        self._done = ""
        self._table.refresh()
        self._tell()

    def action_open_only(self) -> None:
        self._done = ""
        self._open_only = not self._open_only
        self._show()

    def _show(self) -> None:
        """Ticks stay only where they are in sight: what is marked is what one sees."""
        rows = [row for row in self._in_sight() if self.is_open(row) or not self._open_only]
        self.ticked &= {self.child_of(row) for row in rows}
        self._table.show(ListPages(rows, key=self.child_of), keep=self._table.current)
        self._tell()

    def _in_sight(self) -> list[Row]:
        """The rows of the place that the list is narrowed to."""
        if self._place is None:
            return list(self.rows)
        school, class_title = self._place
        places = ((row, self.place_of(row)) for row in self.rows)
        return [row for row, place in places if place[0] == school and class_title in ("", place[1])]

    def _tell(self) -> None:
        rows = self._in_sight()
        still = sum(self.is_open(row) for row in rows)
        told = _("{n} of {all} open, {ticked} ticked")
        self.set_status(told.format(n=still, all=len(rows), ticked=len(self.ticked)))

    @work
    async def action_narrow(self) -> None:
        from screens.dialogs.choose import Choose

        found = dict.fromkeys(place for row in self.rows for place in ((self.place_of(row)[0], ""), self.place_of(row)))
        places = [place for place in found if place[0]]
        options = [Option("", _("all"))]
        options += [Option(str(at), " ".join(place).strip()) for at, place in enumerate(places)]
        chosen = await self.app.push_screen_wait(Choose(_("Show only"), options))
        if chosen is not None:
            self._done = ""
            self._place = places[int(chosen.value)] if chosen.value else None
            self.head(f"[{chosen.label}]" if chosen.value else "")
            self._show()

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        from screens.child import ChildScreen

        self.app.push_screen(ChildScreen(self.session, self.child_of(event.row), self.folder))
