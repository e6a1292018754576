"""The marks of a class in a subject: entered at once, with those of the semester before and who fell sharply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget

from db.access import Right
from db.commands.marks import record_marks, set_fall_rule
from db.errors import GuanaiError, RuleError
from db.i18n import _, mark, paragraph
from db.queries.care_records import teacher_of
from db.queries.pages import ListPages
from db.queries.places import classes
from db.queries.study import Pupil, class_marks, fall_rule, subjects
from db.queries.terms import current_semester
from db.rules.record_kinds import HIGHEST_MARK
from db.rules.study import ABSENT, FallRule, fall_facts, fall_sentence, is_absent, present
from db.session import Session
from db.vocabulary import PlanCause
from screens.base import BaseScreen
from screens.child_fields import Asking, Fields
from screens.dialogs.choose import Choose
from screens.people_fields import BY, by_option
from screens.plain_form import PlainDeed, PlainFormScreen
from screens.widgets.columns import Column
from screens.widgets.fields import Field, Section
from screens.widgets.options import Option, matching
from screens.widgets.record_table import RecordTable

USUAL = (mark("Chinese"), mark("Mathematics"), mark("English"))
"""Subjects before there are marks of others."""
FELL = Style(color="red", bold=True)
_ABSENT = (ABSENT, "缺", "-")
"""What may be typed for a child that was not there."""


class MarksScreen(BaseScreen[None]):
    """A class in one subject."""

    TITLE = mark("Marks")
    HELP_TEXT = mark("Enter types in the marks of the class; p writes a plan for a child whose mark fell sharply.")
    BINDING_GROUP_TITLE = mark("Marks")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8,e", "enter_marks", mark("enter"), id="marks.enter", tooltip=mark("Type in all marks.")),
        Binding("s", "subject", mark("subject"), id="marks.subject", tooltip=mark("Another subject.")),
        Binding("f", "school_class", mark("class"), id="marks.class", tooltip=mark("Another class.")),
        Binding("p", "plan", mark("make a plan"), id="marks.plan",
                tooltip=mark("Write a special education plan for the child under the cursor, or open the one it has.")),
        Binding("r", "rule", mark("rule"), show=False, id="marks.rule", tooltip=mark("What a sharp fall is.")),
    ]  # fmt: skip

    @dataclass
    class _Read(Message):
        semester: str
        pupils: list[Pupil]

    @dataclass
    class _Failed(Message):
        sentence: str

    def __init__(self, session: Session, folder: Path, school_class: int | None = None) -> None:
        """Of the class that is given, or of the first one that the person sees; plans are printed into `folder`."""
        super().__init__()
        self.session = session
        self.folder = folder
        self.school_class: Option | None = Option(str(school_class), "") if school_class else None
        self.subject = _(USUAL[0])
        self._pupils: list[Pupil] = []
        self._done = ""
        columns = [
            Column[Pupil]("name", _("Name"), 10, lambda pupil: pupil.name, grow=True),
            Column[Pupil]("before", _("Before"), 6, lambda pupil: str(pupil.before.mark) if pupil.before else ""),
            Column[Pupil]("now", _("Now"), 6, lambda pupil: str(pupil.now.mark) if pupil.now else pupil.absent),
            Column[Pupil]("change", _("Difference"), max(6, cell_len(_("Difference"))), _change),
            Column[Pupil]("fall", _("Plan"), 20, self._planned,
                          style=lambda pupil: FELL if pupil.fall and not pupil.plan else None),
        ]  # fmt: skip
        empty = _("No registered child is in this class.")
        self._table: RecordTable[Pupil] = RecordTable(columns, empty=empty, threaded=False)

    def _planned(self, pupil: Pupil) -> str:
        if pupil.plan:
            return _("since {day}").format(day=pupil.plan.starts_on)
        if not pupil.fall:
            return ""
        return _("sharp fall, none yet") if self.check_action("plan", ()) else _("sharp fall")

    def body(self) -> Iterable[Widget]:
        yield self._table

    def on_mount(self) -> None:
        self._table.focus()
        self._begin()

    @work
    async def _begin(self) -> None:
        """Find the class by its name and the subject that is entered most, then show them."""
        known = await self.in_thread(classes, self.session) or []
        options = [Option(str(one.id), f"{one.school} {one.name}") for one in known]
        wanted = self.school_class.value if self.school_class else ""
        self.school_class = next((option for option in options if option.value == wanted), next(iter(options), None))
        self.subject = next(iter(await self.in_thread(subjects, self.session) or []), self.subject)
        self._show()

    def others_wrote(self) -> None:
        self._show()

    def taken_back(self, done: str) -> None:
        self._show(done)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "enter_marks":
            return self.session.may(Right.RECORDS)
        if action == "plan":
            return self.session.may(Right.PLANS) and self.session.scope.plans
        return action != "rule" or self.session.may(Right.OFFICE)

    def _show(self, done: str = "") -> None:
        self._done = done
        if not self.school_class:
            self._table.set_empty(_("No class yet: it is entered with its first child."))
        self._read(int(self.school_class.value) if self.school_class else None, self.subject)

    @work(thread=True, exclusive=True, group="marks")
    def _read(self, school_class: int | None, subject: str) -> None:
        try:
            semester = current_semester(self.session).name
            pupils = class_marks(self.session, school_class, subject) if school_class else []
        except GuanaiError as error:
            self.post_message(self._Failed(error.sentence))
        else:
            self.post_message(self._Read(semester, pupils))

    @on(_Failed)
    def _tell(self, message: _Failed) -> None:
        message.stop()
        self.set_status(message.sentence)

    @on(_Read)
    def _take(self, message: _Read) -> None:
        message.stop()
        self._pupils = message.pupils
        where = self.school_class.label if self.school_class else ""
        self.set_heading("  ".join((self.subject, where, message.semester)))
        self._table.show(ListPages(self._pupils, key=lambda pupil: pupil.child_id), keep=self._table.current)
        entered = sum(bool(pupil.version) for pupil in self._pupils)
        fell = sum(bool(pupil.fall) for pupil in self._pupils)
        counted = _("{entered} of {all} entered, {fell} fell sharply")
        counted = counted.format(entered=entered, all=len(self._pupils), fell=fell) if self._pupils else ""
        self.set_status(self._done or counted)
        self._done = ""

    # Choosing

    @work
    async def action_subject(self) -> None:
        known = await self.in_thread(subjects, self.session) or []
        names = list(dict.fromkeys([*known, *map(_, USUAL)]))

        def search(typed: str, limit: int) -> Sequence[Option]:
            found = matching([Option(name, name) for name in names], typed)[:limit]
            new = typed.strip()
            return found if not new or new in names else [*found, Option(new, new, _("another subject"))]

        chosen = await self.app.push_screen_wait(Choose(_("Which subject?"), search, current=self.subject))
        if chosen:
            self.subject = chosen.value
            self._show()

    @work
    async def action_school_class(self) -> None:
        known = await self.in_thread(classes, self.session)
        options = [Option(str(one.id), f"{one.school} {one.name}") for one in known or []]
        current = self.school_class.value if self.school_class else ""
        chosen = await self.app.push_screen_wait(Choose(_("Which class?"), options, current=current))
        if chosen:
            self.school_class = chosen
            self._show()

    # Entering

    @on(RecordTable.Selected)
    def _selected(self, event: RecordTable.Selected) -> None:
        event.stop()
        if self.session.may(Right.RECORDS):
            self.action_enter_marks()

    @work
    async def action_enter_marks(self) -> None:
        if not self.school_class or not self._pupils:
            return
        rule = await self.in_thread(fall_rule, self.session)
        if rule is None:
            return
        at = self._table.current
        first = str(at.child_id) if at else ""
        deed = marks_deed(self.session, self.school_class, self.subject, self._pupils, rule[0], first)
        if await self.app.push_screen_wait(PlainFormScreen(self.session, deed)):
            self._show()

    @work
    async def action_plan(self) -> None:
        from screens.plan_forms import plan_deed
        from screens.plans import PlanScreen

        pupil = self._table.current
        if pupil is None:
            return
        if pupil.plan:
            await self.app.push_screen_wait(PlanScreen(self.session, self.folder, pupil.plan.id))
            self._show()
            return
        teacher = await self.in_thread(teacher_of, self.session, pupil.child_id)
        deed = plan_deed(self.session, child=Option(str(pupil.child_id), pupil.name))
        proposed = {**deed.opening, **plan_proposed(pupil, self.subject, by_option(*(teacher or (None, ""))))}
        if await self.app.push_screen_wait(PlainFormScreen(self.session, replace(deed, opening=proposed))):
            self._show(_("The plan is written down."))

    @work
    async def action_rule(self) -> None:
        found = await self.in_thread(fall_rule, self.session)
        if found is None:
            return
        form = PlainFormScreen(self.session, rule_deed(self.session, *found))
        if await self.app.push_screen_wait(form):
            self._show()


def plan_proposed(pupil: Pupil, subject: str, teacher: Option | None) -> dict[str, Any]:
    """What the form of a plan opens with for a child whose mark fell: the cause, the goal and a first measure."""
    proposed: dict[str, Any] = {"cause": PlanCause.STUDY_DECLINE.value}
    if pupil.fall and pupil.now and pupil.before:
        before, now = pupil.before, pupil.now
        goal = _("{subject} back to {mark} by the end of the semester.").format(subject=subject, mark=before.mark)
        measure = _("Extra lessons in {subject}, and talks with the parents about it.").format(subject=subject)
        facts = fall_facts(subject, before.mark, now.mark, before.semester)
        proposed |= {"facts": facts, "goal": goal, "measure": measure, BY: teacher, "rhythm": _("once a week")}
    return proposed


def marks_deed(
    session: Session, school_class: Option, subject: str, pupils: Sequence[Pupil], rule: FallRule, first: str = ""
) -> PlainDeed:  # fmt: skip
    """A field a child; fields are named by the ids of children, and `first` is the one where typing begins."""
    by_name = {str(pupil.child_id): pupil for pupil in pupils}

    def sections(asking: Asking) -> Sequence[Section]:
        fields = Fields(asking, "care_record")
        number = fields.number("mark", 0, HIGHEST_MARK)
        day = fields.day("happened_on", label=mark("Day of the marks"), help=mark("Empty: today."))
        return [Section("", [*(_field(number, name, pupil) for name, pupil in by_name.items()), day])]

    seen = {pupil.child_id: pupil.version for pupil in by_name.values() if pupil.version}

    def save(values: dict[str, Any], changed: dict[str, Any]) -> None:
        # A mark that was only shown may have been corrected by somebody else meanwhile.
        entered = {int(name): changed[name] for name in by_name if changed.get(name) is not None}
        given = {child: None if value == ABSENT else value for child, value in entered.items()}
        try:
            record_marks(session, subject, given, values["happened_on"], seen=seen)
        except RuleError as error:
            raise RuleError(error.sentence, _by_field(error.fields)) from error

    def doubts(values: Any) -> dict[str, str]:
        entered = ((name, pupil.before, values.get(name)) for name, pupil in by_name.items())
        return {
            name: fall_sentence(before.mark, value, before.semester)
            for name, before, value in entered
            if before and isinstance(value, int) and value != opening[name] and rule.is_sharp(before.mark, value)
        }

    opening = {name: _entered(pupil) for name, pupil in by_name.items()}
    title = f"{subject}  {school_class.label}"
    form = f"marks.{subject}"
    return PlainDeed(form, title, sections, save, opening, int(school_class.value), doubts=doubts, first=first)


def rule_deed(session: Session, rule: FallRule, version: int) -> PlainDeed:
    """What the office calls a sharp fall."""

    def sections(asking: Asking) -> Sequence[Section]:
        number = Fields(asking, "care_record").number("mark", 0, HIGHEST_MARK)
        return [Section("", [
            replace(number, name="points", label=mark("Points lost"), required=True,
                    help=mark("So many points less than in the semester before; 0: does not count.")),
            replace(number, name="passing", label=mark("Pass mark"), required=True,
                    help=mark("Passed before and now below it; 0: does not count.")),
        ])]  # fmt: skip

    def save(values: dict[str, Any], _changed: dict[str, Any]) -> None:
        set_fall_rule(session, version, values["points"], values["passing"])

    opening = {"points": rule.points, "passing": rule.passing}
    return PlainDeed("marks.rule", _("What a sharp fall is"), sections, save, opening, version=version)


def _field(number: Field, name: str, pupil: Pupil) -> Field:
    before, remark = pupil.before, present(pupil.absent)
    told = [_("Absent: type -.")]
    if before:
        told.insert(0, _("Before: {mark}, {semester}.").format(mark=before.mark, semester=before.semester))
    if remark:
        told.append(_("Remark: {remark}").format(remark=remark))

    def parse(text: str) -> Any:
        if text in _ABSENT:
            return ABSENT
        return number.parse(text) if number.parse else text

    return replace(number, name=name, label=pupil.name, width=8, max_length=8, parse=parse, help=paragraph(told))


def _entered(pupil: Pupil) -> int | str:
    """What the field of a child opens with."""
    if pupil.now:
        return pupil.now.mark
    return ABSENT if is_absent(pupil.absent) else ""


def _by_field(errors: dict[str, str]) -> dict[str, str]:
    """Errors of the command by the fields of the form: "12.mark" is that of child 12."""
    return {name.partition(".")[0] if name.endswith(".mark") else name: text for name, text in errors.items()}


def _change(pupil: Pupil) -> str:
    return "" if pupil.change is None else f"{pupil.change:+d}" if pupil.change else "0"
