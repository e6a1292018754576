"""How often the office asks for what comes again: every so many days."""

from __future__ import annotations

from dataclasses import dataclass

from db.i18n import _, mark
from db.models import RuleInterval
from db.session import Session
from db.vocabulary import ActivityKind, Risk, label

_NAMES = {
    "home_visit": mark("home visit"),
    "mother_phone": mark("loving mother phones"),
    "mother_meeting": mark("loving mother meets"),
}


@dataclass(frozen=True)
class Interval:
    """One rule; `risk` narrows it to children of a colour."""

    id: int
    version: int
    what: str
    risk: str | None
    days: int

    @property
    def name(self) -> str:
        """What comes again, in the language in force."""
        name = _(_NAMES[self.what]) if self.what in _NAMES else label(ActivityKind, self.what)
        return f"{name}  {label(Risk, self.risk)}" if self.risk else name


def intervals(session: Session) -> list[Interval]:
    """Every rule, in the order in which they were entered."""
    columns = (RuleInterval.id, RuleInterval.version, RuleInterval.what, RuleInterval.risk, RuleInterval.days)
    with session.reading():
        return [Interval(*row) for row in RuleInterval.select(*columns).order_by(RuleInterval.id).tuples()]
