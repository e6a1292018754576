"""What can be done to an activity, from the calendar and from its own screen: the keys and their way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from db.access import Right
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.activities import ActivityFile, activity_file, guests
from db.rules.activities import hindrance
from db.session import Session
from db.vocabulary import ActivityState
from screens.base import BaseScreen

WRITING = frozenset({"deed", "cancel", "plan", "take_over"})
OF_ITS_OWN = frozenset({"deed", "cancel"})
"""What is not offered for an activity of somebody else: of the township, to a school."""


class ActivityDeeds(BaseScreen[None]):
    """A screen with an activity under its cursor: subclasses tell which, and read anew what was changed."""

    BINDING_GROUP_TITLE = mark("Activity")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "deed('finish')", mark("mark done"), id="activity.finish",
                tooltip=mark("Record that it took place, with a summary.")),
        Binding("a", "attendance", mark("who came"), id="activity.attendance",
                tooltip=mark("The list of who was there.")),
        Binding("m", "deed('move')", mark("move"), id="activity.move", tooltip=mark("Put it on another day.")),
        Binding("c", "deed('copy')", mark("copy"), show=False, id="activity.copy",
                tooltip=mark("Plan the same once more on another day.")),
        Binding("r", "deed('repeat')", mark("repeat"), show=False, id="activity.repeat",
                tooltip=mark("Plan the same weekly, monthly or each semester.")),
        Binding("x", "cancel", mark("cancel/resume"), show=False, id="activity.cancel",
                tooltip=mark("Cancel it with a reason, or plan again what was cancelled or done.")),
        Binding("e", "deed('correct')", mark("change"), show=False, id="activity.correct",
                tooltip=mark("Change the activity.")),
        Binding("p", "minutes", mark("minutes"), show=False, id="activity.minutes",
                tooltip=mark("The minutes as they print.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path) -> None:
        """Minutes and months are saved in `folder`."""
        super().__init__()
        self.session = session
        self.folder = folder

    @property
    def under_cursor(self) -> tuple[int, bool] | None:
        """The id of the activity under the cursor, and whether it is of a place that the person plans for."""
        raise NotImplementedError

    def changed(self, activity_id: int, sentence: str, day: date | None = None) -> None:
        """Something was done to an activity, which is on `day` now."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in WRITING and not self.session.may(Right.ACTIVITIES):
            return False
        return action not in OF_ITS_OWN or self.under_cursor is None or self.under_cursor[1]

    # The deeds

    @work
    async def action_deed(self, key: str) -> None:
        from screens.activity_forms import Opened

        file = await self._file()
        if file is None:
            return
        if sentence := hindrance(key, file.values, self.session.clock.today()):
            self.set_status(sentence)
        else:
            await self.fill_in(key, Opened(file["kind"], file))

    async def fill_in(self, key: str, opened: Any, *, resume: bool = False) -> None:
        """Open a form, and read anew what it changed."""
        from screens.activity_edit import ActivityFormScreen
        from screens.activity_forms import DEEDS

        form = ActivityFormScreen(self.session, DEEDS[key], opened, resume=resume)
        done = await self.app.push_screen_wait(form)
        if done is not None:
            await self._tell(done.activity_id, done.sentence)

    @work
    async def action_cancel(self) -> None:
        from db.commands.activities import cancel_activity, resume_activity
        from screens.dialogs.confirm import Confirm, ConfirmReason

        file = await self._file()
        if file is None:
            return
        if file["state"] == ActivityState.PLANNED:
            following = await self._ask_following(file)
            if following is None:
                return
            asking = ConfirmReason(_("Cancel this activity?"), _name(file, following), _("Cancel it"))
            reason = await self.app.push_screen_wait(asking)
            if reason:
                deed = partial(cancel_activity, following=bool(following))
                await self._do(file, _cancelled, deed, reason)
            return
        state = ActivityState(file["state"]).label
        question = Confirm(_("It is {state}. Plan it again?").format(state=state), _name(file), _("Plan again"))
        if await self.app.push_screen_wait(question):
            await self._do(file, lambda _done: _("Planned."), resume_activity)

    async def _ask_following(self, file: ActivityFile) -> int | None:
        """How many that follow in its series are meant, too; None where the person gives up."""
        from screens.dialogs.choose import Choose
        from screens.widgets.options import Option

        if not file.following:
            return 0
        options = [
            Option("", _("this one alone")),
            Option("all", _("this one and the {n} that follow").format(n=file.following)),
        ]
        chosen = await self.app.push_screen_wait(Choose(_("It is one of a series. Which are meant?"), options))
        return None if chosen is None else file.following if chosen.value else 0

    @work
    async def action_attendance(self) -> None:
        from screens.attendance import AttendanceScreen

        file = await self._file()
        if file is not None:
            await self.app.push_screen_wait(AttendanceScreen(self.session, file, self.folder))
            await self._tell(file.id, "")

    @work
    async def action_minutes(self) -> None:
        from exports.activity_sheet import lines, save_sheet
        from screens.text import TextScreen

        file = await self._file()
        if file is not None:
            text = await asyncio.to_thread(lambda: list(lines(file, guests(self.session, file.id))))
            self.app.push_screen(TextScreen(text, lambda: save_sheet(self.session, file, self.folder, text)))

    async def _do(self, file: ActivityFile, told: Callable[[Any], str], deed: Callable[..., Any], *args: str) -> None:
        try:
            done = await asyncio.to_thread(deed, self.session, file.id, file.version, *args)
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            await self._tell(file.id, told(done))

    async def _tell(self, activity_id: int, sentence: str) -> None:
        file = await self.in_thread(activity_file, self.session, activity_id)
        if file is not None:
            self.changed(activity_id, sentence, date.fromisoformat(file["on_date"]))

    async def _file(self) -> ActivityFile | None:
        if self.under_cursor is None:
            self.set_status(_("Nothing is planned on this day. F8 plans something."))
            return None
        return await self.in_thread(activity_file, self.session, self.under_cursor[0])


def _cancelled(number: int) -> str:
    return _("{n} activities cancelled.").format(n=number) if number > 1 else _("Cancelled.")


def _name(file: ActivityFile, following: int = 0) -> str:
    name = f"{file['on_date']} {file['title']}"
    return _("{name}, and {n} that follow").format(name=name, n=following) if following else name
