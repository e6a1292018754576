"""One care record whole, and what of a child a record is held against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.errors import NotFoundError
from db.i18n import _
from db.models import CareRecord, ChangeLog, Child, SchoolClass, Staff
from db.queries.family import Row, child_row
from db.queries.scope import child_conditions
from db.queries.study import marks_of, stored_fall_rule, term_starts
from db.rules.record_checks import Known
from db.session import Session
from db.vocabulary import Action, RecordKind


@dataclass(frozen=True)
class RecordFile:
    """One record: its columns by name, the version that a change must name, and who it is about and by."""

    id: int
    version: int
    values: Mapping[str, Any]
    child_id: int
    child: str
    by: str

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    @property
    def kind(self) -> RecordKind:
        return RecordKind(self.values["kind"])

    @property
    def withdrawn(self) -> bool:
        return self.values["withdrawn_on"] is not None


def record_row(session: Session, record_id: int) -> dict[str, Any]:
    """The row by column, inside the caller's transaction; raises NotFoundError for one out of the person's scope."""
    query = CareRecord.select(CareRecord).join(Child, on=(CareRecord.child == Child.id))
    query = query.where(CareRecord.id == record_id, *child_conditions(session.scope))
    row: dict[str, Any] | None = query.dicts().get_or_none()
    if row is None:
        raise NotFoundError(_("This record does not exist, or is not of a child that you may see."))
    return row


def record_file(session: Session, record_id: int) -> RecordFile:
    """One record; raises NotFoundError."""
    with session.reading():
        row = record_row(session, record_id)
        child = Child.select(Child.name).where(Child.id == row["child"]).scalar()
        staff = Staff.select(Staff.name).where(Staff.id == row["staff"]).scalar() if row["staff"] else None
    return RecordFile(record_id, row["version"], row, row["child"], child, staff or row["by_name"] or "")


@dataclass(frozen=True)
class Former:
    """What a correction or withdrawal took the place of: {column: [old, new]} as the change log holds it."""

    at: str
    """An instant, UTC."""
    by: str
    action: str
    changes: Mapping[str, list[Any]]


def record_history(session: Session, record_id: int) -> list[Former]:
    """The changes of a record since it was written, the latest first."""
    of_record = (ChangeLog.table_name == "care_record") & (ChangeLog.row_id == record_id)
    query = ChangeLog.select(ChangeLog.at, ChangeLog.by, ChangeLog.action, ChangeLog.changes)
    query = query.where(of_record, ChangeLog.action != Action.CREATE.value).order_by(ChangeLog.id.desc())
    with session.reading():
        record_row(session, record_id)
        return [Former(at, by, action, json.loads(changes or "{}")) for at, by, action, changes in query.tuples()]


def last_talk(session: Session, child_id: int) -> RecordFile | None:
    """The latest talk with a child that was not withdrawn: what was agreed then stands before the next one."""
    with session.reading():
        of_child = (CareRecord.child == child_id) & (CareRecord.kind == RecordKind.TALK.value)
        query = CareRecord.select(CareRecord.id).where(of_child, CareRecord.withdrawn_on.is_null())
        found = query.order_by(CareRecord.happened_on.desc(), CareRecord.id.desc()).limit(1).scalar()
        return record_file(session, found) if found else None


def known(
    session: Session, child_id: int, kind: RecordKind, values: Mapping[str, Any], record_id: int = 0
) -> Known:  # fmt: skip
    """What a record with these values is held against; `record_id` is the one that is corrected.

    Raises NotFoundError for a child out of the person's scope.
    """
    child = child_row(session, child_id)
    with session.reading():
        on_register = {"registered_on": child["registered_on"], "left_on": child["left_on"]}
        if kind is RecordKind.STUDY_CHECK:
            marks = tuple(mark for mark in marks_of([child_id])[child_id] if mark.record_id != record_id)
            return Known(**on_register, marks=marks, terms=term_starts(), fall=stored_fall_rule())
        if kind is not RecordKind.TALK:
            return Known(**on_register, twin=_told_of_twin(session, child, kind, values))
        teacher, teacher_name = class_teacher(child["school_class"])
        talked = _talked(child_id, values.get("happened_on"), record_id)
        twin = _told_of_twin(session, child, kind, values)
        return Known(**on_register, teacher=teacher, teacher_name=teacher_name, talked=talked, twin=twin)


def teacher_of(session: Session, child_id: int) -> tuple[int | None, str]:
    """The class teacher of a child by id and name; raises NotFoundError as `known` does."""
    with session.reading():
        return class_teacher(child_row(session, child_id)["school_class"])


def class_teacher(school_class: int | None) -> tuple[int | None, str]:
    """The teacher of a class by id and name; within the caller's reading."""
    if school_class is None:
        return None, ""
    query = SchoolClass.select(Staff.id, Staff.name).join(Staff).where(SchoolClass.id == school_class)
    found: tuple[int, str] | None = query.tuples().first()
    return found or (None, "")


def _talked(child_id: int, day: str | None, record_id: int) -> dict[str, str]:
    of_day = (CareRecord.child == child_id) & (CareRecord.happened_on == day) & (CareRecord.id != record_id)
    query = CareRecord.select(CareRecord.happened_on, Staff.name, CareRecord.by_name, CareRecord.created_by)
    query = query.left_outer_join(Staff).where(
        of_day, (CareRecord.kind == RecordKind.TALK.value) & CareRecord.withdrawn_on.is_null()
    )
    return {on: staff or by_name or created_by for on, staff, by_name, created_by in query.tuples()}


def _told_of_twin(session: Session, child: Row, kind: RecordKind, values: Mapping[str, Any]) -> str:
    """Who looks like the child's twin (born the same day, of one surname and village) and has the same words.

    Only among the children that the person may see: the name is told.
    """
    if not values.get("summary") or not child["birth_date"]:
        return ""
    same_village = Child.village == child["village"] if child["village"] else Child.village.is_null()
    query = CareRecord.select(Child.name).join(Child, on=(CareRecord.child == Child.id))
    query = query.where(
        (Child.birth_date == child["birth_date"]) & (Child.id != child["id"]) & same_village,
        Child.name.startswith(child["name"][:1]) & (CareRecord.happened_on == values.get("happened_on")),
        (CareRecord.summary == values["summary"]) & (CareRecord.kind == kind.value) & CareRecord.withdrawn_on.is_null(),
        *child_conditions(session.scope),
    )
    return query.scalar() or ""
