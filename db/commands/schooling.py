"""Block C: which school and class a child goes to, with the enrolments that this makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.commands.children import refuse_out_of_scope
from db.commands.cleaning import Values, cleaned, day_of, refuse
from db.commands.writing import insert, update
from db.i18n import _
from db.models import Child, Enrolment, SchoolClass
from db.queries.family import child_row
from db.session import Session
from db.vocabulary import EnrolmentOutcome

FIELDS = frozenset(
    {"schooling", "school", "school_class", "student_no", "boarding", "character", "hobbies", "study_note", "conduct"}
)


def change_schooling(
    session: Session, child_id: int, version: int, values: Values, *, on: str | None = None, outcome: str | None = None
) -> dict[str, list[Any]]:
    """Change fields of block C; another class ends the enrolment in the former one on the day `on`, today by default.

    `outcome` says how the former enrolment ended; transferred where nothing is said. With CORRECTED the child never
    was in the former class. Raises RuleError, ConflictError, NotFoundError.
    """
    today = session.clock.today()
    with session.writing():
        before = child_row(session, child_id)
        changes = cleaned(session, Child, {name: value for name, value in values.items() if name in FIELDS})
        day = day_of(on, today, "on")
        if changes.get("school_class"):
            changes["school"] = SchoolClass.get_by_id(changes["school_class"]).school_id
        elif "school" in changes and "school_class" not in changes and changes["school"] != before["school"]:
            changes["school_class"] = None
        if "school_class" in changes and changes["school_class"] != before["school_class"]:
            _close_enrolments(session, child_id, day, outcome)
            if changes["school_class"]:
                row = {"child": child_id, "school_class": changes["school_class"], "from_on": day}
                insert(session, Enrolment, row)
        changed = update(session, Child, child_id, version, changes)
        refuse_out_of_scope(session, child_id, "school_class" if "school_class" in changed else "school")
    return changed


def enter_school(session: Session, children: Mapping[int, int], values: Values, *, on: str | None = None) -> int:
    """Change fields of block C alike for many children (version by id), all of them or none; returns how many."""
    with session.writing():
        for child_id, version in children.items():
            change_schooling(session, child_id, version, values, on=on)
    return len(children)


def _close_enrolments(session: Session, child_id: int, day: str, outcome: str | None) -> None:
    ending = EnrolmentOutcome(outcome or EnrolmentOutcome.TRANSFERRED)
    query = Enrolment.select().where((Enrolment.child == child_id) & Enrolment.to_on.is_null())
    for row in list(query.dicts()):
        if day < row["from_on"]:
            refuse({"on": _("The former class began on {day}.").format(day=row["from_on"])})
        update(session, Enrolment, row["id"], row["version"], {"to_on": day, "outcome": ending.value})
