"""What is due today: all duties of all children in one reading, and the register's filter behind each figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from peewee import JOIN, SQL, Case, fn

from db.models import Child, Pairing, School, SchoolClass, Staff, Village
from db.queries.alerts import alert_condition
from db.queries.duties import OPEN, THIS_WEEK, duty_of, rest, state_of
from db.queries.duties.duty import ChildDuty, Moment, moment
from db.queries.registry import WITHOUT, RegistryFilter
from db.queries.scope import child_conditions
from db.queries.summaries import found_once, in_order, mothered
from db.rules.class_names import class_title
from db.session import Session
from db.vocabulary import Alert, DutyKind, DutyState, RegistryState

_BITS = 21
"""Of a number that counts three states side by side: up to two million children each."""
_ABREAST = {state: 1 << _BITS * place for place, state in enumerate((DutyState.DONE, DutyState.OVERDUE, THIS_WEEK))}


class Owner(Enum):
    """By whom a duty can be counted: the value is the field of the register's filter."""

    SCHOOL = "school"
    SCHOOL_CLASS = "school_class"
    VILLAGE = "village"
    HELPER = "helper"


@dataclass(frozen=True)
class AlertLine:
    """A kind of red alert, how many registered children have it, and the list of them."""

    alert: Alert
    children: int
    filter: RegistryFilter


@dataclass(frozen=True)
class DutyLine:
    """One duty, of all children or of those whom one owner looks after; `filter` leads to those who lack it."""

    kind: DutyKind
    owner: str
    """The school, class with its teacher, village or helper; empty for all children, and for those who have none."""
    done: int
    due: int
    """Not overdue; `week` of them fall due within a week."""
    week: int
    overdue: int
    later: int
    """Not done, and not yet due either."""
    filter: RegistryFilter

    @property
    def all(self) -> int:
        return self.done + self.due + self.overdue + self.later


def registered(session: Session) -> int:
    """How many children the person sees on the register."""
    with session.reading():
        count: int = Child.select(Child.id).where(*_registered(session)).count()
        return count


def alerts(session: Session) -> list[AlertLine]:
    """The red alerts that there are, the gravest first; incidents only for those who may see them."""
    day = session.clock.today()
    lines = []
    with session.reading():
        for alert in Alert:
            if alert is Alert.INCIDENT_UNREPORTED and not session.scope.incidents:
                continue
            # Nearly all are registered: SQLite would look through all of them, and not through the few that are alone.
            conditions = fn.LIKELY(Child.registry_state == RegistryState.REGISTERED), *child_conditions(session.scope)
            count = Child.select(Child.id).where(*conditions, alert_condition(alert, day)).count()
            lines.append(AlertLine(alert, count, RegistryFilter(alert=alert.value)))
    return [line for line in lines if line.children]


