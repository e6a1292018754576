"""The duty of survey: each registered child once a semester, within one month after it starts."""

from __future__ import annotations

from datetime import date

from db.rules.dates import add_months
from db.rules.duties import NOT_APPLICABLE, Duty, owed
from db.rules.semesters import Semester


def survey_duty(
    semester: Semester, surveyed_on: date | None, today: date, *, registered_on: date, left_on: date | None = None
) -> Duty:
    """The duty of one child in one semester; `surveyed_on` is the child's last survey.

    A child who came to the register later has a month from that day, but no longer than the semester lasts; one who
    was not on the register during the semester, or left it before the duty fell due without a survey, has none.
    """
    if today < semester.starts_on or registered_on > semester.ends_on:
        return NOT_APPLICABLE
    due_on = semester.survey_due_on
    if registered_on > semester.starts_on:
        due_on = max(due_on, min(add_months(registered_on, 1), semester.ends_on))
    done_on = surveyed_on if surveyed_on and semester.starts_on <= surveyed_on <= today else None
    if done_on is None and left_on is not None and left_on <= due_on:
        return NOT_APPLICABLE
    return owed(due_on, done_on, today)
