"""The one place that asks the machine what time it is; a fixed day makes demos and tests repeatable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""China has kept UTC+8 without summer time since 1992; a fixed offset needs no time-zone database on Windows."""


@dataclass(frozen=True)
class Clock:
    """Tells today's date in China and the present instant; `fixed` holds both on one day."""

    fixed: date | None = None

    def today(self) -> date:
        return self.fixed or datetime.now(CHINA).date()

    def instant(self) -> str:
        """Now in UTC, to the second: "2026-11-24T06:01:08Z"."""
        now = datetime.now(CHINA)
        if self.fixed:
            now = datetime.combine(self.fixed, now.timetz())
        return now.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_time(instant: str) -> str:
    """An instant as people in China read it: "2026-11-24 14:01"."""
    moment = datetime.strptime(instant, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def instant_of(day: str, time: str) -> str:
    """The instant at which clocks in China show a day and a time: "2026-11-24", "14:01". Raises ValueError."""
    moment = datetime.strptime(f"{day} {time}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
