"""What happened to one child and its file, as dated sentences, the latest first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from db.clock import local_time
from db.field_names import field_name
from db.i18n import _
from db.models import (
    Activity,
    Attendance,
    CarePlan,
    CareRecord,
    ChangeLog,
    Child,
    Pairing,
    PlanReview,
    Semester,
    Staff,
    Survey,
)
from db.queries.child_file import Schooled, enrolments_of
from db.queries.family import child_row
from db.queries.plans import closings_of
from db.queries.scope import name_seen
from db.queries.wording import MODELS, worded
from db.rules.semesters import semester_title
from db.session import Session
from db.vocabulary import (
    Action,
    ActivityKind,
    ActivityState,
    EnrolmentOutcome,
    ExitReason,
    GrandparentRole,
    PairingKind,
    ParentRole,
    PlanCause,
    PlanOutcome,
    RecordKind,
    label,
)

_TABLES = ("child", "parent", "carer", "grandparent")
"""The tables whose changes are told field by field; what happens in the others is told as an event."""
_EVENTS = frozenset({"surveyed_on", "school_class"})
"""Columns whose changes are told by the survey and the enrolment that caused them."""
_NUMBERS = frozenset({"id_no", "disability_no", "student_no"})
_VERDICTS = frozenset({"civil", "school_practice"})


@dataclass(frozen=True)
class Happened:
    """One line: the day, the time of day where it is known, who did it, what kind of thing it was, and the sentence."""

    day: str
    time: str
    who: str
    what: str
    sentence: str
    entered_at: str
    """The instant at which it was written down: events of one day stand in that order."""
    record_id: int = 0
    """That of a care record."""


def timeline(session: Session, child_id: int) -> list[Happened]:
    """Everything that happened; raises NotFoundError where the child is outside the person's scope.

    Numbers of identity stand in it masked: it is shown, printed and taken along.
    """
    child = child_row(session, child_id)
    with session.reading():
        logged = list(_logged(child_id))
        lines = [
            *(line for line, _action in logged),
            *_records(child_id),
            *_surveys(child_id),
            *_pairings(session, child_id),
            *_activities(child_id),
            *(_plans(child_id) if session.scope.plans else ()),
            *_classes(enrolments_of(child_id)),
        ]
    if Action.CREATE not in {action for _line, action in logged}:
        who, at = child["created_by"], child["created_at"]
        lines.append(Happened(child["registered_on"], "", who, _("registration"), _("Registered."), at))
    if child["left_on"] and Action.EXIT not in {action for _line, action in logged}:
        sentence = _left(child["left_reason"], child["left_note"])
        lines.append(Happened(child["left_on"], "", "", _("registration"), sentence, child["updated_at"]))
    return sorted(lines, key=lambda line: (line.day, line.entered_at), reverse=True)


def _logged(child_id: int) -> Iterator[tuple[Happened, str]]:
    query = ChangeLog.select().where((ChangeLog.child_id == child_id) & ChangeLog.table_name.in_(_TABLES))
    for row in query.order_by(ChangeLog.id.desc()).dicts():
        day, time = local_time(row["at"]).split(" ")
        changes = json.loads(row["changes"]) if row["changes"] else {}
        what, sentence = _told(row, changes)
        if sentence:
            # Two lines of one second stay in the order in which they were written.
            action = row["action"] if row["table_name"] == "child" else ""
            yield Happened(day, time, row["by"], what, sentence, row["at"]), action


def _told(row: Mapping[str, Any], changes: Mapping[str, Any]) -> tuple[str, str]:
    """The kind and the sentence of one line of the change log; an empty sentence where nothing is worth telling."""
    table, action = row["table_name"], row["action"]
    if table == "child" and action == Action.CREATE:
        return _("registration"), _("Registered.")
    if action == Action.EXIT:
        return _("registration"), _left(_new(changes, "left_reason"), _new(changes, "left_note"))
    if action == Action.RETURN:
        return _("registration"), _("Taken back on the register: {reason}").format(reason=row["reason"] or "")
    differences = [
        _("{field}: {old} to {new}").format(
            field=name, old=_shown(table, column, old) or _("nothing"), new=_shown(table, column, new) or _("nothing")
        )
        if old is not None
        else _("{field}: {new}").format(field=name, new=_shown(table, column, new))
        for column, (old, new) in changes.items()
        if column not in _EVENTS and old != new and (name := field_name(table, column))
    ]
    sentence = _("; ").join(differences)
    owner = _owner(table, row["row_id"])
    return _("change"), f"{owner} {sentence}".strip() if sentence else ""


def _new(changes: Mapping[str, Any], column: str) -> Any:
    return changes.get(column, [None, None])[1]


def _owner(table: str, row_id: int) -> str:
    """Whose field changed, where it is not the child's own: the father's, the carer's."""
    if table == "child":
        return ""
    if table == "carer":
        return _("[carer]")
    role = MODELS[table].select(MODELS[table].role).where(MODELS[table].id == row_id).scalar()
    return "[{}]".format(label(ParentRole if table == "parent" else GrandparentRole, role))


def _left(reason: str | None, note: str | None) -> str:
    parts = [label(ExitReason, reason), note or ""]
    return _("Left the register: {reason}").format(reason=_(", ").join(part for part in parts if part))


def _shown(table: str, column: str, value: Any) -> str:
    """A logged value as a person reads it, numbers of identity masked."""
    if column in _VERDICTS:
        return _("undecided") if value is None else _("counts") if value else _("does not count")
    text = worded(table, column, value)
    return f"{text[:3]}***{text[-2:]}" if text and column in _NUMBERS else text


