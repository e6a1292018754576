"""A report as it will print: its options set, its pages marked, unmasked with a reason, saved in every format."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from db.access import Right
from db.commands.recording import record_full_export
from db.errors import GuanaiError
from db.i18n import _, mark
from db.session import Session
from exports.masking import Mask
from exports.pages import BREAK
from exports.report import Report, Request
from exports.saving import preview, save
from screens.base import BaseScreen
from screens.dialogs.confirm import ConfirmReason
from screens.dialogs.message import ShowMessage
from screens.report_options import LABELS, Chosen, names, pick
from screens.widgets.pager import Pager

PAPER = 80
"""Cells of the line that marks the end of a page."""
FIRST = 300
"""Lines that are shown at once, while the rest of a long report is still being read."""
LONGEST = 150_000
"""Lines of a preview: 30 MB. The letters to 100,000 families have two million, which nobody pages through."""


class PreviewScreen(BaseScreen[None]):
    """A report line by line, as text of 80 columns."""

    TITLE = mark("Report")
    HELP_TEXT = mark("The report as it will print. Names and numbers are masked as the report asks.")
    BINDING_GROUP_TITLE = mark("Report")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,o", "options", mark("options"), id="report.options",
                tooltip=mark("Choose the day, place, kind and what else the report can be asked for.")),
        Binding("t", "save('text')", mark("save text"), id="report.text", tooltip=mark("Save the report as text.")),
        Binding("x", "save('csv')", mark("save CSV"), id="report.csv",
                tooltip=mark("Save the report as CSV for a spreadsheet.")),
        Binding("w", "save('xlsx')", mark("save XLSX"), id="report.xlsx",
                tooltip=mark("Save the report as a workbook.")),
        Binding("u", "unmask", mark("unmask"), id="report.unmask",
                tooltip=mark("Show and save names and numbers whole; the reason is put on record.")),
        Binding("e", "copy_template", mark("own template"), id="report.template",
                tooltip=mark("Copy the text of the summary beside the database, to be edited by the office.")),
    ]  # fmt: skip

    @dataclass
    class _Printed(Message):
        lines: list[str] | GuanaiError
        grown: bool = False
        """Whether the beginning is shown already."""
        whole: bool = True

    def __init__(self, session: Session, report: Report, folder: Path, request: Request | None = None) -> None:
        """`folder` is where it is saved; `request` is what it is asked for at first, today's by default."""
        super().__init__()
        self.session = session
        self.report = report
        self.folder = folder
        self.chosen = Chosen(request or Request(on=session.clock.today()))
        self._hidden: frozenset[Mask] | None = None
        self._whole = True
        """Whether the text is known to its end."""
        self._width = 0
        """Cells of the window that it was drawn for; none yet."""
        self._pager = Pager()

    @property
    def request(self) -> Request:
        return self.chosen.request

    def body(self) -> Iterable[Widget]:
        yield self._pager

    def on_mount(self) -> None:
        self._pager.focus()
        self._begin()

    def on_resize(self) -> None:
        """Draw anew what follows the width of the window."""
        if self._width not in (0, self.app.size.width) and "csv" not in self.report.formats:
            self._print()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "save":
            return parameters[0] in self.report.formats
        if action == "options":
            return bool(names(self.report))
        if action == "unmask":
            right = Right.REGISTER if "child" in self.report.needs else Right.FULL
            return self._hidden is None and bool(self.report.hidden) and self.session.may(right)
        return action != "copy_template" or self.report.keeps

    @work
    async def _begin(self) -> None:
        """Ask first for what the report cannot be drawn without."""
        for name in sorted(self.report.needs):
            if not self._has(name):
                chosen = await pick(self, self.report, self.chosen, name)
                if chosen is None:
                    self.set_status(_("Choose {what} with Enter first.").format(what=_(LABELS[name])))
                    return
                self.chosen = chosen
        self._print()

    def _has(self, name: str) -> bool:
        return getattr(self.request, {"class": "school_class"}.get(name, name)) is not None

    def _print(self) -> None:
        self.set_heading("  ".join([_(self.report.title), *self.chosen.words.values()]))
        self.set_status(_("The report is being drawn."))
        self._draw()

    @work(thread=True, exclusive=True, group="preview")
    def _draw(self) -> None:
        worker = get_current_worker()
        self._width = self.app.size.width
        asked = (self.session, self.report, self.request, self.folder, self._hidden, self._width)
        lines: list[str] = []
        try:
            for line in preview(*asked):
                if worker.is_cancelled:
                    return
                for shown in _marked(line):
                    lines.append(shown)
                    if len(lines) == FIRST:
                        self.post_message(self._Printed(list(lines), whole=False))
                if len(lines) >= LONGEST:
                    lines.append(_("The preview ends here. The saved report has everything."))
                    break
            self.post_message(self._Printed(lines, grown=len(lines) >= FIRST))
        except GuanaiError as error:
            self.post_message(self._Printed(error))

    @on(_Printed)
    def _show(self, message: _Printed) -> None:
        message.stop()
        self._whole = message.whole
        if isinstance(message.lines, GuanaiError):
            self.set_status(message.lines.sentence)
        elif message.grown:
            self._pager.grow(message.lines)
        else:
            self._pager.lines = message.lines

    @on(Pager.Moved)
    def _moved(self, event: Pager.Moved) -> None:
        self.set_status(event.told(whole=self._whole))

    @work
    async def action_options(self) -> None:
        chosen = await pick(self, self.report, self.chosen)
        if chosen is not None:
            if chosen.request.child != self.request.child:  # the reason was given for one child
                self._hidden = None
                self.refresh_bindings()
            self.chosen = chosen
            self._begin()

    @work
    async def action_save(self, form: str) -> None:
        try:
            path = await asyncio.to_thread(
                save, self.session, self.report, self.request, form, self.folder, self._hidden
            )  # fmt: skip
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            self.app.push_screen(ShowMessage(str(path), _("Saved")))

    @work
    async def action_unmask(self) -> None:
        question = _("Show and save everything unmasked? The reason is put on record.")
        reason = await self.app.push_screen_wait(ConfirmReason(question, _(self.report.title)))
        if reason is None:
            return
        if await self.in_thread(self._recorded, reason):
            self._hidden = frozenset()
            self.refresh_bindings()
            self._print()

    def _recorded(self, reason: str) -> bool:
        record_full_export(self.session, self.report.name, child_id=self.request.child, reason=reason)
        return True

    @work
    async def action_copy_template(self) -> None:
        from exports.templating import FOLDER, copy_template

        kind = self.request.kind or ("school" if self.request.school else "township")
        folder = self.session.database.path.parent / FOLDER
        path = await self.in_thread(copy_template, kind, folder)
        if path is not None:
            self.app.push_screen(ShowMessage(str(path), _("The office's own template; edit it with any editor.")))


def _marked(line: str) -> Iterable[str]:
    """A line of the printed text; before one that begins a page, a line that shows where the page ends."""
    if line.startswith(BREAK):
        yield "- " * (PAPER // 2)
        line = line.removeprefix(BREAK)
    yield line
