"""How a child stands to both definitions, from its columns and its parents' as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.rules.dates import last_day
from db.rules.definitions import ParentFacts, Verdict, civil_affairs, school_practice

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """Both verdicts of one day."""

    civil: Verdict
    school: Verdict

    def columns(self, child: Row) -> dict[str, bool | None]:
        """What is stored of it: as computed, and what counts where a person has overruled that."""
        civil, school = child.get("civil_overruled"), child.get("school_overruled")
        return {
            "civil_computed": self.civil.value,
            "civil": self.civil.value if civil is None else civil,
            "school_computed": self.school.value,
            "school_practice": self.school.value if school is None else school,
        }


def standing(child: Row, father: Row | None, mother: Row | None, today: date) -> Standing:
    """The verdicts on `today`; a date known to the month or year counts from its last day, so that nothing is early."""
    parents = parent_facts(father), parent_facts(mother)
    facts = child.get("household_kind"), _last(child.get("birth_date")), *parents, today
    return Standing(civil_affairs(*facts), school_practice(*facts))


def parent_facts(parent: Row | None) -> ParentFacts:
    """What decides of a parent, from its row; of one who is not entered nothing is known."""
    if parent is None:
        return ParentFacts()
    get = parent.get
    return ParentFacts(get("whereabouts"), get("condition"), get("able"), _last(get("away_since")))


def _last(text: str | None) -> date | None:
    return last_day(text) if text else None
