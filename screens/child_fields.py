"""Makes the fields of forms over a child and its family: labels of the paper forms, and what each accepts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.commands.cleaning import NewPlace
from db.errors import RuleError
from db.field_names import FIELD_NAMES
from db.i18n import _, mark
from db.queries import places
from db.rules import id_number
from db.rules.dates import Precision, parse_date
from db.rules.languages import clean_languages
from db.rules.names import clean_line, clean_name, clean_note
from db.rules.phones import check_phone
from db.rules.regions import work_place
from db.session import Session
from db.vocabulary import Code, IdType
from screens.widgets.fields import Field, Kind, reference_option
from screens.widgets.options import Option, matching, options_of

NEW = "+"
"""Before the name of a place that is to be entered with the record."""


@dataclass(frozen=True)
class Asking:
    """What the fields of an open form may ask: the register, and what stands in the other fields."""

    session: Session
    entry: Callable[[str], str]


class Fields:
    """The fields of one table; `part` tells tables apart in a form over several, as the errors of commands do."""

    def __init__(self, asking: Asking, table: str, part: str = "") -> None:
        self._asking = asking
        self._names = FIELD_NAMES[table]
        self._prefix = f"{part}." if part else ""

    def _field(self, column: str, kind: Kind = Kind.TEXT, **rest: Any) -> Field:
        return Field(self._prefix + column, rest.pop("label", None) or self._names[column], kind, **rest)

    def name(self, column: str = "name", **rest: Any) -> Field:
        """A person's name."""
        return self._field(column, width=20, max_length=60, parse=clean_name, **rest)

    def line(self, column: str, width: int = 30, **rest: Any) -> Field:
        """One line of free text."""
        return self._field(column, width=width, max_length=200, parse=clean_line, **rest)

    def languages(self) -> Field:
        """Several languages or dialects."""
        help_ = mark("For example 普通话、苗语; also the dialect of the parents.")
        return self._field("languages", width=24, max_length=60, parse=clean_languages, help=help_)

    def note(self, column: str, lines: int = 2, **rest: Any) -> Field:
        """Several lines."""
        return self._field(column, Kind.NOTE, lines=lines, max_length=2000, parse=clean_note, **rest)

    def code(self, column: str, vocabulary: type[Code], width: int = 24, **rest: Any) -> Field:
        return self._field(column, Kind.CHOICE, width=width, options=options_of(vocabulary), **rest)

    def codes(self, column: str, vocabulary: type[Code], **rest: Any) -> Field:
        return self._field(column, Kind.CHOICES, width=40, options=options_of(vocabulary), **rest)

    def flag(self, column: str, **rest: Any) -> Field:
        return self._field(column, Kind.YES_NO, width=6, **rest)

    def number(self, column: str, lowest: int, highest: int) -> Field:
        sentence = _("A whole number from {lowest} to {highest}.").format(lowest=lowest, highest=highest)

        def parse(text: str) -> int:
            if not text.isdecimal() or not lowest <= int(text) <= highest:
                raise RuleError(sentence)
            return int(text)

        digits = max(4, len(str(highest)))
        return self._field(column, width=digits, max_length=digits, parse=parse)

    def day(self, column: str, *, past: bool = True, **rest: Any) -> Field:
        """A date of which the day is known."""
        rest.setdefault("help", mark("For example 2026-9-1, 9.1, 20260901, or 今天."))
        return self._field(column, width=12, max_length=30, parse=self._date_parser(past, whole=True), **rest)

    def some_day(self, column: str, **rest: Any) -> Field:
        """A date of which perhaps the month or the year only is known."""
        rest.setdefault("help", mark("For example 2016-5-2, 2016.5, or only 2016."))
        return self._field(column, width=12, max_length=30, parse=self._date_parser(past=True, whole=False), **rest)

    def phone(self, column: str = "phone", **rest: Any) -> Field:
        return self._field(column, width=16, max_length=40, parse=check_phone, **rest)

    def id_number(self, column: str = "id_no", *, fills: Sequence[str] = (), **rest: Any) -> Field:
        """A resident ID number by GB 11643, unless another document is chosen; fills what it tells."""
        rest.setdefault("help", mark("18 characters; birth date and sex are filled in from it."))
        rest |= {"parse": self._parse_id, "effects": lambda value: self._told(value, fills)}
        return self._field(column, width=22, max_length=40, **rest)

    def work_place(self, column: str = "work_place") -> Field:
        """A place of work in any words; province and city are filled in where it names them."""

        def effects(text: str | None) -> Mapping[str, Any]:
            found = work_place(text or "")
            told = {"work_province": found.province, "work_city": found.city}
            return {self._prefix + name: value for name, value in told.items() if value}

        field = self.line(column, help=mark("For example 东莞 or 浙江瑞安; province and city follow from it."))
        return replace(field, effects=effects)

    def village(self, column: str = "village") -> Field:
        session = self._asking.session

        def search(typed: str, limit: int) -> Sequence[Option]:
            return _known_or_new(session, typed, limit, [Option(str(p.id), p.name) for p in places.villages(session)])

        return self._field(column, Kind.REFERENCE, width=20, search=search)

    def school(self, column: str = "school") -> Field:
        session = self._asking.session

        def search(typed: str, limit: int) -> Sequence[Option]:
            return _known_or_new(session, typed, limit, [Option(str(p.id), p.name) for p in places.schools(session)])

        return self._field(column, Kind.REFERENCE, width=24, search=search)

    def school_class(self, column: str = "school_class") -> Field:
        """A class of the school that stands in the form, or of any."""
        session = self._asking.session

        def search(typed: str, limit: int) -> Sequence[Option]:
            school = reference_option(self._asking.entry(self._prefix + "school")).value
            known = places.classes(session, int(school) if school.isdecimal() else None)
            options = [Option(str(place.id), place.name, place.school) for place in known]
            return _known_or_new(session, typed, limit, options)

        return self._field(column, Kind.REFERENCE, width=24, search=search)

    def _date_parser(self, past: bool, whole: bool) -> Callable[[str], str]:
        today = self._asking.session.clock.today()

        def parse(text: str) -> str:
            found = parse_date(text, today, past=past)
            if whole and found.precision is not Precision.DAY:
                raise RuleError(_("Give the day, too."))
            return found.text

        return parse

    def _parse_id(self, text: str) -> str:
        kind = self._asking.entry(self._prefix + "id_type")
        if kind == IdType.NONE:
            raise RuleError(_("There is a number, so say which document it is from."))
        if kind not in ("", IdType.RESIDENT):
            return clean_line(text).upper()
        found = id_number.check(text, self._asking.session.clock.today())
        if found.problems:
            raise RuleError(found.problems[0])
        return found.card or found.normalised

    def _told(self, number: str | None, fills: Sequence[str]) -> Mapping[str, Any]:
        told = told_by_id(number, self._asking.session)
        return {self._prefix + name: told[name] for name in fills if name in told}


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a form as commands take them: references as ids, or as places that are entered with the record."""
    return {name: _reference(value) if _is_place(name) else value for name, value in values.items()}


def id_doubts(values: Mapping[str, Any], session: Session, part: str = "") -> dict[str, str]:
    """What is doubtful about the ID number of a form, and at the sex and birth date what it contradicts."""
    prefix = f"{part}." if part else ""
    number = values.get(f"{prefix}id_no")
    found = id_number.check(number or "", session.clock.today())
    if not found.ok:
        return {}
    sentences = {
        "id_no": found.warnings,
        "sex": id_number.contradictions(found, values.get(f"{prefix}sex"), None),
        "birth_date": id_number.contradictions(found, None, values.get(f"{prefix}birth_date")),
    }
    return {prefix + name: " ".join(told) for name, told in sentences.items() if told}


def told_by_id(number: str | None, session: Session) -> dict[str, str]:
    """The birth date and the sex that a right ID number tells."""
    found = id_number.check(number or "", session.clock.today())
    if not found.ok:
        return {}
    told = {"birth_date": found.birth_date and found.birth_date.isoformat(), "sex": found.sex and found.sex.value}
    return {name: value for name, value in told.items() if value}


def _known_or_new(session: Session, typed: str, limit: int, known: Sequence[Option]) -> Sequence[Option]:
    found = matching(known, typed)[:limit]
    name = typed.strip()
    if name and session.scope.everything and name not in [option.label for option in known]:
        # No blanks in the value: a reference's entry is its value, a blank and its label.
        found.append(Option(NEW + name.replace(" ", "\u00a0"), name, _("new"), new=True))
    return found


def _is_place(name: str) -> bool:
    return name.rpartition(".")[2] in ("village", "school", "school_class")


def _reference(value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value
    return NewPlace(value.removeprefix(NEW)) if value.startswith(NEW) else int(value)
