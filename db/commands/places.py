"""Villages, schools and classes: found by name, or entered when they are new."""

from __future__ import annotations

from db.commands.writing import insert
from db.models import School, SchoolClass, Village
from db.rules.classes import parse_class
from db.rules.names import clean_line
from db.rules.semesters import school_year
from db.session import Session


def ensure_village(session: Session, name: str) -> int:
    """The village of that name, entered if it is new; inside the caller's transaction."""
    return _ensure(session, Village, name)


def ensure_school(session: Session, name: str) -> int:
    """The school of that name, entered if it is new; inside the caller's transaction."""
    return _ensure(session, School, name)


def ensure_class(session: Session, school_id: int, title: str) -> int:
    """The class of this school year by any spelling (三(2)班, 302), entered if it is new.

    Inside the caller's transaction. Raises RuleError for a title that names no class.
    """
    today = session.clock.today()
    named = parse_class(title, today)
    place = {
        "school": school_id, "school_year": school_year(today), "stage": named.stage, "grade": named.grade,
        "number": named.number,
    }  # fmt: skip
    found = SchoolClass.get_or_none(**place)
    return found.id if found else insert(session, SchoolClass, place)


def _ensure(session: Session, model: type[Village] | type[School], name: str) -> int:
    name = clean_line(name)
    found = model.get_or_none(model.name == name)
    return found.id if found else insert(session, model, {"name": name, "active": True})
