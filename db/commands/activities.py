"""Activities: planned, corrected, copied, repeated, moved, cancelled, done, and who was there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db.commands.activity_kind import turned
from db.commands.cleaning import Values, cleaned, reason_of, refuse
from db.commands.surveys import ensure_semesters, semester_id
from db.commands.writing import insert, update
from db.errors import RuleError
from db.i18n import _
from db.models import Activity, Attendance, SchoolClass
from db.queries.activities import activity_conditions, activity_row, following_in_series, guests
from db.queries.guest_groups import CARERS, CHILDREN, GROUP, STAFF, Group, members
from db.queries.places import schools
from db.queries.terms import coming_semesters
from db.rules import activities as rules
from db.rules.activity_kinds import FORMS
from db.rules.recurrence import Repeat, repetitions, same_week, weekdays_later
from db.rules.semesters import Semester, semester_of
from db.session import Session
from db.uid import new_uid
from db.vocabulary import ActivityKind, ActivityState

_COMMON = frozenset({"kind", "title", "starts_at", "ends_at", "place", "school", "village", "organiser"})
_HELD = frozenset({"on_date", "until_date", "others_present", "summary"})
FIELDS = _COMMON | _HELD | frozenset().union(*(form.columns for form in FORMS.values()))
"""Of every kind; the forms of `db.rules.activity_kinds` say which belong to one."""
PLANNED = _COMMON | {field.column for form in FORMS.values() for field in form.who + form.content} - {"consents"}
"""What a copy takes along: the plan, not what came of it, nor what guardians agreed to for one day."""
_NOT_NEGATIVE = ("budget", "expected", "others_present", "consents")
_COLUMNS = {CHILDREN: "child", CARERS: "carer", STAFF: "staff", GROUP: "member"}


def plan_activity(session: Session, values: Values) -> int:
    """Plan an activity and return its id; one on a day that has passed waits to be marked done.

    Raises RuleError with a sentence a field.
    """
    with session.writing():
        return _plan(session, _checked(session, values, {}))


def plan_for_each_school(session: Session, values: Values, apart: int = 0) -> list[int]:
    """Plan the same activity once for each school that the person looks after; returns their ids, all or none.

    With `apart` each school has it so many weekdays after the one before: a lecturer goes from school to school.
    """
    with session.writing():
        stored = _checked(session, values, {})
        first = date.fromisoformat(stored["on_date"])
        found = []
        for number, school in enumerate(schools(session)):
            days = rules.moved(stored, weekdays_later(first, number * apart))
            found.append(_plan(session, {**stored, **days, "school": school.id, "village": None}))
        if not found:
            raise RuleError(_("No school is known yet. Nothing was planned."))
        return found


def take_over(session: Session, day: date) -> int:
    """Plan the semester of `day` as the one before it: what was planned or held comes in the same week again.

    What was cancelled, what stands in the plan already, and weeks that this semester does not have are left out; what
    was one series is one again. Returns how many were planned. Raises RuleError where there is no semester before, or
    nothing to take over.
    """
    _ensure(session, {"on_date": day.isoformat()})
    with session.writing():
        known = coming_semesters(session, day)
        here = semester_of(day, known)
        earlier = [one for one in known if one.starts_on < here.starts_on]
        planned = 0
        series: dict[str, str] = {}
        for row in _of_semester(session, earlier[-1]) if earlier else ():
            on = same_week(date.fromisoformat(row["on_date"]), earlier[-1], here)
            if on and on.isoformat() not in _days_of_same(row):
                own = series.setdefault(row["series"], new_uid()) if row["series"] else None
                _copy(session, row, on, own)
                planned += 1
        if not planned:
            raise RuleError(_("There is nothing to take over from the semester before. Nothing was planned."))
        return planned


def correct_activity(session: Session, activity_id: int, version: int, values: Values) -> dict[str, list[Any]]:
    """Change fields of an activity. Raises RuleError, ConflictError, NotFoundError.

    With another kind, what its form does not ask for goes into the texts, as `db.commands.activity_kind` says.
    """
    with session.writing():
        before = _own_row(session, activity_id)
        stored = _checked(session, turned(before, values), before)
        if "on_date" in stored:
            _ensure(session, stored)
            stored = _in_semester(session, stored)
        _within_scope(session, {**before, **stored})
        return update(session, Activity, activity_id, version, stored)


def copy_activity(session: Session, activity_id: int, on: str) -> int:
    """Plan the same once more on another day, as long as before, in no series; returns the id of the copy."""
    with session.writing():
        return _copy(session, activity_row(session, activity_id), _day(session, on, "on_date"))


def repeat_activity(session: Session, activity_id: int, repeat: str, until: str) -> list[int]:
    """Plan the same again weekly, monthly or each semester up to a day; returns the ids. All of them are one series.

    A day on which the same stands already is left out, so that a second repetition adds nothing. Raises RuleError
    where nothing is left to plan.
    """
    with session.writing():
        row = activity_row(session, activity_id)
        first, last = date.fromisoformat(row["on_date"]), _day(session, until, "until")
        days = repetitions(first, Repeat(repeat), last, coming_semesters(session, last))
        taken = _days_of_same(row)
        left = [day for day in days if day.isoformat() not in taken]
        if not left:
            raise RuleError(_("All of these days are planned already. Nothing was added."))
        series = row["series"] or new_uid()
        if not row["series"]:
            update(session, Activity, activity_id, row["version"], {"series": series})
        return [_copy(session, row, day, series) for day in left]


def move_activity(
    session: Session, activity_id: int, version: int, on: str, starts_at: str | None = None, *, following: bool = False
) -> int:
    """Put an activity that is still planned on another day, as long as before, and at another time if one is given.

    Another starting time moves the end by as much, where both lie on one day. `following` moves what is still planned
    later in its series by as many days. Returns how many were moved.
    """
    with session.writing():
        before = _own_row(session, activity_id)
        _refuse(session, "move", before)
        by = _day(session, on, "on_date") - date.fromisoformat(before["on_date"])
        rows = [{**before, "version": version}, *(_following(session, before) if following else ())]
        for row in rows:
            values: dict[str, Any] = dict(rules.moved(row, date.fromisoformat(row["on_date"]) + by))
            if starts_at:
                values |= _at(row, starts_at)
            correct_activity(session, row["id"], row["version"], values)
        return len(rows)


def cancel_activity(session: Session, activity_id: int, version: int, reason: str, *, following: bool = False) -> int:
    """Cancel an activity that is still planned, for a reason; `resume_activity` takes it back.

    `following` cancels what is still planned later in its series, too. Returns how many were cancelled.
    """
    with session.writing():
        before = _own_row(session, activity_id)
        _refuse(session, "cancel", before)
        why = reason_of(reason)
        values = {"state": ActivityState.CANCELLED.value, "cancelled_reason": why}
        rows = [{**before, "version": version}, *(_following(session, before) if following else ())]
        for row in rows:
            update(session, Activity, row["id"], row["version"], values, reason=why)
        return len(rows)


def resume_activity(session: Session, activity_id: int, version: int) -> None:
    """Plan again what was cancelled or marked done by mistake; attendance and minutes stay."""
    with session.writing():
        _own_row(session, activity_id)
        values = {"state": ActivityState.PLANNED.value, "cancelled_reason": None}
        update(session, Activity, activity_id, version, values)


def finish_activity(session: Session, activity_id: int, version: int, values: Values) -> None:
    """Record that it took place, with a summary and whatever else came of it.

    Raises RuleError where it has not begun yet, was cancelled, or the summary is missing.
    """
    with session.writing():
        before = _own_row(session, activity_id)
        _refuse(session, "finish", before)
        stored = _checked(session, values, before)
        if not {**before, **stored}["summary"]:
            refuse({"summary": _("Write down in a sentence what came of it.")})
        update(session, Activity, activity_id, version, {**stored, "state": ActivityState.DONE.value})


def invite(session: Session, activity_id: int, group: Group, *, present: bool = True) -> int:
    """Put everybody of a group who is not yet there on the list of attendance; returns how many were added."""
    with session.writing():
        activity_row(session, activity_id)
        column = _COLUMNS[group.who]
        field = Attendance._meta.fields[column]
        query = Attendance.select(field).where(Attendance.activity == activity_id, field.is_null(False))
        listed = {row[0] for row in query.tuples()}
        new = [person for person in members(session, group) if person not in listed]
        for person in new:
            insert(session, Attendance, {"activity": activity_id, column: person, "present": present})
        return len(new)


def mark_present(session: Session, activity_id: int, people: Sequence[tuple[int, int]], present: bool) -> int:
    """Correct the list: these people, as (id, version), were there or not; returns how many changed.

    Whoever the person does not see on the list is passed over.
    Raises ConflictError where somebody else has changed one of them meanwhile: then none is changed.
    """
    with session.writing():
        own = {guest.id for guest in guests(session, activity_id)}
        return sum(
            bool(update(session, Attendance, row_id, version, {"present": present}))
            for row_id, version in people
            if row_id in own
        )


def _copy(session: Session, row: Mapping[str, Any], day: date, series: str | None = None) -> int:
    return _plan(session, {name: row[name] for name in PLANNED} | rules.moved(row, day) | {"series": series})


def _plan(session: Session, stored: Mapping[str, Any]) -> int:
    _ensure(session, stored)
    return insert(session, Activity, _within_scope(session, _in_semester(session, stored)))


def _checked(session: Session, values: Values, before: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored, held against the rules together with what stands already."""
    forms = [FORMS[ActivityKind(one["kind"])] for one in (before, values) if one.get("kind") in set(ActivityKind)]
    own = _COMMON | _HELD | frozenset().union(*(form.columns for form in forms)) if forms else FIELDS
    given = {name: value for name, value in values.items() if name in own}
    required = {} if before else {"kind": None, "title": None, "on_date": None}
    stored = cleaned(session, Activity, {**required, **given})
    problems = {}
    for name in ("starts_at", "ends_at"):
        if stored.get(name):
            try:
                stored[name] = rules.parse_time(stored[name])
            except RuleError as error:
                problems[name] = error.sentence
    for name in _NOT_NEGATIVE:
        if (stored.get(name) or 0) < 0:
            problems[name] = _("This number is not below zero.")
    refuse(problems)
    if stored.get("until_date") == {**before, **stored}["on_date"]:
        stored["until_date"] = None
    refuse(rules.problems({**before, **stored}))
    return stored


