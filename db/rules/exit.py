"""Who may leave the register: proposals with their reason; a person decides, the program never removes anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.i18n import _
from db.rules.dates import age, birthday
from db.rules.definitions import AGE_LIMIT, Ground, Verdict
from db.vocabulary import ExitReason, HouseholdKind, Living


@dataclass(frozen=True)
class ExitProposal:
    """Why the child may leave, since when the reason holds (None: not recorded), and the sentence to show."""

    reason: ExitReason
    since: date | None
    sentence: str


def exit_proposals(
    birth: date | None,
    household: str | None,
    living: str | None,
    civil: Verdict,
    today: date,
    *,
    household_moved_on: date | None = None,
    school_left_on: date | None = None,
) -> tuple[ExitProposal, ...]:
    """The reasons that speak for leaving on `today`: turned 16, a parent back, moved with the household or the school.

    `civil` is the civil-affairs verdict of the same day; `school_left_on` is the end of the last enrolment without
    a new one. The strongest reason comes first.
    """
    found = []
    if birth and age(birth, today) >= AGE_LIMIT:
        sentence = _("The child has turned 16.")
        found.append(ExitProposal(ExitReason.TURNED_16, birthday(birth, AGE_LIMIT), sentence))
    if living == Living.PARENT and Ground.ABLE_PARENT_HOME in civil.grounds:
        sentence = _("The child lives with a parent who can act as guardian.")
        found.append(ExitProposal(ExitReason.PARENT_RETURNED, None, sentence))
    elif Ground.ABLE_PARENT_HOME in civil.grounds:
        sentence = _("A parent who can act as guardian is at home.")
        found.append(ExitProposal(ExitReason.PARENT_RETURNED, None, sentence))
    if household_moved_on or household == HouseholdKind.URBAN:
        sentence = _("The household is no longer a rural one of this township.")
        found.append(ExitProposal(ExitReason.HOUSEHOLD_MOVED, household_moved_on, sentence))
    if school_left_on and school_left_on <= today:
        sentence = _("The child has left its school and is in no other.")
        found.append(ExitProposal(ExitReason.CHANGED_SCHOOL, school_left_on, sentence))
    return tuple(found)
