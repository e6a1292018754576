"""A care record as its paper form, filled or blank: what the record cards and the growth file print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from db.i18n import _
from db.queries.record_cards import Card, Pupil
from db.queries.wording import worded
from db.rules.record_kinds import FORMS, RecordField, RecordForm
from db.vocabulary import RecordKind, Sex, label
from exports.blocks import Block, Field, Fields, Heading, Paragraph
from exports.masking import Mask
from exports.report import Request
from exports.text import WIDTH, cells

LABEL, LONGEST = 14, 24
"""Cells that labels take at least, and at most where room to write is left beside them."""
RULE = "-" * WIDTH
LINE = "_" * 24
_MASKS = {"phone": Mask.PHONE, "met_name": Mask.NAME}


def period_of(request: Request) -> tuple[date, date]:
    """The semester that was asked for, up to the day of the request; else the month of that day up to it."""
    if request.semester:
        return request.semester.starts_on, min(request.semester.ends_on, request.on)
    return request.on.replace(day=1), request.on


def filled(card: Card) -> Iterator[Block]:
    """A card with everything on it, and lines to sign."""
    form = FORMS[RecordKind(card.kind)]
    yield _head(form, str(card.id))
    yield _child(card.pupil, card.semester)
    yield aligned([Field(_(form.day), _day(card)), Field(_(form.by), card.who)])
    yield aligned(told(card))
    yield _signatures(form)


def blank(form: RecordForm, pupil: Pupil | None, semester: str) -> Iterator[Block]:
    """A card to be written by hand, with the child's name on it where it is for one."""
    yield _head(form, "________")
    yield _child(pupil, semester)
    yield aligned([Field(_(form.day), LINE), Field(_(form.by), LINE)])
    yield aligned(line for field in form.fields for line in _empty(field))
    yield _signatures(form)


def told(card: Card) -> Iterator[Field]:
    """What the record says, field by field in the order of its form; nothing for what was left empty."""
    for field in FORMS[RecordKind(card.kind)].fields:
        text = worded("care_record", field.column, card.values[field.column])
        if text:
            yield Field(_(field.label), text, _MASKS.get(field.column))


def aligned(items: Iterable[Field]) -> Fields:
    """Values beside each other, however long their labels are."""
    listed = list(items)
    return Fields(listed, max(LABEL, *(cells(item.label) + 2 for item in listed)) if listed else LABEL)


def _head(form: RecordForm, number: str) -> Heading:
    number = _("No. {n}").format(n=number)
    return Heading(f"{_(form.card)}  {number}")


def _day(card: Card) -> str:
    return " ".join(part for part in (card.day, card.values["starts_at"]) if part)


def _child(pupil: Pupil | None, semester: str) -> Fields:
    """Who the card is about, two values a line."""
    values = [Field(_("Child"), LINE), Field(_("Sex"), LINE), Field(_("School and class"), LINE)]
    if pupil:
        place = " ".join(part for part in (pupil.school, pupil.school_class) if part)
        values = [
            Field(_("Child"), pupil.name, Mask.NAME), Field(_("Sex"), label(Sex, pupil.sex)),
            Field(_("School and class"), place),
        ]  # fmt: skip
    values.append(Field(_("Semester"), semester or LINE))
    return aligned(field for field in values if field.value)


def _empty(field: RecordField) -> Iterator[Field]:
    """As many lines to write on as the form gives a field."""
    long = "_" * (WIDTH - LONGEST)
    line = long if field.lines > 1 else LINE
    yield Field(_(field.label), line)
    for _line in range(field.lines - 1):
        yield Field("", long)


def _signatures(form: RecordForm) -> Paragraph:
    signers = [_("Signature of {who}").format(who=_(form.by)), _("Signature of the child")]
    room = (WIDTH - sum(cells(one) for one in signers)) // 2 - 3
    return Paragraph(f"{RULE}\n" + "  ".join(f"{one}{'_' * room}" for one in signers))
