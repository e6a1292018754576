"""Reports: which there are; one that is chosen is shown as it will print."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.pages import ListPages
from db.session import Session
from exports.report import Report, readable
from screens.base import BaseScreen
from screens.report_preview import PreviewScreen
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable
from screens.widgets.text_pane import HEAD, Said, TextPane

__all__ = ["PreviewScreen", "ReportsScreen"]

FIRST = ("roster", "due", "statistics", "cross-check", "definitions", "periods", "summary", "charts")
"""What an office asks for most; the others follow by name."""


def listed(session: Session) -> list[Report]:
    """The reports that the person may read, in the order of the list."""
    known = readable(session)
    return [*(known[name] for name in FIRST), *(report for name, report in known.items() if name not in FIRST)]


class ReportsScreen(BaseScreen[None]):
    """The reports there are."""

    TITLE = mark("Reports")
    HELP_TEXT = mark("Enter shows a report as it will print; from there it can be saved.")
    DEFAULT_CSS = "ReportsScreen > TextPane { height: 3; margin-left: 2; }"

    def __init__(self, session: Session, folder: Path) -> None:
        """`folder` is where reports are saved."""
        super().__init__()
        self.session = session
        self.folder = folder
        self._about = TextPane()

    def body(self) -> Iterable[Widget]:
        title = Column[Report]("title", _("Report"), 56, lambda report: _(report.title), grow=True)
        yield RecordTable([title], ListPages(listed(self.session)), threaded=False)
        yield self._about

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        self._about.said = [Said(_("What it shows"), HEAD), Said(_(event.row.help))] if event.row else []

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.app.push_screen(PreviewScreen(self.session, event.row, self.folder))
