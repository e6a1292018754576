"""One care record: read whole, corrected, withdrawn; what stood in it before stays in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.access import Right
from db.clock import local_time
from db.commands.care_records import correct_record, doubts, withdraw_record
from db.field_names import field_name
from db.i18n import _, mark
from db.queries.care_records import Former, RecordFile, record_file, record_history
from db.queries.wording import worded
from db.rules.record_kinds import DAY, FORMS, field_label
from db.session import Session
from db.vocabulary import Action, RecordKind, label
from exports.child_sheet import Block, Item
from screens.base import BaseScreen
from screens.child_fields import Asking
from screens.dialogs.confirm import ConfirmReason
from screens.form_screen import FormScreen
from screens.people_fields import BY, as_stored, by_option
from screens.record_fields import record_fields
from screens.widgets.block_view import BlockView
from screens.widgets.fields import Section


def record_blocks(record: RecordFile, history: Sequence[Former]) -> list[Block]:
    """The record as its paper form has it, and what stood in it before."""
    kind = record.kind
    items = [Item(_("Child"), record.child), Item(_(FORMS[kind].day), record[DAY]), Item(_(FORMS[kind].by), record.by)]
    items += [
        Item(_(field.label), worded("care_record", field.column, record[field.column])) for field in FORMS[kind].fields
    ]
    if record.withdrawn:
        items.insert(0, Item(_("Withdrawn on"), record["withdrawn_on"], alarming=True))
        items.insert(1, Item(_("Why withdrawn"), record["withdrawn_reason"] or "", alarming=True))
    blocks = [Block("record", _(FORMS[kind].card), tuple(items))]
    blocks += [
        Block("", f"{label(Action, one.action)} {local_time(one.at)} {one.by}", tuple(_former(kind, one)))
        for one in history
    ]
    return blocks


def _former(kind: RecordKind, one: Former) -> Iterator[Item]:
    for column, (old, _new) in one.changes.items():
        name = _(field_label(kind, column)) if field_label(kind, column) else field_name("care_record", column)
        if name and column != "semester" and one.action != Action.WITHDRAW:
            yield Item(name, worded("care_record", column, old) or _("nothing"))


class RecordEditScreen(FormScreen[bool]):
    """A record that is corrected; returns True once it was."""

    def __init__(self, session: Session, record: RecordFile, *, resume: bool = False) -> None:
        self.record = record
        self._asking = Asking(session, self.entry)
        title = f"{_(FORMS[record.kind].card)}  {record.child}"
        super().__init__(
            session, title, f"child.correct.{record.id}", record.child_id, record.version, resume=resume
        )  # fmt: skip

    def sections(self) -> Sequence[Section]:
        return [Section("", record_fields(self._asking, self.record.kind))]

    def opening(self) -> Mapping[str, Any]:
        return {**self.record.values, BY: by_option(self.record["staff"], self.record.by)}

    def doubts(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        return doubts(self.session, self.record.child_id, self.record.kind, as_stored(values), self.record.id)

    def save(self, values: dict[str, Any], changed: dict[str, Any]) -> bool:
        correct_record(self.session, self.record.id, self.record.version, as_stored(changed))
        return True


class RecordScreen(BaseScreen[bool]):
    """One record; returns whether anything was changed."""

    TITLE = mark("Record")
    HELP_TEXT = mark("A record is corrected or withdrawn, never removed; what stood in it before is shown below.")
    BINDING_GROUP_TITLE = mark("Record")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,e", "correct", mark("correct"), id="record.correct",
                tooltip=mark("Correct the record; the former text is kept.")),
        Binding("x", "withdraw", mark("withdraw"), id="record.withdraw",
                tooltip=mark("Take the record back, with a reason; it stays in the file.")),
    ]  # fmt: skip

    def __init__(self, session: Session, record_id: int, *, resume: bool = False) -> None:
        """`resume` goes on with a correction that was left unsaved."""
        super().__init__()
        self.session = session
        self.record_id = record_id
        self.record: RecordFile | None = None
        self._changed = False
        self._resume = resume
        self._blocks = BlockView()

    def body(self) -> Iterable[Widget]:
        yield self._blocks

    def on_mount(self) -> None:
        self._blocks.focus()
        self._read()

    def others_wrote(self) -> None:
        self._read()

    @work(exclusive=True, group="record")
    async def _read(self, status: str = "") -> None:
        record = await self.in_thread(record_file, self.session, self.record_id)
        blocks = await self.in_thread(self._drawn, record) if record else None
        if record is None or blocks is None:
            return
        self.record = record
        self.set_heading(f"{label(RecordKind, record.kind)}  {record.child}  {record[DAY]}")
        self._blocks.show(blocks)
        self.set_status(status)
        self.refresh_bindings()
        if self._resume:
            self._resume = False
            self._correct(record, resume=True)

    def _drawn(self, record: RecordFile) -> list[Block]:
        with self.session.reading():
            return record_blocks(record, record_history(self.session, record.id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("correct", "withdraw"):
            return self.session.may(Right.RECORDS) and self.record is not None and not self.record.withdrawn
        return True

    @on(BlockView.Chosen)
    def _chosen(self, event: BlockView.Chosen) -> None:
        event.stop()
        if event.key and self.check_action("correct", ()):
            self.action_correct()

    def action_correct(self) -> None:
        if self.record is not None:
            self._correct(self.record)

    @work
    async def _correct(self, record: RecordFile, *, resume: bool = False) -> None:
        if await self.app.push_screen_wait(RecordEditScreen(self.session, record, resume=resume)):
            self._changed = True
            self._read(_("Corrected."))
        else:
            self._read()

    @work
    async def action_withdraw(self) -> None:
        record = self.record
        if record is None:
            return
        what = f"{label(RecordKind, record.kind)} {record[DAY]} {record.child}"
        reason = await self.app.push_screen_wait(ConfirmReason(_("Withdraw this record?"), what))
        if not reason:
            return
        done = await self.in_thread(self._withdrawn, record, reason)
        if done:
            self._changed = True
            self._read(_("Withdrawn; it counts no longer."))

    def _withdrawn(self, record: RecordFile, reason: str) -> bool:
        withdraw_record(self.session, record.id, record.version, reason)
        return True

    def action_back(self) -> None:
        self.dismiss(self._changed)
