"""Whether others have written meanwhile: a word that lists are to be read anew, nothing of what was written."""

from __future__ import annotations

from db.session import Session


def data_version(session: Session) -> int:
    """A number that differs once another connection has written; costs no query."""
    with session.reading():
        return int(session.database.pragma("data_version"))


def newest_line(session: Session) -> int:
    """The number of the newest line of the change log, 0 where there is none."""
    with session.reading():
        return int(session.database.execute_sql("SELECT coalesce(max(id), 0) FROM change_log").fetchone()[0])


def others_wrote(session: Session, since: int) -> bool:
    """Whether another sitting changed a row after that line: no drafts, no looking at files."""
    query = "SELECT 1 FROM change_log WHERE id > ? AND table_name <> '' AND session <> ? LIMIT 1"
    with session.reading():
        return session.database.execute_sql(query, (since, session.id)).fetchone() is not None
