"""The contact card (联系卡) of each pairing: a half for the helper, a half for the child and those who care for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.i18n import _, mark
from db.queries.contact_cards import ContactCard, Reached, contact_cards
from db.session import Session
from db.vocabulary import CarerRelation, PairingKind, Sex, label
from exports.blocks import Block, Column, Field, Heading, NewPage, Paragraph
from exports.masking import NUMBERS, Mask, Reader
from exports.record_sheet import RULE, aligned
from exports.report import Report, Request

_KINDS = [kind for kind in PairingKind if kind is not PairingKind.LITTLE_TEACHER]
"""Of children who help children both know the way."""


def _rows(session: Session, request: Request) -> Iterator[ContactCard]:
    return contact_cards(
        session, request.on, school=request.school, village=request.village, child=request.child,
        helper=request.helper, kind=request.kind,
    )  # fmt: skip


def _layout(session: Session, request: Request, rows: Iterator[ContactCard]) -> Iterator[Block]:
    empty = True
    for card in rows:
        empty = False
        yield NewPage()
        yield Heading(_("Contact card, for the helper"))
        yield aligned(field for field in _for_helper(card) if field.value)
        yield Paragraph(_("Please phone often and come to see the child. What you learn stays with you; tell danger to "
                          "the village and the township at once."))  # fmt: skip
        yield Paragraph(RULE)
        yield Heading(_("Contact card, for the child and the family"))
        yield aligned(field for field in _for_family(card) if field.value)
        yield Paragraph(_("Whatever it is, you can call your helper at any time. In danger call 110; the youth line is "
                          "12355."))  # fmt: skip
        yield Paragraph(_("Exchanged on: ____________   Helper: ____________   Family: ____________"))
    if empty:
        yield Paragraph(_("Nobody is helped in this way on that day."))


def _for_helper(card: ContactCard) -> Iterator[Field]:
    about = " ".join(part for part in (card.child.name, label(Sex, card.sex), card.birth_date) if part)
    yield Field(_("Child"), about)
    yield Field(_("Speaks"), card.languages)
    yield Field(_("Lives at"), card.address)
    yield Field(_("School and class"), f"{card.school} {card.school_class}".strip())
    yield Field(_("Child's phone"), card.child.phone, Mask.PHONE)
    yield from _person(_("Carer"), label(CarerRelation, card.relation), card.carer)
    yield from _person(_("Father"), card.father.told, card.father)
    yield from _person(_("Mother"), card.mother.told, card.mother)
    yield from _person(_("Class teacher"), "", card.teacher)
    yield from _person(_("Village director"), "", card.director)


def _for_family(card: ContactCard) -> Iterator[Field]:
    yield Field(_("Child"), card.child.name)
    yield from _person(label(PairingKind, card.kind), card.helper.told, card.helper)
    yield Field(_("Speaks"), card.helper_languages)
    yield Field(_("Helps since"), card.from_on)
    yield from _person(_("Father"), "", card.father)
    yield from _person(_("Mother"), "", card.mother)
    yield from _person(_("Class teacher"), "", card.teacher)
    yield Field(_("School's phone"), card.school_phone, Mask.PHONE)
    yield Field(_("Family phone line"), card.hotline, Mask.PHONE)
    yield from _person(_("Village director"), "", card.director)


def _person(who: str, told: str, person: Reached) -> Iterator[Field]:
    """A line with the name, and below it one with the phone: it is masked by itself."""
    yield Field(who, " ".join(part for part in (person.name, told) if part))
    yield Field(f"  {_('Phone')}", person.phone, Mask.PHONE)


def _of(who: str, what: str) -> Callable[[ContactCard], str]:
    return lambda card: str(getattr(getattr(card, who), what))


report = Report(
    name="contact-card",
    title=mark("Contact cards"),
    help=mark("A card for each pairing, a half for the helper and a half for the child: who is reached where."),
    columns=(
        Column(mark("Kind"), lambda card: label(PairingKind, card.kind), 10),
        Column(mark("Helper"), _of("helper", "name"), 8),
        Column(mark("Helper's phone"), _of("helper", "phone"), 11, Mask.PHONE),
        Column(mark("Unit and post"), _of("helper", "told")),
        Column(mark("Name"), _of("child", "name"), 8),
        Column(mark("Lives at"), lambda card: card.address),
        Column(mark("School"), lambda card: card.school),
        Column(mark("Class"), lambda card: card.school_class),
        Column(mark("Languages"), lambda card: card.languages),
        Column(mark("Carer"), _of("carer", "name"), 8),
        Column(mark("Relation"), lambda card: label(CarerRelation, card.relation)),
        Column(mark("Carer's phone"), _of("carer", "phone"), 11, Mask.PHONE),
        Column(mark("Father"), _of("father", "name")),
        Column(mark("Father's phone"), _of("father", "phone"), 0, Mask.PHONE),
        Column(mark("Mother"), _of("mother", "name")),
        Column(mark("Mother's phone"), _of("mother", "phone"), 0, Mask.PHONE),
        Column(mark("Class teacher"), _of("teacher", "name")),
        Column(mark("Teacher's phone"), _of("teacher", "phone"), 0, Mask.PHONE),
        Column(mark("Village director"), _of("director", "name")),
        Column(mark("Director's phone"), _of("director", "phone"), 0, Mask.PHONE),
    ),
    query=_rows,
    filters=frozenset({"on", "school", "village", "child", "helper", "kind"}),
    layout=_layout,
    choices={"kind": {"": mark("all kinds"), **{kind.value: kind.msgid for kind in _KINDS}}},
    hidden=NUMBERS,
    names_for=Reader.FAMILY,
)