def _records(child_id: int) -> Iterator[Happened]:
    query = (
        CareRecord.select(
            CareRecord.happened_on, CareRecord.kind, CareRecord.summary, CareRecord.by_name, Staff.name,
            CareRecord.withdrawn_on, CareRecord.withdrawn_reason, CareRecord.subject, CareRecord.mark,
            CareRecord.created_at, CareRecord.id,
        )
        .left_outer_join(Staff, on=(CareRecord.staff == Staff.id))
        .where(CareRecord.child == child_id)
        .order_by(CareRecord.id.desc())
    )  # fmt: skip
    for day, kind, summary, by_name, staff, withdrawn_on, reason, subject, mark, at, record_id in query.tuples():
        marked = f"{subject or ''} {'' if mark is None else mark}".strip()
        sentence = f"{marked} {summary or ''}".strip()
        if withdrawn_on:
            sentence = _("Withdrawn on {day}: {reason}").format(day=withdrawn_on, reason=reason or "")
        yield Happened(day, "", staff or by_name or "", label(RecordKind, kind), sentence, at, record_id)


def _surveys(child_id: int) -> Iterator[Happened]:
    query = (
        Survey.select(
            Survey.surveyed_on, Survey.surveyed_by, Semester.school_year, Semester.term, Survey.note, Survey.created_at
        )
        .join(Semester)
        .where(Survey.child == child_id)
        .order_by(Survey.id.desc())
    )
    for day, by, year, term, note, at in query.tuples():
        sentence = _("Surveyed in {semester}, found as the file says.")
        sentence = sentence.format(semester=semester_title(year, term))
        yield Happened(day, "", by or "", _("survey"), f"{sentence} {note or ''}".strip(), at)


def _pairings(session: Session, child_id: int) -> Iterator[Happened]:
    other = Child.alias()
    query = (
        Pairing.select(
            Pairing.kind, Staff.name, name_seen(session.scope, other), Pairing.from_on,
            Pairing.start_reason, Pairing.to_on, Pairing.end_reason, Pairing.created_by, Pairing.updated_by,
            Pairing.created_at, Pairing.updated_at,
        )
        .join(Staff, JOIN.LEFT_OUTER, on=(Pairing.staff == Staff.id), src=Pairing)
        .join(other, JOIN.LEFT_OUTER, on=(Pairing.helper_child == other.id), src=Pairing)
        .where(Pairing.child == child_id)
        .order_by(Pairing.id.desc())
    )  # fmt: skip
    for kind, staff, child, from_on, start, to_on, end, created_by, updated_by, at, ended_at in query.tuples():
        who = f"{label(PairingKind, kind)} {staff or child or ''}"
        if to_on:
            ended = _("Pairing with {who} ended.").format(who=who)
            yield Happened(to_on, "", updated_by, _("pairing"), f"{ended} {end or ''}".strip(), ended_at)
        begun = _("Paired with {who}.").format(who=who)
        yield Happened(from_on, "", created_by, _("pairing"), f"{begun} {start or ''}".strip(), at)


def _activities(child_id: int) -> Iterator[Happened]:
    query = (
        Activity.select(Activity.on_date, Activity.kind, Activity.title, Activity.organiser, Attendance.created_at)
        .join(Attendance, on=(Attendance.activity == Activity.id))
        .where((Attendance.child == child_id) & (Attendance.present == 1) & (Activity.state != ActivityState.CANCELLED))
        .order_by(Activity.id.desc())
    )
    for day, kind, title, organiser, at in query.tuples():
        sentence = _("Took part: {title}").format(title=title)
        yield Happened(day, "", organiser or "", label(ActivityKind, kind), sentence, at)


def _plans(child_id: int) -> Iterator[Happened]:
    for row in CarePlan.select().where(CarePlan.child == child_id).order_by(CarePlan.id.desc()).dicts():
        if row["closed_on"]:
            who, at = row["updated_by"], row["updated_at"]
            yield _closed(row["closed_on"], row["outcome"], row["close_reason"], at, who)
        for closing in closings_of(row["id"]):
            at = closing.reopened_at
            day, time = local_time(at).split(" ")
            sentence = _("Plan opened again: {reason}").format(reason=closing.reason)
            yield Happened(day, time, closing.reopened_by, _("plan"), sentence, at)
            # When it was closed stands nowhere, but nothing was written between that and the opening.
            yield _closed(closing.closed_on, closing.outcome, closing.close_reason, at)
        for day, who, result, at in (
            PlanReview.select(PlanReview.reviewed_on, PlanReview.by_name, PlanReview.result, PlanReview.created_at)
            .where(PlanReview.plan == row["id"]).order_by(PlanReview.id.desc()).tuples()
        ):  # fmt: skip
            yield Happened(day, "", who or "", _("plan"), _("Plan reviewed: {result}").format(result=result), at)
        begun = _("Plan begun: {cause}.").format(cause=label(PlanCause, row["cause"]))
        yield Happened(row["starts_on"], "", row["created_by"], _("plan"), begun, row["created_at"])


def _closed(day: str, outcome: str, reason: str | None, at: str, who: str = "") -> Happened:
    sentence = _("Plan closed, {outcome}: {reason}").format(outcome=label(PlanOutcome, outcome), reason=reason or "")
    return Happened(day, "", who, _("plan"), sentence, at)


def _classes(enrolments: tuple[Schooled, ...]) -> Iterator[Happened]:
    for enrolment in enrolments:
        where = f"{enrolment.school} {enrolment.school_class}"
        if enrolment.to_on and enrolment.outcome:
            how = label(EnrolmentOutcome, enrolment.outcome)
            sentence = _("Left {where}: {how}.").format(where=where, how=how)
            yield Happened(enrolment.to_on, "", "", _("school"), sentence, enrolment.updated_at)
        sentence = _("Joined {where}.").format(where=where)
        yield Happened(enrolment.from_on, "", "", _("school"), sentence, enrolment.created_at)
