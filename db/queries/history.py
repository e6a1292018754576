"""The children as they were on a day: the register's history and the dated copies of surveys, not the state of now.

For today the file itself counts. For a day before, the last survey copied by then, with the changes logged between the
two; where none was copied, the file with every change logged after that day taken back (as first entered, for one that
was entered later). Who was on the register is told by the file alone. What was never collected by then stays
uncollected.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from typing import Any

from db.clock import CHINA
from db.errors import RuleError
from db.i18n import _
from db.models import ChangeLog, Child, Parent, Survey
from db.queries.audit import log_begins
from db.queries.roster import PORTION
from db.queries.scope import child_conditions
from db.rules.statistics import Facts, years_of
from db.session import Session
from db.vocabulary import Action, ExitReason, ParentRole

_COUNTED = (
    "sex", "birth_date", "household_kind", "village", "school", "schooling", "boarding", "health", "care_reason",
    "actual_care", "guardianship_grade", "aids", "civil", "school_practice",
)  # fmt: skip
_REGISTER = ("name", "registered_on", "left_on", "left_reason")
_FLAGS = ("boarding", "civil", "school_practice")
_SURVEYED = ("surveyed_on", *_COUNTED)
_Change = tuple[str, dict[str, list[Any]]]
_Codes = dict[Any, Any]
"""The same few codes come back for every child, each time as a text of its own: 70 MB at 100,000 children."""


def children_on(
    session: Session, on: date, *, school: int | None = None, village: int | None = None
) -> Iterator[Facts]:
    """Everyone on the register on that day and within the person's scope, in the order of the register.

    The school and the village are those of that day.
    """
    fields = (*_REGISTER, *_COUNTED)
    query = Child.select(Child.id, *(Child._meta.fields[name] for name in fields))
    for condition in child_conditions(session.scope):
        query = query.where(condition)
    query = query.order_by(Child.village, Child.name_key, Child.id)
    past = on < session.clock.today()
    if past and day_end(on) < log_begins(session):
        raise RuleError(_("The change log was cut and no longer tells how it was on {day}.").format(day=on.isoformat()))
    found: list[Facts] = []
    with session.reading():
        changes = _changes(on) if past else {}
        surveys = _surveys(session, on) if past else {}
        codes: _Codes = {}
        for child, *values in _stored(session, query):
            state = dict(zip(fields, values, strict=True))
            if past:
                state = _as_of(state, on, changes.pop(child, []), surveys.pop(child, ()))
            elsewhere = (school, state["school"]), (village, state["village"])
            if _on_register(state, on) and all(wanted in (None, place) for wanted, place in elsewhere):
                facts = {name: codes.setdefault(state[name], state[name]) for name in _COUNTED}
                facts.update({name: None if facts[name] is None else bool(facts[name]) for name in _FLAGS})
                found.append(Facts(id=child, name=state["name"], years=years_of(state["birth_date"], on), **facts))
    yield from found


def with_parents(
    session: Session, on: date, children: Iterable[Facts]
) -> Iterator[tuple[Facts, dict[str, Any] | None, dict[str, Any] | None]]:
    """Each child with the rows of its father and mother as they were on that day, None where none is entered."""
    with session.reading():
        later = _logged("parent", day_end(on), ChangeLog.row_id) if on < session.clock.today() else {}
    source = iter(children)
    while portion := list(islice(source, PORTION)):
        parents: dict[tuple[int, str], dict[str, Any]] = {}
        query = Parent.select().where(Parent.child.in_([child.id for child in portion]))
        with session.reading():
            for row in query.dicts():
                for _at, changed in reversed(later.get(row["id"], [])):
                    row |= {name: old for name, (old, _new) in changed.items() if name in row}
                parents[row["child"], row["role"]] = row
        for child in portion:
            father, mother = ((child.id, role.value) for role in (ParentRole.FATHER, ParentRole.MOTHER))
            yield child, parents.get(father), parents.get(mother)


def _as_of(state: dict[str, Any], on: date, changes: list[_Change], surveyed: tuple[Any, ...]) -> dict[str, Any]:
    """The file of now taken back to the end of that day, and what the survey found by then put over it."""
    end = day_end(on)
    for at, changed in reversed(changes):
        if at >= end:
            state = state | {name: old for name, (old, _new) in changed.items() if name in state}
    if not surveyed:
        return state
    survey = dict(zip(_SURVEYED, surveyed, strict=True))
    state = state | {name: survey[name] for name in _COUNTED}
    found = day_end(date.fromisoformat(survey["surveyed_on"]))
    for at, changed in changes:
        if found <= at < end:
            state = state | {name: new for name, (_old, new) in changed.items() if name in _COUNTED}
    return state


def _on_register(state: dict[str, Any], on: date) -> bool:
    day = on.isoformat()
    if state["registered_on"] > day or (state["left_on"] and state["left_on"] <= day):
        return False
    return not state["left_on"] or state["left_reason"] != ExitReason.WRONG_ENTRY


def _changes(on: date) -> dict[int, list[_Change]]:
    """The logged changes of each child's own row from the first survey on, in their order."""
    earliest = Survey.select(Survey.surveyed_on).where(Survey.surveyed_on <= on.isoformat())
    first = earliest.order_by(Survey.surveyed_on).limit(1).scalar()
    since = day_end(min(on, date.fromisoformat(first)) if first else on)
    return _logged("child", since, ChangeLog.child_id)


def _logged(table: str, since: str, key: Any) -> dict[int, list[_Change]]:
    """The changes that were logged of a table's rows from a moment on, in their order, by `key`."""
    query = (
        ChangeLog.select(key, ChangeLog.at, ChangeLog.changes)
        .where(
            (ChangeLog.table_name == table)
            & (ChangeLog.action != Action.CREATE.value)
            & (ChangeLog.at >= since)
            & ChangeLog.changes.is_null(False)
        )
        .order_by(ChangeLog.id)
    )
    changes: dict[int, list[_Change]] = defaultdict(list)
    for row, at, text in query.tuples().iterator():
        changed = {name: pair for name, pair in json.loads(text).items() if isinstance(pair, list) and len(pair) == 2}
        if changed:
            changes[row].append((at, changed))
    return changes


def _stored(session: Session, query: Any) -> Iterator[tuple[Any, ...]]:
    """The rows as they are stored: to convert each value took as long as to read it."""
    rows: Iterator[tuple[Any, ...]] = session.database.execute(query)
    return rows


def _surveys(session: Session, on: date) -> dict[int, tuple[Any, ...]]:
    """The last survey of each child up to that day, in the order of _SURVEYED."""
    query = (
        Survey.select(Survey.child, *(Survey._meta.fields[name] for name in _SURVEYED))
        .where(Survey.surveyed_on <= on.isoformat())
        .order_by(Survey.surveyed_on, Survey.id)
    )
    codes: _Codes = {}
    return {
        child: tuple(codes.setdefault(value, value) for value in values) for child, *values in _stored(session, query)
    }


def day_end(day: date) -> str:
    """The moment at which a day is over in China, as moments are stored."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)
    return midnight.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
