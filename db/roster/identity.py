"""Who a row is about: names, birth date and ID number, held against one another."""

from __future__ import annotations

import re

from db.errors import RuleError
from db.i18n import _, mark
from db.roster import words
from db.roster.entry import Entry
from db.roster.fields import CHILD
from db.roster.row import RowReading
from db.roster.values import line, parsed_date, rewritten, tidied
from db.rules.dates import age, last_day, parse_date
from db.rules.id_number import IdCheck, IdForm, check, contradictions
from db.rules.names import clean_name, doubts, split_note
from db.vocabulary import IdType, ParentCondition

_FORMER_NAME = re.compile("^(曾用名|原名|又名|别名)[:：]?")


_NOTED = mark("kept as a remark on the ID number")


def keep_known_number(entry: Entry) -> None:
    """Say of a wrong ID number that the register has a good one, beside which it counts for nothing."""
    kept = _("the register keeps the number it has")
    entry.warnings = [remark._replace(value=kept) if remark.value == _(_NOTED) else remark for remark in entry.warnings]


def child_name(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    if words.is_nothing(raw):
        return
    own, beside = split_note(raw)
    try:
        text = clean_name(own)
    except RuleError as error:
        row.entry.reasons.append(f"{header}：{error.sentence}")
        return
    sentence = _("Tidied: blanks and dots.") if text != own.strip() else ""
    if beside:
        sentence = _("What stands in brackets was taken off the name.")
        former = _FORMER_NAME.sub("", beside)
        if former != beside and former:
            row.store(person, "former_name", former.strip(), header, raw, sentence)
        else:
            row.keep(header, beside, raw)
    row.store(person, "name", text, header, raw, sentence)
    for doubt in doubts(text):
        row.warn(header, raw, doubt)


def person_name(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    """A parent's or carer's name; in a parent's cell a dash means deceased."""
    is_parent = person in ("father", "mother")
    if is_parent and raw in words.DASHES:
        row.store(
            person, "condition", ParentCondition.DEAD, header, raw, _("A dash in a parent's cell means deceased.")
        )
        return
    if words.is_nothing(raw):
        return
    own, beside = split_note(raw)
    if is_parent and words.DEAD.search(raw):
        row.store(person, "condition", ParentCondition.DEAD, header, raw, _("Taken for deceased."))
        own = words.DEAD.sub("", own).strip(" ()（）、,，")
        beside = words.DEAD.sub("", beside)
    elif is_parent and beside and (condition := words.code("condition", beside)) not in (None, "normal"):
        row.store(person, "condition", condition, header, raw, _("Taken from the brackets."))
        beside = ""
    if is_parent and (state := words.NO_NAME.search(own)):
        _state_for_name(row, person, header, raw, state[0])
        own = own[: state.start()].strip(" ,，、/:：-")
    if not own:
        return
    text = tidied(row, person, "name", header, own, clean_name)
    if text and beside:
        row.entry.written[person, "name"] = raw
        row.entry.person(person)["beside_name"] = beside


def _state_for_name(row: RowReading, person: str, header: str, raw: str, state: str) -> None:
    """What a clerk writes where a parent's name is not told: the state, where there is one of it, else a note."""
    condition, where = words.code("condition", state), words.code("whereabouts", state)
    if condition not in (None, "normal"):
        row.store(person, "condition", condition, header, raw, _("No name; taken for the state."))
    elif where not in (None, "home"):
        row.store(person, "whereabouts", where, header, raw, _("No name; taken for the whereabouts."))
    elif condition is None and not words.is_nothing(state):
        row.keep(header, state, raw if raw != state else "")
        row.warn(header, raw, _("This is no name; kept in the note."))


def grandparent(row: RowReading, person: str, attribute: str, header: str, raw: str) -> None:
    values = row.entry.grandparents.setdefault(person, {})
    if attribute == "birth_date":
        found = parsed_date(row, header, raw)
        if found:
            values["birth_date"] = found.text
        return
    if attribute != "name":
        return
    if raw in words.DASHES or words.DEAD.search(raw):
        values["deceased"] = True
        row.note(header, raw, "", _("Taken for deceased."))
    own = words.DEAD.sub("", split_note(raw)[0]).strip(" ()（）")
    if own and not words.is_nothing(own):
        try:
            values["name"] = clean_name(own)
        except RuleError as error:
            row.drop(header, raw, error.sentence)


def birth_date(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    """The child's birth date tells who it is: one that cannot be read forbids the row, if no ID number tells it."""
    if words.is_nothing(raw):
        return
    try:
        found = parse_date(raw, row.today, past=True, typed=False)
    except RuleError as error:
        row.waiting["birth_problem"] = header, raw
        row.waiting["birth_sentence"] = header, error.sentence
        return
    row.store(person, name, found.text, header, raw, rewritten(found, raw))


def person_id(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    """A parent's or carer's ID number; one that is wrong is not taken."""
    found = check(raw, row.today)
    if found.ok:
        row.store(person, name, found.normalised, header, raw, "" if raw == found.normalised else _("Tidied."))
    for sentence in found.problems:
        row.drop(header, raw, sentence)


def identify(row: RowReading) -> None:
    """The ID number against what is said beside it: what contradicts must be settled by a person."""
    child = row.entry.child
    header, raw = row.later("id_no")
    kind = child.get("id_type")
    if raw and kind not in (None, IdType.RESIDENT.value, IdType.HK_MACAO_TAIWAN.value) and not words.is_nothing(raw):
        row.store(CHILD, "id_no", raw.upper()[:60], header, raw)
        raw = ""
    found = check(raw, row.today)
    if found.form is IdForm.NOTHING:
        if kind in (IdType.RESIDENT.value, IdType.HK_MACAO_TAIWAN.value):
            del child["id_type"]
        if raw.startswith("未"):
            child["id_note"] = raw
    elif found.problems:
        child.pop("id_type", None)
        line(row, CHILD, "id_note", header, raw)
        for problem in found.problems:
            row.warn(header, raw, problem, _(_NOTED))
    else:
        _take_id(row, found, header, raw)
    _settle_birth(row)


def _take_id(row: RowReading, found: IdCheck, header: str, raw: str) -> None:
    child = row.entry.child
    changed = found.normalised != raw
    sentence = found.warnings[0] if changed and found.warnings and found.card + found.normalised != raw else ""
    row.store(CHILD, "id_no", found.normalised, header, raw, sentence or (_("Tidied.") if changed else ""))
    permit = found.form in (IdForm.PERMIT, IdForm.FOREIGNER)
    child["id_type"] = IdType.HK_MACAO_TAIWAN.value if permit else IdType.RESIDENT.value
    card = {IdForm.DISABILITY_CARD: "disability_no", IdForm.STUDENT_NO: "student_no"}.get(found.form)
    if card:
        row.store(CHILD, card, found.card, header, raw, found.warnings[0])
    row.entry.reasons += contradictions(found, child.get("sex"), child.get("birth_date"))
    for doubt in found.warnings:
        if doubt != sentence:
            row.warn(header, raw, doubt)
    if not child.get("sex") and found.sex:
        row.store(CHILD, "sex", found.sex, header, raw, _("Told by the ID number."))
    if found.birth_date and len(child.get("birth_date", "")) < len("2013-05-02") and not row.entry.reasons:
        row.store(CHILD, "birth_date", found.birth_date.isoformat(), header, raw, _("Told by the ID number."))


def _settle_birth(row: RowReading) -> None:
    header, raw = row.later("birth_problem")
    _same, sentence = row.later("birth_sentence")
    if not sentence:
        return
    if row.entry.child.get("birth_date"):
        row.drop(header, raw, sentence)
    else:
        row.entry.reasons.append(f"{header}：{sentence}")


def compare_age(row: RowReading) -> None:
    """The column of ages is never trusted, but tells of a birth date that is far from it."""
    header, said = row.later("age")
    birth = row.entry.child.get("birth_date")
    digits = re.match(r"\d+", said)
    if birth and digits:
        years = age(last_day(birth), row.today)
        if not years - 1 <= int(digits[0][:3]) <= years + 2:
            row.warn(header, said, _("The age does not fit the birth date, which was taken."))
