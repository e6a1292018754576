"""Tick any of a list, and put them in order where the order matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.pages import ListPages
from screens.dialogs.dialog import Dialog
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

HEIGHT = 14


class ChooseMany(Dialog["list[str]"]):
    """Returns the values ticked, in the order of the list; None if given up.

    With `ordered`, left and right move an option up and down in the list.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", mark("tick"), id="many.toggle", tooltip=mark("Tick or untick."), priority=True),
        Binding("a", "tick_all", mark("tick all"), id="many.all", tooltip=mark("Tick all; again: none."),
                priority=True),
        Binding("left", "shift(-1)", mark("earlier"), id="many.earlier", tooltip=mark("Move up."), priority=True),
        Binding("right", "shift(1)", mark("later"), id="many.later", tooltip=mark("Move down."), priority=True),
    ]  # fmt: skip

    def __init__(
        self, title: str, options: Sequence[Option], chosen: Sequence[str], *, ordered: bool = False,
        some: bool = False,
    ) -> None:  # fmt: skip
        """Those `chosen` come first where the order matters; with `some`, Enter before any tick takes its line."""
        super().__init__(title)
        rank = {value: place for place, value in enumerate(chosen)} if ordered else {}
        self._options = sorted(options, key=lambda option: rank.get(option.value, len(rank)))
        self._chosen = set(chosen)
        self._ordered = ordered
        self._takes_line = some and not chosen
        columns = [
            Column[Option]("tick", "", 3, lambda option: "[x]" if option.value in self._chosen else "[ ]"),
            Column[Option]("label", "", self.WIDTH - 10, lambda option: option.label),
        ]
        self._table = RecordTable(columns, ListPages(self._options), head=False, threaded=False)
        self._table.styles.height = max(1, min(HEIGHT, len(options)))
        self._count = Line()

    def body(self) -> list[Widget]:
        return [self._table, self._count] if len(self._options) > HEIGHT else [self._table]

    def keys(self) -> str:
        if self._ordered:
            return _("Space tick  Left/Right order  Enter done")
        return _("Space tick  a all  Enter done  Esc cancel")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._ordered if action == "shift" else True

    def action_tick(self) -> None:
        option = self._table.current
        if option is not None:
            self._chosen ^= {option.value}
            self._takes_line = False
            self._table.refresh()
            self._tell()

    def action_tick_all(self) -> None:
        every = {option.value for option in self._options}
        self._chosen = set() if self._chosen == every else every
        self._table.refresh()
        self._tell()

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        event.stop()
        self._tell()

    def _tell(self) -> None:
        """Where in a long list one is, and how many are ticked."""
        ticked = _("{n} ticked").format(n=len(self._chosen))
        self._count.text = f"{self._table.view_text}  {ticked}"

    def action_shift(self, by: int) -> None:
        option = self._table.current
        if option is None:
            return
        at = self._options.index(option)
        to = at + by
        if 0 <= to < len(self._options):
            self._options[at], self._options[to] = self._options[to], self._options[at]
            self._table.reload(keep=option)

    @on(RecordTable.Selected)
    def _done(self, event: RecordTable.Selected) -> None:
        event.stop()
        if self._takes_line and not self._chosen:
            self._chosen = {event.row.value}
        self.dismiss([option.value for option in self._options if option.value in self._chosen])
