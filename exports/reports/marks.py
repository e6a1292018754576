"""The marks of a semester beside those of the semester before, and for whom a plan is proposed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from db.i18n import _, mark
from db.queries.file_numbers import file_of
from db.queries.record_cards import Card, Wanted, cards
from db.queries.roster import PORTION
from db.queries.study import DeclinePlan, decline_plans, fall_rule, marks_of
from db.queries.terms import current_semester
from db.rules.record_checks import Mark, mark_before
from db.rules.study import FallRule, fall_sentence
from db.session import Session
from db.vocabulary import RecordKind
from exports.blocks import Column
from exports.masking import Mask, Reader
from exports.report import Report, Request

_FELL = "fell"


@dataclass(frozen=True)
class Checked:
    """A mark with the last one of its subject before the semester; `fall` says what fell sharply, if it did, and
    `planned` since when there is a plan for it."""

    card: Card
    before: Mark | None
    fall: str
    planned: str = ""

    @property
    def change(self) -> str:
        if self.before is None:
            return ""
        difference = self.card.values["mark"] - self.before.mark
        return f"{difference:+d}" if difference else "0"


def _rows(session: Session, request: Request) -> Iterator[Checked]:
    semester = request.semester or current_semester(session, request.on)
    begun, last = semester.starts_on, min(request.on, semester.ends_on)
    rule, _version = fall_rule(session)
    found = cards(session, Wanted(
        begun, last, RecordKind.STUDY_CHECK.value, request.child, request.school_class, request.school,
        request.village,
    ))  # fmt: skip
    while portion := list(islice(found, PORTION)):
        with session.reading():
            children = list({card.pupil.id for card in portion})
            marks, plans = marks_of(children), decline_plans(session, children)
        for card in portion:
            if card.values["mark"] is not None:
                of_child = marks[card.pupil.id], plans.get(card.pupil.id)
                checked = _checked(card, *of_child, begun.isoformat(), rule)
                if checked.fall or request.kind != _FELL:
                    yield checked


def _checked(card: Card, marks: tuple[Mark, ...], plan: DeclinePlan | None, begun: str, rule: FallRule) -> Checked:
    before, now = mark_before(marks, (begun,), card.values["subject"], begun), card.values["mark"]
    fell = before is not None and rule.is_sharp(before.mark, now)
    if before is None or not fell:
        return Checked(card, before, "")
    planned = plan.starts_on if plan and plan.answers(Mark(before.subject, "", card.day, now)) else ""
    return Checked(card, before, fall_sentence(before.mark, now, before.semester), planned)


def _proposed(row: Checked) -> str:
    return _("There is a plan since {day}.").format(day=row.planned) if row.planned else row.fall


report = Report(
    name="marks",
    title=mark("Marks of the semester"),
    help=mark("Marks beside those of the semester before; or only sharp falls, for which a plan is proposed."),
    columns=(
        Column(mark("Name"), lambda row: row.card.pupil.name, 15, Mask.NAME, file=lambda row: file_of(row.card.pupil)),
        Column(mark("Class"), lambda row: row.card.pupil.school_class, 10),
        Column(mark("Subject"), lambda row: row.card.values["subject"], 8),
        Column(mark("Before"), lambda row: row.before.mark if row.before else None, 6, number=True),
        Column(mark("Now"), lambda row: row.card.values["mark"], 6, number=True),
        Column(mark("Difference"), lambda row: row.change, 10, number=True),
        Column(mark("Plan proposed"), _proposed, 13),
        Column(mark("School"), lambda row: row.card.pupil.school),
        Column(mark("File number"), lambda row: file_of(row.card.pupil)),
        Column(mark("Day"), lambda row: row.card.day),
        Column(mark("Class teacher"), lambda row: row.card.pupil.teacher, 0, Mask.NAME),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "class", "child", "kind"}),
    choices={"kind": {"all": mark("all marks"), _FELL: mark("sharp falls")}},
    names_for=Reader.KEEPER,
)
