"""What a duty is: something owed for a child or a school, with the day it falls due and the state it is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.vocabulary import DutyState


@dataclass(frozen=True)
class Duty:
    """The state of one duty; `due_on` is its last day in time, None where it does not apply."""

    state: DutyState
    due_on: date | None = None
    done_on: date | None = None

    @property
    def late(self) -> bool:
        """Whether it was done, but after its day."""
        return bool(self.done_on and self.due_on and self.done_on > self.due_on)


NOT_APPLICABLE = Duty(DutyState.NOT_APPLICABLE)


def owed(due_on: date, done_on: date | None, today: date) -> Duty:
    """A duty that applies: done, due up to and including its day, overdue from the next day on."""
    if done_on is not None:
        return Duty(DutyState.DONE, due_on, done_on)
    return Duty(DutyState.OVERDUE if today > due_on else DutyState.DUE, due_on)
