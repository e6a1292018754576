"""The search index made anew from the register."""

from __future__ import annotations

from db.engine import search as index
from db.queries.search_documents import search_documents
from db.session import Session


def rebuild_search_index(session: Session) -> None:
    """Empty the index and fill it again, in one transaction: nobody searches in half of it."""
    with session.writing():
        index.clear(session.database)
        index.add_many(session.database, search_documents(session))
        index.optimise(session.database)
