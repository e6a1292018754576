"""The index text of every child, streamed: what the search index must hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from peewee import JOIN, Value

from db.models import Carer, Child, Parent, Village
from db.rules.indexed import Documents, Relative, documents
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
            families = _families(partial(_between, first, last))
        yield from _documents(children, families)


def documents_of(session: Session, ids: Sequence[int]) -> dict[int, Documents]:
    """The index text of these children, at most PORTION."""
    with session.reading():
        children = list(_CHILDREN.where(Child.id.in_(ids)).tuples())
        families = _families(lambda child: child.in_(ids))
    return dict(_documents(children, families))


_CHILDREN = Child.select(Child.id, Child.name, Child.syllables, Village.name, Child.id_no, Child.phone).join(
    Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id)
)


_Adult = tuple[str | None, str | None, str | None]
"""Phone, name, and the child's word for a parent or carer."""


def _documents(children: list[Any], families: dict[int, list[_Adult]]) -> Iterator[tuple[int, Documents]]:
    for child, name, syllables, village, id_no, phone in children:
        adults = families[child]
        phones = [phone, *(number for number, _name, _word in adults)]
        relatives: list[Relative] = [(name, word) for _number, name, word in adults]
        yield child, documents(name, syllables.split(), village, id_no, phones, relatives)


def _between(first: int, last: int, child: Any) -> Any:
    return child.between(first, last)


def _families(among: Callable[[Any], Any]) -> dict[int, list[_Adult]]:
    """The parents, then the carers, of some children, by child."""
    found: dict[int, list[_Adult]] = defaultdict(list)
    for model, word in ((Parent, Value(None)), (Carer, Carer.relation_word)):
        query = model.select(model.child, model.phone, model.name, word).where(among(model.child)).order_by(model.id)
        for child, *adult in query.tuples():
            found[child].append(tuple(adult))
    return found
