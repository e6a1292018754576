"""The survey of the semester: `db.rules.survey.survey_duty`."""

from __future__ import annotations

from db.queries.duties.duty import ChildDuty
from db.queries.surveys import has_survey_duty, survey_overdue, surveyed
from db.vocabulary import DutyKind

duty = ChildDuty(
    DutyKind.SURVEY,
    applies=lambda at: has_survey_duty(at.semester),
    done=lambda at: surveyed(at.semester, at.day),
    late=lambda at: survey_overdue(at.semester, at.day),
)
