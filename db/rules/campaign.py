"""The phases of the campaign: how their days must follow, and how each stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.i18n import _, mark
from db.vocabulary.code import Code


class PhaseState(Code):
    """How a phase stands on a day."""

    OPEN = "open", mark("no dates yet")
    COMING = "coming", mark("still to come")
    RUNNING = "running", mark("under way")
    OVER = "over", mark("over, not closed")
    CLOSED = "closed", mark("closed")


@dataclass(frozen=True)
class Days:
    """A phase as its neighbours see it; dates as stored."""

    position: int
    name: str
    starts_on: str | None
    ends_on: str | None


def phase_state(starts_on: str | None, ends_on: str | None, closed_on: str | None, today: date) -> PhaseState:
    """How a phase stands: what is closed stays closed, whatever its days say."""
    day = today.isoformat()
    if closed_on:
        return PhaseState.CLOSED
    if not starts_on or not ends_on:
        return PhaseState.OPEN
    if day < starts_on:
        return PhaseState.COMING
    return PhaseState.RUNNING if day <= ends_on else PhaseState.OVER


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the days of a phase, a sentence a field."""
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if ends and not starts:
        return {"starts_on": _("Give the first day, too.")}
    if starts and not ends:
        return {"ends_on": _("Give the last day, too.")}
    if starts and ends and ends < starts:
        return {"ends_on": _("It ends before it starts.")}
    return {}


def doubts(position: int, values: Mapping[str, Any], others: Iterable[Days]) -> dict[str, str]:
    """What may be saved but is probably wrong: a phase that overlaps another, or comes before an earlier one."""
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if not starts or not ends:
        return {}
    for other in others:
        if other.position == position or not other.starts_on or not other.ends_on:
            continue
        what = {"name": other.name or str(other.position), "first": other.starts_on, "last": other.ends_on}
        if starts <= other.ends_on and ends >= other.starts_on:
            return {"starts_on": _("It overlaps the phase {name}, {first} to {last}.").format(**what)}
        if (position < other.position) != (starts < other.starts_on):
            return {"starts_on": _("The phases are out of order: {name} is from {first} to {last}.").format(**what)}
    return {}
