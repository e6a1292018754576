"""Schools, villages and semesters by name, as they are written on the command line."""

from __future__ import annotations

import difflib
import re

from db.errors import RuleError, UsageError
from db.i18n import _
from db.models import Child, School, Staff, Village
from db.queries.places import classes
from db.queries.scope import child_conditions
from db.queries.terms import semesters
from db.rules.classes import parse_class
from db.rules.semesters import Semester, default_semesters
from db.session import Session

_SEMESTER = re.compile(r"(20\d\d)-([12])")


def school_named(session: Session, name: str) -> int:
    """The id of the school; raises UsageError with the nearest name that exists."""
    return _named(session, School, name)


def village_named(session: Session, name: str) -> int:
    """The id of the village; raises UsageError with the nearest name that exists."""
    return _named(session, Village, name)


def staff_named(session: Session, name: str) -> int:
    """The id of the member of staff; raises UsageError with the nearest name that exists."""
    return _named(session, Staff, name)


def child_named(session: Session, text: str) -> int:
    """The id of a child by file number, ID number, row id or whole name; raises UsageError for none or several."""
    same = (Child.file_no == text) | (Child.id_no == text) | (Child.name == text)
    if text.isascii() and text.isdecimal() and len(text) < 10:
        same |= Child.id == int(text)
    query = Child.select(Child.id, Child.file_no).where(same, *child_conditions(session.scope)).limit(10)
    with session.reading():
        found = list(query.tuples())
    if len(found) == 1:
        return int(found[0][0])
    if found:
        sentence = _("Several children are called so. Write one of these file numbers or ids: {known}.")
        raise UsageError(sentence.format(known=", ".join(file_no or str(child) for child, file_no in found)))
    raise UsageError(_("No such child is in your view. Write the file number, ID number or whole name."))


def class_named(session: Session, title: str) -> int:
    """The id of a class of this school year, written as "School 3(2)"; raises UsageError with those that exist."""
    known = {f"{place.school} {place.name}": place.id for place in classes(session)}
    school, _blank, name = title.strip().rpartition(" ")
    if title in known:
        return known[title]
    try:
        wanted = parse_class(name, session.clock.today())
    except RuleError:
        wanted = None
    if school and wanted:
        row_id = school_named(session, school)
        same = [place for place in classes(session, row_id) if parse_class(place.name, session.clock.today()) == wanted]
        if same:
            return same[0].id
    nearest = difflib.get_close_matches(title, known, 3, 0.4) or list(known)[:3]
    sentence = _("There is no class {name} this year. Write school and class, such as {nearest}.")
    raise UsageError(sentence.format(name=title, nearest=_(", ").join(nearest) or "…"))


def option_title(session: Session, option: str, row_id: int) -> str:
    """What narrows a report, as a name of a file tells it: a school, village or class by name, a person by number."""
    if option == "child":
        return _("child {id}").format(id=row_id)
    if option == "helper":
        return _("helper {id}").format(id=row_id)
    if option == "class":
        return next((f"{one.school}{one.name}" for one in classes(session) if one.id == row_id), f"class-{row_id}")
    model = School if option == "school" else Village
    with session.reading():
        return str(model.select(model.name).where(model.id == row_id).scalar() or f"{option}-{row_id}")


def semester_named(session: Session, name: str) -> Semester:
    """The semester: 2026-1 is the autumn of 2026, 2026-2 the spring after it; or its full name.

    Raises UsageError with the names of the office's semesters.
    """
    known = semesters(session)
    short = _SEMESTER.fullmatch(name)
    if short:
        year = int(short[1])
        known = [semester for semester in known if semester.school_year == year] or list(default_semesters(year))
        return next(semester for semester in known if semester.term == int(short[2]))
    for semester in known:
        if semester.name == name:
            return semester
    sentence = _("There is no semester {name}. Write 2026-1 for the autumn of 2026, 2026-2 for the next spring.")
    raise UsageError(sentence.format(name=name))


def _named(session: Session, model: type[School] | type[Village] | type[Staff], name: str) -> int:
    with session.reading():
        ids = {row[1]: int(row[0]) for row in model.select(model.id, model.name).tuples()}
    if name in ids:
        return ids[name]
    parts = [known for known in ids if name in known]
    if len(parts) == 1:
        return ids[parts[0]]
    nearest = parts or difflib.get_close_matches(name, ids, 3, 0.4)
    if nearest:
        sentence = _("There is no {name} here. Did you mean {nearest}?")
        raise UsageError(sentence.format(name=name, nearest=_(", ").join(nearest[:3])))
    raise UsageError(_("There is no {name} here. Look at its name in the register.").format(name=name))
