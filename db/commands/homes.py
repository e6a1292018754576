"""The inventory of a home for left-behind children, what every home must have, and the published family phone line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.access import Right
from db.commands.cleaning import Values, cleaned, day_of, reason_of, refuse
from db.commands.writing import insert, update
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import HomeItem, HomeRequirement, School, Village
from db.queries.homes import item_row
from db.queries.scope_places import within_places
from db.rules.phones import parse_phones
from db.session import Session

FIELDS = frozenset(
    {"kind", "name", "quantity", "unit", "source", "acquired_on", "value_yuan", "state", "keeper", "note"}
)
REQUIRED_FIELDS = frozenset({"kind", "name", "words", "quantity"})
MOST = 99_999
"""Things of one line, and yuan in hundreds: more is a slip of the finger."""


def add_item(session: Session, values: Values, *, school: int | None = None, village: int | None = None) -> int:
    """Enter a thing in the inventory of a school's or a village's home; returns its id.

    Raises RuleError with a sentence a field, NotFoundError for a place out of the person's scope.
    """
    with session.writing():
        _check_place(session, school, village)
        stored = _checked(session, {"kind": None, "name": None, **values})
        return insert(session, HomeItem, {"quantity": 1, **stored, "school": school, "village": village})


def correct_item(session: Session, item_id: int, version: int, values: Values) -> dict[str, list[Any]]:
    """Change what is known of a thing. Raises RuleError, ConflictError, NotFoundError."""
    with session.writing():
        item_row(session, item_id)
        return update(session, HomeItem, item_id, version, _checked(session, values))


def retire_item(session: Session, item_id: int, version: int, reason: str, on: str | None = None) -> None:
    """Take a thing off the inventory for a reason, today or on a day before; its line is kept."""
    with session.writing():
        before = item_row(session, item_id)
        why = reason_of(reason)
        day = day_of(on, session.clock.today(), "retired_on")
        if before["retired_on"]:
            raise RuleError(_("It was retired on {day} already. Nothing was changed.").format(day=before["retired_on"]))
        if before["acquired_on"] and day < before["acquired_on"]:
            refuse({"retired_on": _("It was acquired on {day} only.").format(day=before["acquired_on"])})
        update(session, HomeItem, item_id, version, {"retired_on": day, "retired_reason": why}, reason=why)


def return_item(session: Session, item_id: int, version: int) -> None:
    """Put a thing that was retired by mistake back on the inventory."""
    with session.writing():
        item_row(session, item_id)
        update(session, HomeItem, item_id, version, {"retired_on": None, "retired_reason": None})


def require_thing(session: Session, values: Values, *, of: tuple[int, int] | None = None) -> int:
    """Ask every home for a thing, or change what is asked for: `of` is the id and version of its row.

    A quantity of 0 asks for it no longer. Raises RuleError, ConflictError, NotFoundError; returns the id.
    """
    with session.writing():
        stored = cleaned(session, HomeRequirement, {name: values[name] for name in REQUIRED_FIELDS & set(values)})
        _check_number(stored, "quantity", lowest=0)
        if of is not None:
            update(session, HomeRequirement, *of, stored)
            return of[0]
        last = HomeRequirement.select(HomeRequirement.position).order_by(HomeRequirement.position.desc()).scalar() or 0
        stored = {**cleaned(session, HomeRequirement, {"kind": None, "name": None, **stored}), "position": last + 1}
        return insert(session, HomeRequirement, {"quantity": 1, **stored})


def publish_hotline(session: Session, school: int, version: int, numbers: str) -> None:
    """Write down the published numbers of a school's family phone line, several in one text; empty takes them away.

    Raises RuleError for what is no telephone number, RefusedError where the person may not write schools.
    """
    with session.writing():
        session.require(Right.PLACES)
        _check_place(session, school, None)
        text = cleaned(session, School, {"hotline": numbers})["hotline"] or ""
        phones = parse_phones(text)
        wrong = next((phone.problem for phone in phones if phone.problem), "")
        if wrong or (text and not phones):
            refuse({"hotline": wrong or _("This is no telephone number.")})
        update(session, School, school, version, {"hotline": "、".join(phone.number for phone in phones)})


def _checked(session: Session, values: Values) -> dict[str, Any]:
    stored = cleaned(session, HomeItem, {name: value for name, value in values.items() if name in FIELDS})
    if stored.get("quantity", 1) is None:
        stored["quantity"] = 1
    _check_number(stored, "quantity", lowest=1)
    _check_number(stored, "value_yuan", lowest=0, highest=MOST * 100)
    return stored


def _check_number(stored: Mapping[str, Any], name: str, *, lowest: int, highest: int = MOST) -> None:
    number = stored.get(name)
    if number is not None and not lowest <= number <= highest:
        refuse({name: _("A whole number from {lowest} to {highest}.").format(lowest=lowest, highest=highest)})


def _check_place(session: Session, school: int | None, village: int | None) -> None:
    """Raise NotFoundError for a place that the person does not look after."""
    if (school is None) == (village is None):
        raise RuleError(_("A home belongs to one school or one village. Nothing was saved."))
    model, row_id = (School, school) if village is None else (Village, village)
    own = within_places(session.scope, School.id if village is None else None, Village.id if school is None else None)
    if not model.select(model.id).where(model.id == row_id, own).exists():
        raise NotFoundError(_("This school or village is not among those that you look after. Nothing was saved."))
