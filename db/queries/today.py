"""What is due today: a grouped query a duty, and the register's filter behind each figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from peewee import JOIN, SQL, NodeList, fn

from db.models import Child, Pairing, School, SchoolClass, Staff, Village
from db.queries.alerts import alert_condition
from db.queries.duties import OPEN, THIS_WEEK, duty_of, state_of
from db.queries.duties.duty import Moment, moment, mothered
from db.queries.registry import WITHOUT, RegistryFilter
from db.queries.scope import child_conditions
from db.rules.alerts import Alert
from db.rules.classes import class_title
from db.session import Session
from db.vocabulary import DutyKind, DutyState, RegistryState


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
    filter: RegistryFilter

    @property
    def all(self) -> int:
        return self.done + self.due + self.overdue


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
            count = Child.select(Child.id).where(*_registered(session), alert_condition(alert, day)).count()
            lines.append(AlertLine(alert, count, RegistryFilter(alert=alert.value)))
    return [line for line in lines if line.children]


def duty_lines(session: Session) -> Iterator[DutyLine]:
    """Each duty over all children, one after another as it is counted; those that apply to nobody are left out."""
    at = moment(session)
    for kind in kinds(session):
        for counts in _counted(session, kind, at, None).values():
            yield _line(kind, "", counts, RegistryFilter(duty=kind.value, duty_state=OPEN))


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


def _counted(session: Session, kind: DutyKind, at: Moment, by: Owner | None) -> dict[int | None, Counter[str]]:
    """How many children's duty is in which state, by owner; those of all children under None."""
    duty = duty_of(kind)
    owner: Any = SQL("NULL")
    query = Child.select(Child.id)
    if by is Owner.HELPER:
        owner = Pairing.staff
        query = query.join(Pairing, JOIN.LEFT_OUTER, on=mothered(at.day))
    elif by is not None:
        owner = Child._meta.fields[by.value]
    if by is not Owner.HELPER and session.scope.everything:
        # In the order of their ids, so that what is asked of each lies side by side: half the time at 100,000.
        query = query.from_(NodeList((Child, SQL("NOT INDEXED"))))
    query = query.select(owner, state_of(duty, at), fn.COUNT(Child.id)).where(*_registered(session), duty.applies(at))
    found: dict[int | None, Counter[str]] = {}
    with session.reading():
        for row_id, state, number in query.group_by(SQL("1"), SQL("2")).tuples():
            found.setdefault(row_id, Counter())[state] = number
    return found


def _line(kind: DutyKind, owner: str, counts: Counter[str], narrowed: RegistryFilter) -> DutyLine:
    done, later, week, late = (counts[state] for state in (DutyState.DONE, DutyState.DUE, THIS_WEEK, DutyState.OVERDUE))
    return DutyLine(kind, owner, done, later + week, week, late, narrowed)


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
