"""The graduates of whom nobody knows where they go: one school, or none, entered for many at one stroke."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from db.access import Right
from db.commands.schooling import enter_school
from db.i18n import _, mark
from db.queries.graduates import Graduate, graduates
from db.rules.promotion import AFTER
from db.session import Session
from db.vocabulary import Schooling, Stage
from screens.child_fields import Asking, Fields, stored
from screens.child_ticks import ChildTicksScreen, first_names
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.widgets.columns import Column
from screens.widgets.fields import Section


class GraduatesScreen(ChildTicksScreen[Graduate]):
    """The children by the school and class that they left; who has a school leaves the list."""

    TITLE = mark("Graduates without a school")
    HELP_TEXT = mark("f shows one class, Space ticks children, a ticks all; F8 enters where they go for all of them.")
    BINDING_GROUP_TITLE = mark("Graduates")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "enter", mark("enter school"), id="graduates.enter",
                tooltip=mark("Enter the school and class to which the ticked children go.")),
    ]  # fmt: skip

    def __init__(self, session: Session, folder: Path) -> None:
        columns = [
            Column[Graduate]("name", _("Name"), 10, lambda row: row.name),
            Column[Graduate]("school", _("Former school"), 16, lambda row: row.school, grow=True),
            Column[Graduate]("class", _("Former class"), 10, lambda row: row.class_title),
            Column[Graduate]("since", _("Graduated"), 10, lambda row: row.graduated_on),
            Column[Graduate]("village", _("Village"), 10, lambda row: row.village),
        ]
        super().__init__(session, folder, columns)

    def head(self, place: str) -> None:
        self.set_heading(place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "enter" or self.session.may(Right.REGISTER)

    def child_of(self, row: Graduate) -> int:
        return row.child

    def place_of(self, row: Graduate) -> tuple[str, str]:
        return row.school, row.class_title

    def is_open(self, row: Graduate) -> bool:
        return True

    def load(self) -> Sequence[Graduate]:
        return graduates(self.session)

    @work
    async def action_enter(self) -> None:
        meant = self.meant
        if not meant:
            return

        def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
            given = stored(values)
            enter_school(self.session, {row.child: row.version for row in meant}, given, on=given.pop("on"))

        title = first_names([row.name for row in meant])
        following = {AFTER.get(Stage(row.stage)) for row in meant}
        schooling = following.pop() if len(following) == 1 else None
        opening = {"schooling": schooling and schooling.value, "on": max(row.graduated_on for row in meant)}
        deed = PlainDeed("graduates", title, _sections, save, opening)
        if await self.app.push_screen_wait(PlainFormScreen(self.session, deed)):
            await self.tell_done(_("Entered for {n} children.").format(n=len(meant)))


def _sections(asking: Asking) -> Sequence[Section]:
    fields = Fields(asking, "child")
    return [
        Section(mark("Where they go"), [
            fields.code("schooling", Schooling, required=True),
            fields.school(),
            fields.school_class(),
            fields.day("on", label=mark("From"), required=True),
        ]),
    ]  # fmt: skip
