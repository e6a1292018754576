"""The register: search as you type, filters, any order, any columns, saved views."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.errors import GuanaiError
from db.i18n import _, mark
from db.queries.filters import PlaceChoice, place_choices
from db.queries.registry import RegistryFilter, RegistryPages, RegistryRow
from db.queries.views import StoredView, View, saved_views
from db.session import Session
from screens.base import BaseScreen
from screens.duty_deeds import DEED_OF
from screens.first_step import first_step
from screens.registry_columns import SHOWN, registry_columns
from screens.registry_filters import filter_options, labels, names_a_place, without
from screens.widgets.filter_bar import FilterBar
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from screens.child import ChildScreen

NAME, KEEP = "registry", "keep"
START = View(RegistryFilter(), SHOWN)


class RegistryScreen(BaseScreen[None]):
    """Every child the person may see, and the way to each file."""

    TITLE = mark("Register")
    HELP_TEXT = mark(
        "Type to search by name, pinyin, or part of an ID number or phone, also by the name of a parent or carer; "
        "Enter opens a child's file."
    )
    AUTO_FOCUS = "RecordTable"  # only where F7 on another screen has not led to the search already
    BINDING_GROUP_TITLE = mark("Register")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", mark("search"), show=False, id="registry.search", tooltip=mark("Go to the search.")),
        Binding("f", "filter", mark("filter"), id="registry.filter",
                tooltip=mark("Narrow the list by place, risk, definition, survey, alert or state.")),
        Binding("c", "clear", mark("all"), id="registry.clear", tooltip=mark("Take the search and all filters away.")),
        Binding("s", "sort", mark("sort"), id="registry.sort",
                tooltip=mark("Sort by a column; choose it again to turn the order round.")),
        Binding("o", "columns", mark("columns"), show=False, id="registry.columns",
                tooltip=mark("Choose the columns and their order.")),
        Binding("v", "views", mark("views"), show=False, id="registry.views",
                tooltip=mark("Show a saved view, or keep the present one.")),
        Binding("m", "marks", mark("marks"), show=False, id="registry.marks",
                tooltip=mark("Marks of the class that is shown, or of the child under the cursor.")),
        Binding("i", "import", mark("import"), show=False, id="registry.import",
                tooltip=mark("Import a roster from a CSV or XLSX file.")),
        Binding("u", "duplicates", mark("duplicates"), show=False, id="registry.duplicates",
                tooltip=mark("Look at children who may be entered twice, and merge them.")),
        Binding("d", "fulfil", mark("do it"), id="registry.fulfil",
                tooltip=mark("Open the form that fulfils the duty for this child: the talk, the visit, the survey.")),
        Binding("t", "talks", mark("talks"), id="registry.talks",
                tooltip=mark("Enter the talks of this month or an earlier one, one child of the list after another.")),
        Binding("r", "records", mark("records"), show=False, id="registry.records",
                tooltip=mark("What was done for children: talks, visits, calls, letters, marks.")),
        Binding("w", "save_view", mark("keep view"), show=False, id="registry.save_view",
                tooltip=mark("Save filters, order and columns under a name.")),
    ]  # fmt: skip

    @dataclass
    class Left(Message):
        """Somebody goes back to where the children of a filter were opened from."""

    @dataclass
    class _PlacesFound(Message):
        places: list[PlaceChoice]

    def __init__(self, session: Session, sheets: Path, rosters: Path) -> None:
        """Children's sheets are saved in the folder `sheets`; `rosters` is where rosters to import are put."""
        super().__init__()
        self.session = session
        self._sheets = sheets
        self._rosters = rosters
        self.view = START
        self._view_before: View | None = None
        self._done = ""
        self._places: Sequence[PlaceChoice] = ()
        self._columns = {column.key: column for column in registry_columns()}
        self._pages = RegistryPages(session, self.view.filter, self.view.columns)
        self._bar = FilterBar(placeholder=_("name, pinyin, ID, phone"))
        self._table: RecordTable[RegistryRow] = RecordTable(
            [self._columns[key] for key in self.view.columns], sort=("name", False)
        )

    def body(self) -> Iterable[Widget]:
        yield self._bar
        yield self._table

    def on_mount(self) -> None:
        self._show(self.view)

    def narrow(self, narrowed: RegistryFilter) -> None:
        """Show the children of a filter chosen elsewhere; Esc leads back there and the list is as it was before."""
        before = self._view_before or self.view
        self._turn_to(replace(self.view, filter=narrowed))
        self._view_before = before
        self._table.focus()

    def come_home(self) -> None:
        if self._view_before is not None:
            self._turn_to(self._view_before)

    def _turn_to(self, view: View) -> None:
        """Show a view with its search text, from whatever was shown before."""
        self._view_before = None
        self._bar.text = view.filter.text
        self._show(view)

    # What is shown

    def _show(self, view: View, keep: RegistryRow | None = None) -> None:
        if view.columns != self.view.columns:
            self._table.set_columns([self._columns[key] for key in view.columns])
        self.view = view
        self._pages = RegistryPages(self.session, view.filter, view.columns, view.sort, view.descending)
        self._table.show(self._pages, keep=keep, sort=(view.sort, view.descending))
        self._table.set_empty(self._nothing_found(view.filter))
        self._bar.filters = labels(view.filter, self._places)
        self.refresh_bindings()
        if names_a_place(view.filter) and not self._places:
            self._find_places()

    def reload(self, child_id: int | None = None) -> None:
        """Read the list anew, with the cursor on `child_id` or where it stands."""
        keep = self._table.kept if child_id is None else RegistryRow(child_id, None, {})
        self._show(self.view, keep)

    def others_wrote(self) -> None:
        self.reload()

    def taken_back(self, done: str) -> None:
        self._done = done
        self.reload()

    @work(thread=True, exclusive=True, group="places", exit_on_error=False)
    def _find_places(self) -> None:
        self.post_message(self._PlacesFound(place_choices(self.session)))

    @on(_PlacesFound)
    def _take_places(self, message: _PlacesFound) -> None:
        message.stop()
        self._places = message.places
        self._bar.filters = labels(self.view.filter, self._places)

    @on(RecordTable.Moved)
    def _moved(self, event: RecordTable.Moved) -> None:
        if done := self._done:
            if event.count is not None:  # until the list is counted, it tells of the same row more than once
                self._done = ""
            self.set_status(done)
            return
        place = self._table.view_text
        if self._table.current and self._pages.by_relative(self._table.current):
            self.set_status(_("{place}, found by the name of a parent or carer").format(place=place))
            return
        self.set_status(place if self._pages.sorted else _("{place} in order of entry").format(place=place))

    @on(RecordTable.Failed)
    def _failed(self, event: RecordTable.Failed) -> None:
        self.set_status(event.sentence)

    # Search and filters

    def on_key(self, event: Key) -> None:
        self._bar.take(event)

    def action_search(self) -> None:
        self._bar.focus_input()

    def search_afresh(self) -> None:
        """Search among all who are registered: a filter left over from before would hide whom one looks for."""
        self.action_clear()
        self.action_search()

    @on(FilterBar.Searched)
    def _searched(self, event: FilterBar.Searched) -> None:
        self._show(replace(self.view, filter=replace(self.view.filter, text=event.text)))

    @on(FilterBar.Left)
    def _left_search(self) -> None:
        self._table.focus()

    @on(FilterBar.Dropped)
    def _dropped(self, event: FilterBar.Dropped) -> None:
        self._show(replace(self.view, filter=without(self.view.filter, event.key)))

    @work
    async def action_filter(self) -> None:
        self._places = await self.in_thread(place_choices, self.session) or ()
        options, meaning = filter_options(self._places, incidents=self.session.scope.incidents)
        chosen = await self._choose(_("Show only"), options)
        if chosen:
            field, value = meaning[chosen.value]
            self._show(replace(self.view, filter=replace(self.view.filter, **{field: value})))

    def action_clear(self) -> None:
        self._turn_to(replace(self.view, filter=RegistryFilter()))

    def action_back(self) -> None:
        """From the search to the list, from there to where it was narrowed, or from the narrowed to the whole list."""
        if not self._table.has_focus:
            self._table.focus()
        elif self._view_before is not None:
            self._turn_to(self._view_before)
            self.post_message(self.Left())
        elif self.view.filter != RegistryFilter():
            self.action_clear()

    # Order, columns, views

    @work
    async def action_sort(self) -> None:
        options = [Option(key, column.title) for key, column in self._columns.items()]
        chosen = await self._choose(_("Sort by"), options, self.view.sort)
        if chosen:
            turned = chosen.value == self.view.sort and not self.view.descending
            self._show(replace(self.view, sort=chosen.value, descending=turned), self._table.current)

    @work
    async def action_columns(self) -> None:
        from screens.dialogs.columns import ChooseColumns

        dialog = ChooseColumns(list(self._columns.values()), self.view.columns)
        chosen = await self.app.push_screen_wait(dialog)
        if chosen:
            self._show(replace(self.view, columns=tuple(chosen)), self._table.current)

    @work
    async def action_views(self) -> None:
        views = await self.in_thread(saved_views, self.session, NAME)
        stored: dict[str, StoredView] = {str(view.id): view for view in views or ()}
        keep = Option(KEEP, _("Keep what is shown now"))
        options = [Option("", _("as at first")), *(Option(key, view.name) for key, view in stored.items()), keep]
        chosen = await self._choose(_("Views"), options)
        if chosen and chosen.value == KEEP:
            self.action_save_view()
        elif chosen:
            self._turn_to(stored[chosen.value].view if chosen.value else START)

    @work
    async def action_save_view(self) -> None:
        from db.commands.views import save_view
        from screens.dialogs.ask import Ask

        name = await self.app.push_screen_wait(Ask(_("Name of the view"), max_length=30))
        if not name:
            return
        try:
            await asyncio.to_thread(save_view, self.session, NAME, name, self.view)
        except GuanaiError as error:
            self.set_status(error.sentence)
        else:
            self.set_status(_("View {name} saved.").format(name=name))

    async def _choose(self, title: str, options: list[Option], current: str = "") -> Option | None:
        from screens.dialogs.choose import Choose  # loaded, as every dialog, when it opens: 16 ms less to the first row

        return await self.app.push_screen_wait(Choose(title, options, current=current))

    # Children: their file costs 100 ms and 5 MB to load, so it waits for the first one that is opened

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        self.open_child(event.row.id, siblings=self._pages)

    def open_child(
        self, child_id: int, *, siblings: RegistryPages | None = None, edit: str = "", done: str = "",
        visit: bool = False,
    ) -> None:  # fmt: skip
        """Open a child's file; `edit` is a deed to begin with there, `done` what has just been done.

        After a `visit` Esc leads back to where the child was opened from.
        """
        from screens.child import ChildScreen

        screen = ChildScreen(self.session, child_id, self._sheets, siblings, edit=edit, done=done)
        self.app.push_screen(screen, self._visited if visit else self._returned)

    @work
    async def action_new_child(self, resume: bool = False) -> None:
        from screens.new_child import NewChildScreen

        screen = NewChildScreen(self.session, resume=resume)
        child_id = await self.app.push_screen_wait(screen)
        if child_id:
            self.open_child(child_id, done=screen.done)

    @work
    async def action_marks(self) -> None:
        from db.queries.family import child_row
        from screens.marks import MarksScreen

        school_class, current = self.view.filter.school_class, self._table.current
        if not school_class and current is not None:
            child = await self.in_thread(child_row, self.session, current.id)
            school_class = child["school_class"] if child else None
        screen = MarksScreen(self.session, self._sheets, school_class or None)
        self.app.push_screen(screen, lambda _result: self.reload())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "fulfil":
            return self.view.filter.duty in DEED_OF and self.session.may(Right.RECORDS)
        return action != "talks" or self.session.may(Right.RECORDS)

    def action_fulfil(self) -> None:
        from screens.child import ChildScreen

        row = self._table.current
        if row is not None and self.view.filter.duty:
            deed = DEED_OF[self.view.filter.duty]
            screen = ChildScreen(self.session, row.id, self._sheets, edit=deed, once=True)
            self.app.push_screen(screen, lambda child_id: self._fulfilled(child_id, screen))

    @work
    async def action_talks(self) -> None:
        """Of the list as it is narrowed, or of a class to choose where it holds more than one."""
        if self._table.current is None:
            self.set_status(_("Nobody is in this list."))
            return
        from db.queries.places import classes
        from screens.talks import enter_talks

        narrowed = self.view.filter
        known = await self.in_thread(classes, self.session) or ()
        if narrowed.school_class is None and len(known) > 1:
            options = [
                Option("", _("the list as it is")),
                *(Option(str(one.id), one.name, one.school) for one in known),
            ]
            chosen = await self._choose(_("Whose talks?"), options)
            if chosen is None:
                return
            if chosen.value:
                narrowed = RegistryFilter(school_class=int(chosen.value))
        if written := await enter_talks(self, self.session, narrowed):
            self.taken_back(_("{n} talks saved.").format(n=written))

    def action_records(self) -> None:
        from screens.records import RecordsScreen

        self.app.push_screen(RecordsScreen(self.session))

    def action_import(self) -> None:
        from screens.roster_import import RosterImportScreen

        self.app.push_screen(RosterImportScreen(self.session, self._rosters), lambda _result: self.reload())

    def action_duplicates(self) -> None:
        from screens.duplicates import DuplicatesScreen

        self.app.push_screen(DuplicatesScreen(self.session), lambda _result: self.reload())

    def _visited(self, child_id: int | None) -> None:
        self._returned(child_id)
        if child_id is not None:  # with Esc, and not by the key of a room
            self.post_message(self.Left())

    def _fulfilled(self, child_id: int | None, screen: ChildScreen) -> None:
        if screen.done and screen.file is not None:
            self._done = f"{screen.file.child['name']}  {screen.done}"
        self._returned(child_id)

    def _returned(self, child_id: int | None) -> None:
        self.reload(child_id)
        self.set_focus(self._table)  # at once: whoever closed the file may go on to the search

    def _nothing_found(self, narrowed: RegistryFilter) -> str:
        """Why the list may be empty, and the key that looks further."""
        if narrowed == RegistryFilter():
            begin = _("Nobody yet: F8 enters a child, i imports; f: who left.")
            return begin if self.session.may(Right.IMPORT) else first_step(self.session)
        if replace(narrowed, text="") != RegistryFilter():
            return _("No child matches. Press c to take the filters away.")
        return _("No registered child matches. Those who left the register: press f.")
