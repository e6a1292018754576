"""Cells that are read by themselves: texts, codes, dates, telephone numbers, places of work.

Nothing is guessed: what cannot be read is left out with a warning, and every value that is not written in the file as
it is stored has a remark beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from db.errors import RuleError
from db.i18n import _
from db.roster import words
from db.roster.fields import CHILD
from db.roster.row import RowReading
from db.rules.dates import FlexDate, Precision, parse_date
from db.rules.languages import clean_languages
from db.rules.names import clean_line, clean_name, clean_note, doubts
from db.rules.phones import parse_phones
from db.rules.regions import WorkPlace, work_place

CellReader = Callable[[RowReading, str, str, str, str], None]
"""Takes the row, whose cell it is, the name of the field, the header and the text."""


def tidied(row: RowReading, person: str, name: str, header: str, raw: str, clean: Callable[[str], str]) -> str | None:
    """A text as it is stored; what cannot be stored is not taken."""
    try:
        text = clean(raw)
    except RuleError as error:
        row.drop(header, raw, error.sentence)
        return None
    if not text:
        return None
    row.store(person, name, text, header, raw, _("Tidied: blanks and dots.") if text != raw.strip() else "")
    for doubt in doubts(text):
        row.warn(header, raw, doubt)
    return text


def line(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    if not words.is_nothing(raw):
        tidied(row, person, name, header, raw, clean_line)


def languages(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    if not words.is_nothing(raw):
        tidied(row, person, name, header, raw, clean_languages)


def note(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    if not words.is_nothing(raw):
        tidied(row, person, name, header, raw, clean_note)


def remark(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    """The column 备注 goes into the note as it is; a second one, or another column, with its header."""
    if words.is_nothing(raw):
        return
    row.keep("" if header in ("备注", "Note") else header, raw)


def code(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    if raw in words.NOTHING and name not in ("condition", "whereabouts"):
        return
    found = words.code(name, raw)
    if found is None:
        if not words.is_nothing(raw):
            row.warn(header, raw, _("This word is not known; it was not taken."))
    elif name == "condition" and found == "normal" and words.is_nothing(raw):
        return
    else:
        row.store(person, name, found.value, header, raw)


def health(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    """Healthy or not; the name of an illness goes where illnesses stand."""
    if words.is_nothing(raw):
        return
    found = words.code("health", raw)
    if found is not None:
        row.store(person, name, found.value, header, raw)
        if found == "disabled" and person == CHILD and (kinds := words.codes("disabilities", raw)[0]):
            row.store(person, "disabilities", kinds, header, raw, _("Taken from the state of health."))
    elif person in (CHILD, "carer"):
        row.warn(header, raw, _("No state of health; kept as the name of an illness."))
        line(row, person, "illness", header, raw)
    else:
        row.warn(header, raw, _("This word is not known; it was not taken."))


def codes(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    found, unknown = words.codes(name, raw)
    if found:
        known = set((row.entry.child.get(name) or "").split()) | set(found.split())
        row.store(person, name, _joined(name, known), header, raw)
    if unknown:
        row.warn(header, _(", ").join(unknown), _("This word is not known; it was not taken."))


def _joined(name: str, known: set[str]) -> str:
    if len(known) > 1:
        known -= {"none"}
    return words.codes(name, "、".join(known))[0] or ""


def aid(code: str) -> Callable[[RowReading, str, str, str, str], None]:
    def read(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
        if re.search("已?脱贫|监测|低保|特困|建档", raw) and not re.search("不是|非|未|否", raw):
            codes(row, person, "aids", header, raw)
            return
        answer = words.yes_no(raw)
        if answer:
            known = set((row.entry.child.get("aids") or "").split()) | {code}
            row.store(person, "aids", _joined("aids", known), header, raw)
        elif answer is None and not words.is_nothing(raw):
            row.warn(header, raw, _("Neither yes nor no; it was not taken."))

    return read


def boarding(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    answer = words.boarding(raw)
    if answer is None:
        row.warn(header, raw, _("Neither yes nor no; it was not taken."))
    else:
        row.store(person, name, answer, header, raw)


def level(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    found = words.level(raw)
    if found:
        row.store(person, name, found, header, raw)
    elif not words.is_nothing(raw):
        row.drop(header, raw, _("The level of a disability is 1 to 4."))


def day(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    found = parsed_date(row, header, raw)
    if found is None:
        return
    if found.precision is not Precision.DAY and name not in ("birth_date", "away_since"):
        row.drop(header, raw, _("Give the day, too."))
        return
    row.store(person, name, found.text, header, raw, rewritten(found, raw))


def parsed_date(row: RowReading, header: str, raw: str) -> FlexDate | None:
    if words.is_nothing(raw):
        return None
    try:
        return parse_date(raw, row.today, past=True, typed=False)
    except RuleError as error:
        row.drop(header, raw, error.sentence)
        return None


def rewritten(found: FlexDate, raw: str) -> str:
    if found.note:
        return found.note
    return "" if found.text == raw else _("Read as a date.")


def nation(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    if words.is_nothing(raw):
        return
    if words.plain(raw) in words.NATIONS:
        row.store(person, name, f"{words.plain(raw)}族", header, raw, _("Written out."))
    else:
        tidied(row, person, name, header, raw, clean_name)


def phones(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    """The first good number is the person's own, those labelled for a parent go there, others into a note."""
    found = parse_phones(raw)
    if not found and not words.is_nothing(raw) and words.plain(raw) not in words.NO_PHONE:
        row.drop(header, raw, _("This is no telephone number."))
    for phone in found:
        if phone.problem:
            row.drop(header, raw, phone.problem)
            continue
        if phone.dead:
            row.warn(header, raw, _("The list calls this number out of service; it was not taken."))
            continue
        owner = str(phone.owner) if phone.owner in ("father", "mother") else person
        values = row.entry.person(owner)
        sentence = "" if raw == phone.number else _("Taken out of the cell.")
        if values.get("phone") in (None, phone.number):
            row.store(owner, "phone", phone.number, header, raw, sentence)
        else:
            word = f"({phone.word})" if phone.word else ""
            row.keep(header, f"{phone.number}{word}")
            row.note(header, raw, phone.number, _("A further number, kept in the note."))


def place_of_work(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    if words.is_nothing(raw):
        return
    text = tidied(row, person, name, header, raw, clean_line)
    if not text:
        return
    place = _found_place(text)
    if place.province:
        row.store(person, "work_province", place.province, header, raw, _("Province and city found in the place."))
        row.entry.person(person)["work_city"] = place.city
    elif (where := words.code("whereabouts", raw)) and "whereabouts" not in row.entry.person(person):
        row.store(person, "whereabouts", where, header, raw, _("Taken from the place of work."))


def whereabouts(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    if raw.strip() in ("", "/", "\\", "不详"):
        return
    found = words.code("whereabouts", raw)
    if found:
        row.store(person, name, found.value, header, raw)
    elif words.code("condition", raw) not in (None, "normal"):
        code(row, person, "condition", header, raw)
    elif _found_place(raw).province:
        place_of_work(row, person, "work_place", header, raw)
    elif not words.is_nothing(raw):
        row.warn(header, raw, _("It is not said whether in the county, the province or outside; it was not taken."))


@lru_cache(maxsize=4096)
def _found_place(text: str) -> WorkPlace:
    """A township's parents work in some hundred places."""
    return work_place(text)
