"""Two children who look like one are two: said once, and not asked again until somebody doubts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from db.access import Right
from db.commands.writing import insert, update
from db.errors import NotFoundError
from db.i18n import _
from db.models import DistinctPair
from db.queries.family import child_row
from db.session import Session
from db.vocabulary import Action


def tell_apart(session: Session, one: int, other: int) -> None:
    """Remember that the two are not the same child; raises NotFoundError for one that the person may not see."""
    if one == other:
        raise ValueError("a child is the same as itself")
    with session.writing():
        session.require(Right.REGISTER)
        for child in (one, other):
            child_row(session, child)
        remember(session, one, other)


def doubt_again(session: Session, pair: int, version: int) -> None:
    """Take back that two children were told apart: they may be one, after all. Raises ConflictError, NotFoundError."""
    with session.writing():
        session.require(Right.REGISTER)
        row = DistinctPair.select().where(DistinctPair.id == pair).dicts().first()
        if row is None:
            raise NotFoundError(_("This record does not exist any more. Nothing was saved."))
        for child in (row["child"], row["other"]):
            child_row(session, child)
        _withdraw(session, row, version, Action.WITHDRAW)


def remember(session: Session, one: int, other: int, batch_id: int | None = None) -> None:
    """Write that the two were told apart, inside the caller's transaction; nothing changes where it stands already."""
    child, second = sorted((one, other))
    row = DistinctPair.select().where((DistinctPair.child == child) & (DistinctPair.other == second)).dicts().first()
    if row is None:
        insert(session, DistinctPair, {"child": child, "other": second}, batch_id=batch_id)
    elif row["withdrawn_on"]:
        update(session, DistinctPair, row["id"], row["version"], {"withdrawn_on": None})


def hand_on(session: Session, kept: int, other: int) -> None:
    """After a merge, inside its transaction: whoever was told apart from the other entry is not the kept child."""
    for row in list(_of(other)):
        third = row["other"] if row["child"] == other else row["child"]
        _withdraw(session, row, row["version"], Action.MERGE)
        if third != kept:
            remember(session, kept, third)


def _of(child: int) -> Iterator[dict[str, Any]]:
    either = (DistinctPair.child == child) | (DistinctPair.other == child)
    found: Iterator[dict[str, Any]] = DistinctPair.select().where(either, DistinctPair.withdrawn_on.is_null()).dicts()
    return found


def _withdraw(session: Session, row: dict[str, Any], version: int, action: Action) -> None:
    day = session.clock.today().isoformat()
    update(session, DistinctPair, row["id"], version, {"withdrawn_on": day}, action=action)
