"""A planned import is done, in one transaction and as one batch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from db.commands.children import reading_of, refuse_out_of_scope
from db.commands.findable import reindex
from db.commands.ledger import INSERTED_INTO, Ledger
from db.commands.surveys import as_found, ensure_semesters, semester_id
from db.commands.telling_apart import remember
from db.commands.writing import insert, update
from db.engine import bulk
from db.engine.founding import founding
from db.errors import ConflictError, DataError
from db.i18n import _
from db.models import (
    Carer,
    ChangeLog,
    Child,
    Enrolment,
    Grandparent,
    ImportBatch,
    Pairing,
    Parent,
    School,
    SchoolClass,
    Survey,
    Table,
    Village,
)
from db.queries.import_known import Known, Places, places
from db.queries.search_documents import documents_of
from db.roster.deciding import Decision, State, note_lines, note_with
from db.roster.planning import ALIKE, Plan
from db.rules.classes import ClassName
from db.rules.indexed import documents
from db.rules.semesters import school_year
from db.rules.standing import standing
from db.session import Session
from db.vocabulary import Action, EnrolmentOutcome, RegistryState

_PLANNED_ON = ("child", "parent", "grandparent", "carer", "enrolment", "village", "school", "school_class")
"""Tables whose changes make a plan stale."""
_OF_STAFF = ("staff", "pairing")
"""More of them, where the file names class teachers or helpers."""
_PORTION = 100
_SEARCHED = frozenset({"name", "id_no", "phone", "village", "relation_word"})
Progress = Callable[[int], None]


def do_import(session: Session, plan: Plan, *, survey: bool = False, progress: Progress | None = None) -> int | None:
    """Write all that was decided, or nothing; returns the id of the batch, None where there is nothing to
    write. `survey` counts the rows as surveyed today.

    Raises DataError where a column is still open, ConflictError where the register has changed since the plan was
    made: it must be made again.
    """
    if plan.questions:
        raise DataError(_("It is still open what some columns mean. Say so first; nothing was imported."))
    if survey:
        ensure_semesters(session)
    elif not (plan.counts[State.NEW] or plan.counts[State.CHANGED] or plan.teachers):
        return None
    with session.writing(), _room(session):
        _refuse_stale(session, plan)
        batch_id = _batch(session, plan)
        writer = _Writer(session, plan, batch_id, semester_id(session, session.clock.today()) if survey else None)
        states = [State.NEW.value, ALIKE, State.CHANGED.value, *([State.SAME.value] if survey else [])]
        written = 0
        for portion in _portions(plan.decisions.each(*states)):
            writer.write(portion)
            written += len(portion)
            if progress:
                progress(written)
        writer.set_teachers()
    return batch_id


def _room(session: Session) -> AbstractContextManager[None]:
    """What makes many rows quick: the first roster of a register finds it empty."""
    if Child.select(Child.id).exists():
        return bulk.room(session.database)
    filled: tuple[type[Table], ...] = (*INSERTED_INTO, ChangeLog)
    return founding(session.database, [model._meta.table_name for model in filled])


def _refuse_stale(session: Session, plan: Plan) -> None:
    tables = (*_PLANNED_ON, *(_OF_STAFF if plan.names_staff else ()))
    changed = (ChangeLog.id > plan.change_mark) & ChangeLog.table_name.in_(tables)
    if ChangeLog.select(ChangeLog.id).where(changed).limit(1).exists():
        raise ConflictError(_("Somebody changed the register meanwhile. Nothing was imported; look at the list again."))


def _batch(session: Session, plan: Plan) -> int:
    mapping = {header.key: [column.field for column in header.columns] for header in plan.headers}
    values = {
        "file_name": plan.path.name, "file_sha256": plan.sha256, "header_key": " ".join(mapping),
        "mapping": json.dumps(mapping), "read": plan.read, **{str(state): plan.counts[state] for state in State},
    }  # fmt: skip
    return insert(session, ImportBatch, values, action=Action.IMPORT)


def _portions(decisions: Iterator[Decision]) -> Iterator[list[Decision]]:
    while portion := list(islice(decisions, _PORTION)):
        yield portion


@dataclass
class _Writer:
    """Writes decision after decision."""

    session: Session
    plan: Plan
    batch_id: int
    semester: int | None
    """The semester for which the rows count as surveyed; None if they do not."""
    places: Places = field(init=False)
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.places = places(self.session)
        self.ledger = Ledger(self.session, self.batch_id)
        self.today = self.session.clock.today()
        self.day = self.today.isoformat()
        self._apart: list[tuple[int, int]] = []
        self._villages = {name: place for place, name in self.places.villages.items()}
        self._schools = {name: place for place, name in self.places.schools.items()}
        self._given_up = {
            (model, row[0]): row
            for model in (Village, School)
            for row in model.select(model.id, model.version).where(model.active == 0).tuples()
        }
        year = school_year(self.today)
        self._classes = {
            (school, name): place for place, (school, its_year, name) in self.places.classes.items() if its_year == year
        }

    def write(self, portion: list[Decision]) -> None:
        """Some rows, and what they change of the search index; one that says the same is only surveyed."""
        moving = [
            decision.known.id
            for decision in portion
            if decision.known and any(change.field in _SEARCHED for change in decision.changes)
        ]
        before = documents_of(self.session, moving)
        for decision in portion:
            if decision.twin:
                continue
            if decision.known is None:
                self._add(decision)
            elif decision.changes or self._may_be_surveyed(decision.known):
                self._change(decision, decision.known)
        self.ledger.flush()
        reindex(self.session, before)
        for one, other in self._apart:
            remember(self.session, one, other, self.batch_id)
        self._apart.clear()

    # New children

    def _add(self, decision: Decision) -> None:
        entry = decision.entry
        child = {**entry.child, "registry_state": RegistryState.REGISTERED.value}
        child.setdefault("registered_on", self.day)
        if child["registered_on"] < (child.get("birth_date") or ""):
            child["registered_on"] = self.day
        if entry.village:
            child["village"] = self._village(entry.village)
        if entry.school:
            child["school"] = self._school(entry.school)
            if entry.school_class:
                child["school_class"] = self._class(child["school"], entry.school_class)
        if lines := note_lines(entry):
            child["note"] = note_with(None, lines)
        child |= self._graded(child)
        child |= reading_of(child)
        child |= standing(child, entry.father, entry.mother, self.today).columns(child)
        if self.semester:
            child["surveyed_on"] = self.day
        child_id = self.ledger.insert(Child, child)
        parents = {role: values for role in ("father", "mother") if (values := entry.person(role))}
        for role, values in parents.items():
            self.ledger.insert(Parent, {**values, "child": child_id, "role": role}, child_id)
        for role, values in entry.grandparents.items():
            if values:
                self.ledger.insert(Grandparent, {**values, "child": child_id, "role": role}, child_id)
        carer = entry.carer if entry.carer.get("name") else {}
        if carer:
            self.ledger.insert(Carer, {"from_on": self.day, **carer, "child": child_id}, child_id)
        self._enrol(child_id, child.get("school_class"))
        self._pair(child_id, decision)
        if decision.number in self.plan.apart:
            self._apart += [(child_id, known.id) for known in decision.alike]
        self._survey(child_id, child, parents)
        phones = [child.get("phone"), *(adult.get("phone") for adult in (*parents.values(), carer))]
        relatives = [(adult.get("name"), adult.get("relation_word")) for adult in (*parents.values(), carer)]
        self.ledger.make_findable(
            child_id,
            documents(child["name"], child["syllables"].split(), entry.village, child.get("id_no"), phones, relatives),
        )

    # Known children

    def _may_be_surveyed(self, known: Known) -> bool:
        return bool(self.semester) and known.child["registry_state"] == RegistryState.REGISTERED

    def _change(self, decision: Decision, known: Known) -> None:
        by_person: dict[str, dict[str, Any]] = {}
        for change in decision.changes:
            by_person.setdefault(change.person, {})[change.field] = change.new
        child = self._child_changes(by_person.get("child", {}), known)
        parents = dict(known.parents)
        for role in ("father", "mother"):
            values = by_person.get(role)
            if not values:
                continue
            before = known.parents.get(role)
            if before:
                self.ledger.update(Parent, before, values, known.id)
            else:
                self.ledger.insert(Parent, {**values, "child": known.id, "role": role}, known.id)
            empty = dict.fromkeys(Parent._meta.fields)
            parents[role] = {**(before or empty), **values}
        self._grandparents(by_person, known)
        if carer := by_person.get("carer"):
            self._carer(carer, known)
        self._pair(known.id, decision)
        merged = {**known.child, **child}
        child |= standing(merged, parents.get("father"), parents.get("mother"), self.today).columns(merged)
        if self._may_be_surveyed(known):
            child["surveyed_on"] = max(self.day, known.child["surveyed_on"] or "")
            self._survey(known.id, {**merged, **child}, parents)
        self.ledger.update(Child, known.child, child, reason=child.get("risk_reason"))
        refuse_out_of_scope(self.session, known.id)

    def _child_changes(self, told: dict[str, Any], known: Known) -> dict[str, Any]:
        child = dict(told)
        if "village" in child:
            child["village"] = self._village(child["village"])
        name = child.pop("school_class", None)
        if "school" in child:
            child["school"] = self._school(child["school"])
        school = child.get("school", known.child["school"])
        if name and school is not None:
            child["school_class"] = self._class(school, name)
            if self.ledger.waits(SchoolClass):
                self.ledger.flush()
        elif "school" in child:
            child["school_class"] = None
        if "school_class" in child:
            self._leave_classes(known, child["school_class"])
            self._enrol(known.id, child["school_class"])
        child |= self._graded(child)
        return child | reading_of(child)

    def _grandparents(self, by_person: dict[str, dict[str, Any]], known: Known) -> None:
        for role, values in by_person.items():
            if role in ("child", "father", "mother", "carer", "pairing"):
                continue
            before = known.grandparents.get(role)
            if before:
                self.ledger.update(Grandparent, before, values, known.id)
            else:
                self.ledger.insert(Grandparent, {**values, "child": known.id, "role": role}, known.id)

    def _carer(self, told: dict[str, Any], known: Known) -> None:
        """The present carer corrected; another name ends the care of the former one."""
        before = known.carer
        if before and "name" not in told:
            self.ledger.update(Carer, before, told, known.id)
            return
        if not told.get("name"):
            return
        if before:
            day = max(self.day, before["from_on"] or "")
            ended = {"to_on": day, "end_reason": self._reason}
            self.ledger.update(Carer, before, ended, known.id, self._reason)
        self.ledger.insert(Carer, {"from_on": self.day, **told, "child": known.id}, known.id)

    def _leave_classes(self, known: Known, school_class: int | None) -> None:
        """End the open enrolments: one grade up in the same school is moving up."""
        for row in known.enrolments:
            outcome = EnrolmentOutcome.TRANSFERRED
            old, new = self.places.classes.get(row["school_class"]), self.places.classes.get(school_class or 0)
            if old and new and (old[0], old[2].grade + 1) == (new[0], new[2].grade):
                outcome = EnrolmentOutcome.MOVED_UP
            ended = {"to_on": max(self.day, row["from_on"]), "outcome": outcome.value}
            self.ledger.update(Enrolment, row, ended, known.id)

    # What both need

    @property
    def _reason(self) -> str:
        return _("Import of {file}").format(file=self.plan.path.name)

    def _graded(self, child: dict[str, Any]) -> dict[str, Any]:
        """A risk colour needs a reason and a day."""
        if not child.get("risk"):
            return {}
        return {"risk_on": self.day, "risk_reason": child.get("risk_reason") or self._reason}

    def _enrol(self, child_id: int, school_class: int | None) -> None:
        if school_class:
            values = {"child": child_id, "school_class": school_class, "from_on": self.day}
            self.ledger.insert(Enrolment, values, child_id)

    def _pair(self, child_id: int, decision: Decision) -> None:
        for kind, staff in decision.pairings:
            values = {"child": child_id, "staff": staff, "kind": kind.value, "from_on": self.day,
                      "start_reason": self._reason}  # fmt: skip
            self.ledger.insert(Pairing, values, child_id)

    def set_teachers(self) -> None:
        """Give the classes of the file their teachers, where they exist and have none."""
        for (school, name), teacher in self.plan.teachers.items():
            place = self._classes.get((self._schools.get(school, 0), name))
            row = SchoolClass.select().where(SchoolClass.id == place).dicts().first()
            if row and row["teacher"] is None:
                values = {"teacher": teacher.id}
                update(self.session, SchoolClass, row["id"], row["version"], values, batch_id=self.batch_id)

    def _survey(self, child_id: int, child: dict[str, Any], parents: dict[str, Any]) -> None:
        if not self.semester:
            return
        empty_child = {name: child.get(name) for name in Child._meta.fields}
        found = as_found(empty_child, {role: {"whereabouts": None, **row} for role, row in parents.items()})
        values = {**found, "surveyed_on": self.day, "surveyed_by": self.session.user, "semester": self.semester,
                  "child": child_id}  # fmt: skip
        where = (Survey.child == child_id) & (Survey.semester == self.semester)
        former = Survey.select().where(where).dicts().first()
        if former:
            self.ledger.update(Survey, former, values, child_id)
        else:
            self.ledger.insert(Survey, values, child_id)

    def _village(self, name: str) -> int:
        return self._place(Village, self._villages, name)

    def _school(self, name: str) -> int:
        return self._place(School, self._schools, name)

    def _place(self, model: type[School] | type[Village], known: dict[str, int], name: str) -> int:
        """A place by its name, entered if it is new, in use again if it was given up."""
        if name not in known:
            values = {"name": name, "active": True}
            known[name] = insert(self.session, model, values, batch_id=self.batch_id)
        elif row := self._given_up.pop((model, known[name]), None):
            update(self.session, model, row[0], row[1], {"active": True}, batch_id=self.batch_id)
        return known[name]

    def _class(self, school: int, name: ClassName) -> int:
        if (school, name) not in self._classes:
            year = school_year(self.today)
            values = {"school": school, "school_year": year, "stage": name.stage.value, "grade": name.grade,
                      "number": name.number}  # fmt: skip
            place = self.ledger.insert(SchoolClass, values)
            self._classes[school, name] = place
            self.places.classes[place] = school, year, name
        return self._classes[school, name]
