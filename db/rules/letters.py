"""Letters home on special festivals: on which of them, by which day, and by which children."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from db.rules.dates import birthday, first_day
from db.rules.festivals import festivals_between
from db.vocabulary import Festival, Schooling, Stage

DAYS_BEFORE = 7
"""A letter is due a week before its festival, so that it arrives in time."""
FROM_GRADE, FROM_AGE = 3, 9
"""A child writes from the third grade on; at nine where its class is not known."""
NEAR = timedelta(days=180)
"""Festivals come back every year: a letter belongs to the one that is nearer than this."""
NOT_YET = frozenset({Schooling.NOT_IN_KINDERGARTEN, Schooling.KINDERGARTEN})


@dataclass(frozen=True)
class Round:
    """One festival of a semester on which letters are written."""

    festival: Festival
    day: date

    @property
    def due_on(self) -> date:
        return self.day - timedelta(days=DAYS_BEFORE)


def rounds(first: date, last: date, ticked: Collection[str]) -> list[Round]:
    """The festivals from `first` to `last` on which the office asks for letters, by date."""
    return [Round(festival, day) for day, festival in festivals_between(first, last) if festival in ticked]


def able_to_write(
    stage: str | None, grade: int | None, schooling: str | None, birth_date: str | None, on: date
) -> bool:
    """Whether a child writes letters: by its class, else by its age; a birth date may be a month or a year only."""
    if stage and grade is not None:
        return stage == Stage.VOCATIONAL or (stage != Stage.KINDERGARTEN and grade >= FROM_GRADE)
    if not birth_date or schooling in NOT_YET:
        return False
    return birthday(first_day(birth_date), FROM_AGE) <= on
