"""The duty of survey as conditions on children: the set-based form of `db.rules.survey.survey_duty`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from peewee import SQL

from db.models import Child
from db.rules.dates import add_months
from db.rules.semesters import Semester


def has_survey_duty(semester: Semester) -> Any:
    """Which registered children are to be surveyed in the semester."""
    return Child.registered_on <= semester.ends_on.isoformat()


def surveyed(semester: Semester, day: date) -> Any:
    """Which children were surveyed in the semester, up to `day`."""
    return Child.surveyed_on.is_null(False) & _within(semester, day)


def not_surveyed(semester: Semester, day: date) -> Any:
    return Child.surveyed_on.is_null() | ~_within(semester, day)


def _within(semester: Semester, day: date) -> Any:
    return Child.surveyed_on.between(semester.starts_on.isoformat(), day.isoformat())


def survey_overdue(semester: Semester, day: date) -> Any:
    """Which of those not surveyed are late on `day`."""
    if day <= semester.survey_due_on:
        return SQL("0")
    if day > semester.ends_on:
        return not_surveyed(semester, day)
    # Who came to the register during the semester has a month from then on.
    last = day - timedelta(days=32)
    while add_months(last + timedelta(days=1), 1) < day:
        last += timedelta(days=1)
    in_time = max(semester.starts_on, last).isoformat()
    return not_surveyed(semester, day) & (Child.registered_on <= in_time)
