"""The survey of the semester: `db.rules.survey.survey_duty`."""

from __future__ import annotations

from datetime import date

from db.models import Child
from db.queries.duties.duty import ChildDuty, day_of
from db.queries.surveys import has_survey_duty, survey_overdue, surveyed
from db.rules.survey import survey_duty
from db.vocabulary import DutyKind

duty = ChildDuty(
    DutyKind.SURVEY,
    applies=lambda at: has_survey_duty(at.semester),
    done=lambda at: surveyed(at.semester, at.day),
    late=lambda at: survey_overdue(at.semester, at.day),
    facts=lambda _at: (Child.registered_on, Child.surveyed_on),
    rule=lambda at, registered, surveyed: survey_duty(
        at.semester, day_of(surveyed), at.day, registered_on=date.fromisoformat(registered)
    ),
)
