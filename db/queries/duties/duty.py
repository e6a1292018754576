"""What a duty towards a child is, as conditions on children: the set-based form of a rule of `db.rules`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from peewee import SQL

from db.models import RuleInterval
from db.queries.nine_ones_children import letter_rounds
from db.queries.nine_ones_period import period_of
from db.queries.terms import current_semester
from db.rules.dates import add_months
from db.rules.duties import Duty
from db.rules.letters import Round
from db.rules.semesters import Semester
from db.session import Session
from db.vocabulary import DutyKind

LETTERS_OPEN = timedelta(days=14)
"""Letters are asked for from two weeks before they are due to two weeks after the festival."""

NOBODY, EVERYBODY = SQL("0"), SQL("1")


@dataclass(frozen=True)
class Moment:
    """What the duties of a day depend on besides the children: the semester, and what the office has settled."""

    day: date
    semester: Semester
    intervals: Mapping[tuple[str, str | None], int]
    """Days by what comes again and the risk that it is narrowed to."""
    letters: Round | None
    """The festival on which letters are asked for just now."""

    @property
    def last(self) -> date:
        """The last day of the semester that has come."""
        return min(self.day, self.semester.ends_on)

    @property
    def in_a_week(self) -> Moment:
        """The first day on which what falls due within a week from now is overdue."""
        return replace(self, day=self.day + timedelta(days=8))


@dataclass(frozen=True)
class ChildDuty:
    """Conditions on children and their summaries at a moment: to whom it applies, who has it done, and whose is late.

    `late` is asked of those to whom it applies and who have it not done.
    """

    kind: DutyKind
    applies: Callable[[Moment], Any]
    done: Callable[[Moment], Any]
    late: Callable[[Moment], Any]
    facts: Callable[[Moment], tuple[Any, ...]]
    """What the rule asks of a child, as expressions of its row."""
    rule: Callable[..., Duty]
    """The duty of one child by the moment and these facts, as stored."""
    recurs: bool = False
    """Whether it is asked for no sooner than a week before its day: until then, where it is not done, not yet due."""
    few: bool = False
    """Whether it applies to so few, by what is asked of the child alone, that these are looked up first."""


def moment(session: Session, on: date | None = None) -> Moment:
    """The moment of a day, today by default; in the holidays the semester before counts."""
    day = on or session.clock.today()
    period = period_of(session, current_semester(session, day), day)
    with session.reading():
        rows = RuleInterval.select(RuleInterval.what, RuleInterval.risk, RuleInterval.days).tuples()
        intervals = {(what, risk): days for what, risk, days in rows}
        asked = [one for one in letter_rounds(period) if one.due_on - LETTERS_OPEN <= day <= one.day + LETTERS_OPEN]
    return Moment(day, period.semester, intervals, asked[-1] if asked else None)


def a_month_before(day: date) -> str:
    """The last day of which the same day of the next month lies before `day`."""
    last = day - timedelta(days=32)
    while add_months(last + timedelta(days=1), 1) < day:
        last += timedelta(days=1)
    return last.isoformat()


def day_of(text: str | None) -> date | None:
    """A stored day, or none."""
    return date.fromisoformat(text) if text else None
