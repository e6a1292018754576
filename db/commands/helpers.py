"""The register of helpers: who they are, how many children they can take, what they promised, and their leaving."""

from __future__ import annotations

from typing import Any

from db.access import Right
from db.commands.cleaning import Values, cleaned, day_of, reason_of, refuse
from db.commands.pairings import TODAY, Wish, hand_over
from db.commands.writing import insert, update
from db.errors import NotFoundError, RuleError
from db.i18n import _
from db.models import Child, Pairing, Staff
from db.queries.family import Row
from db.queries.pairing_hand_over import HandOver
from db.rules.pinyin import romanise
from db.session import Session
from db.vocabulary import RegistryState

FIELDS = frozenset(
    {"name", "sex", "languages", "roles", "unit", "post", "phone", "school", "village", "capacity", "trained_on",
     "commitment_on", "note"}
)  # fmt: skip
MOST = 50
"""Children of one helper."""


def add_helper(session: Session, values: Values) -> int:
    """Enter a helper; returns the id. Raises RuleError with a sentence a field."""
    with session.writing():
        session.require(Right.PLACES)
        stored = _checked(session, {"name": None, "roles": None, **values})
        return insert(session, Staff, {"active": True, **stored})


def correct_helper(session: Session, staff: int, version: int, values: Values) -> dict[str, list[Any]]:
    """Change what is known of a helper; those who help already keep their children, also above a lower capacity."""
    with session.writing():
        session.require(Right.PLACES)
        _stored(staff)
        return update(session, Staff, staff, version, _checked(session, values))


def leave(session: Session, staff: int, version: int, reason: str, on: str | None = None) -> None:
    """Let a helper go, for a reason; refused while children would be left without."""
    with session.writing():
        session.require(Right.PLACES)
        _stored(staff)
        why = reason_of(reason)
        day = day_of(on, session.clock.today(), "left_on")
        columns = Pairing.id, Pairing.version, Pairing.from_on, Child.registry_state
        query = Pairing.select(*columns).join(Child, on=(Pairing.child == Child.id))
        helping = list(query.where((Pairing.staff == staff) & Pairing.to_on.is_null()).tuples())
        waiting = sum(state == RegistryState.REGISTERED for *_row, state in helping)
        if waiting:
            sentence = _("This helper still has {n} children. Hand them over first; nothing was changed.")
            raise RuleError(sentence.format(n=waiting))
        # Children who have left and come back later must not find a helper who is gone.
        for pairing, number, from_on, _state in helping:
            ended = {"to_on": max(day, from_on), "end_reason": why}
            update(session, Pairing, pairing, number, ended, reason=why)
        update(session, Staff, staff, version, {"active": False, "left_on": day}, reason=why)


def hand_over_and_leave(
    session: Session, staff: int, version: int, children: HandOver, reason: str, wish: Wish = TODAY
) -> None:  # fmt: skip
    """Give all children of a helper to the next ones, and let the helper go; all of it or nothing."""
    with session.writing():
        hand_over(session, children.versions, children.successors, reason, wish, children.insisted)
        leave(session, staff, version, reason, wish.on)


def come_back(session: Session, staff: int, version: int) -> None:
    """Take a helper who had left into the register again."""
    with session.writing():
        session.require(Right.PLACES)
        _stored(staff)
        update(session, Staff, staff, version, {"active": True, "left_on": None})


def _stored(staff: int) -> Row:
    found: Row | None = Staff.select().where(Staff.id == staff).dicts().first()
    if found is None:
        raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
    return found


def _checked(session: Session, values: Values) -> dict[str, Any]:
    stored = cleaned(session, Staff, {name: value for name, value in values.items() if name in FIELDS})
    problems = {}
    if "roles" in stored and not stored["roles"]:
        problems["roles"] = _("Choose at least one: without it nobody may be helped.")
    if "capacity" in stored:
        stored["capacity"] = stored["capacity"] or 0
        if not 0 <= stored["capacity"] <= MOST:
            problems["capacity"] = _("A whole number from {lowest} to {highest}.").format(lowest=0, highest=MOST)
    refuse(problems)
    if "name" in stored:
        stored["name_key"] = romanise(stored["name"]).sort_key
    return stored
