"""One sitting from the first screen to the exit code: opened, watched over, and ended in order."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from db.engine.sqlite import Database
from db.errors import RefusedError
from db.queries.register import is_empty
from tui import guard, hangup, locations, logfile, upgrades
from tui.app import DEMO, Guanai
from tui.launch import Launch

DEMO_CHILDREN, DEMO_SEED = 600, 1
READERS = 3
"""Threads that read the database, each with a connection of its own: rows, a count, and something else at once."""
HAND_OVER = 0.001
"""Seconds after which a thread lets another go on: at Python's 5 ms a page that is there waits for whoever draws."""
PATIENCE = 3.0
"""Seconds that a thread may go on writing after the screens are closed."""
AGAIN = 0.02
"""Seconds after which a thread that began another query is interrupted again."""


def run(launch: Launch) -> int:
    """Open the screens and return the exit code once they are closed."""
    logfile.start()
    guard.install()
    upgrades.watch()
    sys.setswitchinterval(HAND_OVER)
    code = _sit(launch)
    if code == DEMO:
        path = locations.beside(launch.db_path, "demo")
        return _sit(launch._replace(db_path=path, demo=True))
    return code


def let_go(readers: ThreadPoolExecutor, database: Database) -> None:
    """Wait until no thread uses the database: SQLite took the program down where one still read what was closed.

    Nobody waits for what they read, so it ends at once; what they write may come to its end for a while.
    """
    patience = time.monotonic() + PATIENCE
    ending = threading.Thread(target=readers.shutdown, kwargs={"cancel_futures": True})
    ending.start()
    while ending.is_alive():
        database.interrupt(writing=time.monotonic() > patience)
        ending.join(AGAIN)


def _sit(launch: Launch) -> int:
    with launch.open(screens=True) as session:
        if launch.demo and is_empty(session):
            from db.demo import build

            build(session, children=DEMO_CHILDREN, seed=DEMO_SEED)
        app = Guanai(session, launch)
        loop = asyncio.new_event_loop()
        readers = ThreadPoolExecutor(READERS, "guanai-reader")
        loop.set_default_executor(readers)
        try:
            with hangup.watch(app, app.save_drafts) as watch:
                code = app.run(mouse=False, loop=loop)
        finally:
            let_go(readers, session.database)
            loop.close()
    if watch.code is not None:
        return watch.code
    if app.farewell:
        raise RefusedError(app.farewell)
    return code if code is not None else app.return_code or 0
