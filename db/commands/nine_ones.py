"""What the office settles about the nine ones: how often it wants each, and on which festivals letters are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from db.commands.cleaning import refuse
from db.commands.writing import update
from db.errors import UsageError
from db.i18n import _
from db.models import FestivalTick, NineOneItem
from db.session import Session
from db.vocabulary import Festival, NineOne

MOST = 20
"""Of one thing in a semester."""
ONCE = frozenset({NineOne.HOME, NineOne.LITTLE_TEACHER, NineOne.LOVING_MOTHER})
"""Those of which there is one or none."""


def set_wanted(session: Session, wanted: Mapping[str, int], versions: Mapping[str, int]) -> int:
    """Say how often the office wants each of the nine in a semester, 0 for not at all; returns how many changed.

    `versions` are those of the rows as read, by item. Raises RuleError with a sentence an item, ConflictError.
    """
    problems = {}
    for item, number in wanted.items():
        most = 1 if item in ONCE else MOST
        if not 0 <= number <= most:
            problems[item] = _("A whole number from {lowest} to {highest}.").format(lowest=0, highest=most)
    refuse(problems)
    with session.writing():
        rows = {row.item: row.id for row in NineOneItem.select(NineOneItem.id, NineOneItem.item)}
        changed = [
            update(session, NineOneItem, rows[NineOne(item)], versions[item], {"wanted": number})
            for item, number in wanted.items()
        ]
    return sum(map(bool, changed))


def tick_festivals(session: Session, festivals: Collection[str]) -> int:
    """Ask for letters on exactly these festivals; returns how many ticks changed."""
    unknown = set(festivals) - {festival.value for festival in Festival}
    if unknown:
        raise UsageError(_("There is no festival {name}.").format(name=min(unknown)))
    with session.writing():
        rows = list(FestivalTick.select(FestivalTick.id, FestivalTick.version, FestivalTick.festival).tuples())
        changed = [
            update(session, FestivalTick, row_id, version, {"letters": festival in festivals})
            for row_id, version, festival in rows
        ]
    return sum(map(bool, changed))
