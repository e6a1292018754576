"""A child comes to the register, and what is known of it is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.commands.cleaning import Values, cleaned, identified, part, refuse
from db.commands.findable import kept_findable, make_findable
from db.commands.writing import insert, update
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import Carer, Child, Enrolment, Parent, SchoolClass, Village
from db.queries.family import Row, child_row, family
from db.queries.scope import child_conditions
from db.rules.pinyin import romanise
from db.rules.standing import standing
from db.session import Session
from db.vocabulary import ParentRole, RegistryState

WITH_A_DEED_OF_THEIR_OWN = frozenset(
    {"risk", "risk_reason", "risk_on", "registry_state", "left_on", "left_reason", "left_note", "surveyed_on",
     "school", "school_class", "civil_computed", "civil_overruled", "civil_reason", "civil", "school_computed",
     "school_overruled", "school_reason", "school_practice"}
)  # fmt: skip
"""Fields of a child that a correction does not touch: they change with a date, a reason, or by themselves."""


def add_child(
    session: Session, values: Values, *,
    father: Values | None = None, mother: Values | None = None, carer: Values | None = None,
    reason: str | None = None, batch_id: int | None = None,
) -> int:  # fmt: skip
    """Register a child, with what is known of parents and carer, and return its id.

    `values` may name a `school_class`, in which the child is then enrolled from today. Raises RuleError with a
    sentence for each field; those of the family are named `father.phone`, `carer.name`.
    """
    today = session.clock.today()
    with session.writing():
        child = _new_child(session, values, today)
        with part("father"):
            father_row = _person(session, Parent, father)
        with part("mother"):
            mother_row = _person(session, Parent, mother)
        with part("carer"):
            carer_row = _person(session, Carer, carer)
        child |= standing(child, father_row, mother_row, today).columns(child)
        child_id = insert(session, Child, child, reason=reason, batch_id=batch_id)
        for role, row in ((ParentRole.FATHER, father_row), (ParentRole.MOTHER, mother_row)):
            if row:
                insert(session, Parent, {**row, "child": child_id, "role": role.value}, batch_id=batch_id)
        if carer_row:
            carer_row.setdefault("from_on", today.isoformat())
            insert(session, Carer, {**carer_row, "child": child_id}, batch_id=batch_id)
        if child.get("school_class"):
            enrolment = {"child": child_id, "school_class": child["school_class"], "from_on": today.isoformat()}
            insert(session, Enrolment, enrolment, batch_id=batch_id)
        make_findable(session, child_id)
        refuse_out_of_scope(session, child_id)
    return child_id


def correct_child(session: Session, child_id: int, version: int, values: Values) -> dict[str, list[Any]]:
    """Change what is known of a child; returns {field: [old, new]} as the change log has it.

    `version` is that of the row as it was read. Raises RuleError with a sentence for each field, ConflictError where
    somebody else changed the child since, NotFoundError.
    """
    taken = WITH_A_DEED_OF_THEIR_OWN & values.keys()
    if taken:
        raise ValueError(f"not corrected but done: {sorted(taken)}")
    today = session.clock.today()
    with session.writing():
        found = family(session, child_id)
        changes = identified(Child, cleaned(session, Child, values), found.child, today)
        _check(session, changes, {**found.child, **changes}, child_id)
        changes |= reading_of(changes)
        parents = found.parents.get(ParentRole.FATHER), found.parents.get(ParentRole.MOTHER)
        merged = {**found.child, **changes}
        changes |= standing(merged, *parents, today).columns(merged)
        with kept_findable(session, child_id):
            changed = update(session, Child, child_id, version, changes)
        refuse_out_of_scope(session, child_id)
    return changed


def _new_child(session: Session, values: Values, today: date) -> dict[str, Any]:
    given = {"name": None, **values}
    given.setdefault("registered_on", today.isoformat())
    child = identified(Child, cleaned(session, Child, given), {}, today)
    if child.get("school_class"):
        child["school"] = SchoolClass.get_by_id(child["school_class"]).school_id
    _check(session, child, child, None)
    return child | reading_of(child) | {"registry_state": RegistryState.REGISTERED.value}


def reading_of(values: Values) -> dict[str, str]:
    """How the name is sorted and searched by its sound."""
    if "name" not in values:
        return {}
    reading = romanise(values["name"])
    return {"name_key": reading.sort_key, "syllables": " ".join(reading.syllables)}


def _check(session: Session, changes: Values, merged: Values, child_id: int | None) -> None:
    """What must hold between fields, and between children."""
    problems = {}
    number = changes.get("id_no")
    other = number and Child.select().where((Child.id_no == number) & (Child.id != (child_id or 0))).dicts().first()
    if other:
        problems["id_no"] = _taken(session, other)
    level = changes.get("disability_level")
    if level is not None and not 1 <= level <= 4:
        problems["disability_level"] = _("The level of a disability is 1 to 4.")
    born, registered = merged.get("birth_date"), merged.get("registered_on")
    if "registered_on" in changes and born and registered and registered < born:
        problems["registered_on"] = _("The child was not born yet on this day.")
    refuse(problems)


def _taken(session: Session, other: Row) -> str:
    """Whose an ID number is: by file number and village, for a sentence may end in a log."""
    try:
        child_row(session, other["id"])
    except NotFoundError:
        return _("A child outside what you may see has this ID number; ask the township office.")
    village = Village.get_or_none(Village.id == other["village"])
    where = village.name if village else _("no village")
    file_no = other["file_no"] or other["id"]
    if other["registry_state"] == RegistryState.LEFT:
        sentence = _("A child that left the register has this ID number: {village}, file {file}. Take it back instead.")
    else:
        sentence = _("Another child has this ID number: {village}, file {file}.")
    return sentence.format(village=where, file=file_no)


def _person(session: Session, model: type[Parent] | type[Carer], values: Values | None) -> dict[str, Any] | None:
    """A member of the family as it is stored; None where nothing is known."""
    if not _says_anything(values):
        return None
    given = {"name": None, **(values or {})} if model is Carer else dict(values or {})
    return identified(model, cleaned(session, model, given), {}, session.clock.today())


def _says_anything(values: Mapping[str, Any] | None) -> bool:
    return any(value not in (None, "") for value in (values or {}).values())


def refuse_out_of_scope(session: Session, child_id: int, field: str = "village") -> None:
    """After a change, inside its transaction: nobody moves a child to where they may not see it.

    Raises RuleError, with the sentence for `field`.
    """
    conditions = child_conditions(session.scope)
    if conditions and not Child.select(Child.id).where(Child.id == child_id, *conditions).exists():
        raise RuleError(
            _("You may register children of your own classes and villages only."),
            {field: _("Choose a village or class of your own.")},
        )
