"""Where a child lives and learns: village and group, school and class, from the cells and the title of the sheet."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from db.errors import RuleError
from db.i18n import _
from db.roster import words
from db.roster.address import group_in
from db.roster.entry import Remark
from db.roster.fields import CHILD
from db.roster.naming import group_name
from db.roster.row import RowReading
from db.roster.values import line
from db.rules.classes import ClassName, parse_class
from db.rules.names import clean_line
from db.vocabulary import HouseholdKind, Stage

_VILLAGE_AND_GROUP = re.compile(r"(?P<village>.{2,}?(?:村|社区))(?P<group>.{1,6}组)")
_STAGES = ((Stage.KINDERGARTEN, "幼儿园"), (Stage.PRIMARY, "小学"), (Stage.VOCATIONAL, "职业|职高|中职|技工"),
           (Stage.SENIOR, "高中|高级中学"), (Stage.JUNIOR, "初中|初级中学"))  # fmt: skip


def settle_place(row: RowReading) -> None:
    """Village and school by name, the class from one column or two."""
    entry = row.entry
    header, raw = row.later("village")
    if not raw and "village" in row.labels:
        header, raw = _("title"), row.labels["village"]
    if raw and not words.is_nothing(raw):
        found = _VILLAGE_AND_GROUP.fullmatch(raw)
        if found:
            raw = found["village"]
            one = group_name(found["group"])
            row.store(CHILD, "village_group", one, header, found[0], _("Village and group told apart."))
        entry.village = _place_name(row, header, raw)
    _by_address(row)
    header, raw = row.later("school")
    if not raw and "school" in row.labels:
        header, raw = _("title"), row.labels["school"]
    if raw and not words.is_nothing(raw):
        entry.school = _place_name(row, header, raw)
    _class(row)


def address(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    """An address of the child, which may tell the village where no column does."""
    line(row, person, name, header, raw)
    row.waiting[name] = header, raw


def group(row: RowReading, person: str, name: str, header: str, raw: str) -> None:
    """A villagers' group, by one name however it is written."""
    line(row, person, name, header, group_name(raw))
    row.entry.written[person, name] = raw


def _by_address(row: RowReading) -> None:
    """Village and group, as far as no column says them, where the child's addresses name a village of the register."""
    cells = [cell for name in ("address", "household_address") if (cell := row.later(name))[1]]
    entry = row.entry
    if not entry.village and row.addresses:
        told = [(header, raw, lived) for header, raw in cells if (lived := row.addresses.lived(raw))]
        if len({lived.village for _header, _raw, lived in told}) == 1:
            header, raw, lived = told[0]
            entry.village = lived.village
            sentence = _("The village was taken from the address.")
            entry.by_address["village"] = Remark(header, raw, lived.village, sentence)
    if not entry.village or "village_group" in entry.child:
        return
    for header, raw in cells:
        if told_group := group_name(group_in(raw, entry.village)):
            sentence = _("The group was taken from the address.")
            entry.by_address["village_group"] = Remark(header, raw, told_group, sentence)
            row.store(CHILD, "village_group", told_group, header, raw)
            return


def _place_name(row: RowReading, header: str, raw: str) -> str | None:
    try:
        name = clean_line(raw)
    except RuleError as error:
        row.drop(header, raw, error.sentence)
        return None
    if header == _("title"):
        row.note(header, raw, name, _("Taken from the title for every row."))
    return name or None


def _class(row: RowReading) -> None:
    entry = row.entry
    grade_header, grade = row.later("grade")
    header, text = row.later("class")
    grade, text = ("" if words.is_nothing(part) else part for part in (grade, text))
    if not grade and not text:
        return
    stage = _stage_of(entry.school or "")
    for spelling in filter(None, (text, f"{grade}{text}" if grade and text else "", "" if text else grade)):
        found = _parsed_class(spelling, row.today, stage)
        if found:
            entry.school_class = found
            break
    else:
        row.warn(header or grade_header, f"{grade} {text}".strip(), _("This is no class; it was not taken."))
        return
    if not entry.school:
        row.keep(header or grade_header, f"{grade}{text}")
        row.warn(header or grade_header, f"{grade}{text}", _("The class has no school; it was kept in the note."))
        entry.school_class = None


@lru_cache(maxsize=1024)
def _parsed_class(text: str, today: date, stage: str | None) -> ClassName | None:
    try:
        return parse_class(text, today, stage)
    except RuleError:
        return None


@lru_cache(maxsize=1024)
def _stage_of(school: str) -> str | None:
    """The stage that a school's name tells; none for 九年制学校 and 中学, which has two."""
    return next((stage.value for stage, pattern in _STAGES if re.search(pattern, school)), None)


def household(row: RowReading) -> None:
    header, raw = row.later("household_kind")
    if not raw or words.is_nothing(raw):
        return
    found = words.code("household_kind", raw)
    if found in (HouseholdKind.RURAL, HouseholdKind.URBAN) and words.yes_no(raw) is not None and "农" not in header:
        found = None
    if found:
        row.store(CHILD, "household_kind", found.value, header, raw)
    else:
        row.warn(header, raw, _("This word is not known; it was not taken."))
