"""The figures of the annual work summary: plain values for the templates, this year's beside last year's.

What is missing is None, which the templates' `n` says in words; nothing is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import index
from typing import Any

from db.i18n import _
from db.queries.campaign import members, phases
from db.queries.counted import counted_on
from db.queries.lists import agreements_to_renew
from db.queries.nine_ones import SchoolCells, nine_ones
from db.queries.periods import figures
from db.queries.statistics import school_names
from db.queries.terms import current_semester
from db.rules.nine_ones import PERSONAL, CellState
from db.rules.statistics import tally
from db.session import Session
from db.vocabulary import NineOne, RecordKind


@dataclass(frozen=True)
class NineLine:
    """One of the nine ones: at how many schools it is met; of how many children, where it is owed to each."""

    title: str
    met: int
    schools: int
    have: int
    wanted: int
    personal: bool


def context(session: Session, on: date, school: int | None, village: int | None) -> dict[str, Any]:
    """Everything a template may use, by name; see exports/README.md."""
    last_day = date(on.year - 1, 12, 31)
    children = tally(counted_on(session, on, school=school, village=village))
    before = tally(counted_on(session, last_day, school=school, village=village))
    work = figures(session, date(on.year, 1, 1), on, school=school, village=village)
    earlier = figures(session, date(on.year - 1, 1, 1), last_day, school=school, village=village)
    # A year without a single record is not one without work but one that was not recorded here.
    recorded = any(earlier[key] for key in (*(kind.value for kind in RecordKind), "activities"))
    semester = current_semester(session, on)
    group = [member for member in members(session) if not member.to_on or member.to_on > on.isoformat()]
    leader = next((member for member in group if member.leads), None)
    return {
        "year": on.year,
        "last_year": on.year - 1,
        "day": _("{year}-{month}-{day}").format(year=on.year, month=on.month, day=on.day),
        "school": school_names(session).get(school, "") if school else "",
        "children": children,
        "children_before": before if before["children"] else dict.fromkeys(before),
        "work": work,
        "work_before": earlier if recorded else dict.fromkeys(earlier),
        "semester": semester.name,
        "survey_due": semester.survey_due_on.isoformat(),
        "group": {"members": len(group), "leader": leader.post if leader else None},
        "nine": _nine(nine_ones(session, on=on, school=school, village=village)),
        "phases": phases(session, on),
        "renew": len(agreements_to_renew(session, on, school=school, village=village)),
        "unpaired": children["children"] - work["paired_loving_mother"],
        "n": _number,
        "lacking": _lacking,
        "rate": _rate,
        "than": _than(on.year - 1),
    }


def _nine(schools: list[SchoolCells]) -> list[NineLine]:
    lines = []
    for item in NineOne:
        cells = [line.cell(item) for line in schools]
        asked = [cell for cell in cells if cell.state is not CellState.NOT_APPLICABLE]
        lines.append(NineLine(
            item.label, sum(cell.state is CellState.MET for cell in asked), len(asked),
            sum(cell.have for cell in asked), sum(cell.wanted for cell in asked), item in PERSONAL,
        ))  # fmt: skip
    return lines


def _number(value: int | None) -> str:
    """A number, or that there is none."""
    return _("(no data)") if value is None else str(value)


def _lacking(value: int | None) -> str:
    """How many of those just counted nobody has asked about, to stand beside a number; nothing where all were."""
    return _(", not collected {n}").format(n=value) if value else ""


def _rate(part: int | None, whole: int | None) -> str:
    """Per cent with one decimal, never rounded up to 100."""
    if part is None or not whole:
        return _("(no data)")
    return f"{1000 * index(part) // whole / 10:.1f}%"


def _than(last_year: int) -> Callable[[int | None, int | None], str]:
    def than(now: int | None, before: int | None) -> str:
        """How a number stands to that of the last year, in words."""
        if now is None or before is None:
            return _("no data of {year}").format(year=last_year)
        if now == before:
            return _("as many as in {year}").format(year=last_year)
        sentence = _("{n} more than in {year}") if now > before else _("{n} fewer than in {year}")
        return sentence.format(n=abs(now - before), year=last_year)

    return than
