"""A screen by itself in an app that gives it what the program would."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from db.rules.id_number import check_digit
from screens.drafts import DraftKeeper

PATIENCE = 10.0
"""Seconds until something that never comes fails a test; what does come is seen at once."""
NUMBER = "99010120160502123" + check_digit("99010120160502123")
SHEETS = Path("sheets")
"""No test but one saves a sheet."""
OTHER = "99010120170203126" + check_digit("99010120170203126")


class Host(App[None]):
    """What the program gives the screens: a place for drafts, and an ear for changes."""

    CSS = "Screen { background: ansi_default; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__(ansi_color=True)
        self.results: list[Any] = []
        self.drafts: set[DraftKeeper] = set()

    def open(self, screen: Screen[Any]) -> None:
        self.push_screen(screen, self.results.append)

    def register_draft(self, keeper: DraftKeeper) -> None:
        self.drafts.add(keeper)

    def release_draft(self, keeper: DraftKeeper) -> None:
        self.drafts.discard(keeper)


def lines(app: App[Any]) -> list[str]:
    """The screen as text, line by line."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def shown(app: App[Any]) -> str:
    found = lines(app)
    # A screen that has just been pushed has no lines yet.
    assert {cell_len(line) for line in found} <= {app.size.width}
    return "\n".join(found)


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, shown(pilot.app)
        await pilot.pause()


async def sees(pilot: Pilot[None], *texts: str) -> None:
    await until(pilot, lambda: all(text in shown(pilot.app) for text in texts))


async def types(pilot: Pilot[None], text: str) -> None:
    for character in text:
        pilot.app.screen.focused.insert_text_at_cursor(character)  # type: ignore[union-attr]
    await pilot.pause()


@asynccontextmanager
async def showing(screen: Screen[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        app.open(screen)
        await pilot.pause()
        yield pilot


def host(pilot: Pilot[None]) -> Host:
    assert isinstance(pilot.app, Host)
    return pilot.app
