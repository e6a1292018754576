"""The talks of a month or semester as a list; other kinds of care records by --kind."""

from __future__ import annotations

from collections.abc import Iterator

from db.i18n import _, mark
from db.queries.file_numbers import file_of
from db.queries.record_cards import Card, Wanted, cards
from db.queries.wording import worded
from db.rules.record_kinds import FORMS
from db.session import Session
from db.vocabulary import ContactWay, RecordKind, TalkTopic, label, labels
from exports.blocks import Column
from exports.masking import Mask, Reader
from exports.record_sheet import period_of
from exports.report import Report, Request

ALL = "all"


def _rows(session: Session, request: Request) -> Iterator[Card]:
    first, last = period_of(request)
    kind = None if request.kind == ALL else request.kind or RecordKind.TALK.value
    return cards(session, Wanted(
        first, last, kind, request.child, request.school_class, request.school, request.village, request.helper,
    ))  # fmt: skip


def summary_of(card: Card) -> str:
    """What it says, in one paragraph: a mark with its subject, then the running texts."""
    mark_ = f"{card.values['subject']} {card.values['mark']}" if card.values["subject"] else ""
    texts = (card.values[field.column] for field in FORMS[RecordKind(card.kind)].texts)
    return _("; ").join(part.replace("\n", " ").rstrip("。；;") for part in (mark_, *texts) if part)


def _value(column: str) -> Column:
    names = {field.column: field.label for field in FORMS[RecordKind.TALK].fields}
    return Column(names[column], lambda card: worded("care_record", column, card.values[column]), 0, Mask.TEXT)


report = Report(
    name="talks",
    title=mark("Talks and other care records"),
    help=mark("The talks of the month or of a semester, or records of any other kind."),
    columns=(
        Column(mark("Day"), lambda card: card.day, 10),
        Column(mark("Name"), lambda card: card.pupil.name, 15, Mask.NAME, file=lambda card: file_of(card.pupil)),
        Column(mark("Class"), lambda card: card.pupil.school_class, 10),
        Column(mark("Kind"), lambda card: label(RecordKind, card.kind), 8),
        Column(mark("By whom"), lambda card: card.who, 8, Mask.NAME),
        Column(mark("What happened"), summary_of, 19, Mask.TEXT),
        Column(mark("School"), lambda card: card.pupil.school),
        Column(mark("File number"), lambda card: file_of(card.pupil)),
        Column(mark("Village"), lambda card: card.pupil.village),
        Column(mark("Topics of the talk"), lambda card: labels(TalkTopic, card.values["topics"])),
        Column(mark("Way"), lambda card: label(ContactWay, card.values["way"])),
        _value("place"),
        _value("child_wish"),
        _value("measure"),
        _value("effect"),
        Column(mark("Next date"), lambda card: card.values["follow_up_on"]),
        Column(mark("Subject"), lambda card: card.values["subject"]),
        Column(mark("Mark"), lambda card: card.values["mark"]),
    ),
    query=_rows,
    filters=frozenset({"on", "semester", "school", "village", "class", "child", "helper", "kind"}),
    choices={"kind": {**{kind.value: kind.msgid for kind in RecordKind}, ALL: mark("all kinds")}},
    names_for=Reader.KEEPER,
)
