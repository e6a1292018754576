"""What a person gave for the fields of a row, as it may be stored: one place for forms, imports and corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import ForeignKeyField, IntegerField

from db.commands.places import ensure_class, ensure_school, ensure_village
from db.errors import RuleError
from db.i18n import _, mark
from db.models import Edited
from db.models.base import CodeField, CodesField, DateText, Flag
from db.rules.dates import Precision, parse_date
from db.rules.id_number import IdForm, check
from db.rules.languages import clean_languages
from db.rules.names import clean_line, clean_name, clean_note
from db.rules.phones import check_phone
from db.session import Session
from db.vocabulary import IdType

Values = Mapping[str, Any]

REFUSED = mark("This cannot be saved yet; look at the fields that are marked.")

_NAMES = frozenset(
    {"name", "former_name", "nickname", "nation", "filled_by", "reviewed_by", "responsible", "consent_by", "by_name",
     "met_name"}
)  # fmt: skip
_NOTES = frozenset(
    {"note", "character", "hobbies", "study_note", "conduct", "id_note", "risk_reason", "left_note", "civil_reason",
     "school_reason", "end_reason", "topics", "minutes", "problems", "decisions", "summary", "tasks", "result",
     "child_wish", "measure", "effect", "guardian_opinion", "home_state", "behaviour", "told", "next_step", "facts",
     "goal", "state_study", "state_conduct", "state_mind", "state_family", "close_reason", "outcome"}
)  # fmt: skip
_PARTIAL = frozenset({"birth_date", "away_since"})
"""Dates of which people often know the month or the year only."""
_MAY_COME = frozenset(
    {"agreement_until", "on_date", "until_date", "starts_on", "ends_on", "survey_due_on", "follow_up_on",
     "next_review_on"}
)  # fmt: skip
"""Dates that may lie in the future."""


@dataclass(frozen=True)
class NewPlace:
    """A village, school or class that the register may not know yet: it is entered together with who belongs to it."""

    name: str


def cleaned(session: Session, model: type[Edited], values: Values) -> dict[str, Any]:
    """`values` as they are stored, inside the caller's transaction; a reference is an id or a NewPlace.

    Raises RuleError with a sentence for each field that cannot be stored.
    """
    stored: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, value in values.items():
        try:
            if isinstance(value, NewPlace):
                stored[name] = _new_place(session, name, value.name, values)
            else:
                stored[name] = _cleaned(model, name, value, session.clock.today())
        except RuleError as error:
            problems[name] = error.sentence
    refuse(problems)
    return stored


def refuse(problems: Mapping[str, str]) -> None:
    """Raise RuleError for these fields, if there are any."""
    if problems:
        raise RuleError(_(REFUSED), dict(problems))


@contextmanager
def part(name: str) -> Iterator[None]:
    """Name the fields of errors after the part of a larger form: `father.phone`."""
    try:
        yield
    except RuleError as error:
        raise RuleError(error.sentence, {f"{name}.{key}": value for key, value in error.fields.items()}) from error


def reason_of(text: str, field: str = "reason") -> str:
    """A reason as it is stored; raises RuleError where there is none."""
    try:
        reason = clean_note(text)
    except RuleError as error:
        raise RuleError(error.sentence, {field: error.sentence}) from error
    if not reason:
        refuse({field: _("Write down the reason.")})
    return reason


def day_of(text: str | None, today: date, field: str) -> str:
    """A day of a deed as it is stored, `today` where none is given; raises RuleError for one that has not come."""
    if not text:
        return today.isoformat()
    try:
        return _date(field, text, today)
    except RuleError as error:
        raise RuleError(error.sentence, {field: error.sentence}) from error


def identified(model: type[Edited], values: Values, before: Values, today: date) -> dict[str, Any]:
    """`values`, cleaned, with the ID number in its 18 characters and with what it tells where nobody said otherwise.

    A number that contradicts the sex or the birth date is stored: which of them is wrong is for a person to find out.
    """
    found = dict(values)
    if "id_no" not in values and "id_type" not in values:
        return found
    merged = {**before, **values}
    number, kind = merged.get("id_no"), merged.get("id_type")
    if not number:
        return found
    if kind == IdType.NONE:
        refuse({"id_no": _("There is a number, so say which document it is from.")})
    if kind not in (None, IdType.RESIDENT):
        return {**found, "id_no": number.upper()}
    told = check(number, today)
    if told.problems:
        refuse({"id_no": told.problems[0]})
    found["id_no"] = told.normalised or None
    told_values: dict[str, Any] = {"id_type": IdType.RESIDENT.value} if told.normalised else {}
    if told.birth_date:
        told_values["birth_date"] = told.birth_date.isoformat()
    told_values["sex"] = told.sex.value if told.sex else None
    card = {IdForm.DISABILITY_CARD: "disability_no", IdForm.STUDENT_NO: "student_no"}.get(told.form)
    if card:
        told_values[card] = told.card
    fields = model._meta.fields
    found.update({name: value for name, value in told_values.items() if name in fields and not merged.get(name)})
    return found


def _new_place(session: Session, field: str, name: str, values: Values) -> int:
    if not session.scope.everything:
        raise RuleError(_("New villages, schools and classes are written down by the township office."))
    name = clean_name(name)
    if field == "village":
        return ensure_village(session, name)
    if field == "school":
        return ensure_school(session, name)
    school = values.get("school")
    if isinstance(school, NewPlace):
        school = ensure_school(session, clean_name(school.name))
    if not school:
        raise RuleError(_("Choose the school of the new class first."))
    return ensure_class(session, int(school), name)


def _cleaned(model: type[Edited], name: str, value: Any, today: date) -> Any:
    field = model._meta.fields[name]
    if isinstance(value, str) and not isinstance(field, Flag):
        value = value.strip()
    if value is None or value == "":
        if not field.null and field.default is None:
            raise RuleError(_("This field must be filled in."))
        return None
    if isinstance(field, ForeignKeyField):
        return _reference(field, value)
    if isinstance(field, CodeField):
        return _code(field, value)
    if isinstance(field, DateText):
        return _date(name, value, today)
    if isinstance(field, Flag):
        return bool(value)
    if isinstance(field, IntegerField):
        return _number(value)
    return _text_cleaner(name)(value)


def _text_cleaner(name: str) -> Callable[[str], str | None]:
    if name in _NAMES:
        return clean_name
    if name in _NOTES:
        return clean_note
    if name == "languages":
        return clean_languages
    return _phone if name == "phone" else clean_line


def _phone(text: str) -> str | None:
    return check_phone(text) or None


def _reference(field: Any, value: Any) -> int:
    number = _number(value)
    if not field.rel_model.select(field.rel_model.id).where(field.rel_model.id == number).exists():
        raise RuleError(_("Choose one from the list."))
    return number


def _code(field: CodeField, value: Any) -> str | None:
    try:
        stored: str | None = field.db_value(value) if isinstance(field, CodesField) else field.vocabulary(value).value
        return stored
    except ValueError as error:
        raise RuleError(_("Choose one from the list.")) from error


def _date(name: str, value: Any, today: date) -> str:
    found = parse_date(str(value), today, past=name not in _MAY_COME, typed=False)
    if found.precision is not Precision.DAY and name not in _PARTIAL:
        raise RuleError(_("Give the day, too."))
    return found.text


def _number(value: Any) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise RuleError(_("Give a number.")) from error