def duty_lines(session: Session) -> list[DutyLine]:
    """Each duty over all children; those that apply to nobody are left out.

    Measured at 100,000 children: 0.2 s of the processor; a query a duty over the records took 1.8 s.
    """
    at, asked = moment(session), kinds(session)
    found = found_once(session, {kind: _abreast(duty_of(kind), at) for kind in asked}, *_registered(session))
    figures = (figure(getattr(found.c, kind)) for kind in asked for figure in (fn.SUM, fn.COUNT))
    query = Child.select(*figures).from_(found)
    with session.reading():
        row = [figure or 0 for figure in query.tuples().get()]
    lines = []
    for kind, abreast, all_ in zip(asked, row[::2], row[1::2], strict=True):
        if all_:
            counts = Counter({state: abreast // one % (1 << _BITS) for state, one in _ABREAST.items()})
            counts[rest(duty_of(kind))] = all_ - counts.total()
            lines.append(_line(kind, "", counts, RegistryFilter(duty=kind.value, duty_state=OPEN)))
    return lines


def _abreast(duty: ChildDuty, at: Moment) -> Any:
    """The state of a duty as a number that adds up with others: one of _ABREAST, 0 for the rest; NULL for none.

    A sum for each state would have SQLite add up four times as often, which is most of what it does here.
    """
    states = (
        (duty.done(at), _ABREAST[DutyState.DONE]), (duty.late(at), _ABREAST[DutyState.OVERDUE]),
        (duty.late(at.in_a_week), _ABREAST[THIS_WEEK]),
    )  # fmt: skip
    return Case(None, ((duty.applies(at), Case(None, states, 0)),), None)


def owner_lines(session: Session, kind: DutyKind, by: Owner) -> list[DutyLine]:
    """One duty by who owes it, the latest first; children without such an owner are one line."""
    counted = _counted(session, kind, moment(session), by)
    names = owner_names(session, by)
    lines = []
    for owner, counts in counted.items():
        of_owner: dict[str, Any] = {by.value: WITHOUT if owner is None else owner}
        narrowed = RegistryFilter(duty=kind.value, duty_state=OPEN, **of_owner)
        lines.append(_line(kind, names.get(owner, ""), counts, narrowed))
    return sorted(lines, key=lambda line: (-line.overdue, -line.due, line.owner))


def owner_names(session: Session, by: Owner) -> dict[int | None, str]:
    """What the owners of one kind are called, by row id."""
    with session.reading():
        return _NAMES[by]()


def kinds(session: Session) -> list[DutyKind]:
    """The duties that the person may see, in the order of Today."""
    return [kind for kind in DutyKind if kind is not DutyKind.REVIEW or session.scope.plans]


def _registered(session: Session) -> list[Any]:
    return [Child.registry_state == RegistryState.REGISTERED, *child_conditions(session.scope)]


def _counted(session: Session, kind: DutyKind, at: Moment, by: Owner) -> dict[int | None, Counter[str]]:
    """How many children's duty is in which state, by owner."""
    duty = duty_of(kind)
    owner: Any
    query = in_order(session)
    if by is Owner.HELPER:
        owner = Pairing.staff
        query = query.join(Pairing, JOIN.LEFT_OUTER, on=mothered(at.day), src=Child)
    else:
        owner = Child._meta.fields[by.value]
    query = query.select(owner, state_of(duty, at), fn.COUNT(Child.id)).where(*_registered(session), duty.applies(at))
    found: dict[int | None, Counter[str]] = {}
    with session.reading():
        for row_id, state, number in query.group_by(SQL("1"), SQL("2")).tuples():
            found.setdefault(row_id, Counter())[state] = number
    return found


def _line(kind: DutyKind, owner: str, counts: Counter[str], narrowed: RegistryFilter) -> DutyLine:
    week = counts[THIS_WEEK]
    done, due, late, later = (
        counts[state] for state in (DutyState.DONE, DutyState.DUE, DutyState.OVERDUE, DutyState.LATER)
    )
    return DutyLine(kind, owner, done, due + week, week, late, later, narrowed)


def _named(model: Any) -> dict[int | None, str]:
    return dict(model.select(model.id, model.name).tuples())


def _classes() -> dict[int | None, str]:
    columns = SchoolClass.id, School.name, SchoolClass.stage, SchoolClass.grade, SchoolClass.number, Staff.name
    query = SchoolClass.select(*columns).join(School).join_from(SchoolClass, Staff, JOIN.LEFT_OUTER)
    return {
        row_id: f"{teacher + ' ' if teacher else ''}{school} {class_title(stage, grade, number)}"
        for row_id, school, stage, grade, number, teacher in query.tuples()
    }


_NAMES: dict[Owner, Callable[[], dict[int | None, str]]] = {
    Owner.SCHOOL_CLASS: _classes,
    Owner.SCHOOL: lambda: _named(School),
    Owner.VILLAGE: lambda: _named(Village),
    Owner.HELPER: lambda: _named(Staff),
}
