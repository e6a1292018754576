"""One sitting from the first screen to the exit code: opened, watched over, and ended in order."""

from __future__ import annotations

from dataclasses import replace

from db.errors import RefusedError
from db.queries.register import is_empty
from tui import guard, hangup, locations, logfile
from tui.app import DEMO, Guanai
from tui.launch import Launch

DEMO_CHILDREN, DEMO_SEED = 600, 1


def run(launch: Launch) -> int:
    """Open the screens and return the exit code once they are closed."""
    logfile.start()
    guard.install()
    code = _sit(launch)
    if code == DEMO:
        path = locations.beside(launch.db_path, "demo")
        return _sit(replace(launch, db_path=path, demo=True))
    return code


def _sit(launch: Launch) -> int:
    with launch.open(screens=True) as session:
        if launch.demo and is_empty(session):
            from db.demo import build

            build(session, children=DEMO_CHILDREN, seed=DEMO_SEED)
        app = Guanai(session, launch)
        with hangup.watch(app, app.save_drafts) as watch:
            code = app.run(mouse=False)
    if watch.code is not None:
        return watch.code
    if app.farewell:
        raise RefusedError(app.farewell)
    return code if code is not None else app.return_code or 0
