"""The office says how often something is asked for."""

from __future__ import annotations

from db.access import Right
from db.commands.writing import update
from db.errors import RuleError
from db.i18n import _
from db.models import RuleInterval
from db.session import Session

MOST = 730
"""Days: what is asked for less often than every two years is not asked for."""


def set_interval(session: Session, interval_id: int, version: int, days: str) -> None:
    """Change the days of one rule, as typed. Raises RuleError, ConflictError, NotFoundError, RefusedError."""
    text = days.strip()
    with session.writing():
        session.require(Right.OFFICE)
        if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST):
            sentence = _("A whole number from {lowest} to {highest}.").format(lowest=1, highest=MOST)
            raise RuleError(sentence, {"days": sentence})
        update(session, RuleInterval, interval_id, version, {"days": int(text)})
