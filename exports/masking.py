"""How personal data looks to whoever may not see it: 张*, 510***********02X, 138****5678."""

from __future__ import annotations

import re
from enum import Enum


class Mask(Enum):
    """What kind of thing a column holds, and so how it is hidden."""

    NAME = "name"
    """The first character of a person's name."""
    NUMBER = "number"
    """The first three and last two characters of an ID, student or disability number."""
    PHONE = "phone"
    """The first three and last four digits."""
    BIRTH = "birth"
    """A birth date to the month."""
    TEXT = "text"
    """Nothing but that something was written: addresses, notes, pinyin of a name, logged changes."""


ALL = frozenset(Mask)
NUMBERS = frozenset({Mask.NUMBER, Mask.PHONE})
"""Hidden in papers with names, which stay with those who know them."""
LEAVING = NUMBERS | {Mask.NAME}
"""Hidden in whatever else leaves the screen."""


class Reader(Enum):
    """For whom a paper shows names whole, though numbers are hidden."""

    KEEPER = "who looks after these children alone: a list to work with, in which a masked name finds nobody"
    """Whoever sees all children, or may unmask a list, gets it masked as every other."""
    FILE = "the file of the child or of the helper, where it is signed"
    FAMILY = "the child's own family, class or helper, who know the name"


PAPERS = frozenset({Reader.FILE, Reader.FAMILY})
"""Made for one person: with its names masked it would be none, so it leaves at night unmasked or not at all."""
_SHORTEST = 8
"""A number of fewer characters is hidden whole: what may be shown of it would be most of it."""

_WITHIN = re.compile(r"(?<![0-9])(?:1[0-9]{10}|[1-9][0-9]{16}[0-9Xx])(?![0-9Xx])")
"""A mobile phone or an ID number in a note: a second phone is often kept there."""
_LEAST = 11
"""Characters of a mobile phone: nothing shorter has one within, nor is looked through, as a name or a date."""


def masked(kind: Mask, value: str) -> str:
    """The value as it is shown; nothing stays nothing."""
    if not value:
        return ""
    if kind is Mask.NAME:
        return value[0] + "*"
    if kind is Mask.BIRTH:
        return value[:7]
    if kind is Mask.TEXT:
        return "***"
    shown, stars = (2, 13) if kind is Mask.NUMBER else (4, 4)
    if len(value) < _SHORTEST:
        return "*" * stars
    return value[:3] + "*" * stars + value[-shown:]


def shown(kind: Mask | None, value: str, hidden: frozenset[Mask]) -> str:
    """The value with the kinds in `hidden` masked, with numbers also an ID number or phone within other words."""
    if kind in hidden and kind:
        return masked(kind, value)
    if len(value) < _LEAST or Mask.PHONE not in hidden:
        return value
    return _WITHIN.sub(lambda found: masked(Mask.NUMBER if len(found[0]) > 12 else Mask.PHONE, found[0]), value)


def masked_sql(kind: Mask, column: str) -> str:
    """`masked` as an SQL expression; NULL and '' stay what they are."""
    if kind is Mask.NAME:
        shown = f"substr({column}, 1, 1) || '*'"
    elif kind is Mask.BIRTH:
        shown = f"substr({column}, 1, 7)"
    elif kind is Mask.TEXT:
        shown = "'***'"
    else:
        count, stars = (2, "*" * 13) if kind is Mask.NUMBER else (4, "*" * 4)
        shown = (
            f"CASE WHEN length({column}) < {_SHORTEST} THEN '{stars}'"
            f" ELSE substr({column}, 1, 3) || '{stars}' || substr({column}, -{count}) END"
        )
    return f"CASE WHEN {column} <> '' THEN {shown} ELSE {column} END"
