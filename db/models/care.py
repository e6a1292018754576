"""Care records, special education plans and incidents."""

from __future__ import annotations

from peewee import IntegerField, TextField

from db import vocabulary as v
from db.models.base import CodeField, CodesField, DateText, Edited, Flag, Instant, link
from db.models.children import Child
from db.models.people import Staff
from db.models.terms import Semester


class CareRecord(Edited):
    """What happened to one child; the columns after the follow-up belong to the kinds that use them."""

    child = link(Child, index=False)
    kind = CodeField(v.RecordKind)
    happened_on = DateText(index=True)
    starts_at = TextField(null=True)
    staff = link(Staff, null=True)
    by_name = TextField(null=True)
    semester = link(Semester, null=True, index=False)
    place = TextField(null=True)
    summary = TextField(null=True)
    follow_up_on = DateText(null=True)
    way = CodeField(v.ContactWay, null=True)
    topics = CodesField(v.TalkTopic, null=True)
    child_wish = TextField(null=True)
    measure = TextField(null=True)
    effect = TextField(null=True)
    met_name = TextField(null=True)
    met_relation = TextField(null=True)
    guardian_opinion = TextField(null=True)
    aim = TextField(null=True)
    home_state = TextField(null=True)
    behaviour = TextField(null=True)
    told = TextField(null=True)
    next_step = TextField(null=True)
    phone = TextField(null=True)
    minutes = IntegerField(null=True)
    festival = CodeField(v.Festival, null=True)
    answered_on = DateText(null=True)
    subject = TextField(null=True)
    mark = IntegerField(null=True)
    withdrawn_on = DateText(null=True)
    withdrawn_reason = TextField(null=True)

    class Meta:
        # The first holds all that a duty asks of a child's records: half the time for the talks of 100,000 children.
        indexes = (
            (("child", "kind", "withdrawn_on", "happened_on", "way"), False), (("semester", "kind", "child"), False),
        )  # fmt: skip


class CarePlan(Edited):
    child = link(Child)
    cause = CodeField(v.PlanCause)
    facts = TextField()
    found_on = DateText()
    goal = TextField(null=True)
    state_study = TextField(null=True)
    state_conduct = TextField(null=True)
    state_mind = TextField(null=True)
    state_family = TextField(null=True)
    starts_on = DateText()
    next_review_on = DateText(null=True)
    closed_on = DateText(null=True)
    outcome = CodeField(v.PlanOutcome, null=True)
    close_reason = TextField(null=True)


class PlanMeasure(Edited):
    plan = link(CarePlan)
    measure = TextField()
    staff = link(Staff, null=True)
    by_name = TextField(null=True)
    rhythm = TextField(null=True)
    done_on = DateText(null=True)


class PlanReview(Edited):
    plan = link(CarePlan)
    reviewed_on = DateText()
    by_name = TextField(null=True)
    result = TextField()
    next_review_on = DateText(null=True)


class Incident(Edited):
    """A case of mandatory reporting; seen by the supervisor only."""

    child = link(Child)
    kind = CodeField(v.IncidentKind)
    facts = TextField()
    found_at = Instant()
    found_by = TextField(null=True)
    reported_at = Instant(null=True)
    reported_to = TextField(null=True)
    receipt_no = TextField(null=True)
    closed_on = DateText(null=True)
    outcome = TextField(null=True)
    urgent = Flag(default=True)
