"""The file of one child as blocks of labelled values, as the paper forms group them; and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from db.field_names import field_name
from db.i18n import _, mark, paragraph
from db.queries.child_file import ChildFile, Record
from db.queries.wording import worded
from db.rules.agreements import AgreementState
from db.rules.definitions import Verdict
from db.vocabulary import Alert, EnrolmentOutcome, ExitReason, GrandparentRole, PairingKind, ParentRole, label
from exports.masking import Mask

MASKS = {"id_no": Mask.NUMBER, "disability_no": Mask.NUMBER, "student_no": Mask.NUMBER, "phone": Mask.PHONE}
LABEL = 14
"""Cells of the labels in the printed text."""


@dataclass(frozen=True)
class Item:
    """A value under its label; `alarming` is what the law forbids or what is overdue."""

    label: str
    value: str
    alarming: bool = False
    mask: Mask | None = None
    """What kind of thing it is, where a report hides it."""


@dataclass(frozen=True)
class Block:
    """A part of the file; `key` names the form that changes it, empty where none does."""

    key: str
    title: str
    items: tuple[Item, ...]


TABS: dict[str, str] = {
    "basic": mark("basic data"),
    "family": mark("family and carer"),
    "school": mark("schooling"),
    "pairing": mark("helpers"),
    "timeline": mark("timeline"),
    "print": mark("sheet"),
}
"""The parts of a file as the screen shows them, msgids by key."""

_BASIC = (
    "name", "sex", "birth_date", "nation", "languages", "id_no", "id_type", "id_note", "former_name", "nickname",
    "phone", "household_kind", "village", "village_group", "household_address", "address",
)  # fmt: skip
_HEALTH = ("health", "illness", "disabilities", "disability_level", "disability_no")
_CARE = (
    "care_reason", "actual_care", "living", "unattended", "guardianship_kind", "guardianship_grade",
    "improper_guardianship", "reported_to_police",
)  # fmt: skip
_ECONOMY = ("incomes", "aids")
_REGISTER = (
    "file_no", "registered_on", "reported_on", "claimed", "filled_by", "reviewed_by", "responsible", "filled_on",
    "consent_by", "consent_on", "consent_no", "consent_purpose", "note",
)  # fmt: skip
_PARENT = (
    "name", "birth_date", "id_no", "phone", "whereabouts", "away_since", "work_province", "work_city", "work_place",
    "health", "condition", "able", "note",
)  # fmt: skip
_CARER = (
    "name", "relation", "relation_word", "sex", "birth_date", "id_no", "phone", "address", "health", "illness",
    "full_capacity", "bars", "checked_on", "child_wish_heard", "school_notified", "village_notified", "agreement_on",
    "agreement_until", "agreement_at_village", "agreement_at_school", "from_on", "note",
)  # fmt: skip
_SCHOOLING = ("schooling", "school", "school_class")
_AT_SCHOOL = ("boarding", "student_no", "character", "hobbies", "study_note", "conduct")


def blocks(file: ChildFile, tab: str) -> tuple[Block, ...]:
    """The blocks of one part of the file, in the language in force; the timeline has none."""
    parts = {"basic": _basic, "family": _family, "school": _school, "pairing": _pairing}
    return tuple(parts[tab](file)) if tab in parts else ()


def lines(file: ChildFile, width: int = 80) -> list[str]:
    """The whole file as it prints, at most 80 columns wide; incidents are never printed with it."""
    from exports.text import WIDTH, pad, visible, wrap  # 40 ms with the layout of tables: only who prints waits

    printed: list[str] = []
    shown = replace(file, alerts=tuple(alert for alert in file.alerts if alert is not Alert.INCIDENT_UNREPORTED))
    for tab in TABS:
        for block in blocks(shown, tab):
            printed += ["", f"{block.title}"] if printed else [block.title]
            for item in block.items:
                wrapped = wrap(visible(item.value.replace("\n", " ")), min(width, WIDTH) - LABEL - 2)
                for number, line in enumerate(wrapped):
                    printed.append(pad("" if number else item.label, LABEL) + "  " + line)
    return printed


def _basic(file: ChildFile) -> Iterator[Block]:
    yield Block("state", _("At present"), tuple(_state(file)))
    yield Block("basic", _("A  The child"), _items("child", file.child, _BASIC, {"village": file.village}))
    yield Block("health", _("B  Health"), _items("child", file.child, _HEALTH))
    yield Block("care", _("F, I  Care and guardianship"), _items("child", file.child, _CARE))
    yield Block("economy", _("J  Income and relief"), _items("child", file.child, _ECONOMY))
    yield Block("register", _("L, M  Register and form"), _items("child", file.child, _REGISTER))


def _state(file: ChildFile) -> Iterator[Item]:
    for alert in file.alerts:
        yield Item(_("Red alert"), alert.label, alarming=True)
    for doubt in file.doubts:
        yield Item(_("To check"), doubt, alarming=True)
    child = file.child
    if file.registered:
        yield Item(_("Registration"), _("registered since {day}").format(day=child["registered_on"]))
        yield _survey(file)
    else:
        how = label(ExitReason, child["left_reason"]), child["left_note"] or ""
        reason = _(", ").join(part for part in how if part)
        yield Item(_("Registration"), _("left on {day}: {reason}").format(day=child["left_on"], reason=reason))
    risk = worded("child", "risk", child["risk"])
    graded = f"{risk} {child['risk_on'] or ''} {child['risk_reason'] or ''}".strip()
    yield Item(field_name("child", "risk"), graded, alarming=child["risk"] == "red")
    yield _definition("civil", file, file.civil)
    yield _definition("school_practice", file, file.school_practice)
    for proposal in file.may_leave:
        yield Item(_("May leave"), proposal.sentence)


def _survey(file: ChildFile) -> Item:
    duty = file.survey
    sentences = {
        "done": _("surveyed on {day}"),
        "due": _("due by {due}"),
        "overdue": _("overdue since {due}"),
        "not_applicable": _("not due"),
    }
    sentence = sentences[duty.state.value].format(day=duty.done_on, due=duty.due_on)
    return Item(_("Survey"), f"{file.semester.name} {sentence}", alarming=duty.state.value == "overdue")


def _definition(column: str, file: ChildFile, verdict: Verdict) -> Item:
    """What counts and why: the grounds as computed, or the reason of the person who decided otherwise."""
    key = "school" if column == "school_practice" else column
    overruled = file.child[f"{key}_overruled"]
    counts = verdict.value if overruled is None else overruled
    word = _("undecided") if counts is None else _("counts") if counts else _("does not count")
    grounds = paragraph(verdict.sentences)
    if overruled is not None:
        grounds = _("decided: {reason} (computed: {grounds})").format(
            reason=file.child[f"{key}_reason"] or "", grounds=grounds
        )
    return Item(field_name("child", column), f"{word} {grounds}")


def _family(file: ChildFile) -> Iterator[Block]:
    yield Block("father", label(ParentRole, ParentRole.FATHER), _items("parent", file.father, _PARENT))
    yield Block("mother", label(ParentRole, ParentRole.MOTHER), _items("parent", file.mother, _PARENT))
    if file.carer:
        checks = tuple(_fitness(file))
        yield Block("carer", _("G  Entrusted carer"), (*checks, *_items("carer", file.carer, _CARER)))
    else:
        yield Block("entrust", _("G  Entrusted carer"), (Item("", _("none recorded")),))
    if file.trainings:
        attended = (Item(one.on_date, " ".join(p for p in (one.title, one.who) if p)) for one in file.trainings)
        yield Block("", _("Guardian training attended"), tuple(attended))
    yield Block("grandparents", _("H  Grandparents"), tuple(_grandparents(file)))
    if file.former_carers:
        yield Block("", _("Former carers"), tuple(_former(carer) for carer in file.former_carers))


def _fitness(file: ChildFile) -> Iterator[Item]:
    if file.fitness is None:
        return
    for reason in file.fitness.reasons:
        yield Item(_("Forbidden"), reason, alarming=True)
    if file.fitness.open_steps:
        yield Item(_("Still open"), paragraph(file.fitness.open_steps))
    if file.agreement is not None:
        expired = file.agreement is AgreementState.EXPIRED
        yield Item(_("Agreement"), file.agreement.label, alarming=expired)


def _grandparents(file: ChildFile) -> Iterator[Item]:
    for role in GrandparentRole:
        person = file.grandparents[role.value]
        told = [person["name"], person["birth_date"], _("Deceased") if person["deceased"] else ""]
        yield Item(role.label, " ".join(part for part in told if part))


def _former(carer: Record) -> Item:
    span = f"{carer['from_on'] or ''} - {carer['to_on']}"
    return Item(carer["name"], f"{span} {carer['end_reason'] or ''}".strip())


def _school(file: ChildFile) -> Iterator[Block]:
    places = {"school": file.school, "school_class": file.school_class}
    items = [
        *_items("child", file.child, _SCHOOLING, places),
        Item(_("Class teacher"), file.class_teacher),
        *_items("child", file.child, _AT_SCHOOL),
    ]
    yield Block("schooling", _("C  School"), tuple(items))
    if file.marks:
        yield Block("", _("Marks by semester"), tuple(_marks(file)))
    if file.enrolments:
        history = tuple(
            Item(
                f"{enrolment.from_on}",
                f"{enrolment.school} {enrolment.school_class}"
                + (f" - {enrolment.to_on} {label(EnrolmentOutcome, enrolment.outcome)}" if enrolment.to_on else ""),
            )
            for enrolment in file.enrolments
        )
        yield Block("", _("Classes so far"), history)


def _marks(file: ChildFile) -> Iterator[Item]:
    """A line a subject, from semester to semester; after it, that the last mark fell sharply."""
    for subject in dict.fromkeys(mark_.subject for mark_ in file.marks):
        marks = [mark_ for mark_ in file.marks if mark_.subject == subject]
        yield Item(subject, _("; ").join(f"{mark_.semester} {mark_.mark}" for mark_ in marks))
        fallen = file.falls.get(marks[-1].record_id)
        if fallen:
            yield Item(_("Plan proposed"), fallen, alarming=True)


def _pairing(file: ChildFile) -> Iterator[Block]:
    present = tuple(
        Item(
            label(PairingKind, helper.kind),
            " ".join(part for part in (helper.helper, helper.unit, helper.phone, helper.from_on) if part),
        )
        for helper in file.helpers
        if helper.to_on is None
    )
    yield Block("pairing", _("Helpers"), present or (Item("", _("nobody yet")),))
    former = tuple(
        Item(
            label(PairingKind, helper.kind),
            f"{helper.helper} {helper.from_on} - {helper.to_on} {helper.end_reason or ''}".strip(),
        )
        for helper in file.helpers
        if helper.to_on is not None
    )
    if former:
        yield Block("", _("Former helpers"), former)


def _items(table: str, record: Record, columns: Sequence[str], names: dict[str, str] | None = None) -> tuple[Item, ...]:
    """The columns of a record with their values; references are looked up in `names`."""
    names = names or {}
    return tuple(
        Item(
            field_name(table, column),
            names[column] if column in names else worded(table, column, record[column]),
            mask=MASKS.get(column),
        )
        for column in columns
    )
