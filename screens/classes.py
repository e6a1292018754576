"""The classes of the school year and their class teachers."""

from __future__ import annotations

import asyncio

from textual import on, work

from db.access import Right
from db.commands.class_teachers import set_class_teacher
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.class_list import ClassLine, class_lines, teachers
from db.queries.pages import ListPages
from db.session import Session
from screens.dialogs.choose import Choose
from screens.dialogs.message import ShowMessage
from screens.list_screen import ListScreen
from screens.widgets.columns import Column
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

NOBODY = "0"


class ClassesScreen(ListScreen[None, ClassLine]):
    """Every class; Enter gives it a teacher."""

    TITLE = mark("Classes")
    HELP_TEXT = mark("Enter chooses the class teacher, whose the monthly talks are, among the teachers of F4, h.")

    def __init__(self, session: Session) -> None:
        columns = [
            Column[ClassLine]("school", _("School"), 20, lambda line: line.school),
            Column[ClassLine]("name", _("Class"), 10, lambda line: line.name),
            Column[ClassLine]("children", _("Children"), 8, lambda line: str(line.children), align="right"),
            Column[ClassLine]("teacher", _("Class teacher"), 10, lambda line: line.teacher, grow=True),
        ]
        super().__init__(session, columns, empty=_("No class yet: it is entered with its first child."))

    async def read(self) -> None:
        lines = await self.in_thread(class_lines, self.session)
        if lines is not None:
            self._table.show(ListPages(lines, key=lambda line: line.id), keep=self._table.current)
            lacking = sum(not line.teacher for line in lines)
            self.set_status(_("without a teacher: {n} of {all}").format(n=lacking, all=len(lines)))

    @on(RecordTable.Selected)
    @work
    async def _choose(self, event: RecordTable.Selected) -> None:
        line: ClassLine = event.row
        if not self.session.may(Right.PLACES):
            return
        known = await self.in_thread(teachers, self.session)
        if known is None:
            return
        if not known:
            self.set_status(_("No teacher is entered yet: F4, then h, then F8."))
            return
        known.sort(key=lambda one: one.school_id != line.school_id)
        options = [*(Option(str(one.id), one.name, one.school) for one in known), Option(NOBODY, _("nobody"))]
        title = f"{line.school} {line.name}"
        chosen = await self.app.push_screen_wait(Choose(title, options, current=str(line.teacher_id or "")))
        if chosen is None:
            return
        teacher = None if chosen.value == NOBODY else int(chosen.value)
        try:
            await asyncio.to_thread(set_class_teacher, self.session, line.id, line.version, teacher)
        except GuanaiError as error:
            await self.app.push_screen_wait(ShowMessage(error.sentence))
        self.reload()
