"""A new child: looked for in the register first, so that nobody is entered twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db import vocabulary as v
from db.clock import local_time
from db.commands.children import add_child
from db.commands.drafts import NEW
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.drafts import PendingDraft, draft_of
from db.queries.duplicates import Likely, Sought, likely_duplicates
from db.queries.pages import ListPages
from db.session import Session
from screens.child_fields import Asking, Fields, id_doubts, stored, told_by_id
from screens.child_forms import child_doubts
from screens.child_parts import carer_fields, household_fields, identity_fields, parent_fields
from screens.draft_screen import DraftScreen
from screens.drafts import DraftKeeper
from screens.form_screen import FormScreen
from screens.widgets.columns import Column
from screens.widgets.fields import Section
from screens.widgets.form import Form
from screens.widgets.line import Line
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

FORM = "new_child"
PARTS = ("father", "mother", "carer")


class NewChildForm(FormScreen[int]):
    """The first form of a child; returns the child's id."""

    TITLE = mark("New child")

    def __init__(self, session: Session, found: Mapping[str, Any] | None = None, *, told: str = "") -> None:
        """`found` are the values that were looked for; `told` is a sentence for the status line.

        Goes on with a draft without asking: the search before it has asked.
        """
        self._asking = Asking(session, self.entry)
        self._found = found or {}
        self._told = told
        super().__init__(session, "", FORM, NEW, 0, resume=True)
        # Nothing of it is in the register yet: what was looked for belongs to the draft, too.
        self._opened_with = {}

    def on_mount(self) -> None:
        self.set_status(self._told)

    def sections(self) -> Sequence[Section]:
        child = Fields(self._asking, "child")
        father, mother, carer = (
            Fields(self._asking, table, part) for table, part in zip(("parent", "parent", "carer"), PARTS, strict=True)
        )
        at_school = [child.code("schooling", v.Schooling), child.school(), child.school_class(), child.flag("boarding")]
        care = [
            child.code("care_reason", v.CareReason), child.code("actual_care", v.ActualCare),
            child.code("living", v.Living), child.code("guardianship_grade", v.GuardianshipGrade),
            child.code("health", v.Health),
        ]  # fmt: skip
        return [
            Section(mark("The child"), [*identity_fields(child), child.line("file_no", width=20)]),
            Section(mark("Household and address"), household_fields(child)),
            Section(mark("School and class"), at_school),
            Section(v.ParentRole.FATHER.msgid, parent_fields(father)[:9]),
            Section(v.ParentRole.MOTHER.msgid, parent_fields(mother)[:9]),
            Section(mark("The carer"), carer_fields(carer, required=False)[:7]),
            Section(mark("Care and guardianship"), care),
        ]

    def opening(self) -> Mapping[str, Any]:
        told = told_by_id(self._found.get("id_no"), self.session)
        return {**told, **{name: value for name, value in self._found.items() if value}}

    def doubts(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        doubts = dict(child_doubts(self.session, values))
        for part in PARTS:
            doubts.update(id_doubts(values, self.session, part))
        return doubts

    def save(self, values: dict[str, Any], changed: dict[str, Any]) -> int:
        parts: dict[str, dict[str, Any]] = {part: {} for part in ("", *PARTS)}
        for name, value in stored(values).items():
            part, _dot, column = name.rpartition(".")
            if value not in (None, ""):
                parts[part][column] = value
        return add_child(self.session, parts[""], father=parts["father"], mother=parts["mother"], carer=parts["carer"])


class SearchForm(Form):
    """What is known of a child; it is looked for, not saved."""

    LAST = mark("That was the last field. F8 goes on.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,ctrl+s", "save", mark("go on"), id="form.go_on",
                tooltip=mark("Look for the child in the register, and go on to the form.")),
    ]  # fmt: skip


