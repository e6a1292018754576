"""Keeps the full-text index in step with a child, its parents, carers and village."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from db.engine import search as index
from db.queries.search_documents import documents_of
from db.rules.indexed import Documents
from db.session import Session


@contextmanager
def kept_findable(session: Session, child_id: int) -> Iterator[None]:
    """Around every change of an existing child or its family, inside the transaction of the change."""
    before = documents_of(session, [child_id])
    yield
    reindex(session, before)


def make_findable(session: Session, child_id: int) -> None:
    """Index a new child whole: after its parents and carer were written, in the same transaction."""
    index.add_many(session.database, documents_of(session, [child_id]).items())


def reindex(session: Session, before: Mapping[int, Documents]) -> None:
    """After a change of many children, inside its transaction; `before` is the index text that each of them had."""
    after = documents_of(session, list(before))
    for child_id, document in before.items():
        if after[child_id] != document:
            index.remove(session.database, child_id, document)
            index.add(session.database, child_id, after[child_id])
