"""Requests of guardians about a child's data, and files that are due to be reduced."""

from __future__ import annotations

from dataclasses import dataclass

from db.access import Right
from db.models import Child, PrivacyRequest
from db.queries.scope import child_conditions
from db.rules.dates import add_months
from db.session import Session
from db.vocabulary import RegistryState, RequestState

NOBODY = "*"
"""What stands in a reduced file in the place of a name that may not be empty."""


@dataclass(frozen=True)
class RequestLine:
    """A request; `kind` and `state` are codes."""

    id: int
    version: int
    child_id: int
    child: str
    kind: str
    asked_by: str
    relation: str
    asked_on: str
    detail: str
    state: str
    answer: str


def requests(session: Session, *, answered: bool = False) -> list[RequestLine]:
    """The open requests about children whom the person sees, the oldest first; `answered` ones behind them."""
    query = (
        PrivacyRequest.select(
            PrivacyRequest.id, PrivacyRequest.version, Child.id, Child.name, PrivacyRequest.kind,
            PrivacyRequest.asked_by, PrivacyRequest.relation, PrivacyRequest.asked_on, PrivacyRequest.detail,
            PrivacyRequest.state, PrivacyRequest.answer,
        )
        .join(Child, on=(PrivacyRequest.child == Child.id))
        .where(PrivacyRequest.id > 0, *child_conditions(session.scope))
        .order_by(PrivacyRequest.answered_on.is_null().desc(), PrivacyRequest.asked_on, PrivacyRequest.id)
    )  # fmt: skip
    if not answered:
        query = query.where(PrivacyRequest.state == RequestState.OPEN)
    with session.reading():
        rows = list(query.tuples())
    return [
        RequestLine(number, version, child_id, child, kind, by, relation or "", day, detail or "", state, answer or "")
        for number, version, child_id, child, kind, by, relation, day, detail, state, answer in rows
    ]


def reducible(session: Session, years: int) -> list[int]:
    """The ids of children who left more than so many years ago and whose file was not reduced yet."""
    session.require(Right.USERS)
    day = add_months(session.clock.today(), -12 * years).isoformat()
    left = (Child.registry_state == RegistryState.LEFT) & (Child.left_on < day) & (Child.name != NOBODY)
    with session.reading():
        return [row[0] for row in Child.select(Child.id).where(left).order_by(Child.id).tuples()]
