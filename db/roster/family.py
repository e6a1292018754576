"""Who is who in a family: cells that name both parents, a member with a relation, a carer who is the father."""

from __future__ import annotations

import re

from db.errors import RuleError
from db.i18n import _
from db.roster import words
from db.roster.entry import StaffTold
from db.roster.fields import CARER, CHILD, FATHER, HELPERS, MEMBERS, MOTHER, PARENTS, TEACHER
from db.roster.identity import person_name
from db.roster.row import RowReading
from db.roster.values import day, phones, place_of_work
from db.rules.names import clean_line, clean_name, split_note
from db.rules.phones import parse_phones
from db.rules.regions import provinces, work_place
from db.rules.relations import relation
from db.vocabulary import CareReason, CarerRelation, ParentRole, Whereabouts

_BETWEEN = re.compile(r"[、,，/;；\n\s]+")
_NOT_A_NAME = re.compile(r"[\d\s:：、,，/+-]|电话|手机|(?<=..)老师$")
"""What stands in the cell of a member of staff beside the name: 王芳老师 13812345678. (刘老师 is all that is known.)"""
_LABEL = re.compile("^(父亲?|爸爸?|母亲?|妈妈?)[:：]")
_BESIDE = "beside_name"
"""What stood in brackets behind a parent's or carer's name, until it is known what it means."""


def settle_family(row: RowReading) -> None:
    """Read the cells that had to wait for others, and put every person into the right place."""
    for member in MEMBERS:
        if f"{member}.name" in row.waiting:
            _member(row, member)
    _carer(row)
    _parents_names(row)
    _parents_phones(row)
    _out_kind(row)
    _brackets(row)
    for parent in (FATHER, MOTHER):
        _whereabouts(row, parent)


def settle_staff(row: RowReading) -> None:
    """Read who teaches and who helps the child: a name in each cell, the number beside it or in it."""
    for person in (TEACHER, *HELPERS):
        if f"{person}.name" not in row.waiting:
            continue
        header, raw = row.later(f"{person}.name")
        numbers = parse_phones(f"{row.later(f'{person}.phone')[1]} {raw}")
        own = _NOT_A_NAME.sub("", split_note(raw)[0])
        if words.is_nothing(raw) or not own:
            continue
        try:
            name = clean_name(own)
        except RuleError as error:
            row.drop(header, raw, error.sentence)
            continue
        phone = next((one.number for one in numbers if not one.problem), "")
        row.entry.staff[person] = StaffTold(header, raw, name, phone)


def _member(row: RowReading, member: str) -> None:
    """A member of the family goes where the relation says: to a parent, or to the carer."""
    cells = {name: row.later(f"{member}.{name}") for name in
             ("name", "relation", "phone", "guardian", "id_no", "work_place")}  # fmt: skip
    header, name = cells["name"]
    if words.is_nothing(name):
        return
    word = cells["relation"][1]
    meaning = relation(word)
    if isinstance(meaning, ParentRole):
        person = str(meaning)
    elif row.entry.carer and not words.yes_no(cells["guardian"][1]):
        row.keep(f"{header} {word}".strip(), " ".join(filter(None, (name, cells["phone"][1]))))
        return
    else:
        person = CARER
        _relation(row, cells["relation"][0], word)
    person_name(row, person, "name", header, name)
    if cells["phone"][1]:
        phones(row, person, "phone", *cells["phone"])
    if cells["work_place"][1] and person != CARER:
        place_of_work(row, person, "work_place", *cells["work_place"])


def _carer(row: RowReading) -> None:
    header, word = row.later("carer.relation")
    carer = row.entry.carer
    own = carer.get("name", "")
    beside = carer.pop(_BESIDE, "")
    if not word and (relation(beside) or relation(own)):
        header, word = _("Carer"), beside if relation(beside) else own
    elif beside:
        row.keep(own, beside, row.entry.written.get((CARER, "name"), ""))
    if words.is_nothing(word) or not (carer or own):
        word = "" if words.is_nothing(word) else word
    meaning = relation(word)
    if isinstance(meaning, ParentRole):
        _carer_is_parent(row, str(meaning), header, word)
    elif word:
        _relation(row, header, word)
    if carer and not carer.get("name"):
        _nameless(row)


def _carer_is_parent(row: RowReading, parent: str, header: str, word: str) -> None:
    """The father stands in the carer's column: he is a parent, not a carer to whom the child is entrusted."""
    values = row.entry.person(parent)
    for name in ("name", "phone", "id_no", "birth_date", "health"):
        if name in row.entry.carer:
            value = row.entry.carer[name]
            if values.setdefault(name, value) != value:
                row.keep(header, f"{word} {value}")
    row.entry.carer.clear()
    row.note(header, word, "", _("The carer is a parent and was put there."))


def _relation(row: RowReading, header: str, word: str) -> None:
    meaning = relation(word)
    try:
        row.entry.carer["relation_word"] = clean_line(word)
    except RuleError as error:
        row.drop(header, word, error.sentence)
        return
    if isinstance(meaning, CarerRelation):
        row.entry.carer["relation"] = meaning.value
    elif word:
        own = words.code("relation", word)
        row.entry.carer["relation"] = str(own or CarerRelation.OTHER)
        if own is None:
            row.warn(header, word, _("This relation is not known; it was taken as another one."))


