"""The index text of every child, streamed: what the search index must hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from peewee import JOIN

from db.models import Carer, Child, Parent, Village
from db.rules.search import Documents, documents
from db.session import Session

PORTION = 1_000


def search_documents(session: Session) -> Iterator[tuple[int, Documents]]:
    """(child, index text) by id; no read stays open between two portions."""
    query = (
        Child.select(Child.id, Child.name, Child.syllables, Village.name, Child.id_no, Child.phone)
        .join(Village, JOIN.LEFT_OUTER, on=(Child.village == Village.id))
        .order_by(Child.id)
        .limit(PORTION)
    )
    last = 0
    while True:
        with session.reading():
            children = list(query.where(Child.id > last).tuples())
            if not children:
                return
            first, last = children[0][0], children[-1][0]
            phones = _phones(first, last)
        for child, name, syllables, village, id_no, phone in children:
            yield child, documents(name, syllables.split(), village, id_no, [phone, *phones[child]])


def _phones(first: int, last: int) -> dict[int, list[str | None]]:
    """The phones of parents, then of carers, of the children in a range of ids."""
    found: dict[int, list[str | None]] = defaultdict(list)
    for model in (Parent, Carer):
        query = model.select(model.child, model.phone).where(model.child.between(first, last)).order_by(model.id)
        for child, phone in query.tuples():
            found[child].append(phone)
    return found
