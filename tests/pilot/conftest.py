"""The whole program without a terminal: a made-up township, copied for each test, and what stands on the screen."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from db import i18n
from db.clock import Clock
from db.commands.children import add_child
from db.commands.cleaning import NewPlace
from db.demo import build
from db.session import Session
from tests.conftest import CATALOGS, TODAY
from tests.pilot.hosting import NUMBER, PATIENCE
from tests.pilot.settling import settle
from tui.app import Guanai
from tui.launch import Launch

CHILDREN, SEED = 60, 1
CLERK = "李文书"


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)


@pytest.fixture
def child_id(session: Session) -> int:
    return add_child(
        session,
        {
            "name": "王小明", "id_no": NUMBER, "household_kind": "rural", "village": NewPlace("青山村"),
            "school": NewPlace("中心学校"), "school_class": NewPlace("四(2)班"), "living": "alone",
            "registered_on": "2026-03-01",
        },
        father={"name": "王大", "whereabouts": "abroad", "away_since": "2025-02", "phone": "13812345678"},
        carer={"name": "刘桂花", "relation": "paternal_grandmother"},
    )  # fmt: skip


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database of a township of 60 children; not to be written to."""
    i18n.install("zh", CATALOGS)
    path = tmp_path_factory.mktemp("township") / "guanai.db"
    with Session.open(path, CLERK, Clock(TODAY)) as session:
        build(session, children=CHILDREN, seed=SEED)
    return path


@pytest.fixture
def township(made_up: Path, database_path: Path) -> Path:
    """A copy of the made-up township that a test may change."""
    database_path.parent.mkdir(mode=0o700, parents=True)
    return Path(shutil.copy(made_up, database_path))


@pytest.fixture
def town(township: Path) -> Iterator[Session]:
    """A sitting over the copy: for the program, and for a look behind it."""
    with Session.open(township, CLERK, Clock(TODAY)) as session:
        yield session


@dataclass(frozen=True)
class Sitting:
    """The running program and its keys; what a test sees is what a person would see."""

    app: Guanai
    pilot: Pilot[int]

    @property
    def lines(self) -> list[str]:
        """The screen as plain text, without the blanks at the ends of its lines."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def stack(self) -> list[str]:
        """The names of the screens that are open in this mode, the lowest first."""
        return [type(screen).__name__ for screen in self.app.screen_stack]

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type characters, as an input method commits them."""
        await self.pilot.press(*text)

    async def until(self, holds: Callable[[], object], what: str = "") -> None:
        """Let the program work until something holds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            if self.app._exception is not None:
                raise self.app._exception
            if time.monotonic() > deadline:
                raise AssertionError(f"never came {what}:\n{self.text}\n{self.stack}")
            await self.pilot.pause(0.005)
        await self.pilot.pause()

    async def see(self, text: str) -> None:
        """Let the program work until the screen shows `text`."""
        await self.until(lambda: text in self.text, text)

    async def lose(self, text: str) -> None:
        """Let the program work until the screen shows `text` no more."""
        await self.until(lambda: text not in self.text, f"the end of {text}")

    async def on(self, *stack: str) -> None:
        """Let the program work until these screens are open."""
        await self.until(lambda: self.stack == list(stack), f"{stack}")


Sit = Callable[..., AbstractAsyncContextManager[Sitting]]


@pytest.fixture
def sit(database_path: Path) -> Sit:
    """Sit down at the program: `async with sit(session, screen="registry", size=(60, 20)) as sitting`."""

    @asynccontextmanager
    async def begin(
        session: Session, *, screen: str = "registry", size: tuple[int, int] = (80, 24), **wishes: Any
    ) -> AsyncIterator[Sitting]:
        launch = Launch(database_path, "zh", session.user, screen, clock=session.clock)
        app = Guanai(session, launch._replace(**wishes))
        async with app.run_test(size=size) as pilot:
            sitting = Sitting(app, pilot)
            await sitting.until(lambda: any(sitting.lines), "the first screen")
            yield sitting

    return begin
