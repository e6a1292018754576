"""What is owed for each child: one declaration a duty, in the module that its code names."""

from __future__ import annotations

import importlib
from datetime import date
from typing import Any

from peewee import SQL, Case, fn

from db.models import Child, ChildSummary, Pairing
from db.queries.duties.duty import NOBODY, ChildDuty, Moment
from db.queries.summaries import mothered
from db.vocabulary import DutyKind, DutyState

OPEN, THIS_WEEK = "open", "this_week"
"""As the state of a duty: due or overdue; due, and overdue unless it is done within a week."""


def duty_of(kind: str) -> ChildDuty:
    """The declaration of a duty."""
    found: ChildDuty = importlib.import_module(f"db.queries.duties.{DutyKind(kind).value}").duty
    return found


def state_of(duty: ChildDuty, at: Moment) -> Any:
    """The state of a duty towards those to whom it applies, as one CASE: each condition is asked once a child."""
    states = (
        (duty.done(at), DutyState.DONE.value),
        (duty.late(at), DutyState.OVERDUE.value),
        (duty.late(at.in_a_week), THIS_WEEK),
    )
    return Case(None, states, rest(duty).value)


def rest(duty: ChildDuty) -> DutyState:
    """The state of those who have it neither done, nor late, nor late in a week."""
    return DutyState.LATER if duty.recurs else DutyState.DUE


def with_duty(kind: str, state: str, at: Moment) -> list[Any]:
    """Conditions on the children whose duty is in a state: a DutyState, OPEN or THIS_WEEK.

    What is not yet due is not open.
    """
    duty = duty_of(kind)
    done, soon = duty.done(at), duty.late(at.in_a_week)
    asked = [~done, soon] if duty.recurs else [~done]
    conditions = {
        DutyState.DONE.value: [done],
        DutyState.DUE.value: [*asked, ~duty.late(at)],
        DutyState.OVERDUE.value: [~done, duty.late(at)],
        DutyState.LATER.value: [~done, ~soon] if duty.recurs else [NOBODY],
        OPEN: asked,
        THIS_WEEK: [~done, ~duty.late(at), soon],
    }
    summary = ChildSummary.select(SQL("1")).where(ChildSummary.child == Child.id)
    # At 100,000 children of whom 800 have a plan: 9 ms instead of 140.
    first = [duty.applies(at)] if duty.few else []
    return [*first, fn.EXISTS(summary.where(duty.applies(at), *conditions[state]))]


def mothered_by(staff: int | None, day: date) -> Any:
    """Which children have this loving mother, None for those who have none."""
    theirs = Pairing.select(SQL("1")).where(mothered(day))
    return ~fn.EXISTS(theirs) if staff is None else fn.EXISTS(theirs.where(Pairing.staff == staff))