def _in_semester(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "semester": semester_id(session, date.fromisoformat(values["on_date"]))}


def _ensure(session: Session, values: Mapping[str, Any]) -> None:
    ensure_semesters(session, date.fromisoformat(values["on_date"]))


def _own_row(session: Session, activity_id: int) -> Mapping[str, Any]:
    """The activity as it stands; what the township holds is seen by everybody, and changed by the office alone."""
    row = activity_row(session, activity_id)
    try:
        return _within_scope(session, row)
    except RuleError as error:
        raise RuleError(_("This is planned by the township office. Nothing was changed; ask there.")) from error


def _within_scope(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, or RuleError where the person looks after other places: a school plans for itself."""
    scope = session.scope
    if scope.everything:
        return dict(values)
    own_schools = set(scope.schools or ())
    if scope.classes is not None:
        query = SchoolClass.select(SchoolClass.school).where(SchoolClass.id.in_(sorted(scope.classes)))
        own_schools |= {row[0] for row in query.tuples()}
    if values.get("school") not in own_schools and values.get("village") not in (scope.villages or ()):
        field = "village" if scope.villages and not own_schools else "school"
        refuse({field: _("Choose a place that you look after.")})
    return dict(values)


def _day(session: Session, text: str, field: str) -> date:
    try:
        stored = cleaned(session, Activity, {"on_date": text})["on_date"]
    except RuleError as error:
        raise RuleError(error.sentence, {field: error.fields.get("on_date", error.sentence)}) from error
    return date.fromisoformat(stored)


def _at(before: Mapping[str, Any], starts_at: str) -> dict[str, str | None]:
    starts = rules.parse_time(starts_at)
    values: dict[str, str | None] = {"starts_at": starts}
    if before["starts_at"] and before["ends_at"] and not before["until_date"]:
        ends = _minutes(starts) + _minutes(before["ends_at"]) - _minutes(before["starts_at"])
        if ends >= 24 * 60:
            refuse({"starts_at": _("It would go on over midnight; change its times in the form.")})
        values["ends_at"] = f"{ends // 60:02}:{ends % 60:02}"
    return values


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


def _days_of_same(row: Mapping[str, Any]) -> set[str]:
    same = [Activity._meta.fields[name] == row[name] for name in ("kind", "title") if row[name] is not None]
    same += [
        field.is_null() if row[field.name] is None else field == row[field.name]
        for field in (Activity.school, Activity.village)
    ]
    query = Activity.select(Activity.on_date).where(*same, Activity.state != ActivityState.CANCELLED)
    return {day for (day,) in query.tuples()}


def _following(session: Session, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is still planned later in the series of an activity, the earliest first."""
    return list(following_in_series(session, row).order_by(Activity.on_date, Activity.id).dicts())


def _of_semester(session: Session, semester: Semester) -> list[dict[str, Any]]:
    """What began in a semester and was not cancelled, of the places that the person may plan for."""
    days = Activity.on_date.between(semester.starts_on.isoformat(), semester.ends_on.isoformat())
    query = Activity.select().where(days, Activity.state != ActivityState.CANCELLED)
    own = query.where(*activity_conditions(session.scope))
    if not session.scope.everything:
        own = own.where(Activity.school.is_null(False) | Activity.village.is_null(False))
    return list(own.order_by(Activity.on_date, Activity.id).dicts())


def _refuse(session: Session, deed: str, row: Mapping[str, Any]) -> None:
    if sentence := rules.hindrance(deed, row, session.clock.today()):
        raise RuleError(sentence)
