"""Two people changed the same fields: both texts side by side, and the person who saves later decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.pages import ListPages
from screens.dialogs.dialog import Dialog
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable
from screens.widgets.sentence import Sentence

HEIGHT = 8


@dataclass(frozen=True)
class Clash:
    """A field, and its two texts."""

    name: str
    label: str
    mine: str
    theirs: str


class ResolveConflict(Dialog["list[str]"]):
    """Returns the names of the fields in which one's own text is to stay, or None to save nothing."""

    WIDTH = 60
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,left,right", "switch", mark("switch"), id="conflict.switch", priority=True,
                tooltip=mark("Take the other text of this field.")),
    ]  # fmt: skip

    def __init__(self, who: str, clashes: Sequence[Clash]) -> None:
        super().__init__(_("Changed by two people"))
        self._who = who
        self._mine = {clash.name for clash in clashes}
        columns = [
            Column[Clash]("label", _("Field"), 14, lambda clash: clash.label),
            Column[Clash]("mine", _("yours"), 19, lambda clash: self._cell(clash, mine=True)),
            Column[Clash]("theirs", _("now"), 19, lambda clash: self._cell(clash, mine=False)),
        ]
        self._table: RecordTable[Clash] = RecordTable(columns, ListPages(list(clashes)), threaded=False)
        self._table.styles.height = min(HEIGHT, len(clashes) + 1)

    def body(self) -> list[Widget]:
        sentence = _("{user} has changed these fields after you opened the form. Choose which text stays.")
        return [Sentence(sentence.format(user=self._who)), self._table]

    def keys(self) -> str:
        return _("Space switch  Enter save  Esc back")

    def _cell(self, clash: Clash, *, mine: bool) -> str:
        chosen = (clash.name in self._mine) is mine
        return ("* " if chosen else "  ") + (clash.mine if mine else clash.theirs or _("nothing"))

    def action_switch(self) -> None:
        clash = self._table.current
        if clash is not None:
            self._mine ^= {clash.name}
            self._table.refresh()

    @on(RecordTable.Selected)
    def _done(self, event: RecordTable.Selected) -> None:
        event.stop()
        self.dismiss(sorted(self._mine))
