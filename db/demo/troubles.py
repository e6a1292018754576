"""Special education plans and incidents of a few children."""

from __future__ import annotations

from db import vocabulary as v
from db.demo import stories
from db.demo.almanac import Almanac
from db.demo.children import Child
from db.demo.sheets import Sheets, at
from db.demo.township import Township

PLAN_EVERY = 65
"""A plan for one or two pupils in a hundred."""
_PLAN_AT = 29
_REVIEW_DAYS = 30
_INCIDENTS_EVERY = 5000
_INCIDENTS_AT = {22: 0, 122: 1, 322: 2}


class Troubles:
    """Gives some children a plan, and very few an incident."""

    def __init__(self, sheets: Sheets, almanac: Almanac, township: Township) -> None:
        self._almanac, self._township = almanac, township
        self._plan = sheets.open(
            "care_plan", "child_id cause facts found_on goal state_study state_conduct state_mind state_family "
                         "starts_on next_review_on closed_on outcome close_reason"
        )  # fmt: skip
        self._measure = sheets.open("plan_measure", "plan_id measure staff_id by_name rhythm done_on")
        self._review = sheets.open("plan_review", "plan_id reviewed_on by_name result next_review_on")
        self._incident = sheets.open(
            "incident", "child_id kind facts found_at found_by reported_at reported_to receipt_no closed_on outcome "
                        "urgent"
        )  # fmt: skip

    def tell(self, child: Child) -> None:
        if child.row["left_on"]:
            return
        nth, within = divmod(child.number, PLAN_EVERY)
        if within == _PLAN_AT and child.born.stage not in (None, v.Stage.KINDERGARTEN):
            self._make_plan(child, nth)
        incident = _INCIDENTS_AT.get(child.number % _INCIDENTS_EVERY)
        if incident is not None:
            self._have_incident(child, incident)

    def _make_plan(self, child: Child, nth: int) -> None:
        """The plans differ by turns: with a review that is overdue or still to come, or closed."""
        # The last one is about breaking the law, of which no child of a primary school is suspected.
        causes = stories.PLANS[:-1] if child.born.stage == v.Stage.PRIMARY else stories.PLANS
        cause, facts, goal, measures = causes[nth % len(causes)]
        teacher = child.school_class.teacher if child.school_class else None
        by = teacher.name if teacher else child.by
        found_on = max(child.row["registered_on"], self._almanac.before(100 + nth * 7 % 60))
        today, reviews = self._almanac.before(0), [self._almanac.after(found_on, _REVIEW_DAYS)]
        while self._almanac.after(reviews[-1], _REVIEW_DAYS) <= today:
            reviews.append(self._almanac.after(reviews[-1], _REVIEW_DAYS))
        held = [day for day in reviews if day <= today]
        overdue, closed = nth % 3 == 0, nth % 3 == 1 and bool(held)
        if overdue:
            held = held[:-1]
        next_on = None if closed else self._almanac.after(held[-1] if held else found_on, _REVIEW_DAYS)
        plan_id = self._plan.add(
            at(found_on), by,
            (child.id, cause.value, facts, found_on, goal, child.row["study_note"], child.row["conduct"], "情绪有波动",
             "父母外出，由老人照料", found_on, next_on, held[-1] if closed else None,
             v.PlanOutcome.REACHED.value if closed else None, "目标达到，转为日常关注" if closed else None),
        )  # fmt: skip
        for order, (measure, rhythm) in enumerate(measures):
            done_on = held[-1] if held and order == 0 else None
            self._measure.add(
                at(found_on), by, (plan_id, measure, teacher.id if teacher else None, by, rhythm, done_on)
            )
        for order, day in enumerate(held):
            following = held[order + 1] if order + 1 < len(held) else next_on
            result = stories.REVIEWS[-1] if closed and day == held[-1] else stories.REVIEWS[order % 2]
            self._review.add(at(day), by, (plan_id, day, by, result, following))

    def _have_incident(self, child: Child, nth: int) -> None:
        """One is not reported yet, which stands as a red alert."""
        kind, urgent, facts, days_ago, reported = stories.INCIDENTS[nth]
        found_at = at(self._almanac.before(days_ago), "01:30:00")
        day = self._almanac.before(days_ago)
        self._incident.add(
            found_at, self._township.supervisor.name,
            (child.id, kind.value, facts, found_at, child.by, at(day, "02:10:00") if reported else None,
             "乡派出所" if reported else None, f"受案{day.replace('-', '')}{nth:02d}" if reported else None,
             self._almanac.after(day, 15) if reported else None, "已处置，持续关注" if reported else None, urgent),
        )  # fmt: skip
