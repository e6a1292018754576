"""A child's file: read in parts, changed block by block, from child to child of the list it was opened from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.commands.recording import record_view
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.child_file import ChildFile, child_file
from db.queries.pages import ListPages
from db.queries.registry import RegistryPages, RegistryRow, neighbour
from db.queries.timeline import Happened, timeline
from db.session import Session
from db.vocabulary import Sex, label
from exports.child_sheet import TABS, blocks, lines
from screens.base import BaseScreen
from screens.child_edit import ChildEditScreen, Saved
from screens.child_forms import DEEDS
from screens.dialogs.choose import Choose
from screens.dialogs.confirm import ConfirmReason
from screens.dialogs.message import ShowMessage
from screens.record_forms import RECORD_DEEDS
from screens.timeline_table import heading_of, timeline_table
from screens.widgets.block_view import BlockView
from screens.widgets.line import Line
from screens.widgets.options import Option
from screens.widgets.pager import Pager
from screens.widgets.record_table import RecordTable
from screens.widgets.tab_line import TabLine

TIMELINE, PRINT = "timeline", "print"
_BLOCK_OF = {"entrust": "carer", "end_care": "carer"}
"""The block that shows what a deed has changed, where it is not the one that the deed is named after."""


class ChildScreen(BaseScreen[int]):
    """The file of one child; returns the id of the child that was shown last."""

    TITLE = mark("Child's file")
    HELP_TEXT = mark("Up and Down choose a block, Enter changes it; Left and Right turn to other parts of the file.")
    BINDING_GROUP_TITLE = mark("Child's file")
    CSS_PATH = "child.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "register_next", mark("next new child"), id="child.register_next",
                tooltip=mark("Register the next child, where this one has just been registered.")),
        Binding("f8,e", "edit", mark("change"), id="child.edit", tooltip=mark("Change the block under the cursor.")),
        Binding("pagedown,n", "sibling(1)", mark("next child"), id="child.next",
                tooltip=mark("The next child of the list.")),
        Binding("pageup,p", "sibling(-1)", mark("previous child"), show=False, id="child.previous",
                tooltip=mark("The child before in the list.")),
        Binding("w", "do('record.talk')", mark("talk"), id="child.talk",
                tooltip=mark("Write down a talk with the child.")),
        Binding("a", "new_record", mark("record"), id="child.new_record",
                tooltip=mark("Write down what happened: a talk, a visit, a call, a letter, a mark, help.")),
        Binding("s", "do('survey')", mark("survey"), id="child.survey",
                tooltip=mark("Record that everything was found as the file says.")),
        Binding("r", "do('risk')", mark("risk"), id="child.risk", tooltip=mark("Grade the risk, with a reason.")),
        Binding("x", "leave", mark("leave/return"), id="child.leave",
                tooltip=mark("Take the child off the register, or back on it.")),
        Binding("d", "do('definition')", mark("counts?"), show=False, id="child.definition",
                tooltip=mark("Decide whether the child counts, where the computed answer is wrong.")),
        Binding("c", "do('entrust')", mark("new carer"), show=False, id="child.entrust",
                tooltip=mark("Record a new carer; the former one ends.")),
        Binding("z", "do('end_care')", mark("end of care"), show=False, id="child.end_care",
                tooltip=mark("The carer cares no longer, and there is no other.")),
        Binding("h", "do('pairing')", mark("helper"), show=False, id="child.pairing",
                tooltip=mark("Look for a helper on the pairing board, or see there who helps.")),
        Binding("l", "plans", mark("plans"), id="child.plans",
                tooltip=mark("The special education plans of the child.")),
        Binding("i", "incidents", mark("incidents"), show=False, id="child.incidents",
                tooltip=mark("What happened to the child that must be reported.")),
        Binding("t", "save_sheet", mark("save sheet"), id="child.save_sheet",
                tooltip=mark("On the sheet: save it as text to print, with a reason that is put on record.")),
        Binding("left", "turn(-1)", mark("part before"), show=False, priority=True, id="child.tab_left",
                tooltip=mark("To the part of the file before.")),
        Binding("right", "turn(1)", mark("part after"), show=False, priority=True, id="child.tab_right",
                tooltip=mark("To the next part of the file.")),
        *(
            Binding(str(number), f"tab('{tab}')", name, show=False, id=f"child.tab_{tab}", tooltip=name)
            for number, (tab, name) in enumerate(TABS.items(), 1)
        ),
    ]  # fmt: skip

    @dataclass
    class _Read(Message):
        file: ChildFile
        status: str

    @dataclass
    class _Placed(Message):
        child_id: int
        place: str

    @dataclass
    class _Failed(Message):
        sentence: str

    def __init__(
        self, session: Session, child_id: int, folder: Path, siblings: RegistryPages | None = None, *,
        edit: str = "", once: bool = False, done: str = "",
    ) -> None:  # fmt: skip
        """Sheets are saved in `folder`; `siblings` is the list it was opened from.

        `edit` is a form to begin with, and to go on with where it was left unsaved; `once` closes the file with it.
        `done` is a sentence about what has just been done, for the status line.
        """
        super().__init__()
        self.session = session
        self.child_id = child_id
        self._folder = folder
        self.file: ChildFile | None = None
        self.tab = next(iter(TABS))
        self._siblings = siblings
        self._edit_first = edit
        self._once = once
        self._looked_at: set[int] = set()
        self.done = done
        self._new = bool(done)
        self._tabs = TabLine(TABS)
        self._alert = Line(classes="alert")
        self._blocks = BlockView()
        self._pager = Pager()
        self._timeline = timeline_table()

    def body(self) -> Iterable[Widget]:
        yield self._tabs
        yield self._alert
        yield self._blocks
        yield self._timeline
        yield self._pager

    def on_mount(self) -> None:
        self._alert.display = False
        self._show_tab()
        self._read(self.child_id, self.done)

    # Reading

    def others_wrote(self) -> None:
        self._read(self.child_id)

    def taken_back(self, done: str) -> None:
        self._read(self.child_id, done)

    @work(thread=True, exclusive=True, group="file")
    def _read(self, child_id: int, status: str = "") -> None:
        try:
            self.post_message(self._Read(child_file(self.session, child_id), status))
            if child_id not in self._looked_at and not self.session.database.read_only:
                record_view(self.session, child_id)
                self._looked_at.add(child_id)
            if self._siblings is not None and not status:
                # After the file: in a list of a million it takes longer to count than to read.
                place = self._siblings.position(RegistryRow(child_id, None, {})) + 1
                self.post_message(self._Placed(child_id, f"{place}/{self._siblings.count()}"))
        except GuanaiError as error:
            self.post_message(self._Failed(error.sentence))

    @on(_Placed)
    def _show_place(self, message: _Placed) -> None:
        message.stop()
        if message.child_id == self.child_id:
            self.set_status(message.place)

    @on(_Read)
    def _show(self, message: _Read) -> None:
        message.stop()
        file = message.file
        same = self.file is not None and self.file.id == file.id
        self.file, self.child_id = file, file.id
        child = file.child
        years = _("aged {n}").format(n=file.age) if file.age is not None else ""
        school = f"{file.school}{file.school_class}"
        who = [child["name"], label(Sex, child["sex"]), years, file.village, school]
        self.set_heading("  ".join(part for part in who if part))
        self._alert.text = " ".join(f"! {alert.label}" for alert in file.alerts)
        self._alert.display = bool(file.alerts)
        self.set_status(message.status)
        self._fill(keep=same)
        if self._edit_first:
            deed, self._edit_first = self._edit_first, ""
            self.action_do(deed, resume=True)

    @on(_Failed)
    @work
    async def _tell(self, message: _Failed) -> None:
        message.stop()
        await self.app.push_screen_wait(ShowMessage(message.sentence))
        if self.file is None:
            self.dismiss(self.child_id)

    def _fill(self, *, keep: bool) -> None:
        """Show the part in sight of the file that was read."""
        if self.file is None:
            return
        if self.tab == TIMELINE:
            self._tell_timeline(self.file.id)
        elif self.tab == PRINT:
            self._pager.lines = lines(self.file, self.size.width)
        else:
            self._blocks.show(blocks(self.file, self.tab), keep=keep)
        self.refresh_bindings()

    @work(exclusive=True, group="timeline")
    async def _tell_timeline(self, child_id: int) -> None:
        told = await self.in_thread(timeline, self.session, child_id)
        if told is not None and child_id == self.child_id:
            self._timeline.show(ListPages(told))

    def on_resize(self) -> None:
        if self.tab == PRINT:
            self._fill(keep=True)

    # The parts of the file

    def action_tab(self, tab: str) -> None:
        if tab != self.tab:
            self.tab = tab
            self._show_tab()
            self._fill(keep=False)

    def action_turn(self, by: int) -> None:
        tabs = list(TABS)
        self.action_tab(tabs[(tabs.index(self.tab) + by) % len(tabs)])

    def _show_tab(self) -> None:
        self._tabs.show(self.tab)
        shown = {TIMELINE: self._timeline, PRINT: self._pager}.get(self.tab, self._blocks)
        for widget in (self._blocks, self._timeline, self._pager):
            widget.display = widget is shown
        shown.focus()

    @on(RecordTable.Selected)
    def _show_whole(self, event: RecordTable.Selected) -> None:
        event.stop()
        line: Happened = event.row
        if line.record_id:
            self._open_record(line.record_id)
            return
        self.app.push_screen(ShowMessage(line.sentence, heading_of(line)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "sibling":
            return self._siblings is not None
        if action == "register_next":
            return self._new
        if action in ("edit", "do", "leave", "new_record") and self.session.read_only:
            return False
        if action == "new_record" or parameters == ("record.talk",) or (action == "edit" and self.tab == TIMELINE):
            return self.session.may(Right.RECORDS)
        if action == "edit":
            return self.tab != PRINT
        if action == "save_sheet":
            return self.tab == PRINT
        if action in ("incidents", "plans"):
            return bool(getattr(self.session.scope, action))
        if action == "do" and parameters == ("end_care",):
            return self.file is not None and bool(self.file.carer)
        return True

    # From child to child

    @work(exclusive=True, group="sibling")
    async def action_sibling(self, step: int) -> None:
        pages = self._siblings
        if pages is None:
            return
        try:
            found = await asyncio.to_thread(neighbour, pages, self.child_id, step)
        except GuanaiError as error:
            self.set_status(error.sentence)
            return
        if found is None:
            self.set_status(_("That was the last child.") if step > 0 else _("That was the first child."))
        else:
            self._read(found)

    def action_back(self) -> None:
        self.dismiss(self.child_id)

    # Changing

    @on(BlockView.Chosen)
    def _chosen(self, event: BlockView.Chosen) -> None:
        event.stop()
        if not self.session.read_only:
            self._change(event.key)

    async def action_register_next(self) -> None:
        await self.run_action("app.new_child")

    def action_edit(self) -> None:
        block = self._blocks.current
        if self.tab == TIMELINE:
            self.action_new_record()
        elif block is not None and block.key:
            self._change(block.key)

    @work
    async def _change(self, key: str) -> None:
        if key != "state":
            self.action_do(key)
            return
        options = [
            Option(deed, _(DEEDS[deed].title)) for deed in ("survey", "risk", "definition", self._leave_or_return())
        ]
        if chosen := await self.app.push_screen_wait(Choose(_("At present"), options)):
            self.action_do(chosen.value)

    @work
    async def action_new_record(self) -> None:
        kinds = [Option(key, _(deed.title)) for key, deed in RECORD_DEEDS.items()]
        if chosen := await self.app.push_screen_wait(Choose(_("What happened?"), kinds)):
            self.action_do(chosen.value)

    def action_do(self, key: str, *, resume: bool = False) -> None:
        deed = DEEDS.get(key) or RECORD_DEEDS.get(key)
        if self.file is not None and deed is not None:
            screen = ChildEditScreen(self.session, deed, self.file, resume=resume)
            self.app.push_screen(screen, partial(self._changed, key))
        elif key.startswith("correct."):
            self._open_record(int(key.removeprefix("correct.")), resume=resume)
        elif key == "pairing":
            from screens.pairing import PairingScreen

            self.app.push_screen(PairingScreen(self.session, self._folder, self.child_id), self._looked)

    def _open_record(self, record_id: int, *, resume: bool = False) -> None:
        from screens.record import RecordScreen

        self.app.push_screen(RecordScreen(self.session, record_id, resume=resume), self._looked)

    def action_leave(self) -> None:
        self.action_do(self._leave_or_return())

    def _leave_or_return(self) -> str:
        return "leave" if self.file is None or self.file.registered else "return"

    def action_plans(self) -> None:
        from screens.plans import PlansScreen

        self._open_list(lambda session, child: PlansScreen(session, self._folder, child))

    def action_incidents(self) -> None:
        from screens.incidents import IncidentsScreen

        self._open_list(lambda session, child: IncidentsScreen(session, self._folder, child))

    def _open_list(self, screen: Callable[[Session, Option], BaseScreen[None]]) -> None:
        if self.file is not None:
            child = Option(str(self.child_id), self.file.child["name"])
            self.app.push_screen(screen(self.session, child), self._looked)

    def _looked(self, _result: object) -> None:
        if self._once:
            self._close()
        else:
            self._read(self.child_id)

    @work
    async def action_save_sheet(self) -> None:
        from exports.saving import save_sheet

        file = self.file
        question = _("Save the whole file, names and numbers unmasked?")
        if file is None or not (reason := await self.app.push_screen_wait(ConfirmReason(question, file.child["name"]))):
            return
        path = await self.in_thread(save_sheet, self.session, file, reason, self._folder)
        if path is not None:
            self.set_status(_("Saved: {path}").format(path=path))

    def _changed(self, key: str, saved: Saved | None) -> None:
        sentence = saved.sentence if saved else ""
        if self._once:
            self._close(sentence)
            return
        if self.file is not None and saved:
            block = _BLOCK_OF.get(key, key)
            holding = (tab for tab in TABS if any(one.key == block for one in blocks(self.file, tab)))
            self.action_tab(next(holding, self.tab))
        self._read(self.child_id, sentence)  # somebody else may have changed the file meanwhile

    @work
    async def _close(self, done: str = "") -> None:
        self.done = done
        await self.uppermost()
        self.dismiss(self.child_id)