def _nameless(row: RowReading) -> None:
    """A carer without a name: what is known is kept, the relation as the name that the list uses."""
    carer = row.entry.carer
    if carer.get("relation_word"):
        carer["name"] = carer["relation_word"]
        row.note(_("Carer"), "", carer["name"], _("The list gives no name, only the relation."))
        return
    if "phone" in carer and "phone" not in row.entry.child:
        row.store(CHILD, "phone", carer["phone"], _("Carer"), carer["phone"], _("A number of nobody named."))
    carer.clear()


def _parents_names(row: RowReading) -> None:
    """家长姓名 with two names is father and mother; with one, only a label or the relation says who it is."""
    header, raw = row.later(f"{PARENTS}.name")
    if words.is_nothing(raw):
        return
    names = [name for name in _BETWEEN.split(raw.strip()) if name]
    labelled = [(match[1], name[match.end() :]) if (match := _LABEL.match(name)) else ("", name) for name in names]
    if any(label for label, _name in labelled):
        for label, name in labelled:
            person = FATHER if label[:1] in "父爸" else MOTHER
            if label:
                _parent_name(row, person, header, name)
            else:
                row.keep(header, name)
    elif len(names) == 2 and min(map(len, names)) > 1:
        row.note(header, raw, " ".join(names), _("Two names: father and mother."))
        _parent_name(row, FATHER, header, names[0])
        _parent_name(row, MOTHER, header, names[1])
    elif isinstance(role := relation(split_note(raw)[1]), ParentRole):
        row.note(header, raw, split_note(raw)[0], _("Taken out of the cell."))
        _parent_name(row, str(role), header, split_note(raw)[0])
    elif raw not in (row.entry.father.get("name"), row.entry.mother.get("name")):
        row.keep(header, raw)
        row.warn(header, raw, _("It is not said which parent this is; kept in the note."))


def _parent_name(row: RowReading, person: str, header: str, name: str) -> None:
    if "name" not in row.entry.person(person):
        person_name(row, person, "name", header, name)


def _parents_phones(row: RowReading) -> None:
    header, raw = row.later(f"{PARENTS}.phone")
    if raw:
        if any(not phone.owner and not phone.problem for phone in parse_phones(raw)):
            row.note(header, raw, "", _("It is not said whose number this is; kept as the child's contact number."))
        phones(row, CHILD, "phone", header, raw)


def _out_kind(row: RowReading) -> None:
    """双方外出 is the reason for care; a place of work is that of the parents who are said to be away."""
    header, raw = row.later("out_kind")
    work_header, work = row.later(f"{PARENTS}.work_place")
    work = "" if words.is_nothing(work) else work
    who = None if words.is_nothing(raw) else words.who_is_away(raw)
    reason = None if words.is_nothing(raw) else words.code("care_reason", raw)
    if who == "both" and reason is None:
        reason = CareReason.BOTH_AWAY
    if reason is not None:
        row.entry.child.setdefault("care_reason", reason.value)
    elif raw and not words.is_nothing(raw):
        row.keep(header, raw)
        if who is None and words.yes_no(raw) is None:
            row.warn(header, raw, _("This word is not known; it was not taken."))
    if reason == CareReason.BOTH_AWAY:
        who = "both"
    since_header, since = row.later(f"{PARENTS}.away_since")
    if since and who in ("both", "father", "mother"):
        for person in (FATHER, MOTHER) if who == "both" else (str(who),):
            if "away_since" not in row.entry.person(person):
                day(row, person, "away_since", since_header, since)
    elif since and not words.is_nothing(since):
        row.keep(since_header, since)
    if not work:
        return
    if who not in ("both", "father", "mother"):
        row.keep(work_header, work)
        row.note(work_header, work, "", _("It is not said which parent works there; kept in the note."))
        return
    for person in (FATHER, MOTHER) if who == "both" else (str(who),):
        if not row.entry.person(person).get("work_place") and row.entry.person(person).get("condition") != "dead":
            place_of_work(row, person, "work_place", work_header, work)


def _brackets(row: RowReading) -> None:
    for person, title in ((FATHER, _("Father")), (MOTHER, _("Mother"))):
        values = row.entry.person(person)
        if beside := values.pop(_BESIDE, ""):
            row.keep(title, beside, row.entry.written.get((person, "name"), ""))


def _whereabouts(row: RowReading, parent: str) -> None:
    """A place of work in another province than the child's home is outside the province; nothing else is told by it."""
    values = row.entry.person(parent)
    if values.get("whereabouts") or values.get("condition") == "dead" or not values.get("work_province"):
        return
    home = _home_province(row)
    if home and home != values["work_province"]:
        sentence = _("Told by the place of work.")
        title = _("Father") if parent == FATHER else _("Mother")
        row.store(parent, "whereabouts", Whereabouts.OUT_OF_PROVINCE, title, values["work_place"], sentence)


def _home_province(row: RowReading) -> str | None:
    child = row.entry.child
    address = child.get("household_address") or child.get("address")
    return (address and work_place(address).province) or provinces().get(child.get("id_no", "")[:2])
