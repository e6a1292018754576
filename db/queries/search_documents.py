"""The index text of every child, streamed: what the search index must hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from peewee import JOIN

from db.models import Carer, Child, Parent, Village
from db.rules.search import Documents, documents
from db.session import Session

PORTION = 1_000


def search_documents(session: Session) -> Iterator[tuple[int, Documents]]:
    """(child, index text) by id; no read stays open between two portions."""
    query = _CHILDREN.order_by(Child.id).limit(PORTION)
    last = 0
    while True:
        with session.reading():
            children = list(query.where(Child.id > last).tuples())
            if not children:
                return
            first, last = children[0][0], children[-1][0]
            phones = _phones(partial(_between, first, last))
        yield from _documents(children, phones)


def documents_of(session: Session, ids: Sequence[int]) -> dict[int, Documents]:
    """The index text of these children, at most PORTION."""
    with session.reading():
        children = list(_CHILDREN.where(Child.id.in_(ids)).tuples())
        phones = _phones(lambda child: child.in_(ids))
    return dict(_documents(children, phones))


_CHILDREN = Child.select(Child.id, Child.name, Child.syllables, Village.name, Child.id_no, Child.phone).join(
    Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id)
)


def _documents(children: list[Any], phones: dict[int, list[str | None]]) -> Iterator[tuple[int, Documents]]:
    for child, name, syllables, village, id_no, phone in children:
        yield child, documents(name, syllables.split(), village, id_no, [phone, *phones[child]])


def _between(first: int, last: int, child: Any) -> Any:
    return child.between(first, last)


def _phones(among: Callable[[Any], Any]) -> dict[int, list[str | None]]:
    """The phones of parents, then of carers, of some children, by child."""
    found: dict[int, list[str | None]] = defaultdict(list)
    for model in (Parent, Carer):
        query = model.select(model.child, model.phone).where(among(model.child)).order_by(model.id)
        for child, phone in query.tuples():
            found[child].append(phone)
    return found
