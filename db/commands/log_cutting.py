"""The oldest lines of the change log are cut off once they are as old as the office keeps them."""

from __future__ import annotations

from contextlib import closing

from db.access import Right
from db.commands.privacy import reduce_merged, scrub
from db.commands.writing import log
from db.engine import faults, files, logbook, seal
from db.errors import RuleError
from db.i18n import _
from db.queries.audit import cuttable
from db.session import Session
from db.vocabulary import Action


def cut_log(session: Session, years: int) -> int:
    """Remove the lines of deeds older than so many years; returns how many. The supervisor's deed.

    A line of the log says so, from which `guanai check` goes on. Entries that such a deed merged into another are
    reduced first: nothing would lead to them any more. Raises RuleError, with nothing removed, below YEARS_KEPT and
    where the log is not as it was written: what is wrong with it stays to be looked at.
    """
    session.require(Right.USERS)
    _refuse_broken(session)
    with session.writing():
        first, last = cuttable(session, years)
        if last < first:
            return 0
        reduce_merged(session.unbound(), last)
        text = session.database.execute_sql("SELECT seal FROM change_log WHERE id = ?", (last,)).fetchone()[0]
        log(session, Action.CUT, None, last, None, seal.cutting(first, seal.Head(last, text)))
        logbook.cut(session.database, last)
    scrub(session)
    return last - first + 1


def _refuse_broken(session: Session) -> None:
    path = session.database.path
    with faults.explained(), closing(files.connect(path, read_only=True)) as connection:
        broken = seal.verify(connection, seal.read_key(path), [seal.read_anchor(path)])
    if broken and broken.kind != "key":
        raise RuleError(_("The change log is not as it was written. Nothing was cut off; look at `guanai check`."))
