"""What guardians ask for about a child's data: written down, carried out or turned down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.access import Right
from db.commands.privacy import answer_request, take_request
from db.i18n import _, mark
from db.queries.pages import ListPages
from db.queries.privacy import RequestLine, requests
from db.session import Session
from db.vocabulary import RequestKind, RequestState, label
from screens.base import BaseScreen
from screens.child_fields import Asking
from screens.people_fields import child_field
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.widgets.columns import Column
from screens.widgets.fields import Field, Kind, Section
from screens.widgets.options import Option
from screens.widgets.record_table import RecordTable


class RequestsScreen(BaseScreen[None]):
    """The requests about children whom the person sees, the open ones first."""

    TITLE = mark("Requests of guardians")
    HELP_TEXT = mark("A guardian may see, copy, correct and delete a child's data. Enter answers a request.")
    BINDING_GROUP_TITLE = mark("Requests of guardians")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,n", "take", mark("new"), id="requests.take", tooltip=mark("Write down what a guardian asks for.")),
        Binding("o", "old", mark("answered too"), id="requests.old",
                tooltip=mark("Show the answered requests too, or hide them.")),
    ]  # fmt: skip

    def __init__(self, session: Session, child: Option | None = None) -> None:
        """`child` is whom a new request is about, unless another one is chosen."""
        super().__init__()
        self.session = session
        self._child = child
        self._answered = False
        columns = [
            Column[RequestLine]("asked_on", _("Day"), 10, lambda line: line.asked_on),
            Column[RequestLine]("child", _("Child"), 12, lambda line: line.child),
            Column[RequestLine]("kind", _("Asks for"), 10, lambda line: label(RequestKind, line.kind)),
            Column[RequestLine]("by", _("Who asks"), 8, lambda line: line.asked_by),
            Column[RequestLine]("state", _("State"), 8, lambda line: label(RequestState, line.state)),
            Column[RequestLine]("detail", _("Details"), 16, lambda line: line.answer or line.detail, grow=True),
        ]
        empty = _("Nobody asks for anything. F8 writes a request down.")
        self._table: RecordTable[RequestLine] = RecordTable(columns, empty=empty, threaded=False)

    def body(self) -> Sequence[Widget]:
        return [self._table]

    def on_mount(self) -> None:
        self._table.focus()
        self._look()

    def others_wrote(self) -> None:
        self._look()

    @work(exclusive=True)
    async def _look(self) -> None:
        lines = await self.in_thread(requests, self.session, answered=self._answered)
        if lines is not None:
            self._table.show(ListPages(lines, key=lambda line: line.id), keep=self._table.current)

    @on(RecordTable.Moved)
    def _moved(self) -> None:
        self.set_status(self._table.view_text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "take" or self.session.may(Right.REGISTER)

    def action_old(self) -> None:
        self._answered = not self._answered
        self._look()

    def action_take(self) -> None:
        def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
            take_request(self.session, int(values["child"]), values)

        self._fill_in(PlainDeed("request", _("Request of a guardian"), _asked, save, {"child": self._child}))

    @on(RecordTable.Selected)
    def _answer(self, event: RecordTable.Selected) -> None:
        event.stop()
        line: RequestLine = event.row
        if line.state != RequestState.OPEN or not self.session.may(Right.REGISTER):
            self.set_status(line.answer or line.detail)
            return

        def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
            answer_request(self.session, line.id, line.version, values["state"], values["answer"])

        title = f"{_('Answer')}  {line.child}  {label(RequestKind, line.kind)}"
        self._fill_in(PlainDeed("request_answer", title, _answered, save, {}, line.id, line.version))

    @work
    async def _fill_in(self, deed: PlainDeed) -> None:
        if await self.app.push_screen_wait(PlainFormScreen(self.session, deed)):
            self._look()


def _asked(asking: Asking) -> Sequence[Section]:
    def kinds() -> Sequence[Option]:
        return [Option(kind.value, kind.label) for kind in RequestKind]

    return [
        Section("", [
            child_field(asking.session, left=True),
            Field("kind", mark("Asks for"), Kind.CHOICE, width=12, required=True, options=kinds),
            Field("asked_by", mark("Who asks"), required=True),
            Field("relation", mark("Relation to the child")),
            Field("asked_on", mark("Day"), width=12, help=mark("Empty: today.")),
            Field("detail", mark("Details"), Kind.NOTE, max_length=1000),
        ])
    ]  # fmt: skip


def _answered(_asking: Asking) -> Sequence[Section]:
    def states() -> Sequence[Option]:
        return [Option(state.value, state.label) for state in (RequestState.DONE, RequestState.REFUSED)]

    help_ = mark("A deletion that is carried out leaves only figures of the file.")
    return [
        Section("", [
            Field("state", mark("State"), Kind.CHOICE, width=12, required=True, options=states, help=help_),
            Field("answer", mark("Answer"), Kind.NOTE, required=True, max_length=1000),
        ])
    ]  # fmt: skip