class NewChildScreen(DraftScreen[int]):
    """Search before create; returns the id of the new child, or of the one that was found, or None.

    Search and form share a draft. One that holds nothing but what is looked for leads back to the search, which is made
    again: it may have been left days ago.
    """

    TITLE = mark("New child")
    HELP_TEXT = mark("Write what you know and press F8: children who may be the same are shown first.")
    BINDING_GROUP_TITLE = mark("New child")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "go_on", mark("it is a new child"), id="new_child.go_on",
                tooltip=mark("None of those shown is the child: go on to the form.")),
    ]  # fmt: skip

    def __init__(self, session: Session, *, resume: bool = False) -> None:
        """`resume` goes on with the draft of a new child without asking."""
        super().__init__(session, "", FORM, NEW, 0, resume=resume)
        self.done = ""
        """What was done, as a sentence; empty while nobody was registered."""
        self._asking = Asking(session, lambda name: self.form.entries.get(name, ""))
        fields = Fields(self._asking, "child")
        sought = [
            fields.name(required=True),
            fields.id_number(fills=("birth_date",)),
            fields.some_day("birth_date"),
            fields.village(),
            Fields(self._asking, "parent", "father").name(label=mark("Father's name")),
        ]
        self.form = SearchForm(sought, short=True)
        self._opened_with = self.form.entries
        self._values: dict[str, Any] = {}
        self._note = Line()
        columns = [
            Column[Likely]("name", _("Name"), 10, lambda row: row.name),
            Column[Likely]("sex", _("Sex"), 4, lambda row: v.label(v.Sex, row.sex)),
            Column[Likely]("birth_date", _("Birth date"), 10, lambda row: row.birth_date or ""),
            Column[Likely]("why", _("Why"), 24, _reasons, grow=True),
            Column[Likely]("village", _("Village"), 10, lambda row: row.village or ""),
            Column[Likely]("father", _("Father"), 8, lambda row: row.father or ""),
        ]
        self._table: RecordTable[Likely] = RecordTable(columns, threaded=False)

    def body(self) -> Iterable[Widget]:
        yield self.form
        yield self._note
        yield self._table

    def on_mount(self) -> None:
        self._table.display = False

    def draft_title(self, draft: PendingDraft) -> str:
        return " ".join(filter(None, (_(self.TITLE), draft.entries.get("name", ""))))

    def take_up(self, draft: PendingDraft) -> None:
        if draft.entries.keys() <= self.form.entries.keys():
            super().take_up(draft)
        else:
            self._open_form()

    @on(Form.Submitted)
    def _look(self, event: Form.Submitted) -> None:
        event.stop()
        self._values = event.values
        self._search(event.values)

    @work(exclusive=True, group="duplicates")
    async def _search(self, values: dict[str, Any]) -> None:
        village = values["village"] or ""
        sought = Sought(
            name=values["name"],
            id_no=values["id_no"] or "",
            birth_date=values["birth_date"] or "",
            father=values["father.name"] or "",
            village=int(village) if village.isdecimal() else None,
        )
        try:
            found = await asyncio.to_thread(likely_duplicates, self.session, sought)
        except GuanaiError as error:
            self._note.text = error.sentence
            return
        if not found:
            self._open_form(_("Nobody like this is in the register."))
            return
        self._note.text = _("Is it one of these? Enter opens the file; F8: it is a new child.")
        self._table.display = True
        self._table.show(ListPages(found))
        self._table.focus()

    @on(RecordTable.Selected)
    @work
    async def _found(self, event: RecordTable.Selected) -> None:
        event.stop()
        await self._discard_draft()
        if self.is_current:  # a second Enter, while the draft was taken away, has closed it by now
            self.dismiss(event.row.id)

    def action_go_on(self) -> None:
        self._open_form()

    def action_back(self) -> None:
        """From what was found back to the search, and from there to the list."""
        if self._table.has_focus:
            self.form.focus_first()
        else:
            super().action_back()

    async def may_close(self) -> bool:
        asked = any(isinstance(screen, NewChildForm) for screen in self.app.screen_stack)
        return asked or await super().may_close()

    @work(exclusive=True, group="form")  # once, where F8 came twice
    async def _open_form(self, told: str = "") -> None:
        """The form takes the draft over, and gives it back where it is left for the search."""
        values = dict(self._values)
        village = self.form.entries["village"]
        if village:
            value, _blank, name = village.partition(" ")
            values["village"] = Option(value, name)
        await self._close_keeper()
        child_id = await self.app.push_screen_wait(NewChildForm(self.session, values, told=told))
        if child_id:
            self.done = _("Registered. {time}").format(time=local_time(self.session.clock.instant())[11:])
            self.dismiss(child_id)
        elif await self.in_thread(self._thrown_away):  # else another room has closed the form
            self._keeper = DraftKeeper(self.session, FORM, NEW, 0)
            self._register()
            self._keeper.note(self._unsaved())

    def _thrown_away(self) -> bool:
        return draft_of(self.session, FORM, NEW) is None


def _reasons(row: Likely) -> str:
    left = [_("left the register")] if row.left else []
    return _(", ").join([*row.reasons, *left])
