"""Semesters as the education bureau sets them, and the classes that move up when a school year starts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from db.access import Right
from db.commands.cleaning import Values, cleaned, refuse
from db.commands.ledger import Ledger
from db.commands.surveys import ensure_semesters
from db.commands.writing import insert, log, update, update_all
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import Child, Edited, Enrolment, SchoolClass
from db.models import Semester as SemesterRow
from db.queries.promotion import MARK, TakeBack, goes_to, old_classes, take_back
from db.queries.semester_sides import DAYS, changing, sides
from db.rules.semesters import school_year, semester_name
from db.session import Session
from db.vocabulary import Action, EnrolmentOutcome, RegistryState, Stage

Line = Mapping[str, Any]
"""A row of a table, or a line of the change log, by column."""
AT_ONCE = 500
"""Rows that one query asks for by their ids."""
FIELDS = frozenset({"starts_on", "ends_on", "survey_due_on"})
SHORTEST, LONGEST = 60, 200
"""Days of a semester; a date beyond is a slip of the keyboard."""


@dataclass(frozen=True)
class MovedUp:
    """How many children went to which end."""

    moved: int
    left: int
    stayed: int


def enter_school_year(session: Session, year: int) -> None:
    """Write down both semesters of a school year with the dates that are suggested, where they are not yet."""
    with session.writing():
        session.require(Right.OFFICE)
        ensure_semesters(session, date(year, 9, 1))


def change_semester(session: Session, semester_id: int, version: int, values: Values) -> dict[str, list[Any]]:
    """Change the dates of a semester; what lies on days that change sides goes along, as one line of the log.

    Raises RuleError with a sentence a field, ConflictError, NotFoundError.
    """
    with session.writing():
        before = SemesterRow.select().where(SemesterRow.id == semester_id).dicts().get_or_none()
        if before is None:
            raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
        changes = cleaned(session, SemesterRow, {name: value for name, value in values.items() if name in FIELDS})
        others = list(SemesterRow.select().where(SemesterRow.id != semester_id).dicts())
        refuse(_problems({**before, **changes}, others))
        first = date.fromisoformat({**before, **changes}["starts_on"])
        going = [(model, to, rows) for model in DAYS for to, rows in changing(model, semester_id, first)]
        moved = sides(session, semester_id, first)
        changed = update(session, SemesterRow, semester_id, version, changes)
        for model, to, rows in going:
            update_all(session, model, rows, {"semester": to})
        if moved.all:
            told: dict[str, list[Any]] = {"semester": [None, before["name"]]}
            told |= {name: [None, number] for name, number in asdict(moved).items() if number}
            log(session, Action.UPDATE, None, None, None, told)
        return changed


def move_up(session: Session, staying: Collection[int] = ()) -> MovedUp:
    """Move every class of a former school year up one grade; the children of top grades leave their school.

    Those in `staying` repeat: they stay where they are, in the class of the former year. Who leaves a school stays on
    the register, without school and class. `take_back_move_up` undoes all of it.
    """
    with session.writing():
        ledger = Ledger(session, right=Right.OFFICE)
        year = school_year(session.clock.today())
        rows = old_classes(year)
        if not rows:
            raise RuleError(_("No class of a former school year has children. Nothing was changed."))
        log(session, Action.UPDATE, None, None, None, {MARK: [None, year]})
        day = date(year, 9, 1).isoformat()
        moved = left = stayed = 0
        for row in rows:
            to = goes_to(row)
            class_id = _class(session, row, year, to) if to else None
            going = _pupils(row["id"], staying)
            _enrol(ledger, going, day, class_id)
            stayed += row["children"] - len(going)
            moved += len(going) if class_id else 0
            left += 0 if class_id else len(going)
        ledger.flush()
        return MovedUp(moved, left, stayed)


def take_back_move_up(session: Session) -> TakeBack:
    """Put the children back into the classes they were in before `move_up`; returns what was done.

    A child whose class or enrolment was changed since then stays where it is. Raises RuleError where there is nothing
    to take back.
    """
    with session.writing():
        ledger = Ledger(session, right=Right.OFFICE)
        year = school_year(session.clock.today())
        found = take_back(session)
        log(session, Action.UNDO, None, None, None, {MARK: [year, None]}, undoes=found.deed)
        for model, former in ((Child, _of_child), (Enrolment, _of_enrolment)):
            _restore(ledger, model, former, [line for line in found.lines if line["table_name"] == _table(model)])
        ledger.flush()
        return found


def _problems(values: Mapping[str, Any], others: list[dict[str, Any]]) -> dict[str, str]:
    first, last, due = (date.fromisoformat(values[name]) for name in ("starts_on", "ends_on", "survey_due_on"))
    found: dict[str, str] = {}
    if last < first:
        found["ends_on"] = _("It ends before it starts.")
    elif not SHORTEST <= (last - first).days <= LONGEST:
        sentence = _("A semester has between {least} and {most} days; this one has {n}.")
        found["ends_on"] = sentence.format(least=SHORTEST, most=LONGEST, n=(last - first).days)
    if not first <= due <= max(first, last):
        found["survey_due_on"] = _("The survey is due within the semester.")
    if school_year(first) != values["school_year"] and abs((first - date(values["school_year"], 9, 1)).days) > 31:
        found["starts_on"] = _("This day belongs to another school year.")
    for other in others:
        if values["starts_on"] <= other["ends_on"] and other["starts_on"] <= values["ends_on"]:
            name = semester_name(other["school_year"], other["term"])
            found.setdefault("starts_on", _("It overlaps with {name}.").format(name=name))
    return found


def _class(session: Session, row: Mapping[str, Any], year: int, to: tuple[Stage, int]) -> int:
    """The class of the new year, entered where it is not there yet; it keeps its class teacher."""
    stage, grade = to
    key = {"school": row["school"], "school_year": year, "stage": stage, "grade": grade, "number": row["number"]}
    found = SchoolClass.get_or_none(**key)
    return found.id if found else insert(session, SchoolClass, {**key, "teacher": row["teacher"]})


def _pupils(class_id: int, staying: Collection[int]) -> list[dict[str, Any]]:
    """The children of a class who go on, as far as it changes them, each with its open enrolments."""
    own = (Child.school_class == class_id) & (Child.registry_state == RegistryState.REGISTERED)
    enrolled = Enrolment.select().where(
        Enrolment.to_on.is_null(), Enrolment.child.in_(Child.select(Child.id).where(own))
    )
    open_rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in enrolled.dicts():
        open_rows[row["child"]].append(row)
    children = Child.select(Child.id, Child.version, Child.school, Child.school_class).where(own)
    return [{**child, "enrolments": open_rows[child["id"]]} for child in children.dicts() if child["id"] not in staying]


def _enrol(ledger: Ledger, children: Sequence[Mapping[str, Any]], day: str, class_id: int | None) -> None:
    """Let children go on to a class, or leave their school where there is none."""
    outcome = EnrolmentOutcome.MOVED_UP if class_id else EnrolmentOutcome.GRADUATED
    changes = {"school_class": class_id} if class_id else {"school_class": None, "school": None}
    for child in children:
        for row in child["enrolments"]:
            ended = {"to_on": max(day, row["from_on"]), "outcome": outcome.value}
            ledger.update(Enrolment, row, ended, child["id"])
        if class_id:
            begun = {"child": child["id"], "school_class": class_id, "from_on": day}
            ledger.insert(Enrolment, begun, child["id"])
        ledger.update(Child, child, changes)


def _restore(
    ledger: Ledger, model: type[Edited], former: Callable[[Line, Line], dict[str, Any]], lines: Sequence[Line]
) -> None:
    """Give the rows of these lines of the log their former values."""
    for at in range(0, len(lines), AT_ONCE):
        some = {line["row_id"]: line for line in lines[at : at + AT_ONCE]}
        for row in list(model.select().where(model.id.in_(list(some))).dicts()):
            line = some[row["id"]]
            ledger.update(model, row, former(line, row), line["child_id"], action=Action.UNDO)


def _of_child(line: Line, _row: Line) -> dict[str, Any]:
    return {name: old for name, (old, _new) in json.loads(line["changes"]).items()}


def _of_enrolment(line: Line, row: Line) -> dict[str, Any]:
    if line["action"] == Action.CREATE:
        return {"to_on": row["from_on"], "outcome": EnrolmentOutcome.CORRECTED.value}
    return _of_child(line, row)


def _table(model: type[Edited]) -> str:
    return str(model._meta.table_name)
