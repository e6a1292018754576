"""The campaign: its phases with tasks, dates and state, the working group, and its meetings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType

from db.access import Right
from db.commands.campaign import close_phase, end_membership, reopen_phase
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.campaign import Meeting, Member, PhaseLine, meetings, members, phases
from db.queries.pages import ListPages
from db.rules.campaign import PhaseState
from db.session import Session
from db.vocabulary import ActivityKind, ActivityState, label
from screens.campaign_forms import member_deed, phase_deed
from screens.list_screen import ListScreen
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.widgets.cells import fit
from screens.widgets.columns import Column
from screens.widgets.record_table import RecordTable

NAME = 8
"""Cells of a name before the post: most have three or four characters."""
HEAD, OFF, LATE = Style(bold=True), Style(dim=True), Style(color="red")

What = PhaseLine | Member | Meeting


@dataclass(frozen=True)
class CampaignLine:
    """One line of the list: a heading, or a phase, a member, a meeting."""

    title: str
    state: str = ""
    first: str = ""
    last: str = ""
    more: str = ""
    what: What | None = None
    style: Style | None = None


class CampaignScreen(ListScreen[None, CampaignLine]):
    """Phases, working group and meetings in one list."""

    TITLE = mark("Campaign")
    HELP_TEXT = mark("Enter changes a phase or a member and opens a meeting; F8 adds a member or plans a meeting.")
    BINDING_GROUP_TITLE = mark("Campaign")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "member", mark("new member"), id="campaign.member",
                tooltip=mark("Take somebody into the working group.")),
        Binding("m", "meeting", mark("meeting"), id="campaign.meeting",
                tooltip=mark("Plan a meeting of the working group.")),
        Binding("x", "end", mark("close/leave"), id="campaign.end",
                tooltip=mark("Close a phase with what came of it or go on with it; let a member leave.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path) -> None:
        columns = [
            Column[CampaignLine]("title", _("What"), 22, lambda line: line.title, style=_ink, grow=True),
            Column[CampaignLine]("state", _("State"), 10, lambda line: line.state, style=_ink),
            Column[CampaignLine]("first", _("First day"), 10, lambda line: line.first),
            Column[CampaignLine]("last", _("Last day"), 10, lambda line: line.last),
            Column[CampaignLine]("more", _("Tasks and results"), 20, lambda line: line.more),
        ]
        super().__init__(session, columns)
        self.folder = folder

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "meeting":
            return self.session.may(Right.ACTIVITIES)
        return action not in ("member", "end") or self.session.may(Right.OFFICE)

    async def read(self) -> None:
        lines = await self.in_thread(campaign_lines, self.session)
        if lines is not None:
            pages = ListPages(lines, key=lambda line: (type(line.what), line.what.id if line.what else line.title))
            self._table.show(pages, keep=self._table.current)

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        what: What | None = event.row.what
        if isinstance(what, Meeting):
            from screens.activity import ActivityScreen

            self.app.push_screen(ActivityScreen(self.session, self.folder, what.id))
        elif not self.session.may(Right.OFFICE):
            return
        elif isinstance(what, PhaseLine):
            self._fill_in(partial(phase_deed, self.session, what))
        elif isinstance(what, Member):
            self._fill_in(partial(member_deed, self.session, what))

    def action_member(self) -> None:
        self._fill_in(partial(member_deed, self.session))

    @work
    async def _fill_in(self, form: Callable[[], PlainDeed]) -> None:
        deed = await self.in_thread(form)
        if deed is not None and await self.app.push_screen_wait(PlainFormScreen(self.session, deed)):
            self.reload(_("Saved."))

    @work
    async def action_meeting(self) -> None:
        from screens.activity_edit import ActivityFormScreen
        from screens.activity_forms import DEEDS, Opened

        opened = Opened(ActivityKind.GROUP_MEETING, day=self.session.clock.today())
        done = await self.app.push_screen_wait(ActivityFormScreen(self.session, DEEDS["plan"], opened))
        if done is not None:
            self.reload(done.sentence)

    @work
    async def action_end(self) -> None:
        from screens.dialogs.confirm import Confirm, ConfirmReason

        line = self._table.current
        what = line.what if line else None
        if isinstance(what, PhaseLine) and what.state is PhaseState.CLOSED:
            if await self.app.push_screen_wait(Confirm(_("Go on with this phase?"), what.title)):
                await self._do(reopen_phase, what)
        elif isinstance(what, PhaseLine):
            asking = ConfirmReason(_("Close this phase? Write down what came of it."), what.title, _("Close it"),
                                   asked=_("Result"))  # fmt: skip
            result = await self.app.push_screen_wait(asking)
            if result:
                await self._do(close_phase, what, result)
        elif isinstance(what, Member):
            question = Confirm(_("Does this member leave the group?"), what.name, _("Leaves"))
            if await self.app.push_screen_wait(question):
                await self._do(end_membership, what)
        else:
            self.set_status(_("Choose a phase or a member first."))

    async def _do(self, deed: Callable[..., object], what: PhaseLine | Member, *args: str) -> None:
        try:
            await asyncio.to_thread(deed, self.session, what.id, what.version, *args)
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            self.reload(_("Saved."))


def campaign_lines(session: Session) -> list[CampaignLine]:
    """Everything of the campaign, a line each: the phases, then group and meetings under their headings."""
    lines = list(map(_phase, phases(session)))
    lines += [CampaignLine(_("Working group"), style=HEAD), *map(_member, members(session))]
    return [*lines, CampaignLine(_("Meetings of the group"), style=HEAD), *map(_meeting, meetings(session))]


def _phase(phase: PhaseLine) -> CampaignLine:
    tasks = [task for task in (phase.tasks or "").splitlines() if task.strip()]
    style = LATE if phase.state is PhaseState.OVER else OFF if phase.state is PhaseState.CLOSED else None
    more = phase.result if phase.state is PhaseState.CLOSED else "; ".join(tasks)
    return CampaignLine(
        f"{phase.position} {phase.title}", phase.state.label, phase.starts_on or "", phase.ends_on or "", more or "",
        phase, style,
    )  # fmt: skip


def _member(member: Member) -> CampaignLine:
    title = f"  {fit(member.name, NAME)}  {member.post or ''}".rstrip()
    state = _("has left") if member.to_on else _("head") if member.leads else ""
    style = OFF if member.to_on else None
    return CampaignLine(title, state, member.from_on or "", member.to_on or "", member.duty or "", member, style)


def _meeting(meeting: Meeting) -> CampaignLine:
    return CampaignLine(
        f"  {meeting.title}", label(ActivityState, meeting.state), meeting.on_date, "", meeting.summary or "", meeting
    )


def _ink(line: CampaignLine) -> Style | None:
    return line.style
