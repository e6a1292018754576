"""Marks of a whole class at once, and what the office calls a sharp fall."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from db.access import Right
from db.commands.care_records import correct_record, record
from db.commands.cleaning import day_of, part, refuse
from db.commands.surveys import ensure_semesters, semester_id
from db.commands.writing import insert, update
from db.errors import ConflictError
from db.i18n import _
from db.models import CareRecord, Setting
from db.queries.study import FALL
from db.rules.record_kinds import HIGHEST_MARK
from db.rules.study import FallRule, absent, present
from db.session import Session
from db.vocabulary import RecordKind


def record_marks(
    session: Session, subject: str, marks: Mapping[int, int | None], on: str | None = None, *,
    seen: Mapping[int, int] | None = None,
) -> int:  # fmt: skip
    """Write down the marks of children in a subject, by child, all or none; returns how many were new or changed.

    None is a child that was absent, which is put before its remark. A mark of the same subject and semester is
    corrected; `seen` are the versions of those of this semester as they were shown, 0 for none. Raises RuleError whose
    fields are the ids of children, ConflictError.
    """
    day = day_of(on, session.clock.today(), "happened_on")
    if not subject.strip():
        refuse({"subject": _("This field must be filled in.")})
    ensure_semesters(session, date.fromisoformat(day))
    written = 0
    with session.writing():
        semester = semester_id(session, date.fromisoformat(day))
        shown = seen if semester == semester_id(session, session.clock.today()) else None
        for child_id, mark in marks.items():
            before = _present(child_id, subject.strip(), semester)
            summary = before["summary"] if before else None
            told = absent(summary) if mark is None else present(summary)
            if before and (before["mark"], summary) == (mark, told):
                continue
            if shown is not None and (before["version"] if before else 0) != shown.get(child_id, 0):
                raise ConflictError(
                    _("Somebody else has written down one of these marks meanwhile. Nothing was saved. Note what you "
                      "typed, then open the form again.")
                )  # fmt: skip
            values: dict[str, Any] = {"mark": mark, "happened_on": day, "summary": told}
            with part(str(child_id)):
                if before:
                    correct_record(session, before["id"], before["version"], values)
                else:
                    record(session, child_id, RecordKind.STUDY_CHECK, {**values, "subject": subject})
            written += 1
    return written


def set_fall_rule(session: Session, version: int, points: int, passing: int) -> None:
    """Say what a sharp fall in study is; `version` is that of the setting as it was read, 0 for none.

    Raises RefusedError where the person is not of the office, RuleError, ConflictError.
    """
    given = {"points": points, "passing": passing}
    with session.writing():
        session.require(Right.OFFICE)
        sentence = _("A whole number from {lowest} to {highest}.").format(lowest=0, highest=HIGHEST_MARK)
        refuse({name: sentence for name, value in given.items() if not 0 <= value <= HIGHEST_MARK})
        value = json.dumps(asdict(FallRule(points, passing)))
        found = Setting.select(Setting.id).where(Setting.name == FALL).scalar()
        if found is None:
            insert(session, Setting, {"name": FALL, "value": value})
        else:
            update(session, Setting, found, version, {"value": value})


def _present(child_id: int, subject: str, semester: int) -> Mapping[str, Any] | None:
    """The mark of a child in a subject and semester, if it has one."""
    same = (CareRecord.child == child_id) & (CareRecord.subject == subject) & (CareRecord.semester == semester)
    query = CareRecord.select(CareRecord.id, CareRecord.version, CareRecord.mark, CareRecord.summary).where(
        same, CareRecord.kind == RecordKind.STUDY_CHECK.value, CareRecord.withdrawn_on.is_null()
    )
    found: Mapping[str, Any] | None = query.order_by(CareRecord.id.desc()).dicts().first()
    return found
