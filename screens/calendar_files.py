"""What the calendar leaves in files: the month for the notice board, and all that is planned for phones."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from db.i18n import _, mark
from db.queries.activities import ActivityFilter
from db.queries.terms import current_semester
from screens.activity_deeds import ActivityDeeds

if TYPE_CHECKING:
    from exports.report import Report, Request


class CalendarFiles(ActivityDeeds):
    """A screen of days, narrowed to a kind or place or not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "notice", mark("notice"), show=False, id="calendar.notice",
                tooltip=mark("The month for the notice board, without a child's name.")),
        Binding("i", "save_ics", mark("for phones"), show=False, id="calendar.ics",
                tooltip=mark("Save what is planned as an iCalendar file for phones.")),
    ]  # fmt: skip
    narrowed: ActivityFilter

    @property
    def day(self) -> date:
        """The day under the cursor."""
        raise NotImplementedError

    def action_notice(self) -> None:
        from exports.report import Request, find

        place = self.narrowed
        self._print(find("notice"), Request(on=self.day, school=place.school, village=place.village))

    @work
    async def _print(self, report: Report, request: Request) -> None:
        from exports.saving import printed, save
        from screens.text import TextScreen

        lines = await self.in_thread(lambda: list(printed(self.session, report, request)))
        if lines is not None:
            self.app.push_screen(TextScreen(lines, lambda: save(self.session, report, request, "text", self.folder)))

    @work
    async def action_save_ics(self) -> None:
        from screens.dialogs.message import ShowMessage

        path = await self.in_thread(self._write_ics)
        if path is not None:
            self.app.push_screen(ShowMessage(str(path), _("Saved")))

    def _write_ics(self) -> Path:
        """What is planned from this semester on, as narrowed here."""
        from db.queries.activity_figures import activity_lines
        from exports.icalendar import save

        today = self.session.clock.today()
        first = current_semester(self.session).starts_on
        return save(activity_lines(self.session, first, date.max, self.narrowed), self.folder, today)
