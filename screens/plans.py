"""Special education plans: the list with what is to be reviewed first, and one plan with its measures and reviews."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.access import Right
from db.commands.plans import finish_measure
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.pages import ListPages
from db.queries.plans import Plan, PlanLine, overdue, plan, plans
from db.session import Session
from db.vocabulary import PlanCause, PlanOutcome, label
from exports.plan_sheet import plan_blocks
from exports.report import Request, find
from screens.base import BaseScreen
from screens.dialogs.confirm import Confirm
from screens.list_screen import ListScreen
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.plan_forms import close_deed, measure_deed, plan_deed, reopen_deed, review_deed
from screens.report_preview import PreviewScreen
from screens.widgets.block_view import BlockView
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

LATE, OVER = Style(color="red", bold=True), Style(dim=True)


class PlansScreen(ListScreen[None, PlanLine]):
    """The plans that the person may see, of all children or of one."""

    TITLE = mark("Special education plans")
    HELP_TEXT = mark("The plans, the next review first; Enter opens one, F8 begins one.")
    BINDING_GROUP_TITLE = mark("Plans")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "begin", mark("new"), id="plans.begin", tooltip=mark("Begin a plan.")),
        Binding("o", "old", mark("closed too"), id="plans.old",
                tooltip=mark("Show the closed plans too, or hide them.")),
        Binding("t", "print", mark("print"), id="plans.print",
                tooltip=mark("The plans whole, each on a page of its own.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path, child: Option | None = None) -> None:
        """Sheets are saved in `folder`; `child` is the one whose plans are shown, None for all."""
        columns = [
            Column[PlanLine]("name", _("Name"), 8, lambda line: line.name, style=self._ink),
            Column[PlanLine]("review", _("Next review"), 11, _review, style=self._ink),
            Column[PlanLine]("cause", _("Cause"), 16, lambda line: label(PlanCause, line.cause), grow=True),
            Column[PlanLine]("class", _("Class"), 12, lambda line: line.class_title),
            Column[PlanLine]("measures", _("Measures"), 5, lambda line: str(line.measures), align="right"),
            Column[PlanLine]("reviews", _("Reviews"), 5, lambda line: str(line.reviews), align="right"),
            Column[PlanLine]("school", _("School"), 14, lambda line: line.school),
            Column[PlanLine]("starts", _("Since"), 10, lambda line: line.starts_on),
        ]
        super().__init__(session, columns, empty=_("There is no plan. F8 begins one."))
        self.folder = folder
        self.child = child
        self._closed_too = child is not None

    def on_mount(self) -> None:
        self.set_heading(self.child.label if self.child else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "begin" or self.session.may(Right.PLANS)

    async def read(self) -> None:
        child = int(self.child.value) if self.child else None
        found = await self.in_thread(plans, self.session, closed=self._closed_too, child=child)
        if found is None:
            return
        self._table.show(ListPages(found, key=lambda line: line.id), keep=self._table.current)
        today = self.session.clock.today()
        late = sum(overdue(line, today) for line in found)
        self.set_status(_("plans: {n}, reviews overdue: {late}").format(n=len(found), late=late))

    def _ink(self, line: PlanLine) -> Style | None:
        if line.closed_on:
            return OVER
        return LATE if overdue(line, self.session.clock.today()) else None

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.app.push_screen(PlanScreen(self.session, self.folder, event.row.id))

    @work
    async def action_begin(self) -> None:
        if await self.app.push_screen_wait(PlainFormScreen(self.session, plan_deed(self.session, child=self.child))):
            self.reload(_("Saved."))

    def action_old(self) -> None:
        self._closed_too = not self._closed_too
        self.reload()

    def action_print(self) -> None:
        if self._table.current is None:
            self.set_status(_("There is no plan to print."))
            return
        child = int(self.child.value) if self.child else None
        self.app.push_screen(_sheets(self.session, self.folder, child, self._closed_too))


class PlanScreen(BaseScreen[None]):
    """One plan."""

    TITLE = mark("Special education plan")
    HELP_TEXT = mark("Up and Down choose a block, Enter changes it. A measure is added with m, a review with r.")
    BINDING_GROUP_TITLE = mark("Plan")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,r", "write('review')", mark("review"), id="plan.review", tooltip=mark("Write down how it went.")),
        Binding("m", "write('measure')", mark("measure"), id="plan.measure",
                tooltip=mark("Add who does what, and how often.")),
        Binding("d", "finish", mark("measure done"), id="plan.finish",
                tooltip=mark("The measure under the cursor is done.")),
        Binding("x", "write('close')", mark("end plan"), id="plan.close",
                tooltip=mark("End the plan with what came of it.")),
        Binding("o", "reopen", mark("open again"), id="plan.reopen",
                tooltip=mark("Open a closed plan again, with a reason; how it was closed stays in its history.")),
        Binding("t", "print", mark("print"), id="plan.print", tooltip=mark("The plan as it prints, to be signed.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path, plan_id: int) -> None:
        """Sheets are saved in `folder`."""
        super().__init__()
        self.session = session
        self.folder = folder
        self.plan_id = plan_id
        self.plan: Plan | None = None
        self._blocks = BlockView()

    def body(self) -> Iterable[Widget]:
        yield self._blocks

    def on_mount(self) -> None:
        self._blocks.focus()
        self._read()

    def others_wrote(self) -> None:
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action not in ("write", "finish", "reopen"):
            return True
        if self.plan is None or not self.session.may(Right.PLANS):
            return False
        return self.plan.open is not (action == "reopen")

    @work(exclusive=True, group="plan")
    async def _read(self) -> None:
        found = await self.in_thread(plan, self.session, self.plan_id)
        if found is None:
            return
        keep, self.plan = self.plan is not None, found
        state = "" if found.open else label(PlanOutcome, found.line.outcome)
        parts = (found.line.name, f"{found.line.school}{found.line.class_title}", state)
        self.set_heading("  ".join(part for part in parts if part))
        self._blocks.show(list(plan_blocks(found, self.session.clock.today())), keep=keep)
        self.refresh_bindings()

    @on(BlockView.Chosen)
    def _chosen(self, event: BlockView.Chosen) -> None:
        event.stop()
        if self.plan is None or not self.session.may(Right.PLANS):
            return
        if event.key == "plan":
            self._fill_in(plan_deed(self.session, self.plan))
        else:
            number = int(event.key.split()[1])
            self._fill_in(measure_deed(self.session, self.plan, self.plan.measures[number]))

    def action_write(self, what: str) -> None:
        deeds = {"review": review_deed, "measure": measure_deed, "close": close_deed}
        if self.plan is None:
            return
        if what == "review" and self.plan.reviewed_on(self.session.clock.today()):
            self._review_again()
        else:
            self._fill_in(deeds[what](self.session, self.plan))

    @work
    async def _review_again(self) -> None:
        """F8 saves a review, too: a second press of it means no second one."""
        if self.plan is None:
            return
        question = Confirm(_("A review of today stands here already. Write another?"), self.plan.line.name)
        if await self.app.push_screen_wait(question):
            self._fill_in(review_deed(self.session, self.plan))

    def action_reopen(self) -> None:
        if self.plan is not None:
            self._fill_in(reopen_deed(self.session, self.plan))

    def action_print(self) -> None:
        if self.plan is not None:
            self.app.push_screen(_sheets(self.session, self.folder, self.plan.line.child, not self.plan.open))

    @work
    async def _fill_in(self, deed: PlainDeed) -> None:
        saved = await self.app.push_screen_wait(PlainFormScreen(self.session, deed))
        self.set_status(_("Saved.") if saved else "")
        self._read()

    @work
    async def action_finish(self) -> None:
        block = self._blocks.current
        if self.plan is None or block is None or not block.key.startswith("measure "):
            self.set_status(_("Put the cursor on a measure first."))
            return
        measure = self.plan.measures[int(block.key.split()[1])]
        try:
            await asyncio.to_thread(finish_measure, self.session, measure["id"], measure["version"])
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            self.set_status(_("Saved."))
        self._read()


def _review(line: PlanLine) -> str:
    return label(PlanOutcome, line.outcome) if line.closed_on else line.review_on


def _sheets(session: Session, folder: Path, child: int | None, closed_too: bool) -> PreviewScreen:
    request = Request(session.clock.today(), child=child, kind="all" if closed_too else "open")
    return PreviewScreen(session, find("plan-sheet"), folder, request)
