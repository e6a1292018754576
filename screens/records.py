"""The care records of all children as a list: what was done, searched and filtered, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widget import Widget

from db.i18n import _, mark
from db.queries.filters import PlaceChoice, place_choices
from db.queries.record_pages import RecordFilter, RecordPages, RecordRow, month_choices, semester_choices
from db.session import Session
from db.vocabulary import RecordKind, label
from screens.base import BaseScreen
from screens.dialogs.choose import Choose
from screens.widgets.columns import Column
from screens.widgets.filter_bar import FilterBar
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable

GONE = Style(dim=True, strike=True)


class RecordsScreen(BaseScreen[None]):
    """Every record of the children whom the person may see."""

    TITLE = mark("Records")
    HELP_TEXT = mark("Type to search in names and texts; Enter opens a record, to read, correct or withdraw it.")
    AUTO_FOCUS = "RecordTable"
    BINDING_GROUP_TITLE = mark("Records")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", mark("search"), id="records.search", tooltip=mark("Go to the search.")),
        Binding("f8,f", "filter", mark("filter"), id="records.filter",
                tooltip=mark("Narrow the list by kind, month, semester or place, or show what was withdrawn.")),
        Binding("c", "clear", mark("all"), id="records.clear", tooltip=mark("Take the search and all filters away.")),
    ]  # fmt: skip

    def __init__(self, session: Session, narrowed: RecordFilter | None = None) -> None:
        super().__init__()
        self.session = session
        self.filter = narrowed or RecordFilter()
        self._names: dict[tuple[str, Any], str] = {}
        self._bar = FilterBar(placeholder=_("name or words"))
        columns = [
            Column[RecordRow]("day", _("Day"), 10, lambda row: row.day, style=_ink),
            Column[RecordRow]("kind", _("Kind"), 12, lambda row: label(RecordKind, row.kind)),
            Column[RecordRow]("child", _("Name"), 8, lambda row: row.child),
            Column[RecordRow]("sentence", _("What happened"), 24, lambda row: row.sentence, grow=True),
            Column[RecordRow]("by", _("Who"), 8, lambda row: row.by),
            Column[RecordRow]("place", _("Class or village"), 12, lambda row: row.place),
            Column[RecordRow]("topics", _("Topics"), 12, lambda row: row.topics),
        ]
        self._table: RecordTable[RecordRow] = RecordTable(columns, empty=_("No record matches."))

    def body(self) -> Iterable[Widget]:
        yield self._bar
        yield self._table

    def on_mount(self) -> None:
        self._show(self.filter)

    def _show(self, narrowed: RecordFilter) -> None:
        self.filter = narrowed
        self._table.set_empty(
            _("No record matches.") if narrowed.in_force() else _("Nothing yet: press a in the file of a child.")
        )
        self._table.show(RecordPages(self.session, narrowed), keep=self._table.current)
        self._bar.filters = [
            Option(field, self._names.get((field, getattr(narrowed, field)), "?"))
            for field in narrowed.in_force()
            if field != "text"
        ]

    def others_wrote(self) -> None:
        self._show(self.filter)

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        self.set_status(self._table.view_text)

    @on(RecordTable.Failed)
    def _failed(self, event: RecordTable.Failed) -> None:
        self.set_status(event.sentence)

    @on(RecordTable.Selected)
    def _open(self, event: RecordTable.Selected) -> None:
        from screens.record import RecordScreen

        self.app.push_screen(RecordScreen(self.session, event.row.id), self._record_closed)

    def _record_closed(self, changed: bool | None) -> None:
        if changed:
            self._show(self.filter)

    def on_key(self, event: Key) -> None:
        self._bar.take(event)

    def action_search(self) -> None:
        self._bar.focus_input()

    @on(FilterBar.Searched)
    def _searched(self, event: FilterBar.Searched) -> None:
        self._show(replace(self.filter, text=event.text))

    @on(FilterBar.Left)
    def _left_search(self) -> None:
        self._table.focus()

    @on(FilterBar.Dropped)
    def _dropped(self, event: FilterBar.Dropped) -> None:
        self._show(replace(self.filter, **{event.key: getattr(RecordFilter(), event.key)}))

    @work
    async def action_filter(self) -> None:
        places = await self.in_thread(place_choices, self.session)
        semesters = await self.in_thread(semester_choices, self.session)
        choices = list(_choices(self.session, semesters or (), places or ()))
        options = [Option(str(at), name, title) for at, (_field, _value, name, title) in enumerate(choices)]
        chosen = await self.app.push_screen_wait(Choose(_("Show only"), options))
        if chosen:
            field, value, name, _title = choices[int(chosen.value)]
            self._names[field, value] = name
            self._show(replace(self.filter, **{field: value}))

    def action_clear(self) -> None:
        self._bar.text = ""
        self._show(RecordFilter())

    def action_back(self) -> None:
        """From the search to the list, from a filtered list to the whole, from there back."""
        if not self._table.has_focus:
            self._table.focus()
        else:
            super().action_back()


def _choices(
    session: Session, semesters: Sequence[tuple[int, str]], places: Sequence[PlaceChoice]
) -> Iterator[tuple[str, Any, str, str]]:  # fmt: skip
    """What the list may be narrowed to: field, value, name, and what kind of filter it is."""
    yield from (("kind", kind.value, kind.label, _("Kind")) for kind in RecordKind)
    yield from (("month", month, month, _("Month")) for month in month_choices(session.clock.today()))
    yield from (("semester", row_id, name, _("Semester")) for row_id, name in semesters)
    titles = {"village": _("Village"), "school": _("School"), "school_class": _("Class")}
    yield from ((place.field, place.id, place.name, titles[place.field]) for place in places)
    yield "withdrawn", True, _("withdrawn ones"), _("State")


def _ink(row: RecordRow) -> Style | None:
    return GONE if row.withdrawn else None
