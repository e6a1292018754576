"""Keeps the full-text index in step with a child, its parents, carers and village."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from db.engine import search as index
from db.models import Carer, Child, Parent, Village
from db.queries.search_documents import documents_of
from db.rules.search import Documents, documents
from db.session import Session


@contextmanager
def kept_findable(session: Session, child_id: int) -> Iterator[None]:
    """Around every change of an existing child or its family, inside the transaction of the change."""
    before = document_of(child_id)
    yield
    after = document_of(child_id)
    if after != before:
        index.remove(session.database, child_id, before)
        index.add(session.database, child_id, after)


def make_findable(session: Session, child_id: int) -> None:
    """Index a new child whole: after its parents and carer were written, in the same transaction."""
    index.add(session.database, child_id, document_of(child_id))


def document_of(child_id: int) -> Documents:
    """The index text of a child as it is stored now."""
    name, syllables, village, id_no, phone = (
        Child.select(Child.name, Child.syllables, Village.name, Child.id_no, Child.phone)
        .left_outer_join(Village)
        .where(Child.id == child_id)
        .tuples()
        .get()
    )
    phones = [phone]
    for model in (Parent, Carer):
        query = model.select(model.phone).where(model.child == child_id).order_by(model.id)
        phones += [row[0] for row in query.tuples()]
    return documents(name, syllables.split(), village, id_no, phones)


def reindex(session: Session, before: Mapping[int, Documents]) -> None:
    """After a change of many children, inside its transaction; `before` is the index text that each of them had."""
    after = documents_of(session, list(before))
    for child_id, document in before.items():
        if after[child_id] != document:
            index.remove(session.database, child_id, document)
            index.add(session.database, child_id, after[child_id])
