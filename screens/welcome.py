"""The first start, without a child in the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.message import Message
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.pages import ListPages
from screens.base import BaseScreen
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable


@dataclass(frozen=True)
class Way:
    """A way to begin, and the action of the program that goes it."""

    action: str
    sentence: str


class WelcomeScreen(BaseScreen[None]):
    """Ways to begin."""

    TITLE = mark("Welcome to guanai")
    HELP_TEXT = mark("The register is empty: choose how to begin.")

    @dataclass
    class Chosen(Message):
        """A way was chosen; `action` is "new_child", "import", "demo" or "start"."""

        action: str

    def body(self) -> Iterable[Widget]:
        ways = [
            Way("new_child", _("Register the first child")),
            Way("import", _("Import a roster from CSV or XLSX")),
            Way("demo", _("Look at a made-up township (the register stays empty)")),
            Way("start", _("Start with the empty register")),
        ]
        question = _("The register is empty. How do you want to begin?")
        column = Column[Way]("sentence", question, 60, lambda way: way.sentence)
        yield RecordTable([column], ListPages(ways), threaded=False)

    @on(RecordTable.Selected)
    def _choose(self, event: RecordTable.Selected) -> None:
        self.post_message(self.Chosen(event.row.action))
