"""What is computed from the register, made anew."""

from __future__ import annotations

from db.engine import search, summaries
from db.queries.search_documents import search_documents
from db.session import Session


def rebuild(session: Session) -> None:
    """Fill the search index and the summaries of the children again, in one transaction: nobody reads half of them."""
    with session.writing():
        search.clear(session.database)
        search.add_many(session.database, search_documents(session))
        search.optimise(session.database)
        summaries.refill(session.database)
