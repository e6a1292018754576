"""The good deeds of a semester, entered for many children at one stroke."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from db.access import Right
from db.commands.care_batches import enter_good_deeds
from db.i18n import _, mark
from db.queries.nine_ones_children import ChildCells, children_cells
from db.rules.names import clean_note
from db.rules.nine_ones import MARKS, CellState
from db.session import Session
from db.vocabulary import NineOne
from screens.child_fields import Asking, Fields
from screens.child_ticks import ChildTicksScreen
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.widgets.columns import Column
from screens.widgets.fields import Field, Kind, Section


class GoodDeedsScreen(ChildTicksScreen[ChildCells]):
    """The children of a school, those first of whom nothing is known yet."""

    TITLE = mark("Good deeds of the semester")
    HELP_TEXT = mark("Space ticks children, a ticks all without a good deed; F8 writes one down for all of them.")
    BINDING_GROUP_TITLE = mark("Good deeds")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "enter", mark("write down"), id="deeds.enter",
                tooltip=mark("Write down what the ticked children did.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path, school: int | None, name: str) -> None:
        """`school` is None for the children of no school; `name` is what the heading calls it."""
        columns = [
            Column[ChildCells]("name", _("Name"), 10, lambda row: row.name),
            Column[ChildCells]("class", _("Class"), 10, lambda row: row.class_title, grow=True),
            Column[ChildCells]("deeds", _("Good deeds"), 10, _deeds),
        ]
        super().__init__(session, folder, columns)
        self.school = school
        self.name_of_place = name
        self._last = ""

    def on_mount(self) -> None:
        super().on_mount()
        self.head("")

    def head(self, place: str) -> None:
        self.set_heading("  ".join(part for part in (self.name_of_place, place) if part))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "enter" or self.session.may(Right.RECORDS)

    def child_of(self, row: ChildCells) -> int:
        return row.id

    def place_of(self, row: ChildCells) -> tuple[str, str]:
        return row.school, row.class_title

    def is_open(self, row: ChildCells) -> bool:
        return row.state(NineOne.GOOD_DEED) in (CellState.MISSING, CellState.PARTLY)

    def load(self) -> Sequence[ChildCells]:
        rows = children_cells(self.session, school=self.school, without_school=self.school is None)
        owed = [row for row in rows if row.state(NineOne.GOOD_DEED) is not CellState.NOT_APPLICABLE]
        return sorted(owed, key=lambda row: not self.is_open(row))

    @work
    async def action_enter(self) -> None:
        children = [row.id for row in self.meant]
        if not children:
            return

        def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
            enter_good_deeds(self.session, children, values["summary"], values["happened_on"])
            self._last = values["summary"]

        title = _("Good deed of {n} children").format(n=len(children))
        opening = {"happened_on": self.session.clock.today().isoformat(), "summary": self._last}
        deed = PlainDeed("good_deed", title, _sections, save, opening)
        if await self.app.push_screen_wait(PlainFormScreen(self.session, deed)):
            await self.tell_done(_("Written down for {n} children.").format(n=len(children)))


def _sections(asking: Asking) -> Sequence[Section]:
    day = Fields(asking, "activity").day("happened_on", label=mark("On the day"), required=True)
    help_ = mark("For example 帮村里老人打扫院子, 给弟弟辅导作业.")
    what = Field("summary", mark("What was done"), Kind.NOTE, lines=3, max_length=500, required=True,
                 parse=clean_note, help=help_)  # fmt: skip
    return [Section("", [what, day])]


def _deeds(row: ChildCells) -> str:
    return f"{MARKS[row.state(NineOne.GOOD_DEED)]}{row.deeds or ''}"
