"""What schools and the office owe: what nobody has ever held is owed, not done."""

from __future__ import annotations

from datetime import timedelta

from db.commands.activities import finish_activity, plan_activity
from db.commands.places import ensure_school
from db.models import Activity
from db.queries.office_duties import HELD, held_lines, office_lines
from db.rules.care_duties import SOON
from db.session import Session
from db.vocabulary import ActivityKind, DutyState


def test_what_was_never_held_is_owed_and_not_done(session: Session) -> None:
    ensure_school(session, "石桥小学")
    today = session.clock.today()
    for line in office_lines(session):
        assert line.done == 0, line
    for kind in HELD:
        (never,) = held_lines(session, kind)
        assert never.held_on is None
        assert never.state is (DutyState.OVERDUE if never.due_on < today else DutyState.DUE)
        (figures,) = [line for line in office_lines(session) if line.what == kind]
        assert figures.week == int(today <= never.due_on <= today + SOON)


def test_what_was_held_is_done_until_a_week_before_it_is_due_again(session: Session) -> None:
    school = ensure_school(session, "石桥小学")
    today = session.clock.today()
    values = {"kind": ActivityKind.SYMPOSIUM.value, "title": "座谈", "on_date": today.isoformat(), "school": school}
    activity = plan_activity(session, values)
    assert [line.done for line in office_lines(session) if line.what == ActivityKind.SYMPOSIUM] == [0]
    finish_activity(session, activity, Activity.get_by_id(activity).version, {"summary": "家长都来了"})
    (held,) = held_lines(session, ActivityKind.SYMPOSIUM)
    assert (held.held_on, held.state) == (today, DutyState.DONE)
    assert held.due_on > today + timedelta(days=7)
    (figures,) = [line for line in office_lines(session) if line.what == ActivityKind.SYMPOSIUM]
    assert (figures.done, figures.due, figures.week) == (1, 0, 0)
