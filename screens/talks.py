"""The talks of a month in one sitting: one child after another, with the fewest keys besides the text itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from db.access import Right
from db.commands.care_records import doubts, record
from db.i18n import _, mark
from db.queries.registry import RegistryFilter
from db.queries.talks import MonthLacking, TalkChild, lacking_talk, months_lacking, talk_child
from db.rules.care_duties import month_name
from db.rules.record_kinds import DAY
from db.session import Session
from db.vocabulary import RecordKind, Sex, label
from screens.base import BaseScreen
from screens.child_fields import Asking
from screens.dialogs.choose import Choose
from screens.form_screen import FormScreen
from screens.people_fields import BY, as_stored, by_option
from screens.record_fields import record_fields
from screens.widgets.fields import Field, Kind, Section
from screens.widgets.line import Line
from screens.widgets.options import Option

FORM = "child.record.talk"
"""The draft of a card is that of the same form in the child's file."""
FURTHER = "further"
PLAN, INCIDENT = "plan", "incident"
CARRIED = ("place", "way", DAY)
"""What stays from card to card: a teacher talks with many children on one day in one room."""


class TalksScreen(FormScreen[int]):
    """One card after another; returns how many were written."""

    HELP_TEXT = mark("Type what was talked about, Enter for the next field, F8 saves and brings the next child.")
    BINDING_GROUP_TITLE = mark("Talks")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f11,insert", "repeat", mark("repeat"), id="talks.repeat",
                tooltip=mark("Put in what was entered for the child before.")),
        Binding("pagedown", "skip(1)", mark("later"), priority=True, id="talks.skip",
                tooltip=mark("To the next child; what is typed here is kept as a draft.")),
        Binding("pageup", "skip(-1)", mark("child before"), show=False, priority=True, id="talks.before",
                tooltip=mark("To the child before; what is typed here is kept as a draft.")),
    ]  # fmt: skip

    def __init__(
        self, session: Session, children: Sequence[int], first: TalkChild, month: MonthLacking | None = None
    ) -> None:
        """`children` are those whose talks are to be entered, `first` the first of them as it was read.

        `month` is a past one whose talks are entered late: its last day is proposed, and another month doubted.
        """
        self.child = first
        self.month = month
        self.written = 0
        self._children = list(children)
        self._total = len(self._children)
        self._at = 0
        self._last: dict[str, str] = {}
        self._asking = Asking(session, self.entry)
        self._before = Line(classes="before")
        self.session = session  # the fields ask for it before the base class has it
        super().__init__(session, self._title(), FORM, first.id, first.version, resume=True)

    # The card

    def body(self) -> Iterable[Widget]:
        yield self._before
        yield from super().body()

    def sections(self) -> Sequence[Section]:
        fields = record_fields(self._asking, RecordKind.TALK)
        if options := self._ways_on():
            help_ = mark("Opens the form of a plan or an incident after this card is saved.")
            further = Field(FURTHER, mark("Further"), Kind.CHOICE, width=24, options=lambda: options, help=help_)
            fields.insert(6, further)
        return [Section("", fields)]

    def _ways_on(self) -> list[Option]:
        ways = []
        if self.session.may(Right.PLANS) and self.session.scope.plans:
            ways.append(Option(PLAN, _("special education plan")))
        if self.session.may(Right.INCIDENTS) and self.session.scope.incidents:
            ways.append(Option(INCIDENT, _("incident to be reported")))
        return ways

    def opening(self) -> Mapping[str, Any]:
        carried = {name: self._last[name] for name in CARRIED if self._last.get(name)}
        if self.month:
            carried = {DAY: self.month.last.isoformat(), **carried}
        return {**carried, BY: by_option(self.child.talker, self.child.talker_name)}

    def doubts(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        found = doubts(self.session, self.child.id, RecordKind.TALK, as_stored(values))
        if values.get("summary") and values["summary"] == self._last.get("summary"):
            sentence = _("Word for word what was entered for the child before. Was it the same talk?")
            found = {"summary": sentence, **found}
        if self.month and str(values.get(DAY) or "")[:7] != self.month.last.isoformat()[:7]:
            sentence = _("You enter the talks of {month}, and this day lies in another one.")
            found = {DAY: sentence.format(month=month_name(self.month.month)), **found}
        return found

    def save(self, values: dict[str, Any], changed: dict[str, Any]) -> int:
        return record(self.session, self.child.id, RecordKind.TALK, as_stored(values))

    # From card to card

    def on_mount(self) -> None:
        super().on_mount()
        self._show_before()

    async def finish(self, result: int) -> None:
        """The next child, after the form of a plan or an incident where one was asked for."""
        self.written += 1
        self._last = self.form.entries
        further = self._last.pop(FURTHER, "")
        self.under_way = ""
        if further:
            await self._go_further(further)
        self._children.remove(self.child.id)
        if self._children:
            await self._turn(self._at % len(self._children))
            self.set_status(_("Saved: {n}").format(n=self.written))
        else:
            await self.uppermost()
            self.dismiss(self.written)

    async def _go_further(self, further: str) -> None:
        from screens.incident_forms import found_deed
        from screens.plain_form import PlainFormScreen
        from screens.plan_forms import plan_deed

        child = Option(str(self.child.id), self.child.name)
        deed = plan_deed(self.session, child=child) if further == PLAN else found_deed(self.session, child=child)
        await self.app.push_screen_wait(PlainFormScreen(self.session, deed))

    @work(exclusive=True, group="save")
    async def action_skip(self, by: int) -> None:
        if not self.held() and len(self._children) > 1:
            await self._turn((self._at + by) % len(self._children))

    async def _turn(self, at: int) -> None:
        child = await self.in_thread(talk_child, self.session, self._children[at])
        if child is not None:
            self._at, self.child = at, child
            await self.turn_to(self._title(), child.id, child.version)
            self._show_before()

    def action_repeat(self) -> None:
        if not self._last:
            self.set_status(_("Nothing has been entered in this sitting yet."))
            return
        self.form.restore({name: entry for name, entry in self._last.items() if name != BY})
        self.set_status(_("As for the child before; change what differs, F8 saves."))

    def _title(self) -> str:
        child = self.child
        years = _("aged {n}").format(n=child.age) if child.age is not None else ""
        place = _("{at}/{n}").format(at=self._total - len(self._children) + 1, n=self._total)
        talks = _("Talks of {month}").format(month=month_name(self.month.month)) if self.month else _("Talks")
        parts = (talks, place, child.name, label(Sex, child.sex), years, child.birth_date or "", child.place)
        return "  ".join(part for part in parts if part)

    def _show_before(self) -> None:
        last = self.child.last
        if last is None:
            self._before.text = _("No talk is recorded yet.")
            return
        told = (last["happened_on"], last["summary"] or "", last["measure"] or "", last["follow_up_on"] or "")
        self._before.text = _("Last: {what}").format(what="  ".join(part.replace("\n", " ") for part in told if part))


async def enter_talks(screen: BaseScreen[Any], session: Session, narrowed: RegistryFilter) -> int:
    """The talks that children of a filter lack, of this month or of an earlier one to choose; how many were written."""
    months = await screen.in_thread(months_lacking, session, narrowed)
    if months is None:
        return 0
    if not months:
        screen.set_status(_("Nobody of these lacks a talk this semester."))
        return 0
    chosen = months[0]
    if len(months) > 1:
        named = [Option(str(at), month_name(one.month), _children(one.children)) for at, one in enumerate(months)]
        answer = await screen.app.push_screen_wait(Choose(_("The talks of which month?"), named))
        if answer is None:
            return 0
        chosen = months[int(answer.value)]
    late = chosen if chosen.last < session.clock.today() else None
    children = await screen.in_thread(lacking_talk, session, narrowed, chosen.month)
    first = await screen.in_thread(talk_child, session, children[0]) if children else None
    if children is None or first is None:
        return 0
    talks = TalksScreen(session, children, first, late)
    await screen.app.push_screen_wait(talks)
    return talks.written


def _children(number: int) -> str:
    return _("{n} children").format(n=number)
