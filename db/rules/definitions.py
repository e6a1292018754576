"""Who counts as left behind, by two definitions: civil affairs (民政口径) and school practice (学校口径).

Civil affairs (国发〔2016〕13号): rural household, under 16, both parents out for work, or one out and the other without
guardianship ability. School practice: a rural parent away three months or more, one is enough. The counts differ
widely, so there is never one flag for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db.i18n import _, mark
from db.rules.dates import add_months, age
from db.vocabulary import AWAY, Code, HouseholdKind, ParentCondition, Whereabouts

AGE_LIMIT = 16
MONTHS_AWAY = 3

# Nobody to live with, whatever the law calls it: the child of a dead or vanished parent is not left with that parent.
ABSENT = frozenset(
    {
        ParentCondition.PRISON,
        ParentCondition.DRUG_TREATMENT,
        ParentCondition.RESTRAINED,
        ParentCondition.LOST_CONTACT,
        ParentCondition.MISSING,
        ParentCondition.DEAD,
        ParentCondition.GUARDIANSHIP_REVOKED,
    }
)
UNABLE = frozenset({ParentCondition.SERIOUS_ILLNESS, ParentCondition.SEVERE_DISABILITY})


class Ground(Code):
    """Why a definition holds, does not hold, or cannot be decided."""

    BOTH_AWAY = "both_away", mark("Both parents are away.")
    ONE_AWAY_OTHER_UNABLE = "one_away_other_unable", mark("One parent is away, the other cannot act as guardian.")
    PARENT_AWAY_MONTHS = "parent_away_months", mark("A parent has been away for three months or more.")
    NOT_RURAL = "not_rural", mark("The household is not a rural one.")
    TURNED_16 = "turned_16", mark("The child is 16 or older.")
    ABLE_PARENT_HOME = "able_parent_home", mark("A parent who can act as guardian is at home.")
    NOBODY_AWAY = "nobody_away", mark("No parent is away.")
    AWAY_TOO_SHORT = "away_too_short", mark("No parent has been away for three months yet.")
    HOUSEHOLD_UNKNOWN = "household_unknown", mark("The kind of household is not recorded.")
    AGE_UNKNOWN = "age_unknown", mark("The birth date is not recorded.")
    PARENT_UNKNOWN = "parent_unknown", mark("Where a parent is has not been recorded.")
    SINCE_UNKNOWN = "since_unknown", mark("Since when a parent is away has not been recorded.")


@dataclass(frozen=True)
class ParentFacts:
    """What decides of one parent; `able` overrules what the condition says of the ability to act as guardian."""

    whereabouts: str | None = None
    condition: str | None = None
    able: bool | None = None
    away_since: date | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a definition holds (None: data lacks), and why."""

    value: bool | None
    grounds: tuple[Ground, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The grounds in the language in force."""
        return tuple(_(ground.msgid) for ground in self.grounds)


def civil_affairs(
    household: str | None, birth: date | None, father: ParentFacts, mother: ParentFacts, today: date
) -> Verdict:
    """The civil-affairs definition on `today`; one ground that excludes is enough even where other data lacks."""
    excluded, lacking = _common(household, birth, today)
    away = [is_away(parent) for parent in (father, mother)]
    cares = [can_care(parent) for parent in (father, mother)]
    if True in cares:
        excluded.append(Ground.ABLE_PARENT_HOME)
    elif away == [False, False]:
        excluded.append(Ground.NOBODY_AWAY)
    elif None in cares or (None in away and True not in away):
        lacking.append(Ground.PARENT_UNKNOWN)
    return _verdict(excluded, lacking, Ground.BOTH_AWAY if away == [True, True] else Ground.ONE_AWAY_OTHER_UNABLE)


def school_practice(
    household: str | None, birth: date | None, father: ParentFacts, mother: ParentFacts, today: date
) -> Verdict:
    """School practice on `today`: at least one rural parent away for MONTHS_AWAY months or more."""
    excluded, lacking = _common(household, birth, today)
    stays = [_long_away(parent, today) for parent in (father, mother)]
    if True not in stays:
        if Ground.PARENT_UNKNOWN in stays:
            lacking.append(Ground.PARENT_UNKNOWN)
        elif Ground.SINCE_UNKNOWN in stays:
            lacking.append(Ground.SINCE_UNKNOWN)
        else:
            excluded.append(Ground.AWAY_TOO_SHORT if Ground.AWAY_TOO_SHORT in stays else Ground.NOBODY_AWAY)
    return _verdict(excluded, lacking, Ground.PARENT_AWAY_MONTHS)


def _common(household: str | None, birth: date | None, today: date) -> tuple[list[Ground], list[Ground]]:
    """The grounds of household and age that both definitions share: those that exclude, those that lack."""
    excluded: list[Ground] = []
    lacking: list[Ground] = []
    if not household:
        lacking.append(Ground.HOUSEHOLD_UNKNOWN)
    elif household != HouseholdKind.RURAL:
        excluded.append(Ground.NOT_RURAL)
    if birth is None:
        lacking.append(Ground.AGE_UNKNOWN)
    elif age(birth, today) >= AGE_LIMIT:
        excluded.append(Ground.TURNED_16)
    return excluded, lacking


def _verdict(excluded: list[Ground], lacking: list[Ground], met: Ground) -> Verdict:
    if excluded:
        return Verdict(False, tuple(excluded))
    if lacking:
        return Verdict(None, tuple(lacking))
    return Verdict(True, (met,))


def is_away(parent: ParentFacts) -> bool | None:
    """Whether the parent is out for work; somebody dead, imprisoned or out of touch is not."""
    if parent.condition in ABSENT:
        return False
    if parent.whereabouts in AWAY:
        return True
    return False if parent.whereabouts == Whereabouts.HOME else None


def can_care(parent: ParentFacts) -> bool | None:
    """Whether the parent is at home and able to act as guardian."""
    if parent.condition in ABSENT or parent.whereabouts in AWAY:
        return False
    able = parent.condition not in UNABLE if parent.able is None else parent.able
    if not able:
        return False
    return True if parent.whereabouts == Whereabouts.HOME else None


def _long_away(parent: ParentFacts, today: date) -> bool | Ground:
    """True for a parent away long enough, otherwise what speaks against it or lacks."""
    away = is_away(parent)
    if away is None:
        return Ground.PARENT_UNKNOWN
    if not away:
        return Ground.NOBODY_AWAY
    if parent.away_since is None:
        return Ground.SINCE_UNKNOWN
    return add_months(parent.away_since, MONTHS_AWAY) <= today or Ground.AWAY_TOO_SHORT
