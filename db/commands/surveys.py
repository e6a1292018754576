"""The survey of each semester: a child's data confirmed as found, and kept as a dated copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from db.commands.cleaning import cleaned, day_of, refuse
from db.commands.writing import insert, update
from db.errors import RuleError
from db.i18n import _
from db.models import Child, Survey
from db.models import Semester as SemesterRow
from db.queries.family import Row, family
from db.queries.terms import current_semester
from db.rules.semesters import default_semesters, school_year
from db.session import Session
from db.vocabulary import ParentRole, RegistryState

_COPIED = (
    "registry_state", "sex", "birth_date", "household_kind", "village", "school", "schooling", "boarding", "health",
    "care_reason", "actual_care", "living", "guardianship_grade", "aids", "risk", "civil", "school_practice",
)  # fmt: skip


def ensure_semesters(session: Session, on: date | None = None) -> None:
    """Write down both semesters of the school year of a day, today by default, where the office has not done so."""
    year = school_year(on or session.clock.today())
    with session.reading():
        known = _terms(year)
    if len(known) == 2:
        return
    with session.writing():
        known = _terms(year)
        for term in default_semesters(year):
            if term.term not in known:
                values = {
                    "school_year": term.school_year, "term": term.term, "name": term.name,
                    "starts_on": term.starts_on.isoformat(), "ends_on": term.ends_on.isoformat(),
                    "survey_due_on": term.survey_due_on.isoformat(),
                }  # fmt: skip
                insert(session, SemesterRow, values)


def confirm_survey(
    session: Session, child_id: int, version: int, on: str | None = None, by: str | None = None, note: str = ""
) -> None:
    """Record that the child was surveyed and everything found as its file says, today or on a day before.

    `version` is that of the file as it was looked at. A second survey in a semester takes the place of the first.
    Raises RuleError where the child has left the register, ConflictError, NotFoundError.
    """
    today = session.clock.today()
    day = day_of(on, today, "surveyed_on")
    ensure_semesters(session, date.fromisoformat(day))
    with session.writing():
        found = family(session, child_id)
        if found.child["registry_state"] == RegistryState.LEFT:
            raise RuleError(_("The child has left the register; take it back before it is surveyed."))
        if day < found.child["registered_on"]:
            refuse({"surveyed_on": _("The child was registered on {day} only.").format(
                day=found.child["registered_on"])})  # fmt: skip
        semester = semester_id(session, date.fromisoformat(day))
        details = cleaned(session, Survey, {"surveyed_by": by or session.user, "note": note})
        row = {
            **as_found(found.child, found.parents),
            **details,
            "surveyed_on": day,
            "child": child_id,
            "semester": semester,
        }
        where = (Survey.child == child_id) & (Survey.semester == semester)
        former = Survey.select(Survey.id, Survey.version).where(where).dicts().first()
        if former:
            update(session, Survey, former["id"], former["version"], row)
        else:
            insert(session, Survey, row)
        latest = max(day, found.child["surveyed_on"] or day)
        update(session, Child, child_id, version, {"surveyed_on": latest})


def _terms(year: int) -> set[int]:
    return {row[0] for row in SemesterRow.select(SemesterRow.term).where(SemesterRow.school_year == year).tuples()}


def semester_id(session: Session, day: date) -> int:
    """The row id of the semester that counts on a day; raises RuleError where the office has none."""
    semester = current_semester(session, day)
    of_term = (SemesterRow.school_year == semester.school_year) & (SemesterRow.term == semester.term)
    row_id: int | None = SemesterRow.select(SemesterRow.id).where(of_term).scalar()
    if row_id is None:
        raise RuleError(_("No semester of the office has begun by this day."))
    return row_id


def as_found(child: Row, parents: Mapping[str, Row]) -> dict[str, Any]:
    """The statistical columns of a survey, copied from a child and its parents by role."""
    copy = {name: child[name] for name in _COPIED}
    for role in ParentRole:
        parent = parents.get(role)
        copy[f"{role}_whereabouts"] = parent["whereabouts"] if parent else None
    return copy
