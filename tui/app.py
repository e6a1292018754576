"""The program with screens: modes that keep their state, the keys that work everywhere, and an orderly end."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.binding import Binding, BindingType
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.screen import Screen

from db.access import Right
from db.clock import local_time
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.register import is_empty, needs_upkeep
from db.session import Session
from screens.base import BaseScreen, unfinished
from tui import locations, quickstart
from tui.beside import Beside
from tui.drafts import DraftsApp
from tui.launch import Launch
from tui.output import lean_driver_class, redraw
from tui.rooms import rooms
from tui.terminal import wants_plain

if TYPE_CHECKING:
    from screens.calendar import CalendarScreen
    from screens.registry import RegistryScreen
    from screens.talk_matrix import TalkMatrixScreen
    from screens.today import TodayScreen
    from screens.welcome import WelcomeScreen

SEATED_AFTER, SETTLED_AFTER, UPKEEP_AFTER = 0.2, 2.0, 3.0
"""Seconds from the start to what would hold the first rows up: the login's record and the offer of drafts (20 ms), the
collector of garbage (55 ms), the cover (10 ms) and the day's upkeep (0.1 ms a child)."""

DEMO = -1
"""The result of a sitting that goes on in the made-up township."""


class Guanai(DraftsApp):
    """One person's sitting in front of the screens."""

    ENABLE_COMMAND_PALETTE = False
    BINDING_GROUP_TITLE = mark("Everywhere")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "go('today')", mark("today"), id="app.today", tooltip=mark("What is due today.")),
        Binding("f3", "go('registry')", mark("children"), id="app.registry", tooltip=mark("The register of children.")),
        Binding("f4", "go('pairing')", mark("pairing"), id="app.pairing",
                tooltip=mark("Who helps whom, and who waits for a helper.")),
        Binding("f5", "go('calendar')", mark("calendar"), id="app.calendar",
                tooltip=mark("The month, and what is planned.")),
        Binding("f6", "go('reports')", mark("reports"), id="app.reports", tooltip=mark("Lists to print and to save.")),
        # With priority: what is typed right after it, in one piece over a slow line, must find the search focused.
        Binding("f7", "search", mark("search"), id="app.search", priority=True,
                tooltip=mark("Search a child by name, pinyin, or part of an ID number or phone.")),
        Binding("f8", "new_child", mark("new"), id="app.new", tooltip=mark("Register a child.")),
        Binding("f9", "commands", mark("commands"), id="app.commands", tooltip=mark("Every command of this screen.")),
        Binding("f10", "quit", mark("quit"), id="app.quit", priority=True,
                tooltip=mark("Leave the program; a form that is not saved is kept as a draft.")),
        Binding("f11", "log", mark("change log"), show=False, id="app.log",
                tooltip=mark("Who did what in the register; for the supervisor and the auditor.")),
        Binding("f12,ctrl+z", "undo", mark("undo"), show=False, id="app.undo",
                tooltip=mark("Take back what you did last, and again what you did before that.")),
        Binding("ctrl+r", "requests", mark("requests"), show=False, id="app.requests",
                tooltip=mark("What guardians ask for about a child's data.")),
        Binding("ctrl+t", "cover", mark("cover"), show=False, id="app.cover", priority=True,  # over a dialog, too
                tooltip=mark("Cover the screen while you are away from it.")),
        Binding("ctrl+o", "pin", mark("PIN"), show=False, id="app.pin",
                tooltip=mark("Set the PIN without which nobody draws the cover back.")),
        Binding("ctrl+n", "drafts", mark("not saved"), show=False, id="app.drafts",
                tooltip=mark("Go on with a form that was left without saving.")),
        Binding("ctrl+l", "redraw", mark("redraw"), show=False, id="app.redraw",
                tooltip=mark("Draw the screen anew, when another program has written on it.")),
    ]  # fmt: skip
    CSS = "Screen { background: ansi_default; color: ansi_default; }"

    class OthersWrote(Message):
        """Somebody else has changed the register."""

    class NobodyThere(Message):
        """Nobody has pressed a key for as long as the settings allow."""

    class SentAway(Message):
        """The office has disabled the person, or changed what they see and may do."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, session: Session, launch: Launch) -> None:
        plain = launch.plain or wants_plain(os.environ)
        # Textual reads it once, right here. A switch from an empty first screen to ours would cost 40 ms.
        self.DEFAULT_MODE = "welcome" if is_empty(session) else launch.screen  # type: ignore[misc]
        super().__init__(session, driver_class=lean_driver_class(plain=plain), ansi_color=True)
        self._reports_folder = locations.reports_folder(launch.db_path)
        self._rosters_folder = locations.rosters_folder(launch.db_path)
        self._served = launch.served
        self.farewell = ""
        """Why the sitting was ended, a sentence, where it was not the person's wish."""
        self._beside = Beside(
            session, os.environ.get("SSH_CONNECTION", "").partition(" ")[0], launch.key,
            changed=lambda: self.post_message(self.OthersWrote()), idle=lambda: self.post_message(self.NobodyThere()),
            refused=lambda sentence: self.post_message(self.SentAway(sentence)),
            idle_after=launch.idle_minutes * 60,
        )  # fmt: skip
        self.animation_level = "none"
        self.sub_title = " ".join(
            note
            for note, applies in ((_("[made-up data]"), launch.demo), (_("[read only]"), session.read_only))
            if applies
        )
        for mode, screen in rooms(session, self._reports_folder, self._rosters_folder).items():
            self.add_mode(mode, screen)

    def on_mount(self) -> None:
        self.set_timer(SEATED_AFTER, self._seated)
        self.set_timer(SETTLED_AFTER, quickstart.settle)
        self.set_timer(UPKEEP_AFTER, self._keep_up)

    def _seated(self) -> None:
        self._beside.start()
        self.offer_drafts()

    @work
    async def _keep_up(self) -> None:
        await asyncio.to_thread(import_module, "screens.curtain")  # an upgrade from now on keeps no cover up
        with suppress(GuanaiError):  # the next start tries again
            if await asyncio.to_thread(needs_upkeep, self.session):
                from db.commands.upkeep import keep_up

                await asyncio.to_thread(keep_up, self.session)

    async def on_unmount(self) -> None:
        await asyncio.to_thread(self._beside.stop)

    # Others write in the same register, and people leave their desks

    @work(exclusive=True, group="undo")
    async def action_undo(self) -> None:
        from db.commands.undo import undo_last

        screen = self.screen
        if isinstance(screen, BaseScreen) and (undone := await screen.in_thread(undo_last, self.session)):
            what = " ".join(filter(None, (undone.action.label, undone.about, undone.child)))
            done = _("Taken back: {what}, {time}.").format(what=what, time=local_time(undone.at))
            screen.taken_back(done)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, (Key, Paste)):
            self._beside.key_pressed()
            self.begun = True
        await super().on_event(event)

    @property
    def _typing(self) -> bool:
        """Whether a letter would go into a field."""
        return self.focused is not None and self.focused.check_consume_key("a", "a")

    def on_guanai_others_wrote(self) -> None:
        """Read what is in sight anew, unless somebody is typing or answering: then at a later look."""
        if isinstance(self.screen, BaseScreen) and not self._typing:
            self._beside.shown()
            self.screen.others_wrote()

    async def on_guanai_nobody_there(self) -> None:
        """Cover the screens; a sitting over the line ends, for whoever comes next has a key of their own."""
        if self._served and not self._under_way:
            self._end_alone("")
        else:
            self.cover()

    def on_guanai_sent_away(self, message: SentAway) -> None:
        if not self._under_way:  # else at the next look: what runs was begun while they still might
            self._end_alone(message.sentence)

    @work(exclusive=True, group="quit")
    async def _end_alone(self, farewell: str) -> None:
        """End without a question. Where a draft cannot be written, the screens are covered and the next look tries."""
        try:
            await asyncio.to_thread(self.save_drafts)
        except GuanaiError:
            self.cover()
        else:
            self.farewell = farewell
            self.exit(0)

    def on_curtain_forced(self) -> None:
        self._end_alone(_("The PIN was wrong too often. guanai has ended; what you typed is kept."))

    @work(exclusive=True, group="pin")
    async def action_pin(self) -> None:
        from screens.pin import change_pin

        if isinstance(self.screen, BaseScreen):
            await change_pin(self.screen, self.session)

    # The keys that work everywhere

    def action_go(self, mode: str) -> None:
        """To the first screen of a mode; from another mode, to what was left unfinished there."""
        elsewhere = mode != self.current_mode
        self.switch_mode(mode)
        if not (elsewhere and any(map(unfinished, self.screen_stack))):
            self._at_first_screen(lambda first: first.come_home() if isinstance(first, BaseScreen) else None)

    def in_registry(self, deed: Callable[[RegistryScreen], object]) -> None:
        """Go to the register, close what is open above it, and do something there."""
        self.switch_mode("registry")
        self._at_first_screen(cast("Callable[[Screen[Any]], object]", deed))

    def in_calendar(self, deed: Callable[[CalendarScreen], object]) -> None:
        """Go to the calendar, close what is open above it, and do something there."""
        self.switch_mode("calendar")
        self._at_first_screen(cast("Callable[[Screen[Any]], object]", deed))

    def _at_first_screen(self, deed: Callable[[Screen[Any]], object]) -> None:
        first = self.screen_stack[0]
        if self.screen is not first:
            self._uncover(first, deed)
        elif first.is_mounted:
            deed(first)
        else:
            first.call_later(deed, first)

    @work(exclusive=True, group="uncover")
    async def _uncover(self, first: Screen[Any], deed: Callable[[Screen[Any]], object]) -> None:
        """Close the screens above the first one, unless one of them holds something that a person wants to keep."""
        for screen in reversed(self.screen_stack[1:]):
            if isinstance(screen, BaseScreen) and not await screen.may_close():
                return
        while self.screen is not first:
            await self.screen.dismiss(None)
        deed(first)

    def action_search(self) -> None:
        self.in_registry(lambda registry: registry.search_afresh())

    def action_new_child(self) -> None:
        self.in_registry(lambda registry: registry.action_new_child())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.covered:
            return action == "quit"
        if action in ("cover", "pin"):
            writes = not self.session.database.read_only  # a leader, who only reads, covers a screen, too
            return action == "cover" or (writes and not (self.screen.is_modal or self._typing))
        if action in ("search", "drafts"):
            return not self.screen.is_modal
        if action == "requests":
            return not self.screen.is_modal and not self._typing
        if action == "log":
            return self.session.may(Right.LOG) and not self.screen.is_modal
        if action == "undo":
            return not (self.session.read_only or self.screen.is_modal or self._typing)
        return action != "new_child" or self.session.may(Right.REGISTER)

    # Messages of screens that need not be loaded: Textual finds these by their names

    def on_today_screen_opened(self, message: TodayScreen.Opened) -> None:
        self.in_registry(lambda registry: registry.narrow(message.filter))

    def on_today_screen_went(self, message: TodayScreen.Went) -> None:
        if message.place == "calendar":
            self.action_go("calendar")
        else:
            from screens.nine_ones import NineOnesScreen

            self.push_screen(NineOnesScreen(self.session, self._reports_folder))

    def on_talk_matrix_screen_opened(self, message: TalkMatrixScreen.Opened) -> None:
        self.in_registry(lambda registry: registry.open_child(message.child_id, visit=True))

    def on_registry_screen_left(self) -> None:
        self.switch_mode("today")

    def on_welcome_screen_chosen(self, message: WelcomeScreen.Chosen) -> None:
        if message.action == "demo":
            self.exit(DEMO)
        elif message.action == "new_child":
            self.action_new_child()
        elif message.action == "import":
            self.in_registry(lambda registry: registry.action_import())
        else:
            self.action_go("registry")

    def action_log(self) -> None:
        from screens.audit import AuditScreen

        if not isinstance(self.screen, AuditScreen):
            self.push_screen(AuditScreen(self.session))

    def action_requests(self) -> None:
        from screens.child import ChildScreen
        from screens.requests import RequestsScreen
        from screens.widgets.options import Option

        if isinstance(self.screen, RequestsScreen):
            return
        file = self.screen.file if isinstance(self.screen, ChildScreen) else None
        child = Option(str(file.id), file.child["name"]) if file else None
        self.push_screen(RequestsScreen(self.session, child))

    def action_redraw(self) -> None:
        redraw(self)

    def action_commands(self) -> None:
        from screens.commands import CommandsDialog

        CommandsDialog.offer(self.screen)

    async def action_quit(self) -> None:
        if self.covered and not self._under_way:
            self._end_alone("")  # a question would stand behind the cover
        elif not self._under_way:
            self._quit()
        elif isinstance(self.screen, BaseScreen):
            self.screen.set_status(self._under_way)

    @property
    def _under_way(self) -> str:
        """What must end first, a sentence."""
        open_screens = (screen for stack in self._screen_stacks.values() for screen in stack)
        return next((one.under_way for one in open_screens if isinstance(one, BaseScreen) and one.under_way), "")

    @work(exclusive=True, group="quit")
    async def _quit(self) -> None:
        try:
            await asyncio.to_thread(self.save_drafts)
        except GuanaiError as error:
            from screens.dialogs.confirm import Confirm

            question = Confirm(_("The draft could not be written. Quit without it?"), error.sentence, _("Quit"))
            if not await self.push_screen_wait(question):
                return
        self.exit(0)
