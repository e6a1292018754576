"""What the command line costs: start, the night's export, an import, a made-up township."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from db.commands.upkeep import keep_up
from db.session import Session
from tests.bench.figures import Figure
from tests.bench.ground import CLOCK, Ground, guanai, has_verb, say
from tests.bench.runs import Run, medians

BARE, SHELL = "python -c pass", "the sqlite3 shell"
ROSTER = 10_000
TOWNSHIP = 10_500
"""Children of which so many are on the register."""
REFUSED_ROWS = 3
MEGABYTE = 1e6


def figures(ground: Ground) -> Iterator[Figure]:
    """Every budget of a program that runs to its end."""
    say("start and exports")
    yield from _starts(ground)
    yield from _export(ground)
    yield from _import(ground)
    yield _upkeep(ground)
    yield from _demo_data(ground)


def _starts(ground: Ground) -> Iterator[Figure]:
    database, exports = ground.folder / "empty.db", ground.folder / "exports"
    Session.open(database, "bench").close()
    exports.mkdir(exist_ok=True)
    seconds = medians(
        {
            BARE: lambda number: ground.run(sys.executable, "-c", "pass"),
            "version": lambda number: ground.run(sys.executable, "-m", "tui.cli", "--version"),
            "export": lambda number: ground.run(*guanai(database, "--export-csv", str(exports / str(number)))),
        },
        2 * ground.times,
    )
    shutil.rmtree(exports)
    peer = {BARE: seconds[BARE] * 1000}
    yield Figure("guanai --version", seconds["version"] * 1000, "ms", 6, BARE, peer)
    yield Figure("nightly export of an empty database", seconds["export"] * 1000, "ms", 10, BARE, peer)


def _export(ground: Ground) -> Iterator[Figure]:
    database = ground.register()
    folder = ground.folder / "night"
    folder.mkdir(exist_ok=True)
    run = ground.run(*guanai(database, "--export-csv", str(folder)), watch_memory=True)
    tables = [path.stem for path in folder.glob("*/*.csv")]
    of = f"--export-csv, {ground.children:,} children"
    peers = {SHELL: _shell(ground, database, tables, ground.folder / "shell").seconds} if _has_shell() else {}
    note = "" if peers else "sqlite3 is not installed"
    yield Figure(of, run.seconds, "s", 3 if peers else None, SHELL if peers else "", peers, note)
    yield Figure(f"memory of {of}", run.peak / MEGABYTE, "MB", 40)
    shutil.rmtree(folder)


def _has_shell() -> bool:
    return shutil.which("sqlite3") is not None


def _shell(ground: Ground, database: Path, tables: list[str], folder: Path) -> Run:
    folder.mkdir(exist_ok=True)
    lines = [".mode csv", ".headers on"]
    for table in tables:
        lines += [f".output '{folder / table}.csv'", f'SELECT * FROM "{table}";']
    run = ground.run("sqlite3", "-readonly", str(database), text="\n".join([*lines, ""]))
    shutil.rmtree(folder)
    return run


def _import(ground: Ground) -> Iterator[Figure]:
    what = f"import of a roster of {ROSTER:,} rows"
    if not has_verb("import"):
        yield Figure(what, None, "s", 10, note="there is no verb import")
        return
    source, target = ground.township(TOWNSHIP, history=False), ground.folder / "imported.db"
    roster = ground.folder / "roster.csv"
    roster.unlink(missing_ok=True)
    target.unlink(missing_ok=True)
    unmasked = ("--full", "--reason", "bench")
    ground.run(*guanai(source, "report", "roster", "--format", "csv", *unmasked, "-o", str(roster)))
    lines = roster.read_bytes().splitlines(keepends=True)
    roster.write_bytes(b"".join(lines[: ROSTER + 1]))
    # Some of the made-up families are made to be refused.
    run = ground.run(*guanai(target, "import", str(roster)), watch_memory=True, codes=(0, REFUSED_ROWS))
    yield Figure(what, run.seconds, "s", 10)
    yield Figure("memory then", run.peak / MEGABYTE, "MB", 150)


def _upkeep(ground: Ground) -> Figure:
    with Session.open(ground.register(), "bench", CLOCK) as session:
        started = time.perf_counter()
        keep_up(session)
        return Figure(f"the day's upkeep, {ground.children:,} children", time.perf_counter() - started, "s")


def _demo_data(ground: Ground) -> Iterator[Figure]:
    sizes = [(ground.children, ground.full, 90.0 if ground.children == 100_000 else None)]
    sizes.append((ground.million, False, 180.0 if ground.million == 1_000_000 else None))
    for children, history, limit in sizes:
        what = f"demo-data, {children:,} children{'' if history else ' --children-only'}"
        run = ground.built.get(ground.township(children, history=history))
        if run is None:
            yield Figure(what, None, "s", limit, note="kept from an earlier run")
        else:
            yield Figure(what, run.seconds, "s", limit, note=f"memory {run.peak / MEGABYTE:.0f} MB")
