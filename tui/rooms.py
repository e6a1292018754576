"""The first screen of each mode, loaded when somebody goes there: all of them would double the time to the first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.screen import Screen

from db.session import Session


def rooms(session: Session, reports: Path, rosters: Path) -> dict[str, Callable[[], Screen[Any]]]:
    """What opens each mode, by its name; `reports` and `rosters` are the folders of files that go out and come in."""

    def today() -> Screen[Any]:
        from screens.today import TodayScreen

        return TodayScreen(session, reports)

    def registry() -> Screen[Any]:
        from screens.registry import RegistryScreen

        return RegistryScreen(session, reports, rosters)

    def pairing() -> Screen[Any]:
        from screens.pairing import PairingScreen

        return PairingScreen(session, reports)

    def calendar() -> Screen[Any]:
        from screens.calendar import CalendarScreen

        return CalendarScreen(session, reports)

    def listing() -> Screen[Any]:
        from screens.reports import ReportsScreen

        return ReportsScreen(session, reports)

    def cover() -> Screen[Any]:
        from screens.curtain import Curtain

        return Curtain(session)

    def welcome() -> Screen[Any]:
        from screens.welcome import WelcomeScreen

        return WelcomeScreen()

    return {
        "today": today, "registry": registry, "pairing": pairing, "calendar": calendar, "reports": listing,
        "welcome": welcome, "cover": cover,
    }  # fmt: skip
